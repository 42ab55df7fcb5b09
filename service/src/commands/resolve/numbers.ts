import type { FieldDescribe, ObjectDescribe, SObject } from '../../salesforce/types.ts';
import type { Said } from '../understand/sentence.ts';
import { fold } from '../understand/tokens.ts';
import { numberOf } from './amounts.ts';
import { valueAt, type Session } from './session.ts';
import { asks, type Written } from './written.ts';

/** The number that was said, as the field counts it; what can be meant in two ways is asked. */
export function numberFor(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  said: Said,
  row: SObject | undefined,
  answered: boolean,
): Written {
  const number = writtenNumber(field, said) ?? said.number;
  if (!number)
    asks(
      session,
      object,
      field,
      said.text,
      `How much is "${said.text}"? I need a number for ${field.label}.`,
    );
  let { value } = number;
  let why: string | undefined;
  const stored = row ? valueAt(row, field.name) : null;
  if (number.loose && typeof stored === 'number' && stored >= 10_000 && value < 1000) {
    value *= 1000;
    why = `'${said.text}' = ${value.toLocaleString('en-US')}, like the amount before`;
  } else if (/\d?k$|grand|thousand|million|m$|hundred/.test(fold(said.text)))
    why = `'${said.text}' = ${value.toLocaleString('en-US')}`;
  const alike = typeof stored === 'number' && stored >= 100 * value && stored < 100_000 * value;
  if (!answered && field.type === 'currency' && number.unit === 'plain' && value > 0 && value < 1000 && alike)
    asks(
      session,
      object,
      field,
      said.text,
      `${field.label} is ${stored.toLocaleString('en-US')} now. Which one?`,
      [String(value * 1000), String(value)],
    );
  if (field.type === 'percent' && (value < 0 || value > 100) && field.name === 'Probability')
    asks(session, object, field, said.text, 'A probability is between 0 and 100 %. Which one?');
  if (number.unit === 'percent' && field.type === 'currency')
    asks(session, object, field, said.text, `${field.label} is a sum, not a percentage. How much?`);
  return { field: field.name, value, ...(why ? { why } : {}) };
}

/** Digits with the separators of any country, which a sentence reads as English ones. */
function writtenNumber(field: FieldDescribe, said: Said): Said['number'] {
  if (said.number?.unit === 'percent') return undefined;
  const places = field.type === 'currency' || field.type === 'int' ? field.scale : 18;
  const value = numberOf(said.text, places);
  return value === undefined
    ? undefined
    : { value, unit: /\p{Sc}|[a-z]{3}/iu.test(said.text) ? 'money' : 'plain', loose: false };
}
