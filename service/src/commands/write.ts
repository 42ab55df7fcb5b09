import { createRows, deleteRows, updateRows, upsertRows } from '../salesforce/collections.ts';
import { composite, compositeGraph, DATA, isHalted, saveResultOf } from '../salesforce/composite.ts';
import { ALLOW_DUPLICATES, similarRecord } from '../salesforce/duplicates.ts';
import { convertLead, type LeadConversion } from '../salesforce/lead-conversion.ts';
import { contentNoteRequests, note, taskNote } from '../salesforce/notes.ts';
import type {
  CompositeSubrequest,
  ObjectDescribe,
  SaveResult,
  Scalar,
  SObject,
} from '../salesforce/types.ts';
import type { Ready } from './decide.ts';
import type { StepRow } from './records.ts';
import { isLocked, refusalOf } from './refusal.ts';
import { finish, keyFieldOf, keyOf, MAX_ATTEMPTS, send, type Run } from './run.ts';
import type { Action } from './steps.ts';
import type { RecordResult } from './types.ts';

const DONE: Record<Action, RecordResult['outcome']> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  convert: 'converted',
  'content-note': 'noted',
  note: 'noted',
  'task-note': 'noted',
  append: 'noted',
  cut: 'undone',
};

/** What became of a row by Salesforce's answer. A held lock leaves it `pending`, for another try. */
export function apply(run: Run, row: StepRow, result: SaveResult): void {
  if (result.success) {
    if (result.id !== null && row.step.id === null) row.made = { ...row.made, id: result.id };
    finish(row, run.phase === 'undo' ? 'undone' : DONE[row.step.action]);
    return;
  }
  const codes = result.errors.map(({ errorCode }) => errorCode);
  if (isLocked(result.errors) && row.attempts < MAX_ATTEMPTS) {
    Object.assign(row, { state: 'pending', sentAt: null });
  } else if (codes.includes('PRECONDITION_FAILED') || codes.includes('HTTP_412')) {
    // The next look at the record says what has changed.
    Object.assign(row, { state: 'pending', sentAt: null });
  } else if (row.step.action === 'delete' && codes.includes('ENTITY_IS_DELETED')) {
    finish(row, 'unchanged', { reason: 'It was deleted already.' });
  } else {
    const similar = similarRecord(result.errors);
    if (similar) row.made = { ...row.made, similar };
    finish(row, 'refused', refusalOf(result.errors));
  }
}

/** The body of a new record, or of a note on an existing one. */
export function bodyOf(run: Run, { row, values }: Ready): SObject {
  const { step } = row;
  const text = String(step.set['_text'] ?? '');
  if (step.action === 'note') return note(step.id ?? '', text);
  if (step.action === 'task-note')
    return { ...taskNote(step.id ?? '', step.object, text), OwnerId: run.command.userId };
  return values;
}

/** The object that a step creates. */
export function createdObject(row: StepRow): string {
  return row.step.action === 'note' ? 'Note' : row.step.action === 'task-note' ? 'Task' : row.step.object;
}

/** Up to 200 new rows of one object: an upsert by our key where the object has it, so that a repeat creates nothing. */
export async function writeCreates(
  run: Run,
  describe: ObjectDescribe,
  ready: readonly Ready[],
): Promise<void> {
  const key = keyFieldOf(describe);
  await send(run, rowsOf(ready), async () => {
    const bodies = ready.map((one) => bodyOf(run, one));
    const options = { allowDuplicates: ready.every(({ row }) => row.step.allowDuplicate === true) };
    const results =
      key === undefined
        ? await createRows(run.salesforce, describe.name, bodies, options)
        : await upsertRows(
            run.salesforce,
            describe.name,
            key.name,
            bodies.map((body, at) => ({ ...body, [key.name]: keyOf(run, rowAt(ready, at)) })),
            options,
          );
    results.forEach((result, at) => apply(run, rowAt(ready, at), result));
  });
}

/** Up to 200 updates of one object. */
export async function writeUpdates(
  run: Run,
  describe: ObjectDescribe,
  ready: readonly Ready[],
): Promise<void> {
  await send(run, rowsOf(ready), async () => {
    const bodies = ready.map(({ row, values }) => ({ id: row.step.id, ...values }));
    const results = await updateRows(run.salesforce, describe.name, bodies);
    results.forEach((result, at) => apply(run, rowAt(ready, at), result));
  });
}

/** Up to 25 updates, each only if its record is still the version that was read. */
export async function writeUpdatesIfUnmodified(run: Run, ready: readonly Ready[]): Promise<void> {
  await send(run, rowsOf(ready), async () => {
    const results = await composite(
      run.salesforce,
      ready.map((one) => updateRequest(one)),
      { allOrNone: false },
    );
    results.forEach((result, at) => apply(run, rowAt(ready, at), saveResultOf(result)));
  });
}

