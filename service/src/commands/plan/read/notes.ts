import type { Scalar, SObject } from '../../../salesforce/types.ts';
import { mentionOf } from '../../resolve/records.ts';
import { textOf, type Session } from '../../resolve/session.ts';
import { quoted } from '../../resolve/soql.ts';
import type { AnswerOutcome } from '../../types.ts';
import { nameFieldOf } from '../../understand/schema.ts';
import { targetRecords } from '../targets.ts';
import { table, type ReadIntent } from './answers.ts';

/** What a rep keeps notes on. */
const NOTED = ['Opportunity', 'Account', 'Contact', 'Lead', 'Case', 'Campaign', 'Task', 'Event'];

/** The notes on a record: enhanced and classic ones, its description where the org keeps them there. An activity's are its comments. */
export async function notesOf(session: Session, { read }: ReadIntent): Promise<AnswerOutcome> {
  const known = [...session.vocabulary.objects.keys()];
  const objects = [...NOTED, ...known.filter((o) => o.endsWith('__c'))].filter((o) => known.includes(o));
  const { found } = await targetRecords(session, read.target, {
    objects,
    fields: ['Description'],
    write: false,
  });
  if (!found) session.ask('record:new', 'That record does not exist yet.', { slot: 'record' });
  const object = session.describe(found.object);
  session.mention(found.rows.map((row) => mentionOf(object, row)));
  const of =
    found.rows.length === 1
      ? (textOf(found.rows[0]!, nameFieldOf(object)) ?? object.label)
      : `${found.rows.length} ${object.labelPlural.toLowerCase()}`;
  if (/^(Task|Event)$/.test(object.name))
    return table(session, object, found.rows, `Comments of ${of}`, ['Description']);
  const ids = found.rows.map((row) => quoted(String(row.Id))).join(', ');
  const notes = [...(await enhanced(session, ids)), ...(await classic(session, ids))];
  if (session.policy.notes === 'Description')
    for (const row of found.rows) {
      const text = textOf(row, 'Description');
      if (text !== null) notes.push({ object: object.name, row, title: 'Description', text });
    }
  return {
    kind: 'answer',
    headline: `${notes.length} ${notes.length === 1 ? 'note' : 'notes'} on ${of}`,
    answer: { object: notes[0]?.object ?? 'Note', ids: notes.map(({ row }) => String(row.Id)) },
    columns: [
      { field: 'Title', label: 'Title', type: 'string' },
      { field: 'Text', label: 'Text', type: 'textarea' },
    ],
    rows: notes.map(({ row, title, text }) => ({ id: String(row.Id), cells: [title, text] })),
    flags: session.flags,
  };
}

interface Noted {
  object: string;
  row: SObject;
  title: Scalar;
  text: Scalar;
}

/** A link is found by the record alone; Salesforce keeps the first 255 characters of an enhanced note to be read. */
async function enhanced(session: Session, ids: string): Promise<Noted[]> {
  if (!session.vocabulary.objects.has('ContentNote')) return [];
  const [links] = await session.queries([
    `SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId IN (${ids})`,
  ]);
  const documents = links!.map((row) => quoted(String(row['ContentDocumentId']))).join(', ');
  if (documents === '') return [];
  const [rows] = await session.queries([
    `SELECT Id, Title, TextPreview FROM ContentNote WHERE Id IN (${documents})`,
  ]);
  return rows!.map((row) => ({
    object: 'ContentNote',
    row,
    title: textOf(row, 'Title'),
    text: textOf(row, 'TextPreview'),
  }));
}

async function classic(session: Session, ids: string): Promise<Noted[]> {
  if (!session.vocabulary.objects.has('Note')) return [];
  const [rows] = await session.queries([`SELECT Id, Title, Body FROM Note WHERE ParentId IN (${ids})`]);
  return rows!.map((row) => ({
    object: 'Note',
    row,
    title: textOf(row, 'Title'),
    text: textOf(row, 'Body'),
  }));
}
