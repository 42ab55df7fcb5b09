import type { FieldDef, ObjectDef, Row, Scalar } from '../schema/types.ts';
import { queryError } from './errors.ts';
import { nameObjectField, polymorphicValue } from './name-object.ts';
import type { Source } from './source.ts';

/** Longest chain of parent relationships in one path. */
const maxParents = 5;

/** Where the names of one SELECT are looked up. */
export interface Scope {
  soql: string;
  source: Source;
  object: ObjectDef;
  /** Lower-case alias → the relationship path that it stands for; an empty path is the object itself. */
  aliases: ReadonlyMap<string, readonly string[]>;
  includeDeleted: boolean;
}

/** One step from a record to its parent. */
export interface Hop {
  /** In describe spelling. */
  relationship: string;
  /** The one target, or undefined for a polymorphic reference, whose fields are those of the object `Name`. */
  object: ObjectDef | undefined;
  /** The reference itself. */
  idOf(row: Row): string | null;
  targetOf(row: Row): ObjectDef | undefined;
  parentOf(row: Row): Row | undefined;
}

export interface BoundField {
  hops: Hop[];
  field: FieldDef;
  get(row: Row): Scalar;
}

const customFieldHint =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. " +
  'Please reference your WSDL or the describe call for the appropriate names.';
export const customRelationshipHint =
  "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. " +
  'Please reference your WSDL or the describe call for the appropriate names.';

/**
 * Resolves a dotted path from the scope's object.
 *
 * @throws ApiError INVALID_FIELD for an unknown field or relationship.
 */
export function resolveField(scope: Scope, path: string, at: number): BoundField {
  const segments = expandAlias(scope, path);
  const name = segments.pop()!;
  const hops = resolveHops(scope, segments, at);
  const last = hops.at(-1);
  const owner = last ? last.object : scope.object;
  const field = owner ? owner.fields.get(name.toLowerCase()) : nameObjectField(name);
  if (!field) {
    const entity = owner ? owner.name : 'Name';
    throw queryError(
      scope.soql,
      at,
      'INVALID_FIELD',
      `No such column '${name}' on entity '${entity}'. ${customFieldHint}`,
    );
  }
  return { hops, field, get: getter(hops, field) };
}

/** The parent steps of `segments`. */
export function resolveHops(scope: Scope, segments: readonly string[], at: number): Hop[] {
  if (segments.length > maxParents) {
    throw queryError(
      scope.soql,
      at,
      'MALFORMED_QUERY',
      `Only ${maxParents} levels of relationships are allowed in a field path: ${segments.join('.')}`,
    );
  }
  const hops: Hop[] = [];
  let object: ObjectDef | undefined = scope.object;
  for (const segment of segments) {
    const reference: FieldDef | undefined = object
      ? relationship(object, segment)
      : nameObjectRelationship(segment);
    const hop: Hop | undefined = reference && hopOf(scope.source, reference, segment, !object);
    if (!hop) {
      throw queryError(
        scope.soql,
        at,
        'INVALID_FIELD',
        `Didn't understand relationship '${segment}' in field path. ${customRelationshipHint}`,
      );
    }
    hops.push(hop);
    object = hop.object;
  }
  return hops;
}

/** Splits a path; a leading alias or the object's own name is replaced. */
export function expandAlias(scope: Scope, path: string): string[] {
  const segments = path.split('.');
  if (segments.length === 1) return segments;
  const first = segments[0]!.toLowerCase();
  const aliased = scope.aliases.get(first);
  if (aliased) return [...aliased, ...segments.slice(1)];
  if (first === scope.object.name.toLowerCase() && !relationship(scope.object, first))
    return segments.slice(1);
  return segments;
}

/** The reference field behind a parent relationship name. */
export function relationship(object: ObjectDef, name: string): FieldDef | undefined {
  const lower = name.toLowerCase();
  for (const field of object.fields.values()) {
    if (field.relationshipName?.toLowerCase() === lower && field.referenceTo.length > 0) return field;
  }
  return undefined;
}

function nameObjectRelationship(name: string): FieldDef | undefined {
  const field = nameObjectField(name + 'Id');
  return field?.relationshipName ? field : undefined;
}

function hopOf(source: Source, reference: FieldDef, name: string, fromNameObject: boolean): Hop | undefined {
  const targets = reference.referenceTo
    .map((target) => source.object(target))
    .filter((target) => target !== undefined);
  if (targets.length === 0) return undefined;
  const field = reference.name;
  const relationshipName = reference.relationshipName ?? name;
  const idOf = (row: Row): string | null => (row[field] as string | null | undefined) ?? null;
  if (reference.referenceTo.length === 1) {
    const object = targets[0]!;
    return {
      relationship: relationshipName,
      object,
      idOf,
      targetOf: () => object,
      parentOf: (row) => {
        const id = idOf(row);
        return id === null ? undefined : source.row(object.name, id);
      },
    };
  }
  const byPrefix = new Map(targets.map((target) => [target.keyPrefix, target]));
  const targetOf = (row: Row): ObjectDef | undefined => {
    const id = idOf(row);
    return id === null ? undefined : byPrefix.get(id.slice(0, 3));
  };
  return {
    relationship: relationshipName,
    object: fromNameObject ? targets[0] : undefined,
    idOf,
    targetOf,
    parentOf: (row) => {
      const target = targetOf(row);
      return target && source.row(target.name, row[field] as string);
    },
  };
}

function getter(hops: readonly Hop[], field: FieldDef): (row: Row) => Scalar {
  const name = field.name;
  const missing = field.type === 'boolean' ? false : null;
  if (hops.length === 0) return (row) => row[name] ?? missing;
  const [first] = hops;
  const last = hops.at(-1)!;
  const read = (row: Row): Scalar => {
    let current: Row | undefined = row;
    for (const hop of hops) {
      if (hop !== last) current = hop.parentOf(current);
      if (!current) return null;
    }
    const parent = last.parentOf(current);
    if (!parent) return null;
    return last.object ? (parent[name] ?? missing) : polymorphicValue(last.targetOf(current)!, parent, name);
  };
  // Rows do not change during a query, and most queries meet each parent many times.
  const values = new Map<string, Scalar>();
  return (row) => {
    const id = first!.idOf(row);
    if (id === null) return null;
    let value = values.get(id);
    if (value === undefined) values.set(id, (value = read(row)));
    return value;
  };
}
