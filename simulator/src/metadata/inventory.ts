import type { Clock } from '../org.ts';
import { makeId } from '../schema/ids.ts';
import type { Component } from './components.ts';

/** Metadata that was deployed, with its files, as it can be listed and retrieved. */
export interface Inventory {
  has(type: string, fullName: string): boolean;
  list(type: string): Entry[];
  add(component: Component, files: ReadonlyMap<string, Buffer>, userId: string): void;
  remove(type: string, fullName: string): void;
  /** How results name a component. */
  describe(component: Component): { componentType: string; fullName: string; fileName: string; id: string };
}

export interface Entry {
  type: string;
  fullName: string;
  fileName: string;
  id: string;
  /** 18-character ids of users; instants in ISO 8601. */
  createdById: string;
  createdDate: string;
  lastModifiedById: string;
  lastModifiedDate: string;
  files: Map<string, Buffer>;
}

const PREFIXES: Record<string, string> = {
  ApexClass: '01p',
  ApexTrigger: '01q',
  CustomApplication: '02u',
  CustomField: '00N',
  CustomObject: '01I',
  CustomPermission: '0CP',
  CustomTab: '01r',
  FlexiPage: '0M0',
  LightningComponentBundle: '0Rb',
  PermissionSet: '0PS',
};
/** Metadata whose prefix nobody looks at. */
const OTHER_PREFIX = '0Mt';

export function createInventory(clock: Clock): Inventory {
  const entries = new Map<string, Entry>();
  const ids = new Map<string, string>();
  const keyOf = (type: string, fullName: string) => `${type}:${fullName}`;

  function idOf(type: string, fullName: string): string {
    const key = keyOf(type, fullName);
    let id = ids.get(key);
    if (id === undefined) ids.set(key, (id = makeId(PREFIXES[type] ?? OTHER_PREFIX, ids.size + 1, 'Md')));
    return id;
  }

  return {
    has: (type, fullName) => entries.has(keyOf(type, fullName)),
    list: (type) => [...entries.values()].filter((entry) => entry.type === type),
    add(component, files, userId) {
      const { type, fullName, fileName } = component;
      const now = clock.now().toISOString();
      const known = entries.get(keyOf(type, fullName));
      entries.set(keyOf(type, fullName), {
        type,
        fullName,
        fileName,
        id: idOf(type, fullName),
        createdById: known?.createdById ?? userId,
        createdDate: known?.createdDate ?? now,
        lastModifiedById: userId,
        lastModifiedDate: now,
        files: new Map(component.paths.map((path) => [path, files.get(path)!])),
      });
    },
    remove: (type, fullName) => entries.delete(keyOf(type, fullName)),
    describe: ({ type, fullName, fileName }) => ({
      componentType: type,
      fullName,
      fileName,
      id: idOf(type, fullName),
    }),
  };
}
