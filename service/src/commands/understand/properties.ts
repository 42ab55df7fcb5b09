import type { ObjectDescribe } from '../../salesforce/types.ts';
import { assign, bestMisfit } from './assignments.ts';
import type { DateMatch } from './dates.ts';
import type { Property } from './intents.ts';
import type { NumberMatch } from './numbers.ts';
import { saysMore } from './free-text.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import { placeNamed } from './places.ts';
import { isPicklist, nearestValues, picklistsOf } from './picklists.ts';
import type { Captures } from './pattern.ts';
import type { Read, Rule } from './rules.ts';
import { cover, phrasesOf, rules } from './rules.ts';
import { amountField, dateField, fieldOf, hasField, percentField } from './schema.ts';
import type { Sentence } from './sentence.ts';
import { nameCost } from './name-cost.ts';
import type { FieldRef } from './vocabulary.ts';

/** Reads one thing that is said about a record to be created. */
type Build = (s: Sentence, c: Captures, o: ObjectDescribe) => Read<Property> | undefined;

const it = (value: Property, cost: number): Read<Property> => ({ value, cost });

function own(o: ObjectDescribe, refs: FieldRef[]): FieldRef[] {
  return refs.filter((r) => r.object === o.name);
}

const fieldIs: Build = (s, c, o) => {
  // Who may create no such record at all is told so, not asked what his words mean.
  const fields = own(o, c.field!.found as FieldRef[]).filter(
    (f) => !o.createable || fieldOf(o, f.field)?.createable,
  );
  if (fields.length === 0) return undefined;
  const { from, to } = c.value!;
  if (
    to - from > 24 ||
    /^(and|or|,|to|the|a|with|of|for|on|by|is|from|-|at|in)$/.test(s.word(to - 1)) ||
    /^(and|or|,|of|on|for|by|from|with|-|it|them|him)$/.test(s.word(from))
  )
    return undefined;
  const assignment = assign(s, fields, s.text(c.field!.from, c.field!.to), from, to);
  const { value } = assignment;
  const typed = value.number !== undefined || value.date !== undefined || value.minutes !== undefined;
  const more = !typed && saysMore(s, from, to, o);
  if (more && !fields.some((f) => fieldOf(o, f.field)?.type === 'textarea')) return undefined;
  // "last name Vogt company Zephyr Labs": another field begins inside.
  let inside = 0;
  for (let i = from + 1; i < to - 1 && !typed; i++)
    if (
      own(
        o,
        s.vocabulary.fieldsAt(s.tokens, i).flatMap((f) => f.fields),
      ).length > 0
    )
      inside += 0.4;
  return it({ kind: 'field', assignment }, 0.1 + (more ? 0.5 : 0) + inside + bestMisfit(s, fields, value));
};

const valueThenField: Build = (s, c, o) => {
  const refs = own(o, c.field!.found as FieldRef[]);
  if (refs.length > 0 && refs.every((f) => fieldOf(o, f.field)?.type === 'reference')) return undefined;
  const read = fieldIs(s, c, o);
  return read && read.cost < 0.4 ? { value: read.value, cost: read.cost + 0.08 } : undefined;
};

const name: Build = (s, c) => {
  const { from, to } = c.name!;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  const cost = quoted ? 0 : saysMore(s, from, to) ? undefined : nameCost(s, from, to);
  return cost === undefined ? undefined : it({ kind: 'name', text: s.text(from, to) }, cost);
};

