import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { insertRecord } from '../dml/save.ts';
import { readRecord } from '../dml/values.ts';
import type { ObjectDef } from '../schema/types.ts';
import { bodyOf, isObject, objectsOf } from './body.ts';
import { rowEntry } from './errors.ts';
import { dmlContext, objectOf } from './shape.ts';

/** Records of one request in all, levels of children, kinds of objects. */
const MAX_RECORDS = 200;
const MAX_LEVELS = 5;
const MAX_TYPES = 5;

interface TreeRecord {
  attributes?: { type?: string; referenceId?: string };
  [field: string]: unknown;
}

/** `composite/tree`: records with their children, all of them or none. */
export function treeRoutes(): Route[] {
  return [
    {
      method: 'POST',
      path: '/services/data/:version/composite/tree/:object',
      auth: 'session',
      handle: createTree,
    },
  ];
}

class RolledBack extends Error {}

function createTree(context: Context): Reply {
  const root = objectOf(context);
  const records = objectsOf(bodyOf(context), 'records') as TreeRecord[];
  if (records.length === 0)
    throw new ApiError(400, 'INVALID_INPUT', 'The records list needs at least one record.');
  const { references, types } = survey(records, 1);
  if (references.length > MAX_RECORDS || types.size > MAX_TYPES)
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `A tree cannot have more than ${MAX_RECORDS} records of ${MAX_TYPES} types.`,
    );
  if (new Set(references).size !== references.length)
    throw new ApiError(400, 'INVALID_INPUT', 'Every record of a tree needs a referenceId of its own.');

  const results: { referenceId: string; id: string }[] = [];
  const errors: { referenceId: string; errors: unknown[] }[] = [];
  try {
    context.org.data.atomic(context.session.userId, () => {
      for (const record of records) plant(context, root, record, undefined, results, errors);
      if (errors.length > 0) throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return { status: 400, body: { hasErrors: true, results: errors } };
  }
  return { status: 201, body: { hasErrors: false, results } };
}

function survey(records: TreeRecord[], level: number, references: string[] = [], types = new Set<string>()) {
  if (level > MAX_LEVELS)
    throw new ApiError(400, 'INVALID_INPUT', `A tree cannot have more than ${MAX_LEVELS} levels.`);
  for (const record of records) {
    if (typeof record.attributes?.referenceId !== 'string' || typeof record.attributes.type !== 'string')
      throw new ApiError(
        400,
        'INVALID_INPUT',
        'Every record of a tree needs attributes with type and referenceId.',
      );
    references.push(record.attributes.referenceId);
    types.add(record.attributes.type);
    for (const child of Object.values(record))
      if (isChildren(child)) survey(child.records, level + 1, references, types);
  }
  return { references, types };
}

function isChildren(value: unknown): value is { records: TreeRecord[] } {
  return isObject(value) && Array.isArray(value.records) && value.records.every(isObject);
}

function plant(
  context: Context,
  object: ObjectDef,
  record: TreeRecord,
  parent: { field: string; id: string } | undefined,
  results: { referenceId: string; id: string }[],
  errors: { referenceId: string; errors: unknown[] }[],
): void {
  const referenceId = record.attributes!.referenceId!;
  const own: Record<string, unknown> = {};
  const children: [string, TreeRecord[]][] = [];
  for (const [name, value] of Object.entries(record))
    if (isChildren(value)) children.push([name, value.records]);
    else own[name] = value;
  let id: string;
  try {
    const access = context.org.data.access(context.session.userId);
    const read = readRecord(object, own, context.request.body.toString('utf8'), (name) =>
      access.object(name),
    );
    if (parent !== undefined) read.values.set(parent.field, parent.id);
    id = insertRecord(dmlContext(context), object, read, results.length);
    results.push({ referenceId, id });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    errors.push({ referenceId, errors: [rowEntry(error)] });
    return;
  }
  for (const [name, records] of children) {
    const relation = object.childRelationships.find(
      (child) => child.relationshipName?.toLowerCase() === name.toLowerCase(),
    );
    if (relation === undefined) {
      const error = new ApiError(
        400,
        'INVALID_FIELD',
        `No such relation '${name}' on sobject of type ${object.name}`,
      );
      errors.push({ referenceId, errors: [rowEntry(error)] });
      continue;
    }
    const child = objectOf(context, relation.childSObject);
    for (const one of records) plant(context, child, one, { field: relation.field, id }, results, errors);
  }
}
