import type { ClientBase, Pool } from 'pg';

/** Who did it: a person of the org, the operator of this service, the org's identity provider, the package's Apex, or the service itself. */
export interface AuditActor {
  type: 'user' | 'admin' | 'operator' | 'identity-provider' | 'package' | 'service';
  /** User id, token name or issuer; never a secret. */
  id?: string | undefined;
}

export interface AuditEvent {
  /** 18-character organization id. */
  orgId: string;
  actor: AuditActor;
  /** Dotted verb, stable: `grant.connected`, `grant.refreshed`, `revocation.cut_off`, `command.confirmed`, `policy.changed`, … */
  action: string;
  /** What it was done to: a user id, a command id, a revocation id. */
  target?: string | undefined;
  outcome: 'ok' | 'refused' | 'failed';
  /** Network address of the request, where there was one. */
  origin?: string | undefined;
  /** Facts that policy allows: counts, ids, object and field names, reasons. Never a token or a field value. */
  details?: Record<string, string | number | boolean | null> | undefined;
}

/** Takes part in the caller's transaction when given a client: the events are there exactly when the change is. */
export type AppendAudit = (db: Pool | ClientBase, ...events: AuditEvent[]) => Promise<void>;

/** Appends events to the chains of their orgs, in the order given. Writers of one org queue for microseconds on the chain's head. */
export const appendAudit: AppendAudit = async (db, ...events) => {
  const at = new Date().toISOString();
  const bodies = events.map(({ actor, action, target, outcome, origin, details }) =>
    JSON.stringify({ at, actor, action, target, outcome, origin, details }),
  );
  await db.query({
    name: 'audit_append',
    text: 'select audit_append(org_id, $1, body) from unnest($2::text[], $3::text[]) as event (org_id, body)',
    values: [at, events.map(({ orgId }) => orgId), bodies],
  });
};
