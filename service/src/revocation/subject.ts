import type { AuditActor } from '../audit/append.ts';
import type { Client } from '../db/pool.ts';
import type { CutOff, CutOffInTransaction, RevocationTrigger } from './cut-off.ts';
import { grantsOfSubject } from './scim-users.ts';

export interface SubjectRevocation {
  orgId: string;
  /** User names, e-mail addresses or Salesforce user ids that the identity provider knows the person by. */
  names: (string | null | undefined)[];
  reason: string;
  trigger: RevocationTrigger;
  actor: AuditActor;
  origin?: string | undefined;
}

/** Cuts off everyone of the org whom the names mean, inside the caller's transaction; nobody is a fine answer. */
export type RevokeSubject = (client: Client, subject: SubjectRevocation) => Promise<CutOff[]>;

export function createRevokeSubject(cutOff: CutOffInTransaction): RevokeSubject {
  return async (client, { orgId, names, ...request }) => {
    const results: CutOff[] = [];
    for (const userId of await grantsOfSubject(client, orgId, names))
      results.push(await cutOff(client, { target: { scope: 'user', orgId, userId }, ...request }));
    return results;
  };
}
