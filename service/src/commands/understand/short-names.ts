import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import { wordsOf } from './tokens.ts';

/** Last words of labels that only say of what kind the value is. */
const KIND: Readonly<Record<string, RegExp>> = {
  date: /^(date|day|end|expiry|expires|expiration|due|on|until)$/,
  number: /^(count|number|size|score|level|hours|volume)$/,
  picklist: /^(type|status|frequency|level|category|class|tier|kind|method)$/,
  string: /^(version|number|code|name)$/,
};
/** Last words that name what money is: "Purchase Price". */
const MONEY = /^(price|rate|fee|cost|costs|rent|budget|deposit|value|salary|premium)$/;
/** They say too little by themselves. */
const COMMON =
  /^(|.{1,2}|day|tax|fee|age|net|date|time|number|name|status|stage|owner|code|text|type|level|class|group|list|start|end|next|last|total|total .*|first|target|current|agreed|actual|expected|planned|new|old)$/;

/** What a field of the org's own is called for short: "warranty" for "Warranty End", "price" for "Purchase Price", "beds" for "Bed Count". */
function shortened({ label, type, custom }: FieldDescribe): string[] {
  const words = wordsOf(label.replace(/\s*\([^()]*\)$/, '')).split(' ');
  const last = words.at(-1)!;
  if (!custom || words.length < 2) return [];
  const kind = type.startsWith('date')
    ? 'date'
    : /^(currency|double|int|percent)$/.test(type)
      ? 'number'
      : type;
  const begins = KIND[kind]?.test(last) || (type === 'datetime' && /^(time|at)$/.test(last));
  return [
    ...(begins ? [words.slice(0, -1).join(' ')] : []),
    ...(type === 'currency' && MONEY.test(last) ? [last] : []),
  ].filter((word) => !COMMON.test(word));
}

/** The short names that only one field of the object can mean. */
export function shortNames(object: ObjectDescribe): { word: string; field: string }[] {
  const labels = new Set(object.fields.map((f) => wordsOf(f.label)));
  const found = object.fields.flatMap((f) => shortened(f).map((word) => ({ word, field: f.name })));
  return found.filter(
    ({ word, field }) =>
      !labels.has(word) && found.every((other) => other.word !== word || other.field === field),
  );
}
