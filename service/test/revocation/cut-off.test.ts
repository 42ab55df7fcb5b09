import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { appendAudit } from '../../src/audit/append.ts';
import { readAudit } from '../../src/audit/read.ts';
import { transaction } from '../../src/db/pool.ts';
import { createCutOff, type CutOff, type RevocationRequest } from '../../src/revocation/cut-off.ts';
import { listNext, moveEnded, refreshEnded } from '../../src/revocation/lines.ts';
import { readReceipt, readReceiptOfAllOrgs } from '../../src/revocation/receipt.ts';
import { workRevocation, type RemoteRevocation } from '../../src/revocation/work.ts';
import { SaysoError } from '../../src/errors.ts';
import { FrameError } from '../../src/vault/frame.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { ORG, OTHER_ORG, seedGrant, seedOrg, userId } from './seed.ts';

let database: TestDatabase;
let enqueued: { orgId: string; revocationId: string }[];
const running = new AbortController().signal;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  enqueued = [];
  await database.pool.query('delete from orgs');
  for (const org of [ORG, OTHER_ORG]) await seedOrg(database.pool, org);
});

function cutOff(target: RevocationRequest['target']): Promise<CutOff> {
  const run = createCutOff(appendAudit, async (_client, work) => {
    enqueued.push(...work);
  });
  return transaction(database.pool, (client) =>
    run(client, { target, reason: 'leaver', trigger: 'admin', actor: { type: 'admin', id: 'a' } }),
  );
}

/** Salesforce as the work sees it: which tokens live, and what it answers. */
function remote(over: Partial<RemoteRevocation> = {}): RemoteRevocation & { live: Set<string> } {
  const live = new Set<string>();
  return {
    live,
    open: async ({ sealed }) => sealed.toString(),
    revoke: async (_url, token) => void live.delete(token),
    isActive: async (_url, token) => live.has(token),
    ...over,
  };
}

/** One run of one share, as the queue does it. */
function work(id: string, salesforce: RemoteRevocation, share = 0, shares = 1): Promise<number | null> {
  return workRevocation(
    { pool: database.pool, audit: appendAudit, remote: salesforce },
    { orgId: ORG, revocationId: id, share, shares },
    running,
  );
}

const grantOf = async (user: number): Promise<Record<string, unknown>> =>
  (
    await database.pool.query(
      'select status, reason, refresh_token, access_token, version, epoch from grants where org_id = $1 and user_id = $2',
      [ORG, userId(user)],
    )
  ).rows[0];

describe('a cut-off', () => {
  test("of a user ends that user's grant alone and takes its tokens away", async () => {
    for (const n of [1, 2]) await seedGrant(database.pool, ORG, n);
    expect(await cutOff({ scope: 'user', orgId: ORG, userId: userId(1) })).toMatchObject({ grants: 1 });
    expect(await grantOf(1)).toMatchObject({
      status: 'revoked',
      reason: 'revoked_by_admin',
      refresh_token: null,
      access_token: null,
      version: 2,
    });
    expect(await grantOf(2)).toMatchObject({ status: 'connected', version: 1 });
  });

  test('of an org raises its epoch, so that even a grant it did not see is refused', async () => {
    for (const n of [1, 2, 3]) await seedGrant(database.pool, ORG, n);
    await seedGrant(database.pool, OTHER_ORG, 1);
    expect(await cutOff({ scope: 'org', orgId: ORG })).toMatchObject({ grants: 3 });
    const { rows } = await database.pool.query('select org_id, epoch from orgs order by org_id');
    expect(rows).toEqual([
      { org_id: ORG, epoch: 2 },
      { org_id: OTHER_ORG, epoch: 1 },
    ]);
    expect(
      (await database.pool.query(`select status from grants where org_id = $1`, [OTHER_ORG])).rows,
    ).toEqual([{ status: 'connected' }]);
  });

  test('of everyone reaches every org under one id and retires their signing keys', async () => {
    await seedGrant(database.pool, ORG, 1);
    await seedGrant(database.pool, OTHER_ORG, 2);
    await database.pool.query(`insert into org_keys (org_id, key_id, secret) values ($1, 'k', 's')`, [ORG]);
    const { id } = await cutOff({ scope: 'everyone' });
    expect(
      (await readReceiptOfAllOrgs(database.pool, id)).map((receipt) => [
        receipt.orgId,
        receipt.counts.grants,
      ]),
    ).toEqual([
      [ORG, 1],
      [OTHER_ORG, 1],
    ]);
    expect((await database.pool.query('select retired_at <= now() as retired from org_keys')).rows).toEqual([
      { retired: true },
    ]);
    for (const orgId of [ORG, OTHER_ORG]) {
      expect((await readAudit(database.pool, orgId, { limit: 1 })).entries).toMatchObject([
        { action: 'revocation.cut_off', target: id, details: { scope: 'everyone', grants: 1 } },
      ]);
      expect(enqueued).toContainEqual({ orgId, revocationId: id, grants: 1 });
    }
  });

  test('of somebody without a grant is a receipt with nothing on it', async () => {
    const { id, grants } = await cutOff({ scope: 'user', orgId: ORG, userId: userId(9) });
    expect(grants).toBe(0);
    expect(await work(id, remote())).toBeNull();
    expect(await readReceipt(database.pool, ORG, id)).toMatchObject({
      counts: { grants: 0 },
      completedAt: expect.any(String),
    });
  });

  test('is audited and enqueued in the same transaction', async () => {
    await seedGrant(database.pool, ORG, 1);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    expect(enqueued).toEqual([{ orgId: ORG, revocationId: id, grants: 1 }]);
    const { entries } = await readAudit(database.pool, ORG, { limit: 1 });
    expect(entries[0]).toMatchObject({
      action: 'revocation.cut_off',
      target: id,
      details: { scope: 'org', grants: 1 },
    });
  });
});

