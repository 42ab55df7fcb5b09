import type { FieldDescribe, ObjectDescribe, SObject } from '../../salesforce/types.ts';
import { isDay, spokenDay } from '../understand/calendar.ts';
import type { Assignment } from '../understand/intents.ts';
import {
  isPicklist,
  nearestValues,
  picklistsOf,
  severalValues,
  statusField,
} from '../understand/picklists.ts';
import {
  amountField,
  dateField,
  fieldOf,
  nameFieldOf,
  ownerField,
  percentField,
} from '../understand/schema.ts';
import { currencyIn, isOwnMoney } from '../understand/numbers.ts';
import type { Said } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';
import { answerOf } from './answers.ts';
import { otherDay } from './days.ts';
import { endedStage } from './ended-stages.ts';
import { instantFor } from './instants.ts';
import { numberFor } from './numbers.ts';
import { whereOffered } from './record-types.ts';
import type { Session } from './session.ts';
import { recordsFor } from './records.ts';
import { textOf } from './session.ts';
import { userFor } from './users.ts';
import { asks, type Written } from './written.ts';

/** The one field of the object that the words name, or a question. Fields that commands cannot write come last. */
export function fieldFor(
  session: Session,
  object: ObjectDescribe,
  assignment: Assignment,
  op: 'create' | 'update',
): FieldDescribe | undefined {
  if (assignment.fieldText === 'owner' && assignment.fields.length === 0) return ownerField(object);
  if (assignment.fieldText === 'name' && assignment.fields.length === 0)
    return fieldOf(object, nameFieldOf(object));
  const own = assignment.fields.filter((f) => f.object === object.name).map((f) => fieldOf(object, f.field)!);
  if (own.length === 0) return undefined;
  const writable = own.filter((f) => (op === 'create' ? f.createable : f.updateable));
  if (writable.length === 0) {
    session.refuse(
      `not permitted: ${object.name}.${own[0]!.name}`,
      `${own[0]!.label} of ${object.labelPlural.toLowerCase()} cannot be changed${own[0]!.calculated ? ': it is calculated' : ' by you'}.`,
      'Ask your Salesforce admin for the right, or change another field.',
    );
  }
  if (writable.length === 1) return writable[0];
  const labelled = writable.filter((f) => wordsOf(f.label) === wordsOf(assignment.fieldText));
  if (labelled.length === 1) return labelled[0];
  const standard = writable.filter((f) => !f.custom);
  if (standard.length === 1) return standard[0];
  const fitting = writable.filter(
    (f) => isPicklist(f) && nearestValues(f, assignment.value.text, session.vocabulary.synonyms).length > 0,
  );
  if (fitting.length === 1) return fitting[0];
  return writable[0];
}

/** Which field a bare value is about: a date, a sum, a percentage, or a value of one of the picklists. */
export function fieldOfValue(
  session: Session,
  object: ObjectDescribe,
  said: Said,
): FieldDescribe | undefined {
  if (said.number) {
    if (said.number.unit === 'percent') return percentField(object);
    if (said.date === undefined) return amountField(object);
  }
  const status = statusField(object);
  const near = status ? nearestValues(status, said.text, session.vocabulary.synonyms) : [];
  // "escalated" is a status before it is a flag that the org's own rules set.
  if (status && near[0] && near[0].closeness <= 1) return status;
  const flag = object.fields.find(
    (f) =>
      f.type === 'boolean' &&
      f.updateable &&
      (wordsOf(f.label) === said.phrase || (FLAGS[f.name] ?? []).includes(said.phrase)),
  );
  if (flag) return flag;
  if (status && near.length > 0) return status;
  let best: { field: FieldDescribe; closeness: number } | undefined;
  let tie = false;
  for (const field of picklistsOf(object)) {
    const [near] = nearestValues(field, said.text, session.vocabulary.synonyms);
    if (!near || near.closeness > (said.quoted || SOURCES.test(field.name) ? 1 : 2)) continue;
    if (best && near.closeness === best.closeness) tie = true;
    if (!best || near.closeness < best.closeness) best = { field, closeness: near.closeness };
  }
  if (best && (!tie || best.closeness === 1)) return best.field;
  if (said.date || said.minutes !== undefined) return dateField(object);
  return undefined;
}

