import { createPublicKey, X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt } from 'jose';
import type { Row } from '../schema/types.ts';
import type { App } from './apps.ts';
import { usable } from './clients.ts';
import { authenticationFailure, OAuthError } from './errors.ts';
import type { OAuthState } from './state.ts';

/** Clock difference that is forgiven. */
const LEEWAY_S = 180;
/** Beyond this a number of seconds is a number of milliseconds: the sf CLI computes its `exp` in milliseconds. */
const SURELY_MILLISECONDS = 1e11;

/** App and user of a JWT bearer assertion: `iss` client id, `sub` username. */
export async function verifyBearer(state: OAuthState, assertion: string): Promise<{ app: App; user: Row }> {
  const claims = await parse(assertion);
  const app = state.apps.find(String(claims.iss ?? ''));
  if (!app) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  usable(app);
  await verifySignature(app, assertion);
  const expires = (claims.exp ?? 0) > SURELY_MILLISECONDS ? claims.exp! / 1000 : (claims.exp ?? 0);
  if (expires + LEEWAY_S < state.org.clock.now().getTime() / 1000)
    throw new OAuthError('invalid_grant', 'expired authorization code');
  if (!claims.aud) throw new OAuthError('invalid_grant', 'audience is invalid');
  const user = state.users.byLogin(claims.sub ?? '');
  if (!user) throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
  return { app, user };
}

async function parse(assertion: string) {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new OAuthError('invalid_grant', 'invalid assertion');
  }
}

async function verifySignature(app: App, assertion: string): Promise<void> {
  if (app.jwtKeys.length === 0) return;
  for (const pem of app.jwtKeys)
    try {
      await compactVerify(
        assertion,
        pem.includes('CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem),
        { algorithms: ['RS256'] },
      );
      return;
    } catch {
      continue;
    }
  throw authenticationFailure();
}
