import type { FieldDescribe, ObjectDescribe, SObject } from '../../salesforce/types.ts';
import type { Said } from '../understand/sentence.ts';
import { localeOf } from '../format.ts';
import { fold } from '../understand/tokens.ts';
import { numberOf } from './amounts.ts';
import { valueAt, type Session } from './session.ts';
import { asks, type Written } from './written.ts';

/** The number that was said, as the field counts it; what can be meant in two ways is asked. */
export async function numberFor(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe,
  said: Said,
  row: SObject | undefined,
  answered: boolean,
): Promise<Written> {
  const number = (await writtenNumber(session, field, said)) ?? said.number;
  if (!number)
    asks(
      session,
      object,
      field,
      said.text,
      `How much is "${said.text}"? I need a number for ${field.label}.`,
    );
  let { value } = number;
  // "To -50k": less than nothing, or a dash.
  if (!answered && isBelowZero(session, said.text))
    asks(session, object, field, said.text, `Is ${field.label} really below zero? How much is it?`, [
      String(-value),
      String(value),
    ]);
  // "0.05 mm": millions of money, and millimetres of anything else.
  if (!answered && field.type !== 'currency' && LENGTHS.test(fold(said.text)))
    asks(session, object, field, said.text, `How much is "${said.text}" in ${field.label}?`);
  if (Math.abs(value) >= 10 ** (field.precision - field.scale) && field.precision > 0)
    asks(session, object, field, said.text, `${field.label} has no room for "${said.text}". How much is it?`);
  if (!answered && isWhole(field) && !Number.isInteger(value))
    asks(session, object, field, said.text, `${field.label} takes whole numbers. Which one?`, [
      String(Math.floor(value)),
      String(Math.ceil(value)),
    ]);
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
  // "Probability 0.8": of one, or of a hundred.
  if (!answered && field.type === 'percent' && number.unit === 'plain' && value > 0 && value < 1)
    asks(session, object, field, said.text, `How many percent is "${said.text}"?`, [
      String(Number((value * 100).toPrecision(12))),
      String(value),
    ]);
  if (number.unit === 'percent' && field.type === 'currency')
    asks(session, object, field, said.text, `${field.label} is a sum, not a percentage. How much?`);
  return { field: field.name, value, ...(why ? { why } : {}) };
}

/** A minus stands before the digits, without a blank. */
function isBelowZero({ input }: Session, said: string): boolean {
  if (/^[-–−]\d/.test(said)) return true;
  const at = input.text.indexOf(said);
  return at > 0 && /\s[-–−]$/.test(input.text.slice(0, at));
}

const LENGTHS = /\d ?(m|mm|mn|mil)$/;

export function isWhole({ type, scale }: FieldDescribe): boolean {
  return type === 'int' || (type === 'double' && scale === 0);
}

const EITHER_WAY = /^\D*\d{1,3}([.,])\d{3}\D*$/;

function groupSign(locale: string): string | undefined {
  const parts = new Intl.NumberFormat(localeOf(locale)).formatToParts(10_000_000);
  return parts.find(({ type }) => type === 'group')?.value;
}

/** Describe gives a number without decimal places of its own this scale. */
const ANY_SCALE = 18;

/** Digits with the separators of any country, which a sentence reads as English ones. */
async function writtenNumber(session: Session, field: FieldDescribe, said: Said): Promise<Said['number']> {
  if (said.number?.unit === 'percent') return undefined;
  let places = field.type === 'percent' ? ANY_SCALE : field.scale;
  const sign = EITHER_WAY.exec(said.text)?.[1];
  // "1,800" in a field with three decimal places: as the rep's own country parts thousands.
  if (sign !== undefined && places > 2 && sign === groupSign((await session.deps.salesforce.user()).locale))
    places = 0;
  const value = numberOf(said.text, places);
  return value === undefined
    ? undefined
    : { value, unit: /\p{Sc}|[a-z]{3}/iu.test(said.text) ? 'money' : 'plain', loose: false };
}
