import { assign, assignmentsAt, bestMisfit, isFree, isSomeStatus, valueAndMore } from '../../assignments.ts';
import { valueIs } from '../../conditions/comparisons.ts';
import type { Assignment, Target } from '../../intents.ts';
import { DETERMINERS } from '../../lexicon/function-words.ts';
import { numberAt } from '../../numbers.ts';
import type { Captures } from '../../pattern.ts';
import { isPicklist, isWrittenValue, nearestValues } from '../../picklists.ts';
import type { Read } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Said, Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent } from '../types.ts';
import { withoutContrast } from './contrast.ts';
import { isTaskToCome } from './new-task.ts';

/** "{field} of {target} to {more}": a named field, its value, perhaps further assignments. */
export const fieldToValue: BuildIntent = (s, captures) => {
  const fields = captures.field!.found as FieldRef[];
  if (isTaskToCome(s, captures)) return undefined;
  const c = isText(s, fields) ? captures : withoutContrast(s, captures);
  // "What is the amount of …": asks for it.
  if (c.field!.from === 0 && /^(who|what)$/.test(s.word(0))) return undefined;
  const changed = thoseThatAre(s, c, targetOf(s, c), fields);
  if (!changed) return undefined;
  const { target, old } = changed;
  // "Every deal under Raj's name": many are never renamed at once.
  if (target.value.kind === 'set' && /\bname$/.test(s.phrase(c.field!.from, c.field!.to))) return undefined;
  const at = c.more ?? c.value!;
  if (/^(is|are|was|were|,|;|-)$/.test(s.word(at.from)) && s.tokens[at.from]!.kind !== 'quote')
    return undefined;
  // "Contacts at Globex" are records before they are a field.
  const plural = s.vocabulary
    .objectsAt(s.tokens, c.field!.from)
    .some((p) => p.plural && p.end === c.field!.to);
  if (plural) return undefined;
  if (joinsPlace(s, c, target.value) && isFree(s, fields) && s.tokens[at.from]!.kind !== 'quote')
    return undefined;
  let best: Read<Assignment[]> | undefined;
  for (const reading of c.more ? valueAndMore(s, at.from, at.to) : [{ value: at, more: [], cost: 0 }]) {
    const first = assign(s, fields, s.text(c.field!.from, c.field!.to), reading.value.from, reading.value.to);
    if (old) comparedWith(first, reading.more, captures).from = old;
    const fitting = fieldsOn(target.value, fields);
    const cost =
      reading.cost +
      bestMisfit(s, fitting.length > 0 ? fitting : fields, first.value) +
      (fitting.length > 0 ? 0 : 2.5) +
      junction(target.value, fields);
    if (!best || cost < best.cost) best = { value: [first, ...reading.more], cost };
  }
  // "New lead: …" is a record, before it is a lookup of that name.
  const noun = s.vocabulary.objectsAt(s.tokens, c.field!.from).some((n) => n.end === c.field!.to);
  const record = noun ? (c.target ? 0.2 : 0.8) : 0;
  return intent(
    { kind: 'update', target: target.value, assignments: best!.value },
    0.2 + target.cost + best!.cost + record,
  );
};

/** "To proposal with a probability of 70% instead of 10%": what stands last is what it is said of. */
function comparedWith(first: Assignment, more: readonly Assignment[], { old }: Captures): Assignment {
  return old ? first : (more.at(-1) ?? first);
}

/** "Call Sean, not Bob": words are written as they stand. */
function isText(s: Sentence, fields: readonly FieldRef[]): boolean {
  return fields.some(({ object, field }) =>
    /^(string|textarea)$/.test(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? ''),
  );
}

/** "The next step of my deals at Keystone to …": "at" belongs to the records rather than to a value. */
function joinsPlace(s: Sentence, c: Captures, target: Target): boolean {
  if (!c.more || s.tokens[c.more.from]!.kind === 'number') return false;
  const word = s.word(c.more.from - (DETERMINERS.has(s.word(c.more.from - 1)) ? 2 : 1));
  return word === 'at' || (word === 'with' && target.kind === 'set');
}

export const manyAssignments: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const read = assignmentsAt(s, c.assignments!.from, c.assignments!.to);
  if (!target || !read || isTaskToCome(s, c, c.assignments!.from)) return undefined;
  const off =
    target.value.objects.length > 0 && read.value.some((a) => fieldsOn(target.value, a.fields).length === 0)
      ? 1.5
      : junction(
          target.value,
          read.value.flatMap((a) => a.fields),
        );
  return intent(
    { kind: 'update', target: target.value, assignments: read.value },
    0.25 + target.cost + read.cost + off,
  );
};

const TALK = 1.5;

/** "The deal is in", "except the Gantry one". */
const NO_VALUE = /^(in|on|at|of|to|one|ones|it|that|contacts?|leads?|accounts?|opportunit(y|ies)|deals?)$/;

