import { assign, assignmentsAt, bestMisfit, isFree, isSomeStatus, valueAndMore } from '../../assignments.ts';
import { valueIs } from '../../conditions/comparisons.ts';
import { hidesCommand, hidesDelete } from '../../imperatives.ts';
import type { Assignment, Target } from '../../intents.ts';
import { DETERMINERS } from '../../lexicon/function-words.ts';
import { numberAt } from '../../numbers.ts';
import type { Captures } from '../../pattern.ts';
import { isPicklist, isWrittenValue, nearestValues } from '../../picklists.ts';
import type { Read } from '../../rules.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Said, Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** "{field} of {target} to {more}": a named field, its value, perhaps further assignments. */
export const fieldToValue: BuildIntent = (s, c) => {
  const fields = c.field!.found as FieldRef[];
  const changed = thoseThatAre(s, c, targetOf(s, c), fields);
  if (!changed) return undefined;
  const { target, old } = changed;
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
    if (old) first.from = old;
    const fitting = fieldsOn(target.value, fields);
    const cost =
      reading.cost +
      bestMisfit(s, fitting.length > 0 ? fitting : fields, first.value) +
      (fitting.length > 0 ? 0 : 2.5) +
      junction(target.value, fields);
    if (!best || cost < best.cost) best = { value: [first, ...reading.more], cost };
  }
  // "New lead: …" is a record, before it is a lookup of that name.
  const noun = s.vocabulary.objectsAt(s.tokens, c.field!.from).some((n) => n.end === c.field!.to) ? 0.8 : 0;
  return intent(
    { kind: 'update', target: target.value, assignments: best!.value },
    0.2 + target.cost + best!.cost + noun,
  );
};

/** "The next step of my deals at Keystone to …": "at" belongs to the records rather than to a value. */
function joinsPlace(s: Sentence, c: Captures, target: Target): boolean {
  if (!c.more) return false;
  const word = s.word(c.more.from - (DETERMINERS.has(s.word(c.more.from - 1)) ? 2 : 1));
  return word === 'at' || (word === 'with' && target.kind === 'set');
}

export const manyAssignments: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const read = assignmentsAt(s, c.assignments!.from, c.assignments!.to);
  if (!target || !read) return undefined;
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

/** "The deal is in", "except the Gantry one". */
const NO_VALUE = /^(in|on|at|of|to|one|ones|it|that|contacts?|leads?|accounts?|opportunit(y|ies)|deals?)$/;

/** "Move {target} to {value}": the value alone says which field is meant. */
export const bareValue =
  (extra: number): BuildIntent =>
  (s, c) => {
    if (isElsewhen(s, c)) return undefined;
    const changed = thoseThatAre(s, c, targetOf(s, c), []);
    if (!changed) return undefined;
    const { target, old } = changed;
    const first = DETERMINERS.has(s.word(c.more!.from)) ? c.more!.from + 1 : c.more!.from;
    if (c.more!.to - first <= 1 && NO_VALUE.test(s.word(first))) return undefined;
    let best: Read<Assignment[]> | undefined;
    for (const reading of valueAndMore(s, c.more!.from, c.more!.to, true)) {
      const first = withItsField(s, target.value, reading.value.from, reading.value.to);
      if (old) first.from = old;
      const said = first.value;
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
            : extra + 0.3 * Math.max(0, said.phrase.split(' ').length - 2));
      if (!best || cost < best.cost) best = { value: [first, ...reading.more], cost };
    }
    return best && best.cost < 6
      ? intent(
          { kind: 'update', target: target.value, assignments: best.value },
          0.3 + target.cost + best.cost,
        )
      : undefined;
  };

/** "It was in proposal", "it is going to be lost": where a record stood or may come to stand, not where it stands. */
function isElsewhen(s: Sentence, c: Captures): boolean {
  if (!c.target || !c.more || c.more.from <= c.target.to) return false;
  return /^(was|were|(is|are) going to)\b/.test(s.phrase(c.target.to, c.more.from));
}

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
  const fits = first!.fields.some((f) => hasValue(s, f, text));
  return number || date || quoted || fits ? { value: read.value, cost: read.cost + 0.3 } : undefined;
};

/** "Closed lost": said of the open record. */
const standing: BuildIntent = (s, c) => {
  const { from, to } = c.more!;
  if (to - from > 4 || !isSomeStatus(s, s.text(from, to))) return undefined;
  const read = bareValue(3)(s, c);
  return read && { value: read.value, cost: read.cost + 0.5 };
};

