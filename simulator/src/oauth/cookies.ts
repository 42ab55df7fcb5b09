import type { Request } from '../http.ts';
import type { SessionRecord, Sessions } from './sessions.ts';

/** The browser's session, by the cookie `sid` that the login page sets. */
export function browserSession(sessions: Sessions, request: Request): SessionRecord | undefined {
  const sid = cookie(request, 'sid');
  return sid === undefined ? undefined : sessions.use(sid);
}

export function sidCookie(accessToken: string, baseUrl: string): string {
  const secure = baseUrl.startsWith('https:') ? '; Secure' : '';
  return `sid=${encodeURIComponent(accessToken)}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

export const NO_SID = 'sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0';

function cookie(request: Request, name: string): string | undefined {
  for (const part of (request.headers['cookie'] ?? '').split(/;\s*/))
    if (part.startsWith(`${name}=`)) return decodeURIComponent(part.slice(name.length + 1));
  return undefined;
}
