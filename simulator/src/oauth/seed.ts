import { makeId } from '../schema/ids.ts';
import type { App } from './apps.ts';
import type { OAuth } from './oauth.ts';

/** Lines handed to the socket at a time. */
const BATCH = 500;

/**
 * Grants of so many nameless users, one each, as JSON lines; for load tests. With `orgs` above 1 the users are spread over further
 * organization ids, which share this org's records.
 */
export function* seedGrants(
  { grants, users, sessions, org, instanceUrl }: OAuth,
  at: { app: App; count: number; orgs: number; accessTokens: boolean; baseUrl: string },
): Generator<string> {
  const { app, baseUrl } = at;
  const scope = app.scopes.join(' ');
  let lines = '';
  let n = 0;
  for (const userId of users.seed(at.count)) {
    const orgNumber = n++ % at.orgs;
    const orgId = orgNumber === 0 ? org.id : makeId('00D', orgNumber, 'Ld');
    const grant = grants.approve({
      userId,
      clientId: app.clientId,
      scope,
      maxApprovals: app.maxApprovals,
      orgId,
    });
    let access_token: string | undefined;
    if (at.accessTokens) {
      const session = sessions.open({
        userId,
        clientId: app.clientId,
        scope,
        timeoutSeconds: app.sessionSeconds,
        grantId: grant.id,
        orgId,
      });
      access_token = session.accessToken;
      grant.accessTokens.push(access_token);
    }
    lines += `${JSON.stringify({
      orgId,
      userId,
      id: `${baseUrl}/id/${orgId}/${userId}`,
      instance_url: instanceUrl(baseUrl),
      scope,
      refresh_token: grants.refreshToken(grant),
      access_token,
    })}\n`;
    if (n % BATCH === 0) {
      yield lines;
      lines = '';
    }
  }
  if (lines) yield lines;
}
