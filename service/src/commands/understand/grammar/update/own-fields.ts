import type { FieldDescribe } from '../../../../salesforce/types.ts';
import { assign } from '../../assignments.ts';
import type { Unit } from '../../calendar.ts';
import { datesOf } from '../../conditions/verb-dates.ts';
import { TRANSLATED_STATES } from '../../lexicon/translations.ts';
import { nameCost } from '../../name-cost.ts';
import type { Captures } from '../../pattern.ts';
import { nearestValues, picklistsOf } from '../../picklists.ts';
import { rules } from '../../rules.ts';
import { dateField, fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import { wordsOf } from '../../tokens.ts';
import type { FieldRef } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { fact } from './facts.ts';

function typed(s: Sentence, c: Captures, type: RegExp): FieldRef[] {
  return (c.field!.found as FieldRef[]).filter(({ object, field }) => {
    const describe = fieldOf(s.vocabulary.objects.get(object), field);
    return describe?.custom === true && type.test(describe.type);
  });
}

/** "Marta Reis is the foreman at Dock 7": a lookup of the org's own, and who or what it shall be. */
const lookup = fact((s, c) => {
  const { from, to } = c.value!;
  const fields = typed(s, c, /^reference$/);
  const cost = nameCost(s, from, to);
  if (fields.length === 0 || cost === undefined) return undefined;
  return { assignment: assign(s, fields, s.text(c.field!.from, c.field!.to), from, to), cost: cost - 0.1 };
});

/** "Next inspection of CAT 320 on January 12": a date of the org's own, and no verb. */
const day = fact((s, c) => {
  const fields = typed(s, c, /^date/);
  if (fields.length === 0) return undefined;
  const fieldText = s.text(c.field!.from, c.field!.to);
  return { assignment: assign(s, fields, fieldText, c.more!.from, c.more!.to), cost: 0.1 };
});

/** "The lease expires on May 4": the date that the verb names. */
const verbDay = fact((s, c) => {
  const verb = s.phrase(c.verb!.from, c.verb!.to).replace(/^(goes|going) live$/, 'live');
  const fields = [...s.vocabulary.objects.values()].flatMap((o) => {
    const dates = o.custom ? datesOf(o, verb) : [];
    return dates.length === 1 ? [{ object: o.name, field: dates[0]!.name }] : [];
  });
  if (fields.length === 0) return undefined;
  return { assignment: assign(s, fields, '', c.more!.from, c.more!.to), cost: 0.15 };
});

/** "Dock 7 was returned today", "dark mode shipped": what happened is where it stands from now on. */
const happened = fact((s, c) => {
  const { from, to } = c.status!;
  const said = s.text(from, to);
  if (!PARTICIPLE.test(said)) return undefined;
  const fields = [...s.vocabulary.objects.values()].flatMap((o) =>
    picklistsOf(o)
      .filter((f) => f.custom && isStateOf(s, f, said))
      .map((f) => ({ object: o.name, field: f.name })),
  );
  if (fields.length === 0) return undefined;
  return { assignment: assign(s, fields, '', from, to), cost: 0.1 };
});

/** The value itself, or the English word for the German or French one. */
function isStateOf(s: Sentence, field: FieldDescribe, said: string): boolean {
  const near = nearestValues(field, said, s.vocabulary.synonyms);
  const translated = TRANSLATED_STATES.some(({ says }) => says.includes(wordsOf(said)));
  return near.length === 1 && near[0]!.closeness <= (translated ? 2 : 1);
}

/** Written small: "Sold" may be a word of a name. */
const PARTICIPLE = /^(\p{Ll}+(ed|é|ée)|sold|sent|paid|lost|won|built|held|met|lent|shut|void)$/u;

/** The date on which each kind of record ends. */
function ends(s: Sentence): FieldRef[] {
  return [...s.vocabulary.objects.values()].flatMap((o) => {
    const dates = o.custom ? datesOf(o, 'end') : [];
    const field = dates.length === 1 ? dates[0] : dateField(o);
    return field?.type === 'date' ? [{ object: o.name, field: field.name }] : [];
  });
}

/** "Extend the lease to May", "by a week": where it has a beginning and an end, the end. */
const extended = fact((s, c) => {
  const fields = ends(s);
  if (!fields.some(({ object }) => s.vocabulary.objects.get(object)?.custom)) return undefined;
  if (c.more) return { assignment: assign(s, fields, 'end', c.more.from, c.more.to), cost: -0.1 };
  const { count, unit } = c.quantity!.found as { count: number; unit: Unit };
  const value = { text: '', phrase: '', quoted: false };
  return {
    assignment: { fields, fieldText: 'end', value, change: { by: 'shift', count, unit } },
    cost: -0.1,
  };
}, true);

/** "Cancel RC-0003": where the org's own records have such a state. */
const cancelled = fact((s) => {
  const value = { text: 'cancelled', phrase: 'cancelled', quoted: false };
  for (const text of ['cancelled', 'canceled', 'storniert', 'annulé']) {
    const fields = [...s.vocabulary.objects.values()].flatMap((o) =>
      picklistsOf(o)
        .filter((f) => f.custom && nearestValues(f, text)[0]?.closeness === 1)
        .map((f) => ({ object: o.name, field: f.name })),
    );
    if (fields.length > 0)
      return { assignment: { fields, fieldText: '', value: { ...value, text, phrase: text } }, cost: 0 };
  }
  // "Cancel V-0004": a box says so.
  const boxes = [...s.vocabulary.objects.values()].flatMap((o) =>
    o.fields
      .filter(
        (f) =>
          f.custom &&
          f.type === 'boolean' &&
          /^(cancell?ed|annulee?|storniert|abgesagt)$/.test(wordsOf(f.label)),
      )
      .map((f) => ({ object: o.name, field: f.name })),
  );
  if (boxes.length > 0)
    return {
      assignment: { fields: boxes, fieldText: 'cancelled', value: { ...value, text: 'yes', phrase: 'yes' } },
      cost: 0,
    };
  return undefined;
}, true);

/** "The course had nine attendees": what is counted of a record of the org's own. */
const hadSoMany = fact((s, c) => {
  const fields = typed(s, c, /^(double|int)$/);
  if (fields.length === 0) return undefined;
  const fieldText = s.text(c.field!.from, c.field!.to);
  return { assignment: assign(s, fields, fieldText, c.more!.from, c.more!.to), cost: -0.1 };
});

/** "Ted prefers WhatsApp": a value of a picklist that says what somebody prefers. */
const preferred = fact((s, c) => {
  const { from, to } = c.value!;
  const said = s.text(from, to);
  const fields = [...s.vocabulary.objects.values()].flatMap((o) =>
    picklistsOf(o)
      .filter((f) => /prefer|bevorzugt|préfér/i.test(f.label) && nearestValues(f, said)[0]?.closeness === 1)
      .map((f) => ({ object: o.name, field: f.name })),
  );
  return fields.length > 0 ? { assignment: assign(s, fields, '', from, to), cost: 0.05 } : undefined;
});

const BY = '[on|by|in|at|around|for|until]';

/** What is told about the fields of the org's own. One line is one phrasing. */
export const OWN_FIELDS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(extend|prolong|run) {target} (to|until|till|through) {more:date}',
      '(extend|prolong) {target} [by|for] [another] {quantity}',
    ],
    extended,
  ),
  ...rules<BuildIntent>(['(cancel|call off) {target}'], cancelled),
  ...rules<BuildIntent>(
    ['{target} [now|always|really] (prefers|likes) [to use|using] {value} [now|best]'],
    preferred,
  ),
  ...rules<BuildIntent>(
    [
      'make {value} [the|our|their|its] [new] {field} (of|for|at|on|in) {target}',
      '{value} (is|becomes|will be|should be|is now|is going to be|acts as|serves as|works as) [now] [the|our|their] [new] {field} (of|for|at|on|in) {target} [now]',
      '{value} (takes over|took over|steps in|has taken over) as [the|our|their] [new] {field} (of|for|at|on|in) {target} [now]',
    ],
    lookup,
  ),
  ...rules<BuildIntent>(
    [
      `{field} (of|for|on|at) {target} (is|ends|expires|falls|runs out|runs|moves|is due|is set|is planned|is scheduled|now) (on|by|in|until|till|to|for) {more:date}`,
      `{field} (of|for|on|at) {target} (on|by|until) {more:date}`,
      `{target} 's {field} (ends|expires|falls|runs out|runs|moves|is due|is set|is planned|is scheduled) ${BY} {more:date}`,
      `{field} (of|for|on|at) {target} (ends|expires|runs out) {more:date}`,
    ],
    day,
  ),
  ...rules<BuildIntent>(
    [
      `{target} [now] {verb:word} ${BY} {more:date} [instead|now]`,
      `{target} [now] <will> {verb:word} ${BY} {more:date} [instead|now]`,
      `{target} [now] {verb:golive} ${BY} {more:date} [instead|now]`,
    ],
    verbDay,
  ),
  ...rules<BuildIntent>(
    ['{target} (had|drew|attracted|took|hosted|counted) [about|around|only|exactly] {more:number} {field}'],
    hadSoMany,
  ),
  ...rules<BuildIntent>(
    [
      '{target} [was|were|is|has been|got|just|finally|has] {status:word} [today|yesterday|now|already|again|this morning]',
    ],
    happened,
  ),
  ...rules<BuildIntent>(
    ['{target} (is|are) [now|about|at] {more:number} (done|complete|completed|finished|through|ready) [now]'],
    fact((s, c) => {
      const said = s.said(c.more!.from, c.more!.to);
      return said.number?.unit === 'percent'
        ? { assignment: assign(s, [], '', c.more!.from, c.more!.to), cost: 0.05 }
        : undefined;
    }),
  ),
];
