import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import { textOf, type Mention, type Session } from '../resolve/session.ts';
import { quoted } from '../resolve/soql.ts';
import type { Operation, Value } from '../types.ts';
import type { Intent } from '../understand/intents.ts';
import { nearestValues } from '../understand/picklists.ts';
import { fieldOf } from '../understand/schema.ts';
import { allow } from './allow.ts';

/** Somebody who is named for a deal already: the role there is changed, and nobody is named twice. Undefined when nobody is to be changed. */
export async function changedRole(
  session: Session,
  intent: Intent & { kind: 'role' },
  { object, person, deal }: { object: ObjectDescribe; person: Mention; deal: Mention },
  set: Record<string, Value>,
  why: string[],
): Promise<Operation[] | undefined> {
  const where =
    person.id && deal.id
      ? `OpportunityId = ${quoted(deal.id)} AND ContactId = ${quoted(person.id)}`
      : undefined;
  const there =
    where === undefined
      ? []
      : await session.salesforce.query(
          `SELECT Id, Role, IsPrimary FROM OpportunityContactRole WHERE ${where}`,
        );
  const [row, another] = there;
  if (!row) {
    if (intent.change === 'must')
      session.ask(
        'role:none',
        `${person.name} has no role in ${deal.name} yet. Who should have another one?`,
        {
          slot: 'not-found',
          object: object.name,
        },
      );
    return undefined;
  }
  if (another)
    session.ask(
      'role:several',
      `${person.name} has several roles in ${deal.name}. Which one should change?`,
      {
        slot: 'record',
        object: object.name,
        candidates: there.map((r) => String(r.Id)),
      },
    );
  const stored = textOf(row, 'Role');
  if (intent.from) expected(session, object, intent.from.text, row, `${person.name} in ${deal.name}`);
  const { OpportunityId: _deal, ContactId: _person, ...changes } = set;
  if (!intent.change && session.answerTo('role:change') === undefined)
    session.ask(
      'role:change',
      `${person.name} is already named for ${deal.name}${stored ? ` as ${stored}` : ''}. Should that be changed?`,
      { slot: 'duplicate', object: object.name, candidates: [String(row.Id)] },
      [{ value: 'yes', label: 'Yes, change it' }],
    );
  allow(session, 'update', object, Object.keys(changes));
  const id = String(row.Id);
  return [
    {
      op: 'update',
      object: object.name,
      ids: [id],
      set: changes,
      before: { [id]: { Role: stored, IsPrimary: row['IsPrimary'] === true } },
      names: { [id]: `${person.name} in ${deal.name}` },
      why: [`${person.name} has a role in ${deal.name}`, ...why],
      filter: where!,
    },
  ];
}

/** "From Evaluator to Influencer": who is no evaluator may not be the one that is meant. */
function expected(session: Session, object: ObjectDescribe, from: string, row: SObject, whose: string): void {
  const field = fieldOf(object, 'Role');
  const stored = textOf(row, 'Role');
  if (!field || nearestValues(field, from, session.vocabulary.synonyms).some((n) => n.value === stored))
    return;
  if (session.answerTo('role:from') !== undefined) return;
  session.ask(
    'role:from',
    `The role of ${whose} is ${stored ?? 'empty'}, not ${from}. Should it be changed all the same?`,
    { slot: 'value', object: object.name, field: 'Role' },
    [{ value: 'yes', label: 'Yes, change it' }],
  );
}