const party: Build = (s, c, o) => {
  let { from, to } = c.name!;
  let object: string | undefined;
  while (from < to - 1 && /^(the|a|an|existing|our)$/.test(s.word(from))) from++;
  for (let cut = to - 1; cut > from; cut--) {
    const noun = s.vocabulary
      .objectsAt(s.tokens, cut)
      .find((p) => p.end === to && p.objects.some((x) => x !== o.name || x === 'Account'));
    if (noun) {
      object = noun.objects[0]!;
      to = cut;
      break;
    }
  }
  if (!object) {
    const noun = s.vocabulary.objectsAt(s.tokens, from).find((p) => p.end < to && !p.plural);
    if (noun) {
      object = noun.objects[0]!;
      from = noun.end;
    }
  }
  // An account has other accounts beside it; people and deals are records of their own.
  if (o.name === 'Account' && object !== undefined && object !== 'Account') return undefined;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  const more = !quoted && saysMore(s, from, to, o);
  // A company that a lead works for is written as said; a record that is looked up has to exist.
  const cost = quoted ? 0.05 : more && o.name === 'Lead' ? undefined : nameCost(s, from, to);
  if (cost === undefined) return undefined;
  let at = c.name!.from - 1;
  while (/^(the|a|an|,)$/.test(s.word(at))) at--;
  return it(
    { kind: 'party', preposition: s.word(at), text: s.text(from, to), ...(object ? { object } : {}) },
    cost + (more ? 0.6 : 0.02) + (o.name === 'Account' && s.word(at) === 'in' ? 0.25 : 0),
  );
};

/** "New lead: Noor Haddad, Copperleaf Studios": what follows a person's name is the company. */
const company: Build = (s, c, o) => {
  const { from, to } = c.name!;
  if (o.name !== 'Lead' && o.name !== 'Contact') return undefined;
  const cost = saysMore(s, from, to, o) ? undefined : nameCost(s, from, to);
  return cost === undefined || cost > 1.2
    ? undefined
    : it({ kind: 'party', preposition: 'at', text: s.text(from, to) }, 0.5 + cost);
};

/** "based in Bergen, Norway". */
const place: Build = (s, c) => {
  const { from, to } = c.name!;
  const country = c.country && s.text(c.country.from, c.country.to);
  if (saysMore(s, from, to) || (country !== undefined && !placeNamed(country))) return undefined;
  const cost = nameCost(s, from, to);
  return cost === undefined
    ? undefined
    : it({ kind: 'place', text: s.text(from, to), ...(country ? { country } : {}) }, cost - 0.1);
};

const there: Build = () => it({ kind: 'party', preposition: 'at', text: '' }, 0.1);

const title: Build = (s, c, o) => {
  if (!fieldOf(o, 'Title')) return undefined;
  const { from, to } = c.title!;
  if (
    to - from > 6 ||
    s.tokens
      .slice(from, to)
      .some(
        (t) => t.kind !== 'word' && !(t.kind === 'punct' && /^[&/.-]$/.test(t.text)) && t.kind !== 'quote',
      )
  )
    return undefined;
  if (
    (FUNCTION_WORDS.has(s.word(from)) && s.tokens[from]!.text !== 'IT') ||
    FUNCTION_WORDS.has(s.word(to - 1)) ||
    s.tokens.slice(from, to).some((t) => /^(from|at|with|and|is|email|phone|to|for)$/.test(t.word))
  )
    return undefined;
  return it({ kind: 'title', text: s.text(from, to) }, 0.25 + 0.1 * (to - from));
};

const TITLE_WORDS =
  /^(ceo|cfo|cto|cio|coo|cmo|ciso|vp|svp|evp|director|manager|head|president|founder|owner|engineer|buyer|lead|chief|officer|partner|consultant|analyst|architect|administrator|coordinator|specialist|controller|principal|dean|professor|doctor|nurse|assistant|executive)$/;

const bareTitle: Build = (s, c, o) => {
  const { from, to } = c.title!;
  if (!s.tokens.slice(from, to).some((t) => TITLE_WORDS.test(t.word))) return undefined;
  const read = title(s, c, o);
  return read && { value: read.value, cost: read.cost + 0.3 };
};

