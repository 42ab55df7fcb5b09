import { timingSafeEqual } from 'node:crypto';
import type { Request } from '../http.ts';
import type { App, Apps } from './apps.ts';
import { OAuthError } from './errors.ts';

export function formOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.body.toString('utf8'));
}

/** The app of a token request, its secret checked when one is required or sent. Body or Basic authentication. */
export function authenticateClient(
  apps: Apps,
  request: Request,
  form: URLSearchParams,
  secretRequired: (app: App) => boolean,
): App {
  const basic = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const [basicId, ...basicSecret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
  const clientId = form.get('client_id') ?? (basicId && decodeURIComponent(basicId)) ?? '';
  const secret = form.get('client_secret') ?? decodeURIComponent(basicSecret.join(':'));
  const app = apps.find(clientId);
  if (!app) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  usable(app);
  if (app.clientSecret && (secret || secretRequired(app)) && !equal(secret, app.clientSecret))
    throw new OAuthError('invalid_client', 'invalid client credentials');
  return app;
}

/** Refuses an app that an admin has blocked or that is not installed. */
export function usable(app: App): void {
  if (!app.installed)
    throw new OAuthError('app_not_found', 'External client app is not installed in this org');
  if (app.blocked) throw new OAuthError('app_blocked', 'this app is blocked by admin');
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
