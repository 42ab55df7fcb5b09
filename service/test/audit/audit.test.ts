import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendAudit, type AuditEvent } from '../../src/audit/append.ts';
import { readAudit, verifyAudit } from '../../src/audit/read.ts';
import { transaction } from '../../src/db/pool.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

const orgId = (n: number): string => `00D${String(n).padStart(12, '0')}AAA`;
const event = (org: string, over: Partial<AuditEvent> = {}): AuditEvent => ({
  orgId: org,
  actor: { type: 'user', id: '005000000000001AAA' },
  action: 'command.confirmed',
  target: 'c1',
  outcome: 'ok',
  ...over,
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** As somebody with the database superuser's rights would do it. */
async function tamper(sql: string, values: unknown[]): Promise<void> {
  await transaction(database.pool, async (client) => {
    await client.query('set local session_replication_role = replica');
    await client.query(sql, values);
  });
}

describe('the audit chain', () => {
  test('an untouched chain verifies, and its head is the hash of the last entry', async () => {
    for (let n = 0; n < 5; n++) await appendAudit(database.pool, event(orgId(1), { details: { n } }));
    const proof = await verifyAudit(database.pool, orgId(1));
    const { entries } = await readAudit(database.pool, orgId(1), { limit: 1 });
    expect(proof).toEqual({ orgId: orgId(1), checked: 5, head: entries[0]!.hash });
  });

  test('an org without entries verifies as empty', async () => {
    expect(await verifyAudit(database.pool, orgId(99))).toMatchObject({ checked: 0 });
  });

  test('writers at the same time queue, and the chain stays whole', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => appendAudit(database.pool, event(orgId(2), { target: `c${n}` }))),
    );
    expect(await verifyAudit(database.pool, orgId(2))).toMatchObject({ checked: 40 });
  });

  test('an event of a transaction that rolls back was never there', async () => {
    await expect(
      transaction(database.pool, async (client) => {
        await appendAudit(client, event(orgId(3)));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await readAudit(database.pool, orgId(3), { limit: 10 })).entries).toEqual([]);
    await appendAudit(database.pool, event(orgId(3)));
    expect(await verifyAudit(database.pool, orgId(3))).toMatchObject({ checked: 1 });
  });

  test('the database refuses to change, delete or truncate entries', async () => {
    await appendAudit(database.pool, event(orgId(4)));
    for (const sql of [
      `update audit_events set body = '{}'`,
      'delete from audit_events',
      'truncate audit_events',
    ])
      await expect(database.pool.query(sql)).rejects.toThrow('append-only');
  });

  test.each([
    [
      'a changed body',
      `update audit_events set body = replace(body, 'c1', 'c2') where org_id = $1 and n = 2`,
      2,
    ],
    ['a missing entry in the middle', 'delete from audit_events where org_id = $1 and n = 2', 2],
    ['a cut-off end', 'delete from audit_events where org_id = $1 and n = 3', 3],
  ])('verification finds %s', async (_what, sql, brokenAt) => {
    const org = orgId(10 + brokenAt + sql.length);
    for (let n = 0; n < 3; n++) await appendAudit(database.pool, event(org));
    await tamper(sql, [org]);
    expect(await verifyAudit(database.pool, org)).toMatchObject({ brokenAt });
  });

  test('any text survives unchanged and verifies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        // PostgreSQL text and jsonb cannot hold U+0000; reasons and ids never contain it (validated at the HTTP edge).
        const reason = text.replaceAll('\0', '');
        await appendAudit(database.pool, event(orgId(5), { details: { reason } }));
        const { entries } = await readAudit(database.pool, orgId(5), { limit: 1 });
        expect(entries[0]!.details).toEqual({ reason });
      }),
      { numRuns: 50 },
    );
    expect(await verifyAudit(database.pool, orgId(5))).toMatchObject({ checked: 50 });
  });
});

describe('reading the audit trail', () => {
  test('pages from the newest to the oldest without a gap', async () => {
    for (let n = 0; n < 7; n++) await appendAudit(database.pool, event(orgId(6), { target: `c${n}` }));
    const seen: (string | undefined)[] = [];
    let before: number | undefined;
    do {
      const page = await readAudit(database.pool, orgId(6), { limit: 3, before });
      seen.push(...page.entries.map((entry) => entry.target));
      before = page.next;
    } while (before !== undefined);
    expect(seen).toEqual(['c6', 'c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
  });

  test('filters by person, target, action and outcome, and never shows another org', async () => {
    await appendAudit(
      database.pool,
      event(orgId(7), {
        actor: { type: 'admin', id: 'u9' },
        action: 'policy.changed',
        outcome: 'refused',
        target: 'p',
      }),
    );
    await appendAudit(database.pool, event(orgId(7)));
    await appendAudit(database.pool, event(orgId(8), { actor: { type: 'admin', id: 'u9' } }));
    for (const filter of [
      { actorId: 'u9' },
      { target: 'p' },
      { action: 'policy.changed' },
      { outcome: 'refused' },
    ]) {
      const { entries } = await readAudit(database.pool, orgId(7), { limit: 10, ...filter });
      expect(entries.map((entry) => entry.action)).toEqual(['policy.changed']);
    }
  });
});
