import type { FieldDescribe, ObjectDescribe, Scalar, SObject } from '../../salesforce/types.ts';
import { isWhole } from './numbers.ts';
import { clockAt, instantOf, shift, spokenDay } from '../understand/calendar.ts';
import type { Assignment, Change } from '../understand/intents.ts';
import { severalValues, statusField } from '../understand/picklists.ts';
import { amountField, dateField, nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { clock } from './instants.ts';
import { whereOffered } from './record-types.ts';
import { textOf, valueAt, type Session } from './session.ts';
import { asks, type Written } from './written.ts';

/** A change relative to the stored value, computed for this record. */
export function changed(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  change: NonNullable<Assignment['change']>,
  row: SObject,
): Written {
  const stored: Scalar = valueAt(row, field.name);
  const missing = (): never =>
    asks(
      session,
      object,
      field,
      '',
      `${field.label} of ${textOf(row, nameFieldOf(object))} is empty, so there is nothing to change from. What should it be?`,
    );
  switch (change.by) {
    case 'clear':
      if (!field.nillable)
        session.refuse(
          `not permitted: ${field.name} is required`,
          `${field.label} cannot be empty.`,
          'Say the value that it should have.',
        );
      return {
        field: field.name,
        value: field.type === 'boolean' ? false : null,
        why: `${field.label} emptied`,
      };
    case 'append':
      return {
        field: field.name,
        value: typeof stored === 'string' ? `${stored}\n${change.text}` : change.text,
        why: `${field.label} kept, and the words behind it`,
      };
    case 'replace': {
      const value = typeof stored === 'string' ? stored.replaceAll(change.old, change.text) : stored;
      return { field: field.name, value, ...(value === stored ? {} : { why: `${stored} → ${value}` }) };
    }
    case 'include':
    case 'exclude': {
      const said = severalValues(field, change.text, session.vocabulary.synonyms);
      if (!said)
        asks(
          session,
          object,
          field,
          change.text,
          `"${change.text}" is no ${field.label} ${whereOffered(object)}. Which one?`,
          field.picklistValues.filter((v) => v.active).map((v) => v.value),
        );
      const has = typeof stored === 'string' ? stored.split(';') : [];
      const kept = has.filter((value) => !said.includes(value));
      const values =
        change.by === 'exclude' ? kept : [...has, ...said.filter((value) => !has.includes(value))];
      return {
        field: field.name,
        value: values.length > 0 ? values.join(';') : null,
        why: `${change.by === 'exclude' ? '−' : '+'} ${said.join(', ')}`,
      };
    }
    case 'add':
    case 'subtract':
    case 'times': {
      if (change.by === 'subtract' && change.discount && field.type === 'percent')
        return { field: field.name, value: change.amount };
      if (typeof stored !== 'number') return missing();
      let value: number;
      let how: string;
      if (change.by === 'times') {
        value = stored * change.factor;
        how = `× ${change.factor}`;
      } else {
        const amount = amountOf(session, object, field, change, stored);
        const points = change.unit === 'percent' && field.type === 'percent';
        const step = change.unit === 'percent' && !points ? (stored * amount) / 100 : amount;
        value = change.by === 'add' ? stored + step : stored - step;
        how = `${change.by === 'add' ? '+' : '−'} ${amount}${change.unit === 'percent' ? ' %' : ''}`;
      }
      value = Number(value.toFixed(isWhole(field) ? 0 : Math.max(field.scale, 2)));
      return { field: field.name, value, why: `${stored} ${how} = ${value}` };
    }
    case 'shift': {
      if (typeof stored !== 'string') return missing();
      if (field.type === 'datetime') return shiftedInstant(session, field, change, stored);
      if (change.unit === 'minute')
        asks(session, object, field, '', `${field.label} is a day without an hour. Which day should it be?`);
      const value = shift(stored.slice(0, 10), change.count, change.unit);
      return {
        field: field.name,
        value,
        why: `${spokenDay(stored.slice(0, 10))} ${change.count > 0 ? '+' : '−'} ${Math.abs(change.count)} ${change.unit}${Math.abs(change.count) === 1 ? '' : 's'} = ${spokenDay(value)}`,
      };
    }
    case 'step': {
      const values = field.picklistValues.filter((v) => v.active).map((v) => v.value);
      const at = values.indexOf(String(stored));
      const next = values[at + change.steps];
      if (at < 0 || next === undefined)
        asks(
          session,
          object,
          field,
          '',
          `There is no ${change.steps > 0 ? 'next' : 'previous'} ${field.label} after ${stored ?? 'an empty one'}. Which one?`,
          values,
        );
      return { field: field.name, value: next, why: `after ${stored} comes ${next}` };
    }
  }
}

/** What takes place at an hour keeps it when it moves by days. */
function shiftedInstant(
  session: Session,
  field: FieldDescribe,
  { count, unit }: Extract<NonNullable<Assignment['change']>, { by: 'shift' }>,
  stored: string,
): Written {
  const { zone } = session.calendar;
  const { day, minutes } = clockAt(stored, zone);
  const value =
    unit === 'minute'
      ? instantOf(day, minutes + count, zone)
      : instantOf(shift(day, count, unit), minutes, zone);
  const moved = clockAt(value, zone);
  return {
    field: field.name,
    value,
    why: `${spokenDay(day)}, ${clock(minutes)} → ${spokenDay(moved.day)}, ${clock(moved.minutes)}`,
  };
}

/** Whether a change makes sense for the field. */
export function fieldOfChange(
  object: ObjectDescribe,
  change: NonNullable<Assignment['change']>,
): FieldDescribe | undefined {
  // Hours move what takes place at one.
  if (change.by === 'shift')
    return change.unit !== 'minute' || object.name === 'Event' ? dateField(object) : undefined;
  if (change.by === 'step') return statusField(object);
  if (change.by === 'subtract' && change.discount) return discountField(object) ?? amountField(object);
  if (change.by === 'add' || change.by === 'subtract' || change.by === 'times') return amountField(object);
  return undefined;
}

function discountField(object: ObjectDescribe): FieldDescribe | undefined {
  const rates = object.fields.filter((f) => f.type === 'percent' && /discount|rabatt|remise/i.test(f.label));
  return rates.length === 1 ? rates[0] : undefined;
}

/** "Add 20", where 320,000 stand: thousands are likelier, and nobody said so. */
function amountOf(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  { amount, unit, currency }: Change & { by: 'add' | 'subtract' },
  stored: number,
): number {
  const exact = field.type !== 'currency' || unit !== 'plain' || currency !== undefined;
  if (exact || amount <= 0 || amount >= 1000 || stored < 10_000) return amount;
  const answer = session.answerTo(`value:${object.name}.${field.name}:${wordsOf(String(amount))}`);
  const said = answer === undefined ? undefined : session.said(answer).number?.value;
  if (said !== undefined) return said;
  return asks(session, object, field, String(amount), `By how much should ${field.label} change?`, [
    String(amount * 1000),
    String(amount),
  ]);
}
