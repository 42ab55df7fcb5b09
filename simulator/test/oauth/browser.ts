import { createHash, randomBytes } from 'node:crypto';
import { CALLBACK, type TestOrg } from '../server/org.ts';

/** A browser without a screen: follows redirects within the org, keeps the cookie, fills in forms. */
export interface Browser {
  open(path: string): Promise<Page>;
  submit(page: Page, fields: Record<string, string>): Promise<Page>;
  cookie: string;
}

export interface Page {
  status: number;
  html: string;
  /** Where the browser is; a redirect that leaves the org is not followed. */
  url: URL;
}

export function createBrowser(org: { url: string }): Browser {
  const browser: Browser = { cookie: '', open: (path) => go(path, {}), submit };

  async function go(path: string, init: RequestInit): Promise<Page> {
    const url = new URL(path, org.url);
    if (url.origin !== org.url) return { status: 302, html: '', url };
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: browser.cookie } });
    const set = response.headers.get('set-cookie');
    if (set) browser.cookie = set.split(';')[0]!;
    const location = response.headers.get('location');
    if (location) return go(new URL(location, url).href, {});
    return { status: response.status, html: await response.text(), url };
  }

  function submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const action = unescape(/<form[^>]* action="([^"]*)"/.exec(page.html)![1]!);
    const body = new URLSearchParams();
    for (const [tag] of page.html.matchAll(/<input[^>]*>/g))
      if (tag.includes('type="hidden"'))
        body.set(/name="([^"]*)"/.exec(tag)![1]!, unescape(/value="([^"]*)"/.exec(tag)![1]!));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return go(new URL(action, page.url).href, { method: 'POST', body });
  }

  return browser;
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

export interface Pkce {
  verifier: string;
  challenge: string;
}

export function createPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** Query of an authorization request; `undefined` leaves a parameter out. */
export function authorizePath(
  org: { clientId: string },
  params: Record<string, string | undefined> = {},
): string {
  const query = new URLSearchParams();
  const all = {
    response_type: 'code',
    client_id: org.clientId,
    redirect_uri: CALLBACK,
    state: 'xyz',
    scope: 'api refresh_token',
    ...params,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) query.set(name, value);
  return `/services/oauth2/authorize?${query}`;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  id: string;
  issued_at: string;
  signature: string;
  scope: string;
  instance_url: string;
  id_token?: string;
}

/** Login, consent and code, up to the tokens. */
export async function connect(
  org: TestOrg,
  username: string,
  params: Record<string, string | undefined> = {},
): Promise<Tokens> {
  const { verifier, challenge } = createPkce();
  const code = await codeFor(org, username, { code_challenge: challenge, ...params });
  const response = await org.post('/services/oauth2/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: params['redirect_uri'] ?? CALLBACK,
    client_id: params['client_id'] ?? org.clientId,
    client_secret: org.clientSecret,
    code_verifier: verifier,
  });
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as Tokens;
}

export async function codeFor(
  org: TestOrg,
  username: string,
  params: Record<string, string | undefined>,
): Promise<string> {
  const browser = createBrowser(org);
  const login = await browser.open(authorizePath(org, params));
  const consent = await browser.submit(login, { username, pw: 'any' });
  const back = await browser.submit(consent, { decision: 'allow' });
  const code = back.url.searchParams.get('code');
  if (!code) throw new Error(`no code: ${back.url.search} ${back.html}`);
  return code;
}

export function refreshWith(org: TestOrg, refreshToken: string, more: Record<string, string> = {}) {
  return org.post('/services/oauth2/token', {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: org.clientId,
    client_secret: org.clientSecret,
    ...more,
  });
}
