import type { OrgData } from '../data.ts';
import { makeId } from '../schema/ids.ts';
import { instant } from '../schema/time.ts';
import type { Row } from '../schema/types.ts';
import type { OAuthState } from './state.ts';

/** Grants and sessions as admins query them: `OauthToken` (whose id is always null) and `AuthSession`. */
export function offerSetupRows(data: OrgData, { apps, grants, sessions }: OAuthState): void {
  data.virtual('OauthToken', {
    *rows() {
      const blank = data.store.blank('OauthToken');
      for (const grant of grants.all()) {
        if (grant.revokedAtMs !== undefined) continue;
        yield {
          ...blank,
          AppName: apps.find(grant.clientId)?.name ?? null,
          UserId: grant.userId,
          CreatedDate: time(grant.approvedAtMs),
          LastUsedDate: time(grant.lastUsedMs),
          UseCount: grant.uses,
          DeleteToken: grants.deleteToken(grant),
        };
      }
    },
  });

  data.virtual('AuthSession', {
    *rows() {
      const blank = data.store.blank('AuthSession');
      for (const session of sessions.all())
        yield {
          ...blank,
          Id: idOf(session.serial),
          UsersId: session.userId,
          CreatedDate: time(session.issuedAtMs),
          LastModifiedDate: time(session.expiresAtMs - session.timeoutMs),
          NumSecondsValid: session.timeoutMs / 1000,
          UserType: 'Standard',
          LoginType: session.clientId ? 'Remote Access 2.0' : 'Application',
          SessionType: session.clientId ? 'Oauth2' : 'UI',
          SessionSecurityLevel: 'STANDARD',
        } satisfies Row;
    },
    remove(id) {
      sessions.endWhere((session) => idOf(session.serial) === id);
    },
  });
}

function idOf(serial: number): string {
  return makeId('0Ak', serial);
}

function time(ms: number): string {
  return instant(new Date(ms));
}
