import type { ObjectDescribe } from '../../salesforce/types.ts';
import { statusField } from '../understand/picklists.ts';
import { nameFieldOf, ownLookups } from '../understand/schema.ts';
import { answerOf } from '../resolve/answers.ts';
import type { Session } from '../resolve/session.ts';
import { valueFor } from '../resolve/values.ts';
import type { Value } from '../types.ts';

/** Required fields are asked for, what has a sensible beginning gets it, and a name that exists already is asked about. */
export async function complete(
  session: Session,
  object: ObjectDescribe,
  set: Record<string, Value>,
): Promise<void> {
  if (object.name === 'Lead' && set['Status'] === undefined) {
    const open = statusField(object)?.picklistValues.find((v) => v.active && v.defaultValue);
    if (open) set['Status'] = open.value;
  }
  if (object.name === 'Opportunity') {
    const stage = statusField(object);
    if (stage && set['StageName'] === undefined) {
      const first =
        stage.picklistValues.find((v) => v.active && v.defaultValue) ??
        stage.picklistValues.find((v) => v.active);
      if (first) set['StageName'] = first.value;
    }
    if (set['Name'] === undefined) {
      const account = set['AccountId'];
      const made =
        account && typeof account === 'object' && '$new' in account
          ? session.mentions.flat().find((m) => m.ref === account.$new)?.name
          : undefined;
      const label =
        account && typeof account === 'object' && '$id' in account && account.name ? account.name : made;
      if (label) set['Name'] = `${label} - New Opportunity`;
    }
  }
  for (const field of object.fields) {
    // A custom record without a name gets its id for one.
    const nameless = object.custom && field.name === nameFieldOf(object);
    if (
      !field.createable ||
      ((field.nillable || field.defaultedOnCreate) && !nameless) ||
      field.type === 'boolean' ||
      set[field.name] !== undefined ||
      field.name === 'OwnerId' ||
      field.autoNumber
    )
      continue;
    const key = `field:${object.name}.${field.name}`;
    const answered = session.answerTo(key);
    if (answered !== undefined) {
      const written = await valueFor(session, object, field, answerOf(session, answered), undefined);
      set[written.field] = written.value;
      continue;
    }
    const made = nameless ? nameFromParent(object, set) : undefined;
    if (made !== undefined) {
      set[field.name] = made;
      continue;
    }
    session.ask(
      key,
      `What is the ${field.label} of the new ${object.label.toLowerCase()}?`,
      { slot: 'field', object: object.name, field: field.name },
      field.picklistValues.filter((v) => v.active).map((v) => ({ value: v.value, label: v.label })),
    );
  }
  if (object.name === 'Lead' && set['LastName'] === undefined)
    session.ask('field:Lead.LastName', 'What is the last name of the new lead?', {
      slot: 'field',
      object: 'Lead',
      field: 'LastName',
    });
}

/** "Dye House Site Visit": what belongs to a named record and has a value of its own is called after it; who only says whose it is, is asked. */
function nameFromParent(object: ObjectDescribe, set: Record<string, Value>): string | undefined {
  const lookups = ownLookups(object).filter((f) => set[f.name] !== undefined);
  const parent = lookups.find((f) => !f.nillable) ?? lookups[0];
  const link = parent && set[parent.name];
  const told = Object.keys(set).some((name) => lookups.every((f) => f.name !== name));
  if (!told || !link || typeof link !== 'object' || !('$id' in link) || !link.name) return undefined;
  return `${link.name} ${object.label}`;
}
