import { SaysoError } from '../errors.ts';

const SHARED_LOGIN_HOSTS = new Set(['login.salesforce.com', 'test.salesforce.com']);
/** My Domain: `acme`, `acme--uat.sandbox`, `acme-dev-ed.develop`, `acme.scratch`, … */
const MY_DOMAIN =
  /^[a-z0-9][a-z0-9-]*(\.(sandbox|develop|scratch|trailblaze|demo|free|patch|stage|pc-rnd))?\.my\.salesforce\.com$/;

/** Any address of 127.0.0.0/8, ::1 or the name for them. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/**
 * The origin of a Salesforce host, when `value` is one: https, the standard port, no user, one of the login hosts or a My Domain. With
 * `allowLoopback` also http on loopback. Anything else is refused before a request leaves (SSRF).
 *
 * @throws SaysoError `login_host_refused`
 */
export function salesforceOrigin(value: string, allowLoopback: boolean): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && url.username === '' && url.password === '') {
    const official = SHARED_LOGIN_HOSTS.has(url.hostname) || MY_DOMAIN.test(url.hostname);
    if (official && url.protocol === 'https:' && url.port === '') return url.origin;
    if (allowLoopback && isLoopback(url.hostname) && /^https?:$/.test(url.protocol)) return url.origin;
  }
  throw new SaysoError('login_host_refused', 'That is not the address of a Salesforce org.', {
    status: 400,
    actions: [
      'Use login.salesforce.com, test.salesforce.com or the My Domain of your org (….my.salesforce.com).',
    ],
  });
}

export type Environment = 'production' | 'sandbox' | 'loopback';

export function environmentOf(origin: string): Environment {
  const { hostname } = new URL(origin);
  if (isLoopback(hostname)) return 'loopback';
  return hostname === 'test.salesforce.com' ||
    hostname.includes('.sandbox.') ||
    hostname.includes('.scratch.')
    ? 'sandbox'
    : 'production';
}