const money: Build = (s, c, o) => {
  const number = c.number!.found as NumberMatch;
  if (number.unit === 'percent') {
    const field = percentField(o);
    return (
      field &&
      it(
        {
          kind: 'field',
          assignment: {
            fields: [{ object: o.name, field: field.name }],
            fieldText: field.label,
            value: s.said(c.number!.from, c.number!.to),
          },
        },
        0.2,
      )
    );
  }
  const field = amountField(o);
  if (!field || (number.unit !== 'money' && number.value < 500)) return undefined;
  return it(
    {
      kind: 'field',
      assignment: {
        fields: [{ object: o.name, field: field.name }],
        fieldText: field.label,
        value: s.said(c.number!.from, c.number!.to),
      },
    },
    0.1,
  );
};

const closing: Build = (s, c, o) => {
  const field = dateField(o);
  const { from, to } = c.date!;
  void (c.date!.found as DateMatch);
  return field && field.type === 'date'
    ? it(
        {
          kind: 'field',
          assignment: {
            fields: [{ object: o.name, field: field.name }],
            fieldText: field.label,
            value: s.said(from, to),
          },
        },
        0.08,
      )
    : undefined;
};

/** "from March 1 to March 15" of a campaign or another object with a beginning and an end. */
const bound =
  (name: RegExp): Build =>
  (s, c, o) => {
    const field = o.fields.find((f) => name.test(f.name) && f.type === 'date' && f.createable);
    return (
      field &&
      it(
        {
          kind: 'field',
          assignment: {
            fields: [{ object: o.name, field: field.name }],
            fieldText: field.label,
            value: s.said(c.date!.from, c.date!.to),
          },
        },
        0.07,
      )
    );
  };

const typed =
  (field: string, slot: string): Build =>
  (s, c, o) =>
    fieldOf(o, field)
      ? it(
          {
            kind: 'field',
            assignment: {
              fields: [{ object: o.name, field }],
              fieldText: field,
              value: s.said(c[slot]!.from, c[slot]!.to),
            },
          },
          0.05,
        )
      : undefined;

const state: Build = (s, c, o) => {
  const { from, to } = c.value!;
  if (to - from > 4 || FUNCTION_WORDS.has(s.word(from))) return undefined;
  const said = s.said(from, to);
  for (const field of picklistsOf(o)) {
    if (!isPicklist(field) || /^(Type|Role|TaskSubtype|Salutation)$/.test(field.name)) continue;
    const near = nearestValues(field, said.text, s.vocabulary.synonyms);
    if (near.length === 1 && near[0]!.closeness <= 2)
      return it(
        {
          kind: 'field',
          assignment: {
            fields: [{ object: o.name, field: field.name }],
            fieldText: field.label,
            value: said,
          },
        },
        0.28 + 0.05 * (to - from),
      );
  }
  return undefined;
};

const owner: Build = (s, c) => {
  const { from, to } = c.name!;
  if (to - from > 3) return undefined;
  const cost = s.word(from) === 'me' || s.word(from) === 'myself' ? 0.1 : nameCost(s, from, to);
  return cost === undefined ? undefined : it({ kind: 'owner', text: s.text(from, to) }, cost - 0.1);
};