/** "Move {target} to {value}": the value alone says which field is meant. */
export const bareValue =
  (extra: number): BuildIntent =>
  (s, captures) => {
    const c = withoutContrast(s, captures);
    if (isElsewhen(s, c)) return undefined;
    const changed = thoseThatAre(s, c, targetOf(s, c), []);
    if (!changed) return undefined;
    const { target, old } = changed;
    const first = DETERMINERS.has(s.word(c.more!.from)) ? c.more!.from + 1 : c.more!.from;
    if (ofOthers(s, first, c.more!.to, target.value)) return undefined;
    if (c.more!.to - first <= 1 && NO_VALUE.test(s.word(first))) return undefined;
    let best: Read<Assignment[]> | undefined;
    for (const reading of valueAndMore(s, c.more!.from, c.more!.to, true)) {
      const first = withItsField(s, target.value, reading.value.from, reading.value.to);
      if (old) comparedWith(first, reading.more, captures).from = old;
      const said = first.value;
      if (said.date && happensThen(s, c)) return undefined;
      const flag =
        /^(do not call|do not email|inactive|active|primary|opted out|opted out of email|unsubscribed)$/.test(
          said.phrase,
        );
      const known =
        said.number !== undefined ||
        said.date !== undefined ||
        said.minutes !== undefined ||
        flag ||
        first.fields.length > 0 ||
        isSomeStatus(s, said.text);
      const cost =
        reading.cost +
        0.05 +
        (known
          ? 0
          : someValue(s, target.value, said.text)
            ? 0.1
            : // "It went to legal. Stage …": a value that nobody knows is rather talk before the one that counts.
              extra +
              (reading.more.some((a) => a.fields.length > 0) ? TALK : 0) +
              0.3 * Math.max(0, said.phrase.split(' ').length - 2));
      if (!best || cost < best.cost) best = { value: [first, ...reading.more], cost };
    }
    return best && best.cost < 6
      ? intent(
          { kind: 'update', target: target.value, assignments: best.value },
          0.3 + target.cost + best.cost,
        )
      : undefined;
  };

/** "Lead status to Working" for a campaign: a field of other records and its value, and none of the campaign's. */
function ofOthers(s: Sentence, from: number, to: number, { objects }: Target): boolean {
  return s.vocabulary
    .objectsAt(s.tokens, from)
    .some(
      (noun) =>
        noun.objects.every((o) => !objects.includes(o)) &&
        s.vocabulary.fieldsAt(s.tokens, noun.end).some((f) => f.end < to && /^(to|as)$/.test(s.word(f.end))),
    );
}

/** "It was in proposal", "it is going to be lost": where a record stood or may come to stand, not where it stands. */
function isElsewhen(s: Sentence, c: Captures): boolean {
  if (!c.target || !c.more || c.old || c.more.from <= c.target.to) return false;
  return /^(was|were|(is|are) going to)\b/.test(s.phrase(c.target.to, c.more.from));
}

/** "Scanner 4 goes back on Friday", "got dropped on Monday": what happens then, and no day that the record gets. */
function happensThen(s: Sentence, { target, more }: Captures): boolean {
  if (!target || !more || more.from <= target.to) return false;
  return HAPPENS.test(s.phrase(target.to, more.from));
}

const HAPPENS =
  /\b(go|goes|went|gone|come|comes|came|put|taken|brought|cut|got|turned|(drop|fall|grow|rais|lower|reduc|increas|upgrad|downgrad|promot)\w*|fell|grew|rose)\b/;

/** Objects that are spoken of through what they join. */
const JUNCTIONS: ReadonlySet<string> = new Set(['CampaignMember', 'OpportunityContactRole']);

/** "The lead Avery" is a lead, hardly the lead of an open campaign member. */
function junction(target: Target, fields: FieldRef[]): number {
  return target.kind === 'context' && fields.every((f) => JUNCTIONS.has(f.object)) ? 1.2 : 0;
}

/** "Rating warm", "the budget 95k": a field and a value that fits it, and no word between them. */
export const beside: BuildIntent = (s, c) => {
  const read = fieldToValue(s, c);
  const [update] = read?.value ?? [];
  if (!read || update?.kind !== 'update') return undefined;
  const [first] = update.assignments;
  const { number, date, quoted, text } = first!.value;
  const { from, to } = c.more!;
  // "The street on Halcyon at 5 Main Road": what joins a value is no part of it.
  if (!quoted && /^(at|as|to|on|in|of|for|by|with)$/.test(s.word(from)) && isFree(s, first!.fields))
    return undefined;
  const written = to - from === 1 && /^(phone|email|url)$/.test(s.tokens[from]!.kind);
  const fits = written || first!.fields.some((f) => hasValue(s, f, text));
  return number || date || quoted || fits ? { value: read.value, cost: read.cost + 0.3 } : undefined;
};

