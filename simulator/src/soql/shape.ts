import type { Expression, Query, SelectItem, TypeofItem } from './ast.ts';
import type { FieldDef, ObjectDef, Row, Scalar } from '../schema/types.ts';
import { compoundReader } from './address.ts';
import { childColumn, fieldColumn, parentColumn, type Column } from './column.ts';
import { notModelled, queryError } from './errors.ts';
import { formatter } from './format.ts';
import { polymorphicValue } from './name-object.ts';
import { labeller } from './operand.ts';
import { expandAlias, resolveField, resolveHops, type BoundField, type Hop, type Scope } from './resolve.ts';

export type Shape = (row: Row) => Record<string, unknown>;
/** Plans a child subquery of the scope's object. */
export type PlanChild = (
  query: Query,
  scope: Scope,
) => { relationship: string; columns: Column[]; read: (parent: Row) => unknown };

interface Slot {
  key: string;
  /** `object` is that of the row: behind a polymorphic reference only the row tells. */
  read(row: Row, object: ObjectDef): unknown;
}

interface Node {
  slots: Slot[];
  keys: Set<string>;
  parents: Map<string, Node>;
  columns: Column[];
}

/** Most rows that a query with an unbounded field list may ask for. */
const maxFieldsLimit = 200;

/** Compiles a field list to a function that makes complete wire records, and its column metadata. */
export function compileShape(
  query: Query,
  scope: Scope,
  planChild: PlanChild,
): { shape: Shape; columns: Column[] } {
  const root = newNode();
  for (const item of query.select) addItem(root, item, query, scope, planChild);
  return { shape: recordShape(root, scope.object, scope.source.dataUrl), columns: root.columns };
}

function newNode(): Node {
  return { slots: [], keys: new Set(), parents: new Map(), columns: [] };
}

function recordShape(node: Node, object: ObjectDef, dataUrl: string): Shape {
  const prefix = `${dataUrl}/sobjects/${object.name}/`;
  const { slots } = node;
  return (row) =>
    fill({ attributes: { type: object.name, url: prefix + (row['Id'] as string) } }, slots, row, object);
}

function fill(
  record: Record<string, unknown>,
  slots: readonly Slot[],
  row: Row,
  object: ObjectDef,
): Record<string, unknown> {
  for (const slot of slots) record[slot.key] = slot.read(row, object);
  return record;
}

function addItem(root: Node, item: SelectItem, query: Query, scope: Scope, planChild: PlanChild): void {
  if (item.kind === 'subquery') {
    const child = planChild(item.query, scope);
    addSlot(
      root,
      scope,
      { key: child.relationship, read: child.read },
      childColumn(child.relationship, child.columns),
      item.at,
    );
    return;
  }
  if (item.kind === 'typeof') {
    addTypeof(root, item, scope);
    return;
  }
  const { expression, alias } = item;
  if (expression.kind === 'distance') throw notModelled('DISTANCE()');
  if (expression.kind === 'field') {
    if (alias)
      throw queryError(
        scope.soql,
        alias.at,
        'MALFORMED_QUERY',
        'only aggregate expressions use field aliasing',
      );
    addField(root, scope, resolveField(scope, expression.path, expression.at), null, expression.at);
    return;
  }
  if (expression.name === 'FIELDS') {
    addFieldSet(root, expression.argument, query, scope, expression.at);
    return;
  }
  addFunction(root, expression, alias?.name ?? null, scope);
}

function addSlot(node: Node, scope: Scope, slot: Slot, column: Column, at: number): void {
  const key = slot.key.toLowerCase();
  if (node.keys.has(key))
    throw queryError(scope.soql, at, 'INVALID_FIELD', `duplicate field selected: ${slot.key}`);
  node.keys.add(key);
  node.slots.push(slot);
  node.columns.push(column);
}

/** `change` turns the stored value into what a function shows. */
function addField(
  root: Node,
  scope: Scope,
  bound: BoundField,
  change: ((value: Scalar) => Scalar) | null,
  at: number,
  key = bound.field.name,
): void {
  let node = root;
  for (const hop of bound.hops) node = parentNode(node, scope, hop);
  const last = bound.hops.at(-1);
  const owner = last ? last.object : scope.object;
  const read = leafReader(bound.field, owner);
  addSlot(
    node,
    scope,
    { key, read: change ? (row, object) => change(read(row, object) as Scalar) : read },
    fieldColumn(bound.field, key),
    at,
  );
}

/** Without an owner the field is one of the object `Name`. */
function leafReader(field: FieldDef, owner: ObjectDef | undefined): Slot['read'] {
  const { name } = field;
  if (!owner) return (row, object) => polymorphicValue(object, row, name);
  if (field.type === 'address' || field.type === 'location') return compoundReader(owner, field);
  const missing = field.type === 'boolean' ? false : null;
  return (row) => row[name] ?? missing;
}

