import { randomBytes } from 'node:crypto';
import { transaction, type Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import {
  activeDataKey,
  destroyDataKeys,
  findDataKey,
  insertDataKey,
  liveDataKeys,
  newKeyId,
  oneOfEachWrappingKey,
  replaceActiveDataKey,
  rewrapDataKey,
  SERVICE_SCOPE,
  type DataKeyRow,
} from './data-keys.ts';
import { FrameError, keyIdOf, openFrame, sealFrame } from './frame.ts';
import { KeyProviderError, type KeyProvider } from './provider.ts';

/** @param context as for `seal` */
export type Seal = (context: readonly string[], text: string) => Buffer;

/** Envelope encryption: one AES-256 data key per org at a time, wrapped by the key provider and kept in the database. */
export interface Vault {
  /** @param context whose it is and which version; the same words open it again */
  seal(orgId: string, context: readonly string[], text: string): Promise<Buffer>;
  /** Fetches the key now, so that sealing later needs neither database nor provider. */
  sealer(orgId: string): Promise<Seal>;
  /** @throws FrameError when it was moved, changed, or its org was shredded */
  open(orgId: string, context: readonly string[], frame: Buffer): Promise<string>;
  /**
   * New wrapping key (where that is ours to make), every data key wrapped anew, a new data key for every org. Runs while traffic runs: frames
   * move to the new data key with their next refresh. One at a time over all replicas.
   *
   * @throws SaysoError 409 `rotation_under_way`
   */
  rotate(): Promise<{ rewrapped: number; newDataKeys: number }>;
  /** Destroys every data key of the org: what they sealed is gone, in every backup that is made from now on. */
  shred(orgId: string): Promise<void>;
  /** Opens one data key of each wrapping key. @throws KeyProviderError with one sentence: the keyring is the wrong one. */
  verify(): Promise<void>;
}

/**
 * A key that another replica destroyed leaves this one's memory after this time at the latest. What it sealed is gone in the transaction that
 * destroyed it, so nothing is opened with it meanwhile.
 */
const CACHE_MS = 300_000;

/** Any fixed number. Two replicas that rotate at once would each write a keyring file without the other's key. */
const ROTATION_LOCK = 4_071_593;

/** AES-256. */
const DATA_KEY_BYTES = 32;

interface CachedKey {
  keyId: string;
  key: Buffer;
  until: number;
}

export function createVault(pool: Pool, provider: KeyProvider): Vault {
  const byId = new Map<string, CachedKey>();
  const loading = new Map<string, Promise<CachedKey>>();

  const contextOf = (row: Pick<DataKeyRow, 'orgId' | 'keyId'>): string => `${row.orgId}|${row.keyId}`;

  async function unwrap(row: DataKeyRow): Promise<Buffer> {
    if (row.wrapped === null) throw new FrameError('The key of this org was destroyed.');
    if (row.provider !== provider.name)
      throw new KeyProviderError(
        `Data in this database is wrapped by "${row.provider}", but KEYRING names "${provider.name}".`,
        { wrongKey: true },
      );
    return provider.unwrap({ bytes: row.wrapped, wrappingKey: row.wrappingKey }, contextOf(row));
  }

  function remember(row: DataKeyRow, key: Buffer): CachedKey {
    const cached = { keyId: row.keyId, key, until: performance.now() + CACHE_MS };
    byId.set(contextOf(row), cached);
    return cached;
  }

  const fresh = (cached: CachedKey | undefined): cached is CachedKey =>
    cached !== undefined && performance.now() < cached.until;

  function once(name: string, load: () => Promise<CachedKey>): Promise<CachedKey> {
    const running = loading.get(name);
    if (running) return running;
    const started = load().finally(() => loading.delete(name));
    loading.set(name, started);
    return started;
  }

  async function keyOf(orgId: string, keyId: string): Promise<CachedKey> {
    const name = contextOf({ orgId, keyId });
    const cached = byId.get(name);
    if (fresh(cached)) return cached;
    return once(name, async () => {
      byId.delete(name);
      const row = await findDataKey(pool, orgId, keyId);
      if (!row) throw new FrameError('The key that sealed this is not known.');
      return remember(row, await unwrap(row));
    });
  }

  /** Opened again before it is kept: an answer that was not understood would cost whatever the key seals. */
  async function wrap(key: Buffer, of: Pick<DataKeyRow, 'orgId' | 'keyId'>): Promise<DataKeyRow> {
    const wrapped = await provider.wrap(key, contextOf(of));
    if (!key.equals(await provider.unwrap(wrapped, contextOf(of))))
      throw new KeyProviderError('The key provider does not give back what it was given to wrap.');
    const { orgId, keyId } = of;
    return {
      orgId,
      keyId,
      wrapped: wrapped.bytes,
      provider: provider.name,
      wrappingKey: wrapped.wrappingKey,
    };
  }

  const wrapNew = (orgId: string): Promise<DataKeyRow> =>
    wrap(randomBytes(DATA_KEY_BYTES), { orgId, keyId: newKeyId() });

  /** Which key is the active one is asked each time: one that another replica destroyed must not seal anything any more. */
  function activeKey(orgId: string): Promise<CachedKey> {
    return once(orgId, async () => {
      let row = await activeDataKey(pool, orgId);
      if (!row) {
        await insertDataKey(pool, await wrapNew(orgId));
        row = await activeDataKey(pool, orgId);
      }
      if (!row) throw new FrameError('The key of this org was destroyed.');
      const cached = byId.get(contextOf(row));
      return fresh(cached) ? cached : remember(row, await unwrap(row));
    });
  }

  async function sealer(orgId: string): Promise<Seal> {
    const { keyId, key } = await activeKey(orgId);
    return (context, text) => sealFrame(key, keyId, [orgId, ...context], Buffer.from(text, 'utf8'));
  }

  return {
    sealer,
    seal: async (orgId, context, text) => (await sealer(orgId))(context, text),

    async open(orgId, context, frame) {
      const { key } = await keyOf(orgId, keyIdOf(frame));
      return openFrame(key, [orgId, ...context], frame).toString('utf8');
    },

    rotate: () =>
      transaction(pool, async (client) => {
        const { rows: locks } = await client.query<{ mine: boolean }>(
          'select pg_try_advisory_xact_lock($1) as mine',
          [ROTATION_LOCK],
        );
        if (!locks[0]!.mine) throw rotationUnderWay();
        await provider.rotate();
        const rows = await liveDataKeys(pool);
        for (const row of rows) await rewrapDataKey(pool, await wrap(await unwrap(row), row));
        const orgIds = [...new Set(rows.map((row) => row.orgId))];
        for (const orgId of orgIds) {
          const row = await wrapNew(orgId);
          await transaction(pool, (replacing) => replaceActiveDataKey(replacing, row));
        }
        return { rewrapped: rows.length, newDataKeys: orgIds.length };
      }),

    async shred(orgId) {
      await transaction(pool, async (client) => {
        await destroyDataKeys(client, orgId);
        await client.query('delete from orgs where org_id = $1', [orgId]);
      });
      for (const name of byId.keys()) if (name.startsWith(`${orgId}|`)) byId.delete(name);
    },

    async verify() {
      for (const row of await oneOfEachWrappingKey(pool)) await unwrap(row);
      await activeKey(SERVICE_SCOPE);
    },
  };
}

function rotationUnderWay(): SaysoError {
  return new SaysoError('rotation_under_way', 'The keys are being rotated already.', {
    status: 409,
    kind: 'transient',
    actions: ['Wait until that is done; then decide whether another rotation is needed.'],
    retryAfterSeconds: 60,
  });
}
