import { retrieve } from '../salesforce/collections.ts';
import { appended, cut, note, noteTitle, taskNote } from '../salesforce/notes.ts';
import type { ObjectDescribe, Scalar, SObject } from '../salesforce/types.ts';
import { claimedIds, type StepRow } from './records.ts';
import { fieldOf, finish, keep, keyFieldOf, keyOf, reading, type Run } from './run.ts';
import { chunked } from './steps.ts';
import { sameValue, scalarOf } from './values.ts';
import { fieldsToRead, resolveRefs } from './decide.ts';
import { createdObject } from './write.ts';

/** Keys or ids in one query, so that its URL stays well below Salesforce's 16,384 bytes. */
const LOOKUP_ROWS = 150;
/** Salesforce's clock and ours may differ this much. */
const CLOCK_SKEW_MS = 300_000;

/**
 * Looks what became of rows whose answer was lost. Each is done afterwards, or `pending` when Salesforce certainly does
 * not have it: nothing is ever sent again before this look.
 */
export async function settle(run: Run, rows: readonly StepRow[]): Promise<void> {
  const groups = new Map<string, StepRow[]>();
  for (const row of rows) {
    const key = `${row.step.action} ${row.step.object}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const group of groups.values()) {
    const first = group[0];
    if (first === undefined) continue;
    switch (first.step.action) {
      case 'update':
      case 'append':
      case 'cut':
      case 'delete':
        await settleExisting(run, group);
        break;
      case 'content-note':
        await settleContentNotes(run, group);
        break;
      case 'convert':
        // The resource answers what an earlier request made; asking again is safe.
        for (const row of group) retry(row);
        break;
      default:
        await settleCreated(run, group);
    }
  }
  await keep(run, rows);
}

function retry(row: StepRow): void {
  Object.assign(row, { state: 'pending', sentAt: null });
}

async function settleExisting(run: Run, rows: readonly StepRow[]): Promise<void> {
  const object = rows[0]?.step.object ?? '';
  const describe = await reading(run, () => run.salesforce.describe(object));
  const current = await reading(run, () =>
    retrieve(run.salesforce, [
      {
        object: describe.name,
        ids: rows.map((row) => row.step.id ?? ''),
        fields: fieldsToRead(describe, rows),
      },
    ]),
  );
  for (const row of rows) settleOne(run, describe, row, current.get((row.step.id ?? '').slice(0, 15)));
}

function settleOne(run: Run, describe: ObjectDescribe, row: StepRow, record: SObject | undefined): void {
  const { action } = row.step;
  const applied =
    run.phase === 'undo'
      ? 'undone'
      : action === 'update'
        ? 'changed'
        : action === 'delete'
          ? 'deleted'
          : 'noted';
  if (action === 'delete') {
    if (record === undefined) finish(row, applied);
    else retry(row);
    return;
  }
  // Gone, or the write never happened: the next look before writing says which.
  if (record === undefined) return retry(row);
  const sent = sentValues(run, row);
  const base = row.base ?? {};
  const type = (field: string): string | undefined => fieldOf(describe, field)?.type;
  const all = (values: Record<string, Scalar>): boolean =>
    Object.keys(sent).every((field) => sameValue(record[field], values[field], type(field)));
  if (all(sent)) finish(row, applied);
  else if (all(base)) retry(row);
  else
    finish(row, 'conflict', {
      reason: 'Salesforce did not answer, and by now somebody else has changed the record.',
      next: 'Look at the record; give the command again if it is not as you want it.',
    });
}

function sentValues(run: Run, row: StepRow): Record<string, Scalar> {
  const base = row.base ?? {};
  const text = row.made?.text ?? '';
  const old = (base['Description'] ?? null) as string | null;
  if (row.step.action === 'append') return { Description: appended(old, text) };
  if (row.step.action === 'cut') return { Description: cut(old, text) ?? null };
  const values = resolveRefs(run, row) ?? {};
  return Object.fromEntries(Object.entries(values).filter(([field]) => field in base));
}

async function settleCreated(run: Run, rows: readonly StepRow[]): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const describe = await reading(run, () => run.salesforce.describe(createdObject(first)));
  const key = keyFieldOf(describe);
  if (key === undefined) return settleByLook(run, describe, rows);
  const found = new Map<string, string>();
  for (const piece of chunked(rows, LOOKUP_ROWS)) {
    const keys = piece.map((row) => `'${keyOf(run, row)}'`).join(',');
    const soql = `SELECT Id, ${key.name} FROM ${describe.name} WHERE ${key.name} IN (${keys})`;
    for (const record of await reading(run, () => run.salesforce.query(soql)))
      found.set(String(record[key.name]), String(record.Id));
  }
  for (const row of rows) {
    const id = found.get(keyOf(run, row));
    if (id === undefined) retry(row);
    else settled(run, row, id);
  }
}

function settled(run: Run, row: StepRow, id: string): void {
  row.made = { ...row.made, id };
  finish(row, run.phase === 'undo' ? 'undone' : row.step.op === 'note' ? 'noted' : 'created');
}

/** Without a key: a record of ours, made since we asked, with the very values, that no other command accounts for. */
async function settleByLook(run: Run, describe: ObjectDescribe, rows: readonly StepRow[]): Promise<void> {
  const bodies = new Map(rows.map((row) => [row, expectedBody(run, row)]));
  const fields = [...new Set([...bodies.values()].flatMap((body) => Object.keys(body)))].filter((name) =>
    fieldOf(describe, name),
  );
  const candidates = await unclaimed(
    run,
    await reading(run, () =>
      run.salesforce.query(
        `SELECT ${['Id', ...fields].join(', ')} FROM ${describe.name} WHERE CreatedById = '${run.command.userId}' AND CreatedDate >= ${since(rows)}`,
      ),
    ),
  );
  for (const row of rows) {
    const body = bodies.get(row) ?? {};
    const at = candidates.findIndex((record) =>
      fields.every(
        (field) => !(field in body) || sameValue(record[field], body[field], fieldOf(describe, field)?.type),
      ),
    );
    const [record] = at < 0 ? [] : candidates.splice(at, 1);
    if (record?.Id === undefined) retry(row);
    else settled(run, row, record.Id);
  }
}

function expectedBody(run: Run, row: StepRow): SObject {
  const text = String(row.step.set['_text'] ?? '');
  if (row.step.action === 'note') return note(row.step.id ?? '', text);
  if (row.step.action === 'task-note') return taskNote(row.step.id ?? '', row.step.object, text);
  const made = new Map(run.rows.map((other) => [other.step.ref, other.made?.id]));
  return Object.fromEntries(
    Object.entries(row.step.set).map(([field, value]) => [
      field,
      scalarOf(value, field, (ref) => made.get(ref)) ?? null,
    ]),
  );
}

async function settleContentNotes(run: Run, rows: readonly StepRow[]): Promise<void> {
  const links: SObject[] = [];
  for (const piece of chunked(rows, LOOKUP_ROWS)) {
    const ids = piece.map((row) => `'${row.step.id ?? ''}'`).join(',');
    const soql =
      'SELECT Id, ContentDocumentId, LinkedEntityId, ContentDocument.Title, ContentDocument.CreatedById, ContentDocument.CreatedDate' +
      ` FROM ContentDocumentLink WHERE LinkedEntityId IN (${ids})`;
    links.push(...(await reading(run, () => run.salesforce.query(soql))));
  }
  const earliest = Date.parse(since(rows));
  const ours = links.filter((link) => {
    const document = (link['ContentDocument'] ?? {}) as Record<string, unknown>;
    return (
      document['CreatedById'] === run.command.userId &&
      Date.parse(String(document['CreatedDate'])) >= earliest
    );
  });
  const free = await unclaimed(
    run,
    ours.map((link) => ({ ...link, Id: String(link['ContentDocumentId']), LinkId: link.Id })),
  );
  for (const row of rows) {
    const title = noteTitle(String(row.step.set['_text'] ?? ''), 255);
    const at = free.findIndex(
      (link) =>
        String(link['LinkedEntityId']).slice(0, 15) === row.step.id?.slice(0, 15) &&
        (link['ContentDocument'] as Record<string, unknown> | undefined)?.['Title'] === title,
    );
    const [link] = at < 0 ? [] : free.splice(at, 1);
    if (link === undefined) {
      retry(row);
      continue;
    }
    row.made = { id: String(link.Id), linkId: String(link['LinkId']) };
    finish(row, 'noted');
  }
}

async function unclaimed(run: Run, records: readonly SObject[]): Promise<SObject[]> {
  const claimed = await claimedIds(
    run.pool,
    run.command.orgId,
    records.map((record) => String(record.Id)),
  );
  return records.filter((record) => !claimed.has(String(record.Id)));
}

/** SOQL instant from which a record may be ours. */
function since(rows: readonly StepRow[]): string {
  const earliest = Math.min(...rows.map((row) => row.sentAt?.getTime() ?? Date.now()));
  return new Date(earliest - CLOCK_SKEW_MS).toISOString();
}
