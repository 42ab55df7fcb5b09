import type { ObjectDescribe } from '../../../salesforce/types.ts';
import { assign, bestMisfit, isPer } from '../assignments.ts';
import { datesOf } from '../conditions/verb-dates.ts';
import type { DateMatch } from '../dates.ts';
import { saysMore } from '../free-text.ts';
import { nameCost } from '../name-cost.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import type { Multiple } from '../multiples.ts';
import type { NumberMatch } from '../numbers.ts';
import { isPicklist, nearestValues, picklistsOf } from '../picklists.ts';
import { amountField, dateField, fieldOf, percentField } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { wordsOf } from '../tokens.ts';
import type { FieldRef } from '../vocabulary.ts';
import { goesOn } from './names.ts';
import { it, own, type BuildProperty } from './types.ts';

/** No deal is worth less than this, unless its field is named first. */
const LEAST = 500;

export const fieldIs: BuildProperty = (s, c, o) => {
  // Who may create no such record at all is told so, not asked what his words mean.
  const fields = own(o, c.field!.found as FieldRef[]).filter(
    (f) => !o.createable || fieldOf(o, f.field)?.createable,
  );
  if (fields.length === 0) return undefined;
  const { from, to } = c.value!;
  // "Starting one week | from today": a day ends where it ends.
  if ((s.date(from)?.end ?? to) > to) return undefined;
  // "The plant manager at Larkspur Foods": where somebody works, no manager of that name.
  const who = fields.every((f) => fieldOf(o, f.field)?.type === 'reference');
  const opening = /^(at|on|in|of)$/;
  if (who && goesOn(s, to)) return undefined;
  if (who && (opening.test(s.word(from - 1)) || opening.test(s.word(from)))) return undefined;
  if (
    to - from > 24 ||
    /^(and|or|,|to|the|a|with|of|for|on|by|is|from|-|at|in)$/.test(s.word(to - 1)) ||
    /^(and|or|,|of|on|for|by|from|with|-|it|them|him)$/.test(s.word(from))
  )
    return undefined;
  // "- Priority: High - Type: 'Mechanical'": behind a dash the next field begins.
  for (let i = from + 1; i < to; i++)
    if (
      /^[-–—•*]$/.test(s.word(i)) &&
      s.vocabulary.fieldsAt(s.tokens, i + 1).some((f) => s.word(f.end) === ':')
    )
      return undefined;
  const assignment = assign(s, fields, s.text(c.field!.from, c.field!.to), from, to);
  const { value } = assignment;
  // "Granite State Utilities": between capitals the field is a word of a name.
  const inName = [c.field!.from - 1, c.field!.from, from].every((at) => {
    const token = s.tokens[at];
    return token?.kind === 'word' && /^\p{Lu}\p{Ll}/u.test(token.text);
  });
  if (inName && fields.every((f) => fieldOf(o, f.field)?.type === 'string')) return undefined;
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

export const valueThenField: BuildProperty = (s, c, o) => {
  const refs = own(o, c.field!.found as FieldRef[]);
  if (refs.length > 0 && refs.every((f) => fieldOf(o, f.field)?.type === 'reference')) return undefined;
  // "… can't log in - low priority": a small word before a value ends what stands before.
  if (/^(in|on|at|with|as|is|of)$/.test(s.word(c.value!.from))) return undefined;
  // "Called Jo Falk, job title …": what somebody is called is no job.
  if (/^(called|named|titled)$/.test(s.word(c.value!.from))) return undefined;
  const read = fieldIs(s, c, o);
  // "Called Phase 2 worth 20k": the number of a name is no money.
  const number = s.said(c.value!.from, c.value!.to).number;
  const apart = /^([,;]|and|with|at|plus)$/.test(s.word(c.value!.from - 1));
  if (
    number &&
    !apart &&
    number.unit !== 'money' &&
    number.value < LEAST &&
    refs.every((f) => fieldOf(o, f.field)?.type === 'currency')
  )
    return undefined;
  return read && read.cost < 0.4 ? { value: read.value, cost: read.cost + 0.08 } : undefined;
};

/** "Grid connected", "subscribe her to the newsletter": a box of the org's own that is ticked. */
export const ticked: BuildProperty = (s, c, o) => {
  const fields = own(o, c.field!.found as FieldRef[]).filter((f) => {
    const field = fieldOf(o, f.field);
    return field?.type === 'boolean' && field.custom;
  });
  const { from, to } = c.field!;
  const value = { text: 'yes', phrase: 'yes', quoted: false };
  return fields.length === 1
    ? it({ kind: 'field', assignment: { fields, fieldText: s.text(from, to), value } }, 0.25)
    : undefined;
};

export const money: BuildProperty = (s, c, o) => {
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
  if (!field || (number.unit !== 'money' && number.value < LEAST)) return undefined;
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

/** "3,900 a month": the sum of each, when one field is called so. */
export const perPeriod: BuildProperty = (s, c, o) => {
  const period = s.word(c.unit!.from);
  if (!/^(day|week|month|quarter|year)$/.test(period)) return undefined;
  const [field, other] = o.fields.filter(
    (f) => f.type === 'currency' && f.createable && isPer(f.label, period),
  );
  if (!field || other) return undefined;
  const fields = [{ object: o.name, field: field.name }];
  const value = s.said(c.number!.from, c.number!.to);
  return it({ kind: 'field', assignment: { fields, fieldText: field.label, value } }, 0.1);
};

export const closing: BuildProperty = (s, c, o) => {
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
export const bound =
  (name: RegExp, labelled: (label: string) => boolean): BuildProperty =>
  (s, c, o) => {
    const dates = o.fields.filter((f) => f.type === 'date' && f.createable);
    const named = dates.filter((f) => f.custom && labelled(f.label));
    const field = dates.find((f) => name.test(f.name)) ?? (named.length === 1 ? named[0] : undefined);
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

/** "Shipping December 14", "arrives on the 20th": the date of the org's own that the verb names. */
export const verbDay: BuildProperty = (s, c, o) => {
  const fields = o.custom ? datesOf(o, s.word(c.verb!.from)).filter((f) => f.createable) : [];
  if (fields.length !== 1) return undefined;
  const ref = { object: o.name, field: fields[0]!.name };
  const value = s.said(c.date!.from, c.date!.to);
  return it({ kind: 'field', assignment: { fields: [ref], fieldText: fields[0]!.label, value } }, 0.06);
};

/** "Tomorrow at 10": of what takes place at an hour. */
export const instant: BuildProperty = (s, c, o) => {
  const [field, other] = o.fields.filter((f) => f.type === 'datetime' && f.custom && f.createable);
  if (!field || other) return undefined;
  const fields = [{ object: o.name, field: field.name }];
  const value = s.said(c.date!.from, c.time!.to);
  if (value.minutes === undefined || !value.date) return undefined;
  return it({ kind: 'field', assignment: { fields, fieldText: field.label, value } }, 0.06);
};

/** "Sponsored by Ridgemont Clinic", "inspected by Des": the lookup that the verb names. */
export const doneBy: BuildProperty = (s, c, o) => {
  const root = s.word(c.verb!.from).replace(/(ed|d)$/, '');
  const fields = o.fields.filter((f) => {
    const label = wordsOf(f.label).replace(/ by$/, '');
    return f.type === 'reference' && f.custom && label.replace(/(ed|or|er|d)$/, '') === root;
  });
  const cost = nameCost(s, c.name!.from, c.name!.to);
  if (fields.length !== 1 || cost === undefined) return undefined;
  const ref = { object: o.name, field: fields[0]!.name };
  const value = s.said(c.name!.from, c.name!.to);
  return it(
    { kind: 'field', assignment: { fields: [ref], fieldText: fields[0]!.label, value } },
    cost - 0.15,
  );
};

/** "With Nadia Brandt as site contact": a lookup, and who it is. */
export const lookupAs: BuildProperty = (s, c, o) => {
  const fields = own(o, c.field!.found as FieldRef[]).filter((f) => {
    const field = fieldOf(o, f.field);
    return field?.type === 'reference' && field.name !== 'OwnerId';
  });
  const { from, to } = c.name!;
  const cost = nameCost(s, from, to);
  if (fields.length === 0 || cost === undefined) return undefined;
  const fieldText = s.text(c.field!.from, c.field!.to);
  return it({ kind: 'field', assignment: { fields, fieldText, value: s.said(from, to) } }, cost - 0.15);
};

export const typed =
  (field: string, slot: string): BuildProperty =>
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

/** "They phoned it in": how a case came. */
export const cameBy =
  (text: string): BuildProperty =>
  (_s, _c, o) => {
    const field = fieldOf(o, 'Origin');
    if (!field || nearestValues(field, text).length !== 1) return undefined;
    const fields = [{ object: o.name, field: field.name }];
    const value = { text, phrase: text.toLowerCase(), quoted: false };
    return it({ kind: 'field', assignment: { fields, fieldText: field.label, value } }, 0.1);
  };

export const state: BuildProperty = (s, c, o) => {
  const { to } = c.value!;
  const from = s.word(c.value!.from) === 'our' && to - c.value!.from > 1 ? c.value!.from + 1 : c.value!.from;
  // "Needs Analysis": a capital makes a value of a small word.
  const small = FUNCTION_WORDS.has(s.word(from)) && !/^\p{Lu}/u.test(s.tokens[from]!.text);
  if (to - from > 4 || small || endsName(s, from)) return undefined;
  if (s.tokens[from]!.kind === 'punct') return undefined;
  const said = s.said(from, to);
  if (s.word(from - 1) === 'as' && isRole(s, o, said.text)) return undefined;
  for (const field of picklistsOf(o)) {
    if (!isPicklist(field) || /^(Role|TaskSubtype|Salutation)$/.test(field.name)) continue;
    const near = nearestValues(field, said.text, s.vocabulary.synonyms);
    // "New" is more often an adjective than a type, "webinar" is one.
    const sure = field.name !== 'Type' || (near.length === 1 && wordsOf(near[0]!.label) === said.phrase);
    if (near.length === 1 && near[0]!.closeness <= 2 && sure)
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

/** "With Dana as decision maker": what somebody is in the deal, and not how far it is. */
function isRole(s: Sentence, o: ObjectDescribe, text: string): boolean {
  const role =
    o.name === 'Opportunity' && fieldOf(s.vocabulary.objects.get('OpportunityContactRole'), 'Role');
  return (
    !!role && nearestValues(role, text, s.vocabulary.synonyms).some((v) => wordsOf(v.label) === wordsOf(text))
  );
}

/** "Wayne Biotech": right behind a word of a name that is written like it, a value is the rest of that name. */
function endsName(s: Sentence, from: number): boolean {
  const [before, first] = [s.tokens[from - 1], s.tokens[from]!];
  if (before?.kind !== 'word' || from < 2) return false;
  if (!/^\p{Lu}\p{Ll}/u.test(before.text) || !/^\p{Lu}\p{Ll}/u.test(first.text)) return false;
  const { vocabulary, tokens } = s;
  return [vocabulary.objectsAt(tokens, from - 1), vocabulary.fieldsAt(tokens, from - 1)].flat().length === 0;
}

/** "Expected revenue: three times the budget". */
export const timesBudget: BuildProperty = (s, c, o) => {
  const field = own(o, c.field!.found as FieldRef[]);
  const { factor, plus } = c.multiple!.found as Multiple;
  return field.length > 0 && amountField(o)
    ? it({ kind: 'times-budget', factor, plus, field }, 0.05)
    : undefined;
};
