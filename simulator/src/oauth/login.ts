import { randomBytes } from 'node:crypto';
import type { Context, Reply, Route } from '../http.ts';
import { redirect } from '../pages/layout.ts';
import { loginPage } from '../pages/login.ts';
import { formOf } from './clients.ts';
import { browserSession, NO_SID, sidCookie } from './cookies.ts';
import { admitLogin } from './logins.ts';
import type { SessionRecord } from './sessions.ts';
import type { OAuthState } from './state.ts';

/** The org's session timeout for the user interface. */
const UI_SESSION_SECONDS = 2 * 3600;
/** Enough names to pick one from; a world may have thousands. */
const SHOWN_PEOPLE = 12;
const REFUSED =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

/** Login page, logout, and the front door through which a token opens a browser session. */
export function loginRoutes(oauth: OAuthState): Route[] {
  /** Front-door codes, each good for one browser session. */
  const passes = new Map<string, string>();

  function form({ request }: Context): Reply {
    return show(localPath(request.query.get('retURL')), request.query.get('un') ?? '');
  }

  function show(retURL: string, username: string, error?: string): Reply {
    const people: { name: string; username: string }[] = [];
    for (const user of oauth.org.data.rows('User')) {
      if (people.length === SHOWN_PEOPLE) break;
      if (user['IsActive'] !== false)
        people.push({ name: String(user['Name']), username: String(user['Username']) });
    }
    return loginPage({ orgName: oauth.org.name, retURL, username, people, ...(error && { error }) });
  }

  function submit({ request, baseUrl }: Context): Reply {
    const fields = formOf(request);
    const retURL = localPath(fields.get('retURL') ?? request.query.get('retURL'));
    const username = fields.get('username') ?? '';
    const user = oauth.users.byLogin(username);
    const userId = String(user?.['Id']);
    if (!user || !oauth.users.maySignIn(userId) || !fields.get('pw')) return show(retURL, username, REFUSED);
    admitLogin(oauth, userId);
    return enter(userId, retURL, baseUrl);
  }

  function enter(userId: string, retURL: string, baseUrl: string): Reply {
    const session = openUiSession(oauth, userId);
    return redirect(retURL, { 'set-cookie': sidCookie(session.accessToken, baseUrl) });
  }

  function logout({ request }: Context): Reply {
    const session = browserSession(oauth.sessions, request);
    if (session) oauth.sessions.end(session.accessToken);
    const back = localPath(request.query.get('retUrl') ?? request.query.get('retURL'));
    return redirect(`/login?retURL=${encodeURIComponent(back)}`, { 'set-cookie': NO_SID });
  }

  function singleAccess({ request, session, baseUrl }: Context): Reply {
    const pass = randomBytes(24).toString('base64url');
    passes.set(pass, session.userId);
    const target = request.query.get('redirect_uri') ?? formOf(request).get('redirect_uri') ?? '';
    const url = new URL(`${oauth.instanceUrl(baseUrl)}/secur/frontdoor.jsp`);
    url.searchParams.set('otp', pass);
    if (target) url.searchParams.set('startURL', target);
    return { status: 200, body: { frontdoor_uri: url.href } };
  }

  function frontDoor({ request, baseUrl }: Context): Reply {
    const { query } = request;
    const otp = query.get('otp') ?? '';
    const userId = passes.get(otp) ?? oauth.sessions.use(query.get('sid') ?? '')?.userId;
    passes.delete(otp);
    const back = localPath(query.get('startURL') ?? query.get('retURL'));
    return userId ? enter(userId, back, baseUrl) : redirect(`/login?retURL=${encodeURIComponent(back)}`);
  }

  return [
    { method: 'GET', path: '/login', auth: 'none', handle: form },
    { method: 'POST', path: '/login', auth: 'none', handle: submit },
    { method: 'GET', path: '/secur/logout.jsp', auth: 'none', handle: logout },
    { method: 'GET', path: '/secur/frontdoor.jsp', auth: 'none', handle: frontDoor },
    { method: 'GET', path: '/services/oauth2/singleaccess', auth: 'session', handle: singleAccess },
    { method: 'POST', path: '/services/oauth2/singleaccess', auth: 'session', handle: singleAccess },
  ];
}

/** A session like the browser's: good for pages and for the API alike. */
export function openUiSession(oauth: OAuthState, userId: string): SessionRecord {
  return oauth.sessions.open({
    userId,
    clientId: '',
    scope: 'full',
    timeoutSeconds: UI_SESSION_SECONDS,
  });
}

/** A path on this host; anything else would be an open redirect. */
function localPath(target: string | null): string {
  return target && /^\/(?![/\\])/.test(target) ? target : '/';
}