/** Up to 200 deletes. */
export async function writeDeletes(run: Run, ready: readonly Ready[]): Promise<void> {
  await send(run, rowsOf(ready), async () => {
    const results = await deleteRows(
      run.salesforce,
      ready.map(({ row }) => row.step.id ?? ''),
    );
    results.forEach((result, at) => apply(run, rowAt(ready, at), result));
  });
}

/** Up to 75 enhanced notes: each note and its link are one transaction, all of them one API call. */
export async function writeContentNotes(run: Run, ready: readonly Ready[]): Promise<void> {
  await send(run, rowsOf(ready), async () => {
    const graphs = await compositeGraph(
      run.salesforce,
      ready.map(({ row }) => ({
        graphId: `g${row.n}`,
        compositeRequest: contentNoteRequests(
          row.step.id ?? '',
          String(row.step.set['_text'] ?? ''),
          `s${row.n}`,
        ),
      })),
    );
    for (const { row } of ready) applyNote(run, row, (graphs.get(`g${row.n}`) ?? []).map(saveResultOf));
  });
}

function applyNote(run: Run, row: StepRow, results: readonly SaveResult[]): void {
  const failed =
    results.find((result) => !result.success && !isHalted(result)) ??
    results.find((result) => !result.success);
  const [made, link] = results;
  if (failed || !made) return apply(run, row, failed ?? { id: null, success: false, errors: [] });
  row.made = { id: made.id ?? '', ...(link?.id ? { linkId: link.id } : {}) };
  finish(row, DONE[row.step.action]);
}

/** One lead conversion. */
export async function writeConversion(run: Run, { row, values }: Ready): Promise<void> {
  await send(run, [row], async () => {
    const converted = await convertLead(run.salesforce, conversionOf(row.step.id ?? '', values));
    row.made = {
      accountId: converted.accountId,
      ...(converted.contactId ? { contactId: converted.contactId } : {}),
      ...(converted.opportunityId ? { opportunityId: converted.opportunityId } : {}),
    };
    finish(row, 'converted');
  });
}

function conversionOf(leadId: string, values: Record<string, Scalar>): LeadConversion {
  const text = (field: string): string | undefined => {
    const value = values[field];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const opportunity = Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) =>
      field.startsWith('Opportunity.') ? [[field.slice('Opportunity.'.length), value]] : [],
    ),
  );
  const optional = {
    accountId: text('AccountId'),
    contactId: text('ContactId'),
    opportunityName: text('OpportunityName'),
    ownerId: text('OwnerId'),
  };
  return {
    leadId,
    convertedStatus: text('ConvertedStatus') ?? '',
    createOpportunity: values['CreateOpportunity'] !== false && values['CreateOpportunity'] !== 'false',
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<LeadConversion>),
    ...(Object.keys(opportunity).length > 0 ? { opportunity } : {}),
  };
}

function updateRequest({ row, values, unmodifiedSince }: Ready): CompositeSubrequest {
  return {
    method: 'PATCH',
    url: `${DATA}/sobjects/${row.step.object}/${row.step.id}`,
    referenceId: `s${row.n}`,
    body: values,
    ...(unmodifiedSince === undefined ? {} : { httpHeaders: { 'If-Unmodified-Since': unmodifiedSince } }),
  };
}

/** A row's part of one transaction; `describe` is that of {@link createdObject}. */
export function requestsOf(run: Run, ready: Ready, describe: ObjectDescribe): CompositeSubrequest[] {
  const { row } = ready;
  const referenceId = `s${row.n}`;
  switch (row.step.action) {
    case 'update':
    case 'append':
    case 'cut':
      return [updateRequest(ready)];
    case 'delete':
      return [{ method: 'DELETE', url: `${DATA}/sobjects/${row.step.object}/${row.step.id}`, referenceId }];
    case 'content-note':
      return contentNoteRequests(row.step.id ?? '', String(row.step.set['_text'] ?? ''), referenceId);
    default: {
      const key = keyFieldOf(describe);
      const url = `${DATA}/sobjects/${describe.name}`;
      const headers = row.step.allowDuplicate ? { httpHeaders: ALLOW_DUPLICATES } : {};
      return key === undefined
        ? [{ method: 'POST', url, referenceId, body: bodyOf(run, ready), ...headers }]
        : [
            {
              method: 'PATCH',
              url: `${url}/${key.name}/${encodeURIComponent(keyOf(run, row))}`,
              referenceId,
              body: bodyOf(run, ready),
              ...headers,
            },
          ];
    }
  }
}

export function applyTransaction(run: Run, row: StepRow, results: readonly SaveResult[]): void {
  if (row.step.action === 'content-note') applyNote(run, row, results);
  else if (results[0]) apply(run, row, results[0]);
}

export function rowsOf(ready: readonly Ready[]): StepRow[] {
  return ready.map(({ row }) => row);
}

function rowAt(ready: readonly Ready[], at: number): StepRow {
  const one = ready[at];
  if (one === undefined) throw new RangeError(`Salesforce answered for row ${at} of ${ready.length}`);
  return one.row;
}
