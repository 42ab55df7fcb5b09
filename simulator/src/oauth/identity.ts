import { IANAZone } from 'luxon';
import type { Context, Reply, Request, Route } from '../http.ts';
import { id18 } from '../schema/ids.ts';
import type { Row } from '../schema/types.ts';
import type { SessionRecord } from './sessions.ts';
import type { OAuthState } from './state.ts';

/** The identity URL and `userinfo`; their errors are plain words. */
export function identityRoutes(oauth: OAuthState): Route[] {
  function identity({ request, params, baseUrl }: Context): Reply {
    const found = sessionOf(request);
    if (typeof found === 'string') return text(403, found);
    const orgId = oauth.grants.byId(found.grantId ?? 0)?.orgId ?? oauth.org.id;
    if (id18(params['org']!) !== orgId) return text(404, 'Wrong_Org');
    const user = oauth.users.byId(params['user']!);
    if (!user || user['Id'] !== found.userId) return text(404, 'Bad_Id');
    const zone = IANAZone.create(String(user['TimeZoneSidKey'] ?? 'UTC'));
    const offsetMs = zone.isValid ? zone.offset(januaryOf(oauth.org.clock.now())) * 60_000 : 0;
    return {
      status: 200,
      body: {
        id: `${baseUrl}/id/${orgId}/${String(user['Id'])}`,
        asserted_user: true,
        user_id: user['Id'],
        organization_id: orgId,
        username: user['Username'],
        nick_name: user['CommunityNickname'] ?? user['Alias'] ?? null,
        display_name: user['Name'],
        email: user['Email'],
        email_verified: true,
        first_name: user['FirstName'] ?? null,
        last_name: user['LastName'],
        timezone: user['TimeZoneSidKey'] ?? null,
        photos: photos(baseUrl),
        addr_street: null,
        addr_city: null,
        addr_state: null,
        addr_country: null,
        addr_zip: null,
        mobile_phone: user['MobilePhone'] ?? null,
        mobile_phone_verified: false,
        is_lightning_login_user: false,
        status: { created_date: null, body: null },
        urls: urls(oauth.instanceUrl(baseUrl), orgId, user),
        active: user['IsActive'] !== false,
        user_type: 'STANDARD',
        language: user['LanguageLocaleKey'] ?? 'en_US',
        locale: user['LocaleSidKey'] ?? 'en_US',
        utcOffset: offsetMs,
        last_modified_date: user['LastModifiedDate'] ?? null,
        is_app_installed: true,
      },
    };
  }

  function userinfo({ request, baseUrl }: Context): Reply {
    const found = sessionOf(request);
    if (typeof found === 'string') return text(403, found);
    const orgId = oauth.grants.byId(found.grantId ?? 0)?.orgId ?? oauth.org.id;
    const user = oauth.users.byId(found.userId)!;
    return {
      status: 200,
      body: {
        sub: `${baseUrl}/id/${orgId}/${found.userId}`,
        user_id: found.userId,
        organization_id: orgId,
        preferred_username: user['Username'],
        nickname: user['CommunityNickname'] ?? user['Alias'] ?? null,
        name: user['Name'],
        email: user['Email'],
        email_verified: true,
        given_name: user['FirstName'] ?? null,
        family_name: user['LastName'],
        zoneinfo: user['TimeZoneSidKey'] ?? null,
        photos: photos(baseUrl),
        profile: `${baseUrl}/${found.userId}`,
        picture: photos(baseUrl).picture,
        address: {},
        is_salesforce_integration_user: false,
        urls: urls(oauth.instanceUrl(baseUrl), orgId, user),
        active: user['IsActive'] !== false,
        user_type: 'STANDARD',
        language: user['LanguageLocaleKey'] ?? 'en_US',
        locale: user['LocaleSidKey'] ?? 'en_US',
        updated_at: user['LastModifiedDate'] ?? null,
      },
    };
  }

  function sessionOf(request: Request): SessionRecord | 'Missing_OAuth_Token' | 'Bad_OAuth_Token' {
    const token =
      /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ??
      request.query.get('oauth_token') ??
      request.query.get('access_token') ??
      new URLSearchParams(request.body.toString()).get('access_token');
    if (!token) return 'Missing_OAuth_Token';
    return oauth.sessions.use(token) ?? 'Bad_OAuth_Token';
  }

  return [
    { method: 'GET', path: '/id/:org/:user', auth: 'none', handle: identity },
    { method: 'POST', path: '/id/:org/:user', auth: 'none', handle: identity },
    { method: 'GET', path: '/services/oauth2/userinfo', auth: 'none', handle: userinfo },
    { method: 'POST', path: '/services/oauth2/userinfo', auth: 'none', handle: userinfo },
  ];
}

/** The offset is the zone's standard one, whatever the season. */
function januaryOf(now: Date): number {
  return Date.UTC(now.getUTCFullYear(), 0, 1);
}

function photos(baseUrl: string): { picture: string; thumbnail: string } {
  return { picture: `${baseUrl}/profilephoto/005/F`, thumbnail: `${baseUrl}/profilephoto/005/T` };
}

function urls(instance: string, orgId: string, user: Row): Record<string, string> {
  const data = `${instance}/services/data/v{version}`;
  return {
    enterprise: `${instance}/services/Soap/c/{version}/${orgId.slice(0, 15)}`,
    metadata: `${instance}/services/Soap/m/{version}/${orgId.slice(0, 15)}`,
    partner: `${instance}/services/Soap/u/{version}/${orgId.slice(0, 15)}`,
    rest: `${data}/`,
    sobjects: `${data}/sobjects/`,
    search: `${data}/search/`,
    query: `${data}/query/`,
    tooling_soap: `${instance}/services/Soap/T/{version}/${orgId.slice(0, 15)}`,
    tooling_rest: `${data}/tooling/`,
    profile: `${instance}/${String(user['Id'])}`,
    custom_domain: instance,
  };
}

function text(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body };
}
