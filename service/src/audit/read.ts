import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { AuditActor } from './append.ts';

export interface AuditEntry {
  n: number;
  at: string;
  actor: AuditActor;
  action: string;
  target?: string;
  outcome: 'ok' | 'refused' | 'failed';
  origin?: string;
  details?: Record<string, string | number | boolean | null>;
  /** Hex SHA-256 over the previous hash and this entry. */
  hash: string;
}

export interface AuditQuery {
  /** Entries older than this number; absent = from the newest. */
  before?: number | undefined;
  /** At most this many, 1–200. */
  limit: number;
  actorId?: string | undefined;
  target?: string | undefined;
  action?: string | undefined;
  outcome?: string | undefined;
}

/** Newest first. `next` is the `before` of the following page, absent on the last. */
export async function readAudit(
  db: Pool,
  orgId: string,
  query: AuditQuery,
): Promise<{ entries: AuditEntry[]; next?: number }> {
  const { rows } = await db.query<{ n: number; body: string; hash: Buffer }>({
    name: 'audit_read',
    text: `select n, body, hash from audit_events
            where org_id = $1 and n < $2
              and ($3::text is null or actor_id = $3) and ($4::text is null or target = $4)
              and ($5::text is null or action = $5) and ($6::text is null or outcome = $6)
            order by n desc limit $7`,
    values: [
      orgId,
      query.before ?? '9223372036854775807',
      query.actorId ?? null,
      query.target ?? null,
      query.action ?? null,
      query.outcome ?? null,
      query.limit + 1,
    ],
  });
  const entries = rows
    .slice(0, query.limit)
    .map(({ n, body, hash }) => ({ n, ...JSON.parse(body), hash: hash.toString('hex') }) as AuditEntry);
  const last = entries.at(-1);
  return rows.length > query.limit && last ? { entries, next: last.n } : { entries };
}

export interface AuditProof {
  orgId: string;
  checked: number;
  /** Number of the first entry that does not follow from the one before, or is missing. */
  brokenAt?: number;
  /** Hex hash of the last good entry: note it elsewhere to prove later that nothing was cut off. */
  head: string;
}

/** Rows per read: keeps memory flat on chains of millions. */
const VERIFY_PAGE_ROWS = 5_000;

/** Recomputes the org's whole chain outside the database and compares it with every stored hash and with the chain's head. */
export async function verifyAudit(db: Pool, orgId: string): Promise<AuditProof> {
  let hash = createHash('sha256').update(orgId, 'utf8').digest();
  let n = 0;
  const broken = (): AuditProof => ({ orgId, checked: n, brokenAt: n + 1, head: hash.toString('hex') });
  for (;;) {
    const { rows } = await db.query<{ n: number; body: string; hash: Buffer }>(
      'select n, body, hash from audit_events where org_id = $1 and n > $2 order by n limit $3',
      [orgId, n, VERIFY_PAGE_ROWS],
    );
    for (const row of rows) {
      const expected = createHash('sha256').update(hash).update(row.body, 'utf8').digest();
      if (row.n !== n + 1 || !expected.equals(row.hash)) return broken();
      hash = expected;
      n += 1;
    }
    if (rows.length < VERIFY_PAGE_ROWS) break;
  }
  const { rows } = await db.query<{ n: number; hash: Buffer }>(
    'select n, hash from audit_heads where org_id = $1',
    [orgId],
  );
  const head = rows[0];
  if (head ? head.n !== n || !head.hash.equals(hash) : n > 0) return broken();
  return { orgId, checked: n, head: hash.toString('hex') };
}
