import type { Queryable } from '../db/pool.ts';
import type { Principal } from '../salesforce/types.ts';
import { sentenceOf } from './status.ts';

export interface Connection {
  status: 'connected' | 'reconnect_required' | 'not_connected';
  /** A sentence; absent while connected. */
  reason?: string;
  /** Stable code behind the sentence. */
  reasonCode?: string;
  /** Since when it has been so; null for a user who never connected. */
  since: string | null;
  /** Something that will end the connection if nobody acts. */
  warning?: string;
}

interface Row {
  userId: string;
  name: string | null;
  username: string | null;
  status: string;
  reason: string | null;
  since: Date;
  lastUsedAt: Date | null;
  refreshedAt: Date;
  current: boolean;
  lastFailure: string | null;
  failures: number;
}

const COLUMNS = `g.user_id as "userId", g.display_name as name, g.username, g.status, g.reason, g.status_since as since, g.last_used_at as "lastUsedAt",
  g.refreshed_at as "refreshedAt", g.epoch >= o.epoch as current, g.last_failure as "lastFailure", g.failures`;

export async function connectionOf(db: Queryable, { orgId, userId }: Principal): Promise<Connection> {
  const { rows } = await db.query<Row>({
    name: 'connection_of',
    text: `select ${COLUMNS} from grants g join orgs o on o.org_id = g.org_id where g.org_id = $1 and g.user_id = $2`,
    values: [orgId, userId],
  });
  return rows[0] ? view(rows[0]) : { status: 'not_connected', since: null };
}

export interface AdminConnection extends Connection {
  userId: string;
  name: string | null;
  username: string | null;
  lastUsedAt: string | null;
  refreshedAt: string;
}

/** Connections of an org in order of user id, after `cursor`. Ended ones are left out: their receipts and the audit trail have them. */
export async function connectionsOf(
  db: Queryable,
  orgId: string,
  page: { after: string | undefined; limit: number },
): Promise<{ connections: AdminConnection[]; next: string | null; total: number }> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from grants g join orgs o on o.org_id = g.org_id
      where g.org_id = $1 and g.status <> 'revoked' and g.epoch >= o.epoch and g.user_id > $2 order by g.user_id limit $3`,
    [orgId, page.after ?? '', page.limit + 1],
  );
  const count = await db.query<{ total: number }>(
    `select count(*) as total from grants g join orgs o on o.org_id = g.org_id where g.org_id = $1 and g.status <> 'revoked' and g.epoch >= o.epoch`,
    [orgId],
  );
  const shown = rows.slice(0, page.limit);
  return {
    connections: shown.map((row) => ({
      ...view(row),
      userId: row.userId,
      name: row.name,
      username: row.username,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      refreshedAt: row.refreshedAt.toISOString(),
    })),
    next: rows.length > page.limit ? shown.at(-1)!.userId : null,
    total: count.rows[0]!.total,
  };
}

function view(row: Row): Connection {
  const since = row.since.toISOString();
  if (row.status === 'connected' && row.current)
    return {
      status: 'connected',
      since,
      ...(row.failures > 0 ? { warning: sentenceOf(row.lastFailure) } : {}),
    };
  const reasonCode = row.status === 'connected' ? 'revoked' : (row.reason ?? 'revoked');
  const status = row.status === 'reconnect_required' && row.current ? 'reconnect_required' : 'not_connected';
  return { status, reason: sentenceOf(reasonCode), reasonCode, since };
}