/** "Commit forecast category", "the negotiation stage": a value of a picklist with the field's name around it. */
function withItsField(s: Sentence, target: Target, from: number, to: number): Assignment {
  while (from < to - 1 && DETERMINERS.has(s.word(from)) && numberAt(s.tokens, from)?.end !== to) from++;
  for (let cut = Math.max(from + 1, to - 3); cut < to; cut++) {
    const named = s.vocabulary.fieldsAt(s.tokens, cut).find((p) => p.end === to);
    const fields = named && fieldsOn(target, named.fields).filter((f) => hasValue(s, f, s.text(from, cut)));
    if (fields && fields.length > 0) return assign(s, fields, s.text(cut, to), from, cut);
  }
  return assign(s, [], '', from, to);
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
      : old.number !== undefined || old.date !== undefined || isSomeStatus(s, old.text);
  if (!known) return undefined;
  if (target.value.kind !== 'set') return { target, old };
  const object = s.vocabulary.objects.get(target.value.objects[0]!);
  const condition = object && valueIs(s, object, fields, from, to);
  if (!condition) return undefined;
  const conditions = [...target.value.conditions, condition];
  return { target: { value: { ...target.value, conditions }, cost: target.cost }, old };
}

function someValue(s: Sentence, target: Target, said: string): boolean {
  const objects =
    target.objects.length > 0
      ? target.objects
      : ['Opportunity', 'Lead', 'Account', 'Case', 'Task', 'Contact', 'Campaign'];
  return objects.some((name) => {
    const object = s.vocabulary.objects.get(name);
    return object !== undefined && isWrittenValue(object, said);
  });
}

const rename: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  const { from, to } = c.value!;
  if (to - from > 14) return undefined;
  let best: Read<Assignment[]> | undefined;
  for (const reading of valueAndMore(s, from, to)) {
    const { from: start, to: end } = reading.value;
    const hidden = hidesCommand(s, start, end) || hidesDelete(s, start, end) ? 4 : 0;
    const cost = reading.cost + hidden + 0.05 * (reading.value.to - reading.value.from);
    if (!best || cost < best.cost)
      best = {
        value: [
          { fields: [], fieldText: 'name', value: s.said(reading.value.from, reading.value.to) },
          ...reading.more,
        ],
        cost,
      };
  }
  return intent(
    { kind: 'update', target: target.value, assignments: best!.value },
    0.2 + target.cost + best!.cost,
  );
};

