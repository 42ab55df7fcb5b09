import type { Context, Route } from '../http.ts';
import { elements, SoapFault, soapHandler, type SoapCall } from '../soap.ts';
import { openUiSession } from './login.ts';
import { admitLogin } from './logins.ts';
import type { SessionRecord } from './sessions.ts';
import type { OAuthState } from './state.ts';

const INVALID_LOGIN = 'Invalid username, password, security token; or user locked out.';

/** Login and logout of the SOAP API, for clients that still sign in with a password. */
export function soapLoginRoutes(oauth: OAuthState): Route[] {
  function login({ body }: SoapCall, { request, baseUrl, params }: Context): string {
    const user = oauth.users.byLogin(String(body['username'] ?? ''));
    const userId = String(user?.['Id']);
    if (!user || !body['password'] || !oauth.users.maySignIn(userId))
      throw new SoapFault('INVALID_LOGIN', INVALID_LOGIN);
    admitLogin(oauth, userId);
    const session = openUiSession(oauth, userId);
    const server = `${oauth.instanceUrl(baseUrl)}/services/Soap`;
    const end = `${params['soapVersion']}/${oauth.org.id.slice(0, 15)}`;
    const kind = request.path.split('/')[3];
    return reply('login', {
      metadataServerUrl: `${server}/m/${end}`,
      passwordExpired: false,
      sandbox: true,
      serverUrl: `${server}/${kind}/${end}`,
      sessionId: session.accessToken,
      userId,
      userInfo: userInfo(session),
    });
  }

  function userInfo(session: SessionRecord): Record<string, unknown> {
    const user = oauth.users.byId(session.userId)!;
    return {
      organizationId: oauth.org.id,
      organizationName: oauth.org.name,
      sessionSecondsValid: session.timeoutMs / 1000,
      userEmail: user['Email'],
      userFullName: user['Name'],
      userId: session.userId,
      userLanguage: user['LanguageLocaleKey'] ?? 'en_US',
      userLocale: user['LocaleSidKey'] ?? 'en_US',
      userName: user['Username'],
      userTimeZone: user['TimeZoneSidKey'] ?? 'UTC',
      userType: 'Standard',
    };
  }

  function signedIn({ sessionId }: SoapCall): SessionRecord {
    const session = oauth.sessions.use(sessionId);
    if (session) return session;
    throw new SoapFault(
      'sf:INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session',
    );
  }

  const handle = soapHandler({
    login,
    logout(call) {
      oauth.sessions.end(signedIn(call).accessToken);
      return '<logoutResponse/>';
    },
    getUserInfo: (call) => reply('getUserInfo', userInfo(signedIn(call))),
  });
  return ['u', 'c'].flatMap((kind) => [
    { method: 'POST', path: `/services/Soap/${kind}/:soapVersion`, auth: 'none' as const, handle },
    { method: 'POST', path: `/services/Soap/${kind}/:soapVersion/:org`, auth: 'none' as const, handle },
  ]);
}

function reply(operation: string, result: Record<string, unknown>): string {
  return `<${operation}Response>${elements({ result })}</${operation}Response>`;
}
