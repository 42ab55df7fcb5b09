import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** An element that a metadata type may hold. */
export interface Member {
  /** Name of the type of its content: `string`, `boolean`, another structure or an enumeration. */
  type: string;
  repeats: boolean;
}

/** The metadata types of the platform, as Salesforce's own type definitions (`@salesforce/types`) list them. */
export interface Catalog {
  /** Elements of a type or structure, inherited ones included; undefined for a name that is neither. */
  members(type: string): ReadonlyMap<string, Member> | undefined;
  /** Values of an enumeration; undefined for another name. */
  values(type: string): ReadonlySet<string> | undefined;
  /** A type that a deployment may contain, such as CustomObject. */
  isMetadata(type: string): boolean;
}

const ENUMERATION = /^export type (\w+) = ('.*');$/;
const STRUCTURE = /^export type (\w+) = (?:(\w+) & )?\{$/;
const MEMBER = /^ {4}(\w+)\??: (\w+)(\[\])?;$/;

let catalog: Catalog | undefined;

export function metadataCatalog(): Catalog {
  return (catalog ??= readCatalog());
}

function readCatalog(): Catalog {
  const library = createRequire(import.meta.url).resolve('@salesforce/types/metadata');
  const lines = readFileSync(library.replace(/\.js$/, '.d.ts'), 'utf8').split('\n');
  const enumerations = new Map<string, Set<string>>();
  const structures = new Map<string, { base: string | undefined; own: Map<string, Member> }>();

  let current: Map<string, Member> | undefined;
  for (const line of lines) {
    const member = current && MEMBER.exec(line);
    if (member) {
      current!.set(member[1]!, { type: member[2]!, repeats: member[3] !== undefined });
      continue;
    }
    const structure = STRUCTURE.exec(line);
    if (structure) {
      current = new Map();
      structures.set(structure[1]!, { base: structure[2], own: current });
      continue;
    }
    const enumeration = ENUMERATION.exec(line);
    if (enumeration)
      enumerations.set(
        enumeration[1]!,
        new Set(enumeration[2]!.split(' | ').map((value) => value.slice(1, -1))),
      );
  }

  const complete = new Map<string, Map<string, Member>>();
  function members(type: string): Map<string, Member> | undefined {
    const known = complete.get(type);
    const structure = structures.get(type);
    if (known || !structure) return known;
    const all = new Map([...(structure.base ? (members(structure.base) ?? []) : []), ...structure.own]);
    complete.set(type, all);
    return all;
  }
  function isMetadata(type: string): boolean {
    const base = structures.get(type)?.base;
    return base !== undefined && (base === 'Metadata' || isMetadata(base));
  }

  return { members, values: (type) => enumerations.get(type), isMetadata };
}