/** Where a record came from is no news of it: "set it to 'call'" is another thing. */
const SOURCES = /^(LeadSource|Origin)$/;

const FLAGS: Record<string, string[]> = {
  DoNotCall: ['do not call', 'dnc'],
  HasOptedOutOfEmail: ['do not email', 'opted out', 'opted out of email', 'unsubscribed', 'email opt out'],
  IsActive: ['active', 'inactive'],
};

/** The value as the field stores it. */
export async function valueFor(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  said: Said,
  row: SObject | undefined,
): Promise<Written> {
  const answered = session.answerTo(`value:${object.name}.${field.name}:${wordsOf(said.text)}`);
  if (answered !== undefined) said = answerOf(session, answered);
  const name = field.name;
  if (said.text === '' && !said.quoted)
    asks(
      session,
      object,
      field,
      '',
      `What should the ${field.label.replace(/ ID$/, '')} be?`,
      isPicklist(field) ? field.picklistValues.filter((v) => v.active).map((v) => v.value) : [],
    );
  if (isPicklist(field)) {
    const near = isBarred(field, said.phrase)
      ? []
      : nearestValues(field, said.text, session.vocabulary.synonyms);
    const actives = field.picklistValues.filter((v) => v.active).map((v) => v.value);
    const several =
      field.type === 'multipicklist'
        ? severalValues(field, said.text, session.vocabulary.synonyms)
        : undefined;
    if (several && several.length > 1) return { field: name, value: several.join(';') };
    if (near.length === 0) {
      const ended = await endedStage(session, field, said.phrase);
      if (ended !== undefined) return { field: name, value: ended, why: `'${said.text}' → ${ended}` };
      if (field.type === 'combobox') return { field: name, value: said.text };
      asks(
        session,
        object,
        field,
        said.text,
        `"${said.text}" is no ${field.label} ${whereOffered(object)}. Which one?`,
        actives,
      );
    }
    if (near.length > 1)
      asks(
        session,
        object,
        field,
        said.text,
        `Which ${field.label}?`,
        near.map((n) => n.value),
      );
    const value = near[0]!.value;
    return {
      field: name,
      value,
      ...(wordsOf(value) === said.phrase ? {} : { why: `'${said.text}' → ${near[0]!.label}` }),
    };
  }
  switch (field.type) {
    case 'currency':
    case 'double':
    case 'int':
    case 'percent':
      if (field.type === 'currency' && answered === undefined)
        await ownMoney(session, object, field, said.text, said.number?.currency);
      return numberFor(session, object, field, said, row, answered !== undefined);
    case 'date': {
      if (!said.date)
        asks(session, object, field, said.text, `Which day is "${said.text}"? I need it for ${field.label}.`);
      const other = answered === undefined ? await otherDay(session, said.text) : undefined;
      if (other)
        asks(session, object, field, said.text, `Which day is "${said.text}"?`, [other, said.date.day]);
      return {
        field: name,
        value: said.date.day,
        ...(isDay(said.text)
          ? {}
          : { why: `${said.text} = ${spokenDay(said.date.day)} in ${session.calendar.zone}` }),
      };
    }
    case 'boolean': {
      if (/^(no|false|off|unchecked|inactive|not)$/.test(said.phrase)) return { field: name, value: false };
      if (
        /^(yes|true|on|checked|active)$/.test(said.phrase) ||
        (FLAGS[name] ?? []).includes(said.phrase) ||
        wordsOf(field.label) === said.phrase
      )
        return { field: name, value: true };
      asks(session, object, field, said.text, `Yes or no for ${field.label}?`, ['yes', 'no']);
      break;
    }
    case 'email': {
      const text = said.text
        .replace(/\s+at\s+/i, '@')
        .replace(/\s+dot\s+/gi, '.')
        .replaceAll(' ', '');
      if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text))
        asks(session, object, field, said.text, `"${said.text}" is no e-mail address. What is it?`);
      return { field: name, value: text };
    }
    case 'phone': {
      const digits = said.text.replace(/\D/g, '');
      if (digits.length < 5) {
        const spoken = spokenDigits(said.phrase);
        if (spoken === undefined)
          asks(session, object, field, said.text, `"${said.text}" is no phone number. What is it?`);
        return { field: name, value: spoken };
      }
      // "555-310-9999, title COO": words are no part of a number.
      if (/\p{L}{2,}/u.test(said.text.replace(/\b(ext|extension|tel|phone|mobile|cell)\b/gi, '')))
        asks(session, object, field, said.text, `"${said.text}" is no phone number. What is it?`);
      return { field: name, value: said.text.trim() };
    }
    case 'url':
      if (!/^\S+\.\S{2,}$/.test(said.text.replace(/ dot /gi, '.')))
        asks(session, object, field, said.text, `"${said.text}" is no web address. What is it?`);
      return { field: name, value: said.text };
    case 'reference':
      return reference(session, object, field, said);
    case 'datetime':
      return instantFor(session, object, field, said, row);
    default: {
      const text = field.name === 'Title' ? titled(said.text) : said.text;
      if (field.length > 0 && text.length > field.length)
        asks(
          session,
          object,
          field,
          said.text,
          `${field.label} holds ${field.length} characters; this text has ${text.length}. What should it say?`,
        );
      return { field: name, value: text };
    }
  }
}