/** Which value a field gets. One line is one phrasing. */
export const VALUES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '<set> {field} <of> {target} [from {old}] <to> {more}',
      "<set> {target} 's {field} [from {old}] [<to>] {more}",
      '<set> {target} {field} [from {old}] <to> {more}',
      "{target} 's {field} <be> [now] {more}",
      '{target} {field} <be> [now] {more}',
      '{field} <of> {target} <be> [now] {more}',
      '{target} has [a] new {field} [:|,|of|-|which is|it is] {more}',
      '<set> {target} to have [a|an] {field} [of|to|as] {more}',
      '{field} <of> {target} [from {old}] (to|=|:) {more}',
      "{target} 's {field} (to|=|:|now) {more}",
      '<set> {field} <of> {target} (so|such) that it (is|reads|says|shows|becomes|equals) {more}',
      '<set> {field} <of> {target} [:|,|;|-|.] (it|that) <be> {more}',
      "<set> {target} 's {field} [:|,|;|-|.] (it|that|he|she|they) <be> [the|a|an] {more}",
      '<set> {target} {field} [:|,|;|-|.] (it|that) <be> {more}',
      '{field} <of> {target} is (wrong|incorrect|outdated|off|out of date|not right|not correct) [,|;|-|.|:] [it|and|that] <be> {more}',
      "{target} 's {field} is (wrong|incorrect|outdated|off|out of date|not right|not correct) [,|;|-|.|:] [it|and|that] <be> {more}",
      "{target} 's {field} [has|just|have] (changed|updated) [now] [:|,|-|.|;] [it is|its|it is now] [now] {more}",
      '{field} <of> {target} [has|just|have] (changed|updated) [now] [:|,|-|.|;] [it is|its|it is now] [now] {more}',
      '(putting|moving|setting|changing|updating|switching) {field} <of> {target} <to> {more}',
      '(knock|talk|negotiate|haggle|mark|write|trim|cut) {field} <of> {target} (down|up) to {more}',
      "(knock|talk|negotiate|haggle|mark|write|trim|cut) {target} 's {field} (down|up) to {more}",
      "{target} 's new {field} <be> {more}",
      '[the] new {field} <of> {target} <be> {more}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {field} [from {old}] <to> {value} (of|on|for|in|at|against) {target}',
      '(use|assign|name|appoint|book|list) {value} as [the] [new] {field} <of> {target}',
      '<set> {value} as [the] [new] {field} <of> {target}',
      'make {field} <of> {target} {value:number}',
      '(appoint|name) {value} {field} <of> {target}',
      'put {value} in as [the] [new] {field} <of> {target}',
      'put {value} (in|into) {field} [field] <of> {target}',
      'add {value} as [the] {field} <of> {target}',
      'give {target} [a|an] {field} of {value}',
      'the {field} <be> [now] {value} <of> {target}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> [his|her|their|its] [new] {field} [from {old}] <to> {more}',
      '(his|her|their|its|new) {field} [from {old}] <to> {more}',
      '{field} (to|is|=|:|should be|is now|now) {more}',
      '(his|her|their|its|the|new) [new] {field} <be> [now] {more}',
      '(his|her|their|its) [new] {field} [:|=] {more}',
      '<set> (his|her|their|its) [new] {field} {more}',
      '(it|he|she|they) has [a] new {field} [:|,|of|-] {more}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(['<set> {field} <of> {target} {more}', '{field} {more}'], beside),
  ...rules<BuildIntent>(['{more}'], standing),
  ...rules<BuildIntent>(
    [
      '<set> {target} [:|,|-|so that|with|to have|as follows|as follows :|to the following :|with the following :] {assignments}',
      '<set> {assignments} (of|on|for|in|at|with|from|against) {target}',
      '<of> {target} [,|:] <set> {assignments}',
      '{target} [:|,|-] {assignments}',
      '<set> [:] {assignments}',
      'give {target} {assignments}',
    ],
    manyAssignments,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {target} [stage|status] [from {old}] <to> {more}',
      '<set> {target} [over|on|forward|back|along|down] <to> {more}',
      '(put|place|roll|bring|take|set) {target} [back] (on|in|into|to) {more}',
      '(chalk|write|book|chalk up|write off|close|close out) {target} [up|off|down] as [a|an] {more}',
      '(knock|talk|negotiate|haggle|mark|write|talk) {target} (down|up) to {more}',
      '(i|we) (are|am) [now|still|currently] (in|at|on) {more} [with {target}] [now]',
      '(putting|moving|setting|changing|switching|bringing) {target} [over|on|forward|back|along] <to> {more}',
      '(i|we) (need|want|would like) {target} (in|at|on) {more}',
      '(get|have|need|want) {target} (moved|changed|set|updated|bumped|pushed|put|switched|raised|lowered|marked|corrected|adjusted|brought) [over|up|down|back|forward|out] <to> {more}',
      '{target} (needs to|should|has to|must|can) [now] be (moved|changed|set|updated|bumped|pushed|put|switched|raised|lowered|marked|corrected|adjusted) [over|up|down|back|forward|out] <to> {more}',
      '{target} belongs (in|at|to|under) {more}',
      '{target} (entered|enters|reached|reaches|has reached|has entered|hit|has hit|made it to|made it into|got to|is entering|advanced into) {more} [stage|phase|status]',
      '{target} [<did>] <went> from {old} (to|into) {more}',
      '{target} (turned|has turned|went|has gone|got) {more}',
      '{target} turned out [to be] {more}',
      '(reschedule|rebook|postpone|move) {target} (for|onto) {more}',
    ],
    bareValue(1.2),
  ),
  ...rules<BuildIntent>(
    [
      '{target} <be> [now|officially|currently|all|both|each] [in|at|on|a|to] {more}',
      '{target} <be> [now|officially|currently] [in|at|on|a|to] {more} , [please] (update|change|mark|move|set|fix) (it|that|them|the record) [please]',
      '{target} <be> worth {more} [now]',
      '{target} <be> {more} , not {old}',
      '{target} (goes|go|went) (to|into) {more}',
      '{target} [->|to] {more}',
    ],
    bareValue(3),
  ),
  ...rules<BuildIntent>(['<set> {more} <of> {target}'], bareValue(4)),
  ...rules<BuildIntent>(
    [
      'make it {more}',
      '(mark|flag) as {more}',
      '<set> it <to> {more}',
      'make that {more}',
      '(mark|flag|call|rate|turn|grade|classify|label|tag|make) {target} {more}',
      '(move|set|switch|put) {target} {more}',
    ],
    bareValue(1.5),
  ),
  ...rules<BuildIntent>(
    [
      'rename {target} <to> {value}',
      '(change|set|update) [the] name of {target} to {value}',
      "(change|set|update) {target} 's name to {value}",
      'call {target} {value} instead',
      '(retitle|relabel|rechristen|rebrand) {target} (to|as) {value}',
      '(they|we|it|management|[the|our] (customer|client)) [have|has|just] (renamed|rebranded|rechristened) {target} (to|as) {value}',
      '{target} [<did>] (renamed|rebranded|rechristened) [to|as|into] {value} [now]',
      '{target} (is|are) [now] called {value} [now]',
    ],
    rename,
  ),
  ...rules<BuildIntent>(
    [
      'if {target} <be> [still|currently|now] [in|at] {cond} [,] [then] [<set>] (it|that|this|them) [stage|status] <to> {more}',
    ],
    (s, c) => {
      const read = bareValue(1.2)(s, c);
      const first = read?.value[0];
      if (!read || first?.kind !== 'update') return undefined;
      return intent(
        {
          ...first,
          when: [
            { kind: 'unclear', field: 'status', said: s.text(c.cond!.from, c.cond!.to), candidates: [] },
          ],
        },
        read.cost,
      );
    },
  ),
];
