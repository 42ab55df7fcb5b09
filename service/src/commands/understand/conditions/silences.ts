import type { ObjectDescribe } from '../../../salesforce/types.ts';
import { shift, type Unit } from '../calendar.ts';
import type { DateMatch } from '../dates.ts';
import type { Condition } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import { statusField } from '../picklists.ts';
import { rules } from '../rules.ts';
import { dateField, hasField } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { days } from './comparisons.ts';
import { picked } from './states.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

const LAST = 'LastActivityDate';
const WEEKDAY = /^(mon|tues?|wednes|thurs?|fri|satur|sun)(day)?$/;

/** The range that is meant when what has happened is spoken of: September is the last one. */
function past(s: Sentence, { from, to }: { from: number; to: number }, found: DateMatch): DateMatch['range'] {
  const year = s.tokens.slice(from, to).some((t) => /^(19|20)\d\d$/.test(t.word));
  const { range } = found;
  if (year || range.from <= s.calendar.today) return range;
  const back = (day: string) => shift(day, -7, 'day');
  if (s.tokens.slice(from, to).some((t) => WEEKDAY.test(t.word)))
    return { from: back(range.from), to: back(range.to) };
  return { from: shift(range.from, -1, 'year'), to: shift(range.to, -1, 'year') };
}

/** Nothing was done since a day, or in a time that reaches to today. */
const silentSince: BuildCondition = (s, c, o) => {
  if (!hasField(o, LAST)) return undefined;
  const { from } = past(s, c.date!, c.date!.found as DateMatch);
  if (from > s.calendar.today) return undefined;
  return is({ kind: 'days', path: LAST, to: shift(from, -1, 'day'), why: `no activity since ${from}` }, 0.04);
};

/** "Nobody has touched them this week": only a time that is not over is one since it began. */
const silentIn: BuildCondition = (s, c, o) => {
  const { range } = c.date!.found as DateMatch;
  const { today } = s.calendar;
  return range.from <= today && today <= range.to ? silentSince(s, c, o) : undefined;
};

const lastTouched =
  (op: '<' | '<=' | '>' | '>='): BuildCondition =>
  (s, c, o) => {
    if (!hasField(o, LAST)) return undefined;
    const found = c.date!.found as DateMatch;
    return is(days(LAST, op, { ...past(s, c.date!, found), day: found.day }), 0.04);
  };

const touchedAgo: BuildCondition = (s, c, o) => {
  if (!hasField(o, LAST)) return undefined;
  const { count, unit } = c.quantity!.found as { count: number; unit: Unit };
  const limit = shift(s.calendar.today, -count, unit);
  return is(
    { kind: 'days', path: LAST, to: shift(limit, -1, 'day'), why: `no activity since ${limit}` },
    0.04,
  );
};

/** "With no activity", as far as the org knows ever. */
const neverTouched: BuildCondition = (_s, _c, o) =>
  hasField(o, LAST) ? is({ kind: 'empty', path: LAST }, 0.06) : undefined;

/** "That have never been contacted": a status that says so. */
const never: BuildCondition = (s, c, o) => {
  const status = statusField(o);
  const found = status && picked(s, status.name, status, `not ${s.text(c.value!.from, c.value!.to)}`);
  return found && found.kind !== 'unclear' ? is(found) : undefined;
};

/** What was to end on some days and has not. */
function stillOpen(s: Sentence, o: ObjectDescribe, c: Captures | undefined): Condition | undefined {
  const field = dateField(o);
  if (!field || !hasField(o, 'IsClosed')) return undefined;
  const when: Condition = c
    ? { kind: 'days', path: field.name, ...past(s, c.date!, c.date!.found as DateMatch) }
    : { kind: 'days', path: field.name, to: shift(s.calendar.today, -1, 'day') };
  return { kind: 'all', of: [when, { kind: 'compare', path: 'IsClosed', op: '=', value: false }] };
}

const missed =
  (dated: boolean): BuildCondition =>
  (s, c, o) => {
    const found = stillOpen(s, o, dated ? c : undefined);
    return found && is(found, 0.05);
  };

const DONE =
  'touched|contacted|updated|worked|worked on|called|emailed|met|spoken to|spoken with|talked to|talked with|heard from|heard back from|followed up with|followed up on|reached out to|engaged|moved|been in touch with';
const WE = 'i|we|nobody|no one|they|he|she';
const ACTIVITY =
  'activity|activities|touch|contact|response|reply|interaction|engagement|touchpoint|movement|progress';
