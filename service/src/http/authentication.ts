import { bearerToken, type Subject } from '../orgs/assertions.ts';
import type { Caller } from './route.ts';

/** The caller of a request, from the assertion in its Authorization header. */
export function createAuthenticate(
  verify: (assertion: string, spend: boolean) => Promise<Subject>,
): (authorization: string | undefined, spend: boolean) => Promise<Caller> {
  return (authorization, spend) => verify(bearerToken(authorization), spend);
}