/** Nothing is converted: a sum in a currency that the org does not count in is asked about. */
export async function ownMoney(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  said: string,
  currency: string | undefined = currencyIn(said),
): Promise<void> {
  if (currency === undefined) return;
  const { currency: own } = await session.deps.salesforce.user();
  if (!isOwnMoney(currency, own))
    asks(session, object, field, said, `${field.label} is in ${own}. How much is "${said}" in ${own}?`);
}

/** A value that exists, but not for these records: nothing else is near it. */
function isBarred(field: FieldDescribe, phrase: string): boolean {
  const same = field.picklistValues.filter((v) => wordsOf(v.value) === phrase || wordsOf(v.label) === phrase);
  return same.length > 0 && same.every((v) => !v.active);
}

/** Spoken titles are lower case; the usual abbreviations are not. */
export function titled(text: string): string {
  return text.replace(/\b(ceo|cfo|cto|cio|coo|cmo|ciso|cro|vp|svp|evp|hr|it)\b/g, (word) =>
    word.toUpperCase(),
  );
}

const DIGITS: Record<string, string> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};

function spokenDigits(phrase: string): string | undefined {
  let text = '';
  let times = 1;
  for (const word of phrase.split(' ')) {
    if (word === 'double') times = 2;
    else if (word === 'triple') times = 3;
    else if (/^\d+$/.test(word)) text += word;
    else if (DIGITS[word] !== undefined) {
      text += DIGITS[word].repeat(times);
      times = 1;
    } else if (word !== 'plus' && word !== 'dash') return undefined;
  }
  return text.length >= 5 ? text : undefined;
}

async function reference(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  said: Said,
): Promise<Written> {
  if (field.referenceTo.includes('User')) {
    const user = await userFor(session, said.text);
    return {
      field: field.name,
      value: { $id: user.id, name: user.name },
      why: `owner "${said.text}" → ${user.name}`,
    };
  }
  const found = await recordsFor(
    session,
    {
      text: said.text,
      kind: 'named',
      objects: field.referenceTo.filter((o) => session.vocabulary.objects.has(o)).slice(0, 1),
      names: [said.text],
      conditions: [],
    },
    { objects: field.referenceTo, fields: [], write: false },
  );
  const row = found?.rows[0];
  if (!found || !row) asks(session, object, field, said.text, `Which ${field.label}?`);
  const name = textOf(row, nameFieldOf(session.describe(found.object))) ?? '';
  return { field: field.name, value: { $id: String(row.Id), name }, why: found.why };
}
