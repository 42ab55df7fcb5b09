import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Assignment, Intent, Property } from '../understand/intents.ts';
import { wordsOf } from '../understand/tokens.ts';
import { accountField, amountField, nameFieldOf } from '../understand/schema.ts';
import { defaultRecordType, ofRecordType } from '../resolve/record-types.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { userFor } from '../resolve/users.ts';
import { fieldFor, titled, valueFor } from '../resolve/values.ts';
import type { Operation, Value } from '../types.ts';
import { addressParts } from './address.ts';
import { askBackwards } from './in-order.ts';
import { allow } from './allow.ts';
import { askDuplicate } from './duplicates.ts';
import { isPerson } from '../understand/persons.ts';
import { nameIt, wholeName } from './names.ts';
import { accountNamed, placeParties, setPlace, setRegion } from './parties.ts';
import { complete } from './required.ts';

type Create = Intent & { kind: 'create' };

export async function planCreate(session: Session, intent: Create): Promise<Operation[]> {
  const whole = session.describe(intent.object);
  allow(session, 'create', whole);
  const object = await ofRecordType(session, whole, defaultRecordType(whole));
  const set: Record<string, Value> = {};
  const why: string[] = [];
  const parties: (Property & { kind: 'party' })[] = [];
  let name = intent.name;
  let title: string | undefined;
  for (const property of intent.properties) {
    switch (property.kind) {
      case 'name':
        name = property.text;
        break;
      case 'party':
        parties.push(property);
        break;
      case 'place':
        setPlace(object, property.text, set);
        if (property.region !== undefined) setRegion(session, object, property.region, set);
        break;
      case 'title':
        title = titled(property.text);
        break;
      case 'owner': {
        const user = await userFor(session, property.text);
        set['OwnerId'] = { $id: user.id, name: user.name };
        why.push(`owner "${property.text}" → ${user.name}`);
        break;
      }
      case 'field':
        for (const part of addressParts(session, object, property.assignment))
          await assignField(session, object, part, set, why);
        break;
      case 'value':
        break;
      case 'times-budget':
        break;
    }
  }
  for (const property of intent.properties) {
    if (property.kind !== 'times-budget') continue;
    const budget = amountField(object);
    const base = budget ? set[budget.name] : undefined;
    const field = property.field[0]!.field;
    if (typeof base !== 'number')
      session.ask(`field:${object.name}.BudgetedCost`, 'What is the budget?', {
        slot: 'field',
        object: object.name,
        field: budget?.name ?? '',
      });
    const { factor, plus } = property;
    set[field] = base * factor + plus;
    const more = plus === 0 ? '' : plus > 0 ? ` + ${plus}` : ` − ${-plus}`;
    why.push(`${factor} × ${base}${more} = ${set[field]}`);
  }
  if (title !== undefined && set['Title'] === undefined) set['Title'] = title;
  // "an opportunity for Trey Research": with nothing else named, the words are the company.
  if (
    name !== undefined &&
    !isPerson(object) &&
    object.name !== 'Account' &&
    intent.name !== undefined &&
    parties.length === 0 &&
    accountField(object)
  ) {
    const account = await accountNamed(session, name);
    if (account && account.exact) {
      parties.push({ kind: 'party', preposition: 'for', text: name });
      name = intent.properties.find((p) => p.kind === 'name')?.text;
    }
  }
  // "A contact for Globex", asked for the last name: the words were the company.
  const lastName = session.answerTo(`field:${object.name}.LastName`);
  if (name !== undefined && isPerson(object) && lastName !== undefined) {
    parties.push({ kind: 'party', preposition: 'for', text: name });
    name = lastName;
  }
  const listed = parties.find((p) => p.preposition === ',');
  // "A deal: Trey Research, Lab Sensors, 20k": which of two names is the company's, the accounts say.
  if (listed && name !== undefined && (await accountNamed(session, name))?.exact) {
    if (!(await accountNamed(session, listed.text))) [name, listed.text] = [listed.text, name];
  }
  if (parties.every((p) => p.text !== intent.name)) askOtherName(session, object, intent);
  await placeParties(session, object, parties, set, why);
  const subject = nameFieldOf(object) === 'Subject' ? set['Subject'] : undefined;
  // "A case because the reader is down … with the subject 'Reader down'": the quoted one is the subject, the other what it is about.
  if (
    name !== undefined &&
    subject !== undefined &&
    set['Description'] === undefined &&
    !/["'“‘]/.test(session.input.text[session.input.text.indexOf(name) - 1] ?? '') &&
    quotesSubject(intent)
  ) {
    set['Description'] = name;
    name = undefined;
  }
  if (name !== undefined && typeof subject === 'string' && wordsOf(subject) !== wordsOf(name))
    session.ask(`party:${wordsOf(name)}`, `Is the subject "${name}" or "${subject}"?`, {
      slot: 'field',
      object: object.name,
      field: 'Subject',
    });
  if (name !== undefined)
    nameIt(object, set['FirstName'] === undefined ? wholeName(session, object, name) : name, set);
  await complete(session, object, set);
  askBackwards(session, object.name, set);
  const another = await askDuplicate(session, object, set);
  const ref = session.newRef(object.name);
  const display = isPerson(object)
    ? [set['FirstName'], set['LastName']].filter((x) => typeof x === 'string').join(' ')
    : String(set[nameFieldOf(object)] ?? '');
  const account = set['AccountId'];
  const mention: Mention = {
    object: object.name,
    ref,
    name: display,
    ...(account && typeof account === 'object' && '$id' in account ? { accountId: account.$id } : {}),
  };
  session.mention([mention]);
  allow(session, 'create', object, Object.keys(set));
  return [
    {
      op: 'create',
      object: object.name,
      set,
      ref,
      ...(another ? { allowDuplicate: true } : {}),
      why: [`new ${object.label.toLowerCase()} "${display}"`, ...why],
    },
  ];
}

function quotesSubject({ properties }: Create): boolean {
  return properties.some(
    (p) =>
      p.kind === 'field' &&
      p.assignment.value.quoted &&
      p.assignment.fields.some((f) => f.field === 'Subject'),
  );
}

/** "An account named Harborline in Bergen, Kontor": words beside the name are something, and nobody knows what. */
function askOtherName(session: Session, object: ObjectDescribe, { name, properties }: Create): void {
  const named = properties.find((property) => property.kind === 'name');
  if (!named || name === undefined || wordsOf(name) === wordsOf(named.text)) return;
  session.ask(`party:${wordsOf(name)}`, `What is "${name}" for the new ${object.label.toLowerCase()}?`, {
    slot: 'field',
    object: object.name,
  });
}

async function assignField(
  session: Session,
  object: ObjectDescribe,
  assignment: Assignment,
  set: Record<string, Value>,
  why: string[],
): Promise<void> {
  const field = fieldFor(session, object, assignment, 'create');
  if (!field) {
    session.ask(
      `field:${object.name}:${assignment.fieldText}`,
      `${object.labelPlural} have no field "${assignment.fieldText}".`,
      { slot: 'field', object: object.name },
    );
  }
  const written = await valueFor(session, object, field, assignment.value, undefined);
  const before = set[written.field];
  // "A case about a licensing issue … Subject: 'Key activation'": the quoted one is the subject, the other what it is about.
  const toldFirst =
    written.field === 'Subject' &&
    assignment.value.quoted &&
    object.fields.some((f) => f.name === 'Description' && f.createable) &&
    before;
  if (toldFirst && set['Description'] === undefined) set['Description'] = toldFirst;
  else if (before !== undefined && JSON.stringify(before) !== JSON.stringify(written.value))
    session.ask(
      `twice:${object.name}.${written.field}`,
      `Which ${field.label} should it be? Two were said.`,
      {
        slot: 'value',
        object: object.name,
        field: written.field,
      },
    );
  set[written.field] = written.value;
  if (written.why) why.push(written.why);
}