/** "Closed lost": said of the open record. */
export const standing: BuildIntent = (s, c) => {
  const { from, to } = c.more!;
  if (to - from > 4 || !isSomeStatus(s, s.text(from, to))) return undefined;
  const read = bareValue(3)(s, c);
  return read && { value: read.value, cost: read.cost + 0.5 };
};

/** "Commit forecast category", "the negotiation stage": a value of a picklist with the field's name around it. */
function withItsField(s: Sentence, target: Target, from: number, to: number): Assignment {
  while (from < to - 1 && DETERMINERS.has(s.word(from)) && numberAt(s.tokens, from)?.end !== to) from++;
  const last = s.word(to - 1) === 'field' ? to - 1 : to;
  for (let cut = Math.max(from + 1, last - 3); cut < last; cut++) {
    const named = s.vocabulary.fieldsAt(s.tokens, cut).find((p) => p.end === last);
    // "Commit for the forecast", "hot on rating".
    let end = cut;
    if (end > from + 1 && /^(the|its|his|her|their)$/.test(s.word(end - 1))) end--;
    if (end > from + 1 && /^(for|as|on|in|under)$/.test(s.word(end - 1))) end--;
    const fields = named && fieldsOn(target, named.fields).filter((f) => takes(s, f, from, end));
    if (fields && fields.length > 0) return assign(s, fields, s.text(cut, last), from, end);
  }
  // "To the stage Negotiation": the field, then its value.
  for (const { end, fields } of s.vocabulary.fieldsAt(s.tokens, from)) {
    const own = end < to ? fieldsOn(target, fields).filter((f) => hasValue(s, f, s.text(end, to))) : [];
    if (own.length > 0) return assign(s, own, s.text(from, end), end, to);
  }
  // "Into the East one": what the noun stood for was said before.
  if (s.word(to - 1) === 'one' && target.objects.length > 0 && someValue(s, target, s.text(from, to - 1)))
    return assign(s, [], '', from, to - 1);
  return assign(s, [], '', from, to);
}

/** A value of its picklist, or "75 kW" for a number that is counted in kW. */
function takes(s: Sentence, ref: FieldRef, from: number, to: number): boolean {
  if (hasValue(s, ref, s.text(from, to))) return true;
  const describe = fieldOf(s.vocabulary.objects.get(ref.object), ref.field);
  const number = numberAt(s.tokens, from);
  return number?.end === to && number.unit === 'plain' && /^(double|int|percent)$/.test(describe?.type ?? '');
}

function hasValue(s: Sentence, { object, field }: FieldRef, said: string): boolean {
  const describe = fieldOf(s.vocabulary.objects.get(object), field);
  return (
    describe !== undefined &&
    isPicklist(describe) &&
    nearestValues(describe, said, s.vocabulary.synonyms).length === 1
  );
}

/** Nothing in particular: "from whatever it is now". */
const ANYTHING =
  /^(whatever|what|the (current|old|previous|present)|its (current|old|present)|where(ver)?)\b/;

/** "from Qualification": the value that one record is expected to have, and of a set those that have it. */
function thoseThatAre(
  s: Sentence,
  c: Captures,
  target: Read<Target> | undefined,
  fields: FieldRef[],
): { target: Read<Target>; old?: Said } | undefined {
  if (!target || !c.old) return target && { target };
  const { from, to } = c.old;
  const old = s.said(from, to);
  if (ANYTHING.test(old.phrase)) return { target };
  const known =
    fields.length > 0
      ? bestMisfit(s, fields, old) < 1
      : old.number !== undefined ||
        old.date !== undefined ||
        isSomeStatus(s, old.text) ||
        someValue(s, target.value, old.text);
  if (!known) return undefined;
  if (target.value.kind !== 'set') return { target, old };
  const object = s.vocabulary.objects.get(target.value.objects[0]!);
  const condition = object && valueIs(s, object, fields, from, to);
  if (!condition) return undefined;
  const conditions = [...target.value.conditions, condition];
  return { target: { value: { ...target.value, conditions }, cost: target.cost }, old };
}

/** Whether the words are a value of a picklist of the records that are meant. */
export function someValue(s: Sentence, target: Target, said: string): boolean {
  const objects =
    target.objects.length > 0
      ? target.objects
      : ['Opportunity', 'Lead', 'Account', 'Case', 'Task', 'Contact', 'Campaign'];
  return objects.some((name) => {
    const object = s.vocabulary.objects.get(name);
    return object !== undefined && isWrittenValue(object, said);
  });
}

/** For `<what>`: the value of the field that was named, or of the one that the value itself names. */
export const givenTo =
  (extra: number): BuildIntent =>
  (s, c) =>
    c.field ? fieldToValue(s, c) : bareValue(extra)(s, c);