const PROPERTIES: Rule<Build>[] = [
  ...rules<Build>(
    [
      '[and] [please] [set|with|make|give|has|have|use] [a|an|his|her|their|its|the] {field} [to|is|as|=|:|of|are|will be|should be|being|set to|- |at|on|in|was|would be|equal to] {value}',
      '{field} for (it|this|them) is {value}',
    ],
    fieldIs,
  ),
  ...rules<Build>(
    [
      '[with|in|at|and] [a|an|the] {value} {field}',
      'in [the] {value} {field}',
      '{value} as [the|its|his|her] {field}',
    ],
    valueThenField,
  ),
  ...rules<Build>(['(about|regarding|concerning|re|because of|over) {value}'], (s, c, o) => {
    const { from, to } = c.value!;
    return hasField(o, 'Subject') && !FUNCTION_WORDS.has(s.word(to - 1))
      ? it(
          {
            kind: 'field',
            assignment: assign(s, [{ object: o.name, field: 'Subject' }], 'subject', from, to),
          },
          0.35 + 0.06 * (to - from),
        )
      : undefined;
  }),
  ...rules<Build>(
    [
      '(called|named|titled|entitled|with the name|with the name of|with name|name it|call it|under the name|by the name of|with the title|with the name :|named as) {name}',
    ],
    name,
  ),
  ...rules<Build>(['{name:quote}'], (s, c, o) => {
    const read = name(s, c, o);
    return read && { value: read.value, cost: read.cost + 0.3 };
  }),
  ...rules<Build>(['[her|his|their|its|the|and her|and his] name is {name}'], name),
  ...rules<Build>(
    [
      '(based|located|headquartered|hq) in {name} , {country:word}',
      '(based|located|headquartered|hq) in {name}',
    ],
    place,
  ),
  ...rules<Build>(
    [
      '(for|to|at|under|with|on|there at) (it|them|this account|that account|the account|this company|that company|the company|this customer|that customer|the new account|the new company|this one)',
      'there',
      '(over|at) there',
    ],
    there,
  ),
  ...rules<Build>(['(reporting to|reports to|who reports to|report to) {name}'], (s, c, o) => {
    const { from, to } = c.name!;
    const cost = hasField(o, 'ReportsToId') && !saysMore(s, from, to) ? nameCost(s, from, to) : undefined;
    return cost === undefined
      ? undefined
      : it({ kind: 'party', preposition: 'reports to', text: s.text(from, to), object: o.name }, cost);
  }),
  ...rules<Build>([', {name}', '/ {name}'], company),
  ...rules<Build>(
    [
      '[she|he|they|it|who|and she|and he] (for|at|from|with|of|under|on|in|to|against|associated with|linked to|attached to|belonging to|related to|who works at|who works for|works at|works for|who is at|working at|working for|over at|tied to|connected to|at the company|from the company|who is with|is with|within|under the|associated to|linked with|through|company is|under the name of) {name}',
    ],
    party,
  ),
  ...rules<Build>(
    [
      '[for|worth|valued at|at|of|estimated at|estimated value|budget|about|around|roughly|value|to the tune of|with a value of|with a budget of|estimated|it is worth|it is|is worth|is about|size|expecting|expected] {number}',
      'with [a|an] {number} (probability|chance|budget)',
    ],
    money,
  ),
  ...rules<Build>(
    [
      '[is|and|it|that|which] [expected|expecting|estimated|should|due|set|scheduled|will|it should|it will|we expect it|planned|supposed] [to] (closing|close|closes|close on|close by|closing on|close date|due|to close|closing by|close in|closing in|closes on|closing at the|closing the|starting|starts|starting on|kicking off|ending|expected close|delivery|renewing|date|beginning|with close date|with a close date) [is|of|in|on|for|by|at|the] {date}',
      '(by|for|on|due|starting) {date}',
    ],
    closing,
  ),
  ...rules<Build>(
    ['(from|starts|starts on|starting|beginning|begins|start) {date}'],
    bound(/^Start_?Date(__c)?$/i),
  ),
  ...rules<Build>(['(to|until|till|through|ends|ends on|ending|end) {date}'], bound(/^End_?Date(__c)?$/i)),
  ...rules<Build>(
    [
      '[email|e mail|mail|reach (him|her|them) at|reachable at|at|his email is|her email is|and|or|via|you can reach (him|her|them) at|whose email is|contact (him|her|them) at|(he|she|they) can be reached at|with email] {email}',
    ],
    typed('Email', 'email'),
  ),
  ...rules<Build>(
    [
      '[phone|tel|telephone|call (him|her|them) at|reach (him|her|them) at|reachable at|at|number|on|his number is|her number is|and|or|you can reach (him|her|them) (at|on)|(he|she|they) can be reached (at|on)|ph|direct] {phone}',
    ],
    typed('Phone', 'phone'),
  ),
  ...rules<Build>(['[cell|mobile|mobile number|mobile phone|cell phone] [is|:|number] {phone}'], (s, c, o) =>
    /(cell|mobile)/.test(s.phrase(Math.max(0, c.phone!.from - 3), c.phone!.from))
      ? typed('MobilePhone', 'phone')(s, c, o)
      : undefined,
  ),
  ...rules<Build>(
    ['[website|web site|site|url|at|web|their site is|and] [is|:] {url}'],
    typed('Website', 'url'),
  ),
  ...rules<Build>(
    [
      '[<who>|he|she|and he|and she] (is|are|works as|serves as|was) [the|a|an|their|our] {title}',
      '(as|as the|as their|the|their|, the|, a) {title}',
      '\\( {title} \\)',
      'who is [the|a|an|their] {title}',
    ],
    title,
  ),
  ...rules<Build>([', {title}', '{title}'], bareTitle),
  ...rules<Build>(
    [
      '[and] (assigned to|assign it to|assign to|assign them to|assign her to|assign him to|owned by|owner|owner is|with owner|give it to|and owner|for owner|with {x} as owner|assign this to|assign the lead to|assign the opportunity to|belongs to) {name}',
    ],
    owner,
  ),
  ...rules<Build>(
    [
      '[with|in|at|as|is|and|it is|he is|she is|rated|rate (him|her|it|them)|marked as|mark (it|her|him|them) as|make it|from|came from|who came from|via|came in through|through|came in via|from the|sourced from|he is in|she is in|they are in] {value}',
    ],
    state,
  ),
  ...rules<Build>(
    [
      '[with|and|,] {field} (=|is|:|of|at) [:] {number} (times|x) (the|its) budget',
      '{field} [:|of|is] {number} (times|x) budget',
    ],
    (s, c, o) => {
      const fields = own(o, c.field!.found as FieldRef[]);
      return fields.length === 0
        ? undefined
        : it({ kind: 'times-budget', factor: (c.number!.found as NumberMatch).value, field: fields }, 0.1);
    },
  ),
];