describe('the receipt of an org', () => {
  const listed = async (id: string): Promise<string[]> =>
    (await readReceipt(database.pool, ORG, id))!.grants.map((grant) => grant.userId);

  test('knows from the cut-off on how many grants ended, and gets them in batches', async () => {
    for (let n = 1; n <= 5; n++) await seedGrant(database.pool, ORG, n);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    expect(await readReceipt(database.pool, ORG, id)).toMatchObject({
      counts: { grants: 5, revoked: 0 },
      grants: [],
    });
    expect(await listNext(database.pool, ORG, id, 2)).toBe('more');
    expect(await listed(id)).toEqual([userId(1), userId(2)]);
    expect(await listNext(database.pool, ORG, id, 2)).toBe('more');
    expect(await listNext(database.pool, ORG, id, 2)).toBe('done');
    expect(await listed(id)).toHaveLength(5);
    expect(await listNext(database.pool, ORG, id, 2)).toBe('done');
    expect(await grantOf(5)).toMatchObject({
      status: 'revoked',
      reason: 'revoked_by_admin',
      refresh_token: null,
      access_token: null,
    });
  });

  test('is written by one worker at a time', async () => {
    for (let n = 1; n <= 20; n++) await seedGrant(database.pool, ORG, n);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    const worker = async (): Promise<void> => {
      while ((await listNext(database.pool, ORG, id, 3)) !== 'done');
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(await listed(id)).toHaveLength(20);
  });

  test('takes the old token of a user who has connected again before it was written, and leaves the new grant alone', async () => {
    for (const n of [1, 2]) await seedGrant(database.pool, ORG, n);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    await transaction(database.pool, async (client) => {
      await moveEnded(client, ORG, userId(2));
      await client.query(
        `update grants set status = 'connected', reason = null, refresh_token = 'new', epoch = 2, version = version + 1
          where org_id = $1 and user_id = $2`,
        [ORG, userId(2)],
      );
    });
    const salesforce = remote();
    for (const token of ['token-1', 'token-2', 'new']) salesforce.live.add(token);
    expect(await work(id, salesforce)).toBeNull();
    expect([...salesforce.live]).toEqual(['new']);
    expect(await listed(id)).toEqual([userId(1), userId(2)]);
    expect(await grantOf(2)).toMatchObject({ status: 'connected', refresh_token: Buffer.from('new') });
  });

  test('has each grant once when two cut-offs follow each other', async () => {
    await seedGrant(database.pool, ORG, 1);
    const first = await cutOff({ scope: 'org', orgId: ORG });
    const second = await cutOff({ scope: 'org', orgId: ORG });
    const third = await cutOff({ scope: 'user', orgId: ORG, userId: userId(1) });
    expect([first.grants, second.grants, third.grants]).toEqual([1, 0, 0]);
    for (const { id } of [second, third, first]) expect(await work(id, remote())).toBeNull();
    expect(await listed(first.id)).toEqual([userId(1)]);
    expect(await listed(second.id)).toEqual([]);
    expect(await listed(third.id)).toEqual([]);
  });
});

describe('the work after a cut-off', () => {
  test('revokes and confirms each grant, then completes the receipt and forgets the tokens', async () => {
    for (const n of [1, 2]) await seedGrant(database.pool, ORG, n);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    const salesforce = remote();
    salesforce.live.add('token-1').add('token-2');
    expect(await work(id, salesforce)).toBeNull();
    expect([...salesforce.live]).toEqual([]);
    const receipt = await readReceipt(database.pool, ORG, id);
    expect(receipt).toMatchObject({
      counts: { grants: 2, revoked: 2, confirmed: 2 },
      completedAt: expect.any(String),
    });
    expect(receipt!.grants.every((grant) => grant.confirmedAt !== null)).toBe(true);
    expect(
      (
        await database.pool.query(
          'select refresh_token from revoked_grants where org_id = $1 and revocation_id = $2',
          [ORG, id],
        )
      ).rows,
    ).toEqual([{ refresh_token: null }, { refresh_token: null }]);
  });

  test('keeps a grant pending with the reason while Salesforce fails, and says when to come again', async () => {
    await seedGrant(database.pool, ORG, 1);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    const down = remote({
      revoke: async () => {
        throw new SaysoError('salesforce_unavailable', 'down', { kind: 'transient' });
      },
    });
    expect(await work(id, down)).toBeGreaterThan(0);
    expect(await readReceipt(database.pool, ORG, id)).toMatchObject({
      completedAt: null,
      grants: [
        {
          userId: userId(1),
          revokedAt: null,
          confirmedAt: null,
          pending: 'salesforce_unavailable',
          attempts: 1,
        },
      ],
    });
  });

  test('says so when the key of the org was destroyed before Salesforce was told, and asks no more than once a day', async () => {
    await seedGrant(database.pool, ORG, 1);
    const { id } = await cutOff({ scope: 'user', orgId: ORG, userId: userId(1) });
    const shredded = remote({
      open: async () => {
        throw new FrameError('The key of this org was destroyed.');
      },
    });
    expect(await work(id, shredded)).toBeGreaterThan(86_000);
    expect(await readReceipt(database.pool, ORG, id)).toMatchObject({
      grants: [
        { confirmedAt: null, pending: expect.stringContaining('key that seals the token was destroyed') },
      ],
    });
  });

  test('does not confirm a token that introspection still calls live', async () => {
    await seedGrant(database.pool, ORG, 1);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    expect(await work(id, remote({ isActive: async () => true }))).toBeGreaterThan(0);
    expect(await readReceipt(database.pool, ORG, id)).toMatchObject({ counts: { revoked: 1, confirmed: 0 } });
  });

  test('confirms nothing while a refresh that was in flight at the cut-off may still bring a token', async () => {
    await seedGrant(database.pool, ORG, 1);
    await database.pool.query('update grants set refresh_intent_at = now() where org_id = $1', [ORG]);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    expect(await work(id, remote())).toBeGreaterThan(0);
    expect((await readReceipt(database.pool, ORG, id))!.grants[0]).toMatchObject({
      confirmedAt: null,
      pending: expect.stringContaining('under way'),
    });
  });

  test('confirms as soon as the owner of that refresh has ended', async () => {
    await seedGrant(database.pool, ORG, 1);
    await database.pool.query('update grants set refresh_intent_at = now() where org_id = $1', [ORG]);
    const { id } = await cutOff({ scope: 'user', orgId: ORG, userId: userId(1) });
    expect(await work(id, remote())).toBeGreaterThan(0);
    await refreshEnded(database.pool, { orgId: ORG, userId: userId(1) });
    expect(await work(id, remote())).toBeNull();
  });

  test('is shared by workers at the same time without revoking a grant twice', async () => {
    for (let n = 1; n <= 200; n++) await seedGrant(database.pool, ORG, n);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    const calls: string[] = [];
    const salesforce = remote({ revoke: async (_url, token) => void calls.push(token) });
    await Promise.all([0, 1, 2].map((share) => work(id, salesforce, share, 3)));
    expect(calls).toHaveLength(200);
    expect(new Set(calls).size).toBe(200);
    expect(await readReceipt(database.pool, ORG, id)).toMatchObject({ counts: { confirmed: 200 } });
  });

  test('leaves receipts behind that survive the org', async () => {
    await seedGrant(database.pool, ORG, 1);
    const { id } = await cutOff({ scope: 'org', orgId: ORG });
    expect(await work(id, remote())).toBeNull();
    await database.pool.query('delete from orgs where org_id = $1', [ORG]);
    expect(await readReceipt(database.pool, ORG, id)).toMatchObject({ counts: { grants: 1 } });
  });
});