function parentNode(node: Node, scope: Scope, hop: Hop): Node {
  const key = hop.relationship.toLowerCase();
  const known = node.parents.get(key);
  if (known) return known;
  const parent = newNode();
  const column = parentColumn(hop.relationship);
  column.joinColumns = parent.columns;
  node.parents.set(key, parent);
  const base = `${scope.source.dataUrl}/sobjects/`;
  const type = hop.object?.name ?? 'Name';
  const read = (row: Row): Record<string, unknown> | null => {
    const found = hop.parentOf(row);
    if (!found) return null;
    const target = hop.targetOf(row)!;
    const url = `${base}${target.name}/${found['Id'] as string}`;
    return fill({ attributes: { type, url } }, parent.slots, found, target);
  };
  // Children of one parent share its record: most queries have far fewer parents than rows.
  const records = new Map<string, Record<string, unknown> | null>();
  addSlot(
    node,
    scope,
    {
      key: hop.relationship,
      read: (row) => {
        const id = hop.idOf(row);
        if (id === null) return null;
        let record = records.get(id);
        if (record === undefined) records.set(id, (record = read(row)));
        return record;
      },
    },
    column,
    0,
  );
  return parent;
}

function addTypeof(root: Node, item: TypeofItem, scope: Scope): void {
  const [hop, ...more] = resolveHops(scope, expandAlias(scope, item.relationship), item.at);
  if (!hop || more.length > 0 || hop.object) {
    throw queryError(
      scope.soql,
      item.at,
      'MALFORMED_QUERY',
      `TYPEOF needs a polymorphic relationship: ${item.relationship}`,
    );
  }
  const { dataUrl } = scope.source;
  const shapes = new Map<string, Shape>();
  for (const when of item.whens) {
    const object = scope.source.object(when.object);
    if (!object) throw unknownObject(scope.soql, when.object, when.at);
    const node = newNode();
    const target: Scope = { ...scope, object, aliases: new Map() };
    for (const field of when.fields)
      addField(node, target, resolveField(target, field.path, field.at), null, field.at);
    shapes.set(object.name, recordShape(node, object, dataUrl));
  }
  const otherwise = item.otherwise && newNode();
  for (const field of item.otherwise ?? []) {
    const bound = resolveField(scope, `${hop.relationship}.${field.path}`, field.at);
    if (bound.hops.length > 1) throw notModelled('relationships in TYPEOF … ELSE');
    const slot = { key: bound.field.name, read: leafReader(bound.field, undefined) };
    addSlot(otherwise!, scope, slot, fieldColumn(bound.field), field.at);
  }
  const read = (row: Row): unknown => {
    const found = hop.parentOf(row);
    if (!found) return null;
    const target = hop.targetOf(row)!;
    const shape = shapes.get(target.name);
    if (shape) return shape(found);
    if (!otherwise) return null;
    const url = `${dataUrl}/sobjects/${target.name}/${found['Id'] as string}`;
    return fill({ attributes: { type: 'Name', url } }, otherwise.slots, found, target);
  };
  addSlot(root, scope, { key: hop.relationship, read }, parentColumn(hop.relationship), item.at);
}

function addFieldSet(root: Node, argument: Expression, query: Query, scope: Scope, at: number): void {
  const set = argument.kind === 'field' ? argument.path.toUpperCase() : '';
  if (!['ALL', 'STANDARD', 'CUSTOM'].includes(set)) {
    throw queryError(scope.soql, argument.at, 'MALFORMED_QUERY', 'FIELDS() takes ALL, STANDARD or CUSTOM');
  }
  if (set !== 'STANDARD' && !(query.limit && query.limit.value <= maxFieldsLimit)) {
    throw queryError(
      scope.soql,
      at,
      'MALFORMED_QUERY',
      `The SOQL FIELDS function must have a LIMIT of at most ${maxFieldsLimit}`,
    );
  }
  for (const field of scope.object.fields.values()) {
    if (set !== 'ALL' && field.custom !== (set === 'CUSTOM')) continue;
    addField(root, scope, { hops: [], field, get: (row) => row[field.name] ?? null }, null, at);
  }
}

function addFunction(
  root: Node,
  call: Extract<Expression, { kind: 'call' }>,
  alias: string | null,
  scope: Scope,
): void {
  const inner = call.argument;
  if (inner.kind !== 'field') {
    if (inner.kind === 'call' && call.name === 'FORMAT') throw notModelled(`FORMAT(${inner.text}())`);
    throw queryError(scope.soql, call.at, 'MALFORMED_QUERY', `unexpected token: '${call.text}'`);
  }
  if (call.name === 'CONVERTCURRENCY') throw notModelled('convertCurrency()');
  const bound = resolveField(scope, inner.path, inner.at);
  const { field } = bound;
  if (call.name === 'TOLABEL') {
    addField(root, scope, bound, labeller(field.picklist), call.at, alias ?? field.name);
  } else if (call.name === 'FORMAT') {
    const format = formatter(field.type, field.scale, scope.source.timeZone);
    addField(root, scope, bound, format, call.at, alias ?? field.name);
  } else {
    const text = `${call.text}(${inner.path})`;
    throw queryError(scope.soql, call.at, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${text}`);
  }
}

export function unknownObject(soql: string, name: string, at: number): Error {
  return queryError(
    soql,
    at,
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the ` +
      'entity name. Please reference your WSDL or the describe call for the appropriate names.',
  );
}