const BY = 'close|close date|closing|closing date|due date|deadline|end date|target date';

/** When something last happened to a record, and what should have happened by now. One line is one phrasing. */
export const SILENCES: ConditionRule[] = [
  ...rules<BuildCondition>(
    [
      `[<who>] (${WE}) (have|has) not [been] (${DONE}) since {date}`,
      `[<who>] (nobody|no one) [has|have|ever] (${DONE}) since {date}`,
      `[<who>] (have|has) not [been] (${DONE}|active|responded|replied|answered) since {date}`,
      `[<who>] (have|has|had|with|have had|has had|showing) (no|not any|zero) (${ACTIVITY}) since {date}`,
      `without [any] (${ACTIVITY}) since {date}`,
      `[<who>] (have|has) been (quiet|silent|inactive|untouched|idle|dormant) since {date}`,
    ],
    silentSince,
  ),
  ...rules<BuildCondition>(
    [
      `[<who>] (${WE}) (have|has) not [been] (${DONE}) [in|during|within|so far|yet] {date}`,
      `[<who>] (nobody|no one) [has|have|ever] (${DONE}) [in|during|within|so far] {date}`,
      `[<who>] (have|has) not [been] (${DONE}|active|responded|replied) [in|during|within|so far|yet] {date}`,
      `[<who>] (have|has|had|with|have had|has had) (no|not any|zero) (${ACTIVITY}) [in|during|within|so far] {date}`,
      `[<who>] (have|has) not had [any|an] (${ACTIVITY}) [in|during|within|so far|since] {date}`,
      `without [any] (${ACTIVITY}) [in|during|within|so far] {date}`,
    ],
    silentIn,
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (have|has|had|with|having|showing) (no|not any|zero) (activity|activities) [yet|at all|so far|logged|recorded|on record]',
      'without [any] (activity|activities) [yet|at all|so far|logged|recorded|on record]',
    ],
    neverTouched,
  ),
  ...rules<BuildCondition>(
    [
      `[<who>|with|where] [the|their|its|a] last (${ACTIVITY}|call|meeting) [was|is|date|date is|dated|dates] (before|prior to|earlier than|older than|from before) {date}`,
      `[<who>] [was|were|is|are] last (${DONE}|active) (before|prior to|earlier than) {date}`,
    ],
    lastTouched('<'),
  ),
  ...rules<BuildCondition>(
    [
      `[<who>|with|where] [the|their|its|a] last (${ACTIVITY}|call|meeting) [was|is|date|date is|dated|dates] (after|later than) {date}`,
      `[<who>] [was|were|is|are] last (${DONE}|active) after {date}`,
    ],
    lastTouched('>'),
  ),
  ...rules<BuildCondition>(
    [
      `[<who>|with|where] [the|their|its|a] last (${ACTIVITY}|call|meeting) [was|is|date|dates] [more than|over|at least] {quantity} (ago|back|old)`,
      `[<who>] [was|were|is|are] last (${DONE}|active) [more than|over|at least] {quantity} (ago|back)`,
    ],
    touchedAgo,
  ),
  ...rules<BuildCondition>(
    [
      '[that|which|who] (have|has) never [yet] [been] {value:short}',
      '[that|which|who] (nobody|no one) (has|have) ever {value:short}',
      'never {value:short}',
    ],
    never,
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (was|were|had been) (supposed|expected|due|scheduled|meant|planned|to have) [to] (close|closed|end|start) [in|by|on|during] {date}',
      '[<who>] should have (closed|ended) [in|by|on|during] {date}',
    ],
    missed(true),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (is|are) (supposed|expected|due|scheduled|meant|planned) [to] (close|closed|end|start) [in|by|on|during] {date}',
    ],
    // "That are due to close in December": a month that is still to come is not missed.
    (s, c, o) =>
      (c.date!.found as DateMatch).range.from > s.calendar.today ? undefined : missed(true)(s, c, o),
  ),
  ...rules<BuildCondition>(
    [
      `[<who>] [is|are|have|has] [already|now|long] [slipped|gone|run|moved|fallen|went] past [its|their|the] [expected|planned|target|original|scheduled] (${BY})`,
      `[<who>] (have|has) (missed|passed|overrun|blown) [its|their|the] [expected|planned|target] (${BY})`,
      `[<who>] (missed|passed|overran|blew) [its|their|the] [expected|planned|target] (${BY})`,
      `whose [expected|planned|target] (${BY}) (has|have) [already] (come and gone|gone by|lapsed|elapsed|expired|passed)`,
    ],
    missed(false),
  ),
];
