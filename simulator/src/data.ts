import { createAccess, createGrants, type Access, type Grants } from './dml/access.ts';
import { noteChanges } from './store/changes.ts';
import { loadWorld, snapshotWorld } from './store/seed.ts';
import { createStore, type Store } from './store/store.ts';
import { createRegistry, type Registry } from './schema/registry.ts';
import { id18, isId } from './schema/ids.ts';
import type { Row } from './schema/types.ts';
import type { Change, Clock, Data } from './org.ts';
import type { Source } from './soql/source.ts';
import {
  parseWorld,
  type DuplicateRule,
  type Sharing,
  type ValidationRule,
  type WorldRecordType,
} from './world.ts';

/** Rules and settings that came with the world or with deployed metadata; saves obey them as they stand. */
export interface OrgSettings {
  validationRules: ValidationRule[];
  duplicateRules: DuplicateRule[];
  recordTypes: (WorldRecordType & { id: string })[];
  sharing: Record<string, Sharing>;
  currency: string;
  /** 1–12. */
  fiscalYearStartMonth: number;
  dailyApiRequests: number;
}

/** Rows that another part of the org computes, such as OAuth tokens. */
export interface VirtualRows {
  rows(): Iterable<Row>;
  /** Answers a REST delete of such a row; absent = it cannot be deleted. */
  remove?(id: string): void;
}

/** The data half of the org, with what DML, describe and the metadata deploy need beyond {@link Data}. */
export interface OrgData extends Data {
  registry: Registry;
  store: Store;
  grants: Grants;
  settings: OrgSettings;
  clock: Clock;
  /** Id of the organization record. */
  orgId: string;
  access(userId: string): Access;
  /** When the schema or somebody's rights last changed, for `Last-Modified` of describes. */
  schemaChangedAt(): Date;
  /**
   * Runs `work` as one transaction of that user: an error takes every write back. Nested calls join the outer one.
   */
  atomic<T>(userId: string, work: () => T): T;
  /** Lets another part of the org compute the rows of an object. */
  virtual(object: string, rows: VirtualRows): void;
  virtualRows(object: string): VirtualRows | undefined;
  /** Calls `trigger` with the changes of each transaction once it is committed; it must not throw. */
  onCommit(trigger: (changes: readonly Change[]) => void): void;
}

const SECOND_MS = 1000;

/** Opens an org with the records, rules and settings of a world file. */
export function createData(input: unknown, clock: Clock): OrgData {
  const world = parseWorld(input);
  const registry = createRegistry();
  const store = createStore(registry);
  const grants = createGrants(world.meta?.profilePermissions ?? {});
  const changes: Change[] = [];
  const triggers: ((changes: readonly Change[]) => void)[] = [];
  const virtual = new Map<string, VirtualRows>();
  const accesses = new Map<string, { version: string; access: Access }>();
  let depth = 0;
  /** Grows when users, profiles or permission sets change, because rights follow from them. */
  let peopleVersion = 0;

  const { settings, orgId } = loadWorld(world, registry, store, grants, clock);

  let schemaState = '';
  let schemaChanged = clock.now();

  function state(): string {
    return `${registry.version()}.${grants.version()}.${peopleVersion}`;
  }

  function access(userId: string): Access {
    const version = state();
    const known = accesses.get(userId);
    if (known?.version === version) return known.access;
    const made = createAccess(registry, store, grants, settings.sharing, userId);
    accesses.set(userId, { version, access: made });
    return made;
  }

  function* visible(userAccess: Access, rows: Iterable<Row>, name: string): Iterable<Row> {
    const object = registry.object(name)!;
    for (const row of rows) if (userAccess.canRead(object, row)) yield row;
  }

  const data: OrgData = {
    registry,
    store,
    grants,
    settings,
    clock,
    orgId,
    access,
    schemaChangedAt() {
      const now = state();
      if (now !== schemaState) {
        // Headers count in seconds: a change within the second of the last answer must still look newer.
        if (schemaState !== '') schemaChanged = new Date(clock.now().getTime() + SECOND_MS);
        schemaState = now;
      }
      return schemaChanged;
    },
    object: (name) => registry.object(name),
    objects: () => registry.objects(),
    record(object, id) {
      const name = registry.object(object)?.name;
      if (name === undefined || !isId(id)) return undefined;
      const row = store.get(name, id);
      return row === undefined || row.IsDeleted === true ? undefined : row;
    },
    rows(object) {
      const name = registry.object(object)?.name;
      return name === undefined ? [] : (virtual.get(name)?.rows() ?? store.rows(name));
    },
    changes: (since) => changes.slice(Math.max(0, since)),
    snapshot: () => snapshotWorld(world, data),
    virtual: (object, rows) => void virtual.set(object, rows),
    virtualRows: (object) => virtual.get(object),
    onCommit: (trigger) => void triggers.push(trigger),
    atomic(userId, work) {
      const mark = store.mark();
      depth++;
      try {
        return work();
      } catch (error) {
        store.rollback(mark);
        throw error;
      } finally {
        if (--depth === 0) {
          const touched = store.commit();
          const known = changes.length;
          if (noteChanges(changes, touched, store, userId, clock.now())) peopleVersion++;
          const committed = changes.slice(known);
          if (committed.length > 0) for (const trigger of triggers) trigger(committed);
        }
      }
    },
    sourceFor(userId, dataUrl): Source {
      const mine = access(userId);
      const user = store.get('User', userId);
      return {
        object: (name) => mine.object(name),
        rows(name, { includeDeleted }) {
          const object = registry.object(name);
          if (object === undefined) return [];
          const rows = virtual.get(object.name)?.rows() ?? store.rows(object.name, includeDeleted);
          return mine.seesAll(object) ? rows : visible(mine, rows, object.name);
        },
        row(name, id) {
          const object = registry.object(name);
          if (object === undefined || !isId(id)) return undefined;
          const computed = virtual.get(object.name)?.rows();
          const row = computed
            ? [...computed].find((candidate) => candidate.Id === id18(id))
            : store.get(object.name, id18(id));
          return row !== undefined && row.IsDeleted !== true && mine.canRead(object, row) ? row : undefined;
        },
        referencing(name, field, id) {
          const object = registry.object(name);
          if (object === undefined) return [];
          const computed = virtual.get(object.name)?.rows();
          const rows = computed
            ? [...computed].filter((row) => row[field] === id18(id))
            : store.findBy(object.name, field, id18(id));
          return mine.seesAll(object) ? rows : visible(mine, rows, object.name);
        },
        now: clock.now(),
        timeZone: (user?.TimeZoneSidKey as string | null | undefined) ?? 'GMT',
        userId,
        fiscalYearStartMonth: settings.fiscalYearStartMonth,
        dataUrl,
      };
    },
  };
  return data;
}
