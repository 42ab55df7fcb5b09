import type { Intent } from '../understand/intents.ts';
import { fieldOf, nameFieldOf } from '../understand/schema.ts';
import { mentionOf } from '../resolve/records.ts';
import { textOf, valueAt, type Session } from '../resolve/session.ts';
import type { Operation } from '../types.ts';
import { allow } from './allow.ts';
import { targetRecords } from './targets.ts';

export async function planNote(session: Session, intent: Intent & { kind: 'note' }): Promise<Operation[]> {
  noteRight(session);
  const text = intent.text ?? session.input.context?.notes ?? session.answerTo('value:notes');
  const customs = [...session.vocabulary.objects.values()]
    .filter((o) => o.name.endsWith('__c'))
    .map((o) => o.name);
  const objects = [
    'Account',
    'Opportunity',
    'Contact',
    'Lead',
    'Case',
    'Task',
    'Event',
    'Campaign',
    ...customs,
  ];
  const resolved = await targetRecords(session, intent.target, {
    objects,
    fields: ['Description', 'AccountId'],
    write: true,
    exact: intent.whole === true,
  });
  if (!text) session.ask('value:notes', 'What should the note say?', { slot: 'value' });
  const [made, ...others] = resolved.created ?? [];
  // What is noted on a record that is made by the same command is its description.
  if (made && others.length === 0 && fieldOf(session.describe(made.object), 'Description')?.createable)
    return [{ op: 'update', object: made.object, set: { Description: text }, ref: `&${made.ref}` }];
  if (resolved.created)
    session.ask(
      'note:new',
      'A note on a record that does not exist yet has to wait. Create the record first?',
      { slot: 'scope' },
    );
  const found = resolved.found!;
  const object = session.describe(found.object);
  if (found.rows.length === 0)
    session.ask(`none:${found.why}`, `I find no ${object.labelPlural.toLowerCase()} for "${found.why}".`, {
      slot: 'not-found',
      object: object.name,
    });
  allow(session, object.name === 'Task' || object.name === 'Event' ? 'update' : 'note', object);
  const names = Object.fromEntries(
    found.rows.map((r) => [String(r.Id), textOf(r, nameFieldOf(object)) ?? '']),
  );
  const before = Object.fromEntries(
    found.rows.map((r) => [String(r.Id), { Description: valueAt(r, 'Description') }]),
  );
  session.mention(found.rows.map((row) => mentionOf(object, row)));
  return [
    {
      op: 'note',
      object: object.name,
      ids: found.rows.map((r) => String(r.Id)),
      set: { _text: text },
      names,
      before,
      why: [found.why],
      filter: found.filter,
    },
  ];
}

/** A profile that may not change records writes no notes either. */
function noteRight(session: Session): void {
  const note = session.vocabulary.objects.get('ContentNote') ?? session.vocabulary.objects.get('Note');
  const task = session.vocabulary.objects.get('Task');
  if ((note && !note.createable) || (!note && task && !task.createable))
    session.refuse(
      'not permitted: notes',
      'Your profile may not write notes.',
      'Ask your Salesforce admin for the right.',
    );
}