const SEPARATORS = new Set([
  '?',
  '!',
  'and',
  ',',
  '-',
  '.',
  ';',
  ':',
  '*',
  '•',
  'with',
  'also',
  'please',
  'then',
  'the',
  'to',
  '(',
  ')',
  'new',
  'just',
  '—',
  '–',
  'plus',
  'details',
  'following',
]);
const INTRODUCTIONS = [
  'with the following settings',
  'with the following details',
  'with these details',
  'with the following',
  'with the following information',
  'with following details',
  'with these settings',
  'with the details',
  'using the following details',
  'details',
  'as follows',
  'i just spoke with him',
  'i just spoke with her',
  'i just spoke to him',
  'i just spoke to her',
  'i just met him',
  'i just met her',
  'i met him',
  'i met her',
  'as the poc',
  'as poc',
  'as point of contact',
  'as the point of contact',
  'it is',
  'with these values',
  'with the following values',
  'with the following fields',
  'and please',
  'information',
  'here are the details',
  'with this information',
].map((w) => w.split(' '));

/** Everything said about a new record of the object; undefined when a word stays unexplained. */
export function propertiesAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): Read<Property[]> | undefined {
  if (from >= to) return { value: [], cost: 0 };
  const bound: Rule<(s: Sentence, c: Captures) => Read<Property> | undefined>[] = PROPERTIES.map(
    ({ pattern, build }) => ({ pattern, build: (sentence, c) => build(sentence, c, o) }),
  );
  const find = phrasesOf(s, bound, `property:${o.name}`);
  return cover<Property | undefined>(
    s,
    from,
    to,
    (i, limit) => {
      const found: { end: number; value: Property | undefined; cost: number }[] = find(i, limit);
      for (const words of INTRODUCTIONS)
        if (words.every((word, n) => s.word(i + n) === word) && i + words.length <= limit)
          found.push({ end: i + words.length, value: undefined, cost: 0.02 });
      return found;
    },
    SEPARATORS,
  ) as Read<Property[]> | undefined;
}
