import type { ObjectDescribe } from '../../../salesforce/types.ts';
import { shift } from '../calendar.ts';
import type { DateMatch } from '../dates.ts';
import type { Condition } from '../intents.ts';
import { statusField } from '../picklists.ts';
import type { Captured } from '../pattern.ts';
import { rules } from '../rules.ts';
import { dateField, hasField, pathsOn } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import type { FieldRef } from '../vocabulary.ts';
import { days } from './comparisons.ts';
import { overdue, picked } from './states.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';
import { datesOf, dayField } from './verb-dates.ts';

/** "closing …", "due …", "created …": which date the verb is about. */
function whenField(
  verb: 'close' | 'create' | 'modify' | 'activity' | 'start',
  o: ObjectDescribe,
): string | undefined {
  if (verb === 'create') return hasField(o, 'CreatedDate') ? 'CreatedDate' : undefined;
  if (verb === 'modify') return hasField(o, 'LastModifiedDate') ? 'LastModifiedDate' : undefined;
  if (verb === 'activity') return hasField(o, 'LastActivityDate') ? 'LastActivityDate' : undefined;
  return dayField(o)?.name;
}

function on(verb: Parameters<typeof whenField>[0], op: '=' | '<' | '<=' | '>' | '>=' = '='): BuildCondition {
  return (s, c, o) => {
    const path = whenField(verb, o);
    const date = c.date!.found as DateMatch;
    // "Due by Friday": the days before it, too.
    const within = op === '=' && /^(by|until|till)$/.test(s.word(c.date!.from)) ? '<=' : op;
    return path ? is(days(path, within, { ...date.range, day: date.day })) : undefined;
  };
}

/** "Closing before Christmas": what is still to close; what has closed is no longer due. */
const until = (op: '<' | '<='): BuildCondition => {
  const bounded = on('close', op);
  return (s, c, o) => {
    const read = bounded(s, c, o);
    const verb = s.phrase(Math.max(0, c.date!.from - 3), c.date!.from);
    if (!read || !hasField(o, 'IsClosed') || !/\b(close|closes|closing)\b/.test(verb)) return read;
    return is(
      { kind: 'all', of: [read.value, { kind: 'compare', path: 'IsClosed', op: '=', value: false }] },
      0.05,
    );
  };
};

/** A month or a day of what has ended is the last one, not the next; unless its year was said. */
function over(s: Sentence, at: Captured): DateMatch['range'] & { day: string } {
  const { range, day } = at.found as DateMatch;
  const year = s.tokens.slice(at.from, at.to).some((t) => /^(19|20)\d\d$/.test(t.word));
  if (year || range.from <= s.calendar.today) return { ...range, day };
  const back = (d: string) => shift(d, -1, 'year');
  return { from: back(range.from), to: back(range.to), day: back(day) };
}

/** "Closed before 2026", "won since June": an end that has come, earlier or later than a day. */
const endedBy =
  (op: '<' | '<=' | '>' | '>='): BuildCondition =>
  (s, c, o) => {
    const { date, ...rest } = c;
    const read = ended(s, { ...rest, at: date! }, o);
    const path = dateField(o)?.name;
    if (!read || path === undefined) return undefined;
    return is({ kind: 'all', of: [read.value, days(path, op, over(s, date!))] }, 0.05);
  };

/** "Closed last month", "did we win this quarter": an end that has come, and on which days. */
const ended: BuildCondition = (s, c, o) => {
  const date = c.date?.found as DateMatch | undefined;
  const at = (c.date ?? c.at)?.from ?? s.tokens.length;
  const words = s.tokens.slice(Math.max(0, at - 6), at).map((t) => t.word);
  const how = words.findLast((w) => /^(won|win|lost|lose|closed?|land(ed)?)$/.test(w)) ?? 'closed';
  const path = dateField(o)?.name;
  if (!hasField(o, 'IsClosed') || (date && !path)) return undefined;
  const end: Condition =
    /^(won|win|land)/.test(how) && hasField(o, 'IsWon')
      ? { kind: 'compare', path: 'IsWon', op: '=', value: true }
      : { kind: 'compare', path: 'IsClosed', op: '=', value: true };
  const of: Condition[] = [end];
  if (/^los/.test(how)) {
    if (!hasField(o, 'IsWon')) return undefined;
    of.push({ kind: 'compare', path: 'IsWon', op: '=', value: false });
  }
  if (date) of.push(days(path!, '=', over(s, c.date!)));
  return is({ kind: 'all', of }, 0.06);
};

function untouched(): BuildCondition {
  return (s, c, o) => {
    if (!hasField(o, 'LastActivityDate')) return undefined;
    const { count, unit } = c.quantity!.found as {
      count: number;
      unit: 'day' | 'week' | 'month' | 'quarter' | 'year';
    };
    const limit = shift(s.calendar.today, -count, unit);
    const silent: Condition = {
      kind: 'days',
      path: 'LastActivityDate',
      to: shift(limit, -1, 'day'),
      why: `no activity since ${limit}`,
    };
    if (!c.value) return is(silent);
    const status = statusField(o);
    const stage = status && picked(s, status.name, status, s.text(c.value.from, c.value.to));
    return stage ? is({ kind: 'all', of: [silent, stage] }) : undefined;
  };
}

/** "Ended before today", "shipped since Monday", "renewing this quarter": a verb that the name of one date says. */
const verbDay =
  (op: Operator): BuildCondition =>
  (s, c, o) => {
    const said = s.word(c.verb!.to) === 'live' ? 'live' : s.word(c.verb!.from);
    const fields = datesOf(o, said);
    const date = c.date!.found as DateMatch;
    const past = /ed$/.test(said) && !/^(planned|scheduled|expected)$/.test(said);
    const { day, ...range } = past ? over(s, c.date!) : { day: date.day, ...date.range };
    return fields.length === 1 ? is(days(fields[0]!.name, op, { ...range, day }), 0.02) : undefined;
  };

/** "Whose warranty ends this year": the date is named, and the verb says no more. */
const whoseDay =
  (op: Operator): BuildCondition =>
  (s, c, o) => {
    const [path] = pathsOn(s.vocabulary, o, c.field!.found as FieldRef[]).filter(({ field }) =>
      field.type.startsWith('date'),
    );
    const { day, range } = c.date!.found as DateMatch;
    return path && is(days(path.path, op, { ...range, day }), 0.02);
  };

type Operator = '=' | '<' | '<=' | '>' | '>=';

const WHOSE_DAY =
  'whose {field} (is|are|ends|end|expires|expire|lapses|falls|fall|starts|start|begins|comes up|runs out|is due|are due)';
const VERB_DAY = '[<who>] [is|are|was|were|have|has|has been|have been|will|should] {verb} [live|up|off]';

/** "Lost ones from before June": of what has ended the day of its end, of all else the day on which it came. */
const fromBefore: BuildCondition = (s, c, o) => {
  const path = dateField(o)?.name;
  if (!isOfEnded(s, c.date!) || !hasField(o, 'IsClosed') || path === undefined)
    return on('create', '<')(s, c, o);
  return is(days(path, '<', over(s, c.date!)));
};

/** "Closed ones from last quarter": the days of their end; of all else those on which they came. */
const ofThen: BuildCondition = (s, c, o) => {
  const path = dateField(o)?.name;
  if (!isOfEnded(s, c.date!) || !hasField(o, 'IsClosed') || path === undefined) return on('create')(s, c, o);
  return is(days(path, '=', over(s, c.date!)));
};

function isOfEnded(s: Sentence, { from }: Captured): boolean {
  return /\b(won|lost|closed)\b/.test(s.phrase(Math.max(0, from - 8), from));
}

const ENDED =
  '[<who>] [were|was|got|have been|has been|we|i] [have] (won|lost|closed won|closed lost|closed)';

/** When something happened or will: "closing in March", "created last week", "not touched for 3 weeks", "overdue". */
export const TIMES: ConditionRule[] = [
  ...rules<BuildCondition>(
    [
      '[<who>] [were|was|got|have been|has been|we|i] [have] (won|lost|closed won|closed lost|closed as won|closed as lost|closed) [in|during|on|within|over] {date}',
      '(did|have) (we|i) (won|win|lost|lose|close|closed|land|landed) [in|during|on|within|over] {date}',
      '(did|have) (we|i) (won|win|lost|lose|close|closed)',
    ],
    ended,
  ),
  ...rules<BuildCondition>([`${ENDED} (before|prior to) {date}`], endedBy('<')),
  ...rules<BuildCondition>([`${ENDED} (by|until|on or before) {date}`], endedBy('<=')),
  ...rules<BuildCondition>([`${ENDED} after {date}`], endedBy('>')),
  ...rules<BuildCondition>([`${ENDED} since {date}`], endedBy('>=')),
  ...rules<BuildCondition>(['from before {date}', 'that are from before {date}'], fromBefore),
  ...rules<BuildCondition>([`${WHOSE_DAY} [on|in|during|within] {date}`], whoseDay('=')),
  ...rules<BuildCondition>([`${WHOSE_DAY} (before|prior to) {date}`], whoseDay('<')),
  ...rules<BuildCondition>([`${WHOSE_DAY} (by|until|on or before) {date}`], whoseDay('<=')),
  ...rules<BuildCondition>([`${WHOSE_DAY} after {date}`], whoseDay('>')),
  ...rules<BuildCondition>([`${VERB_DAY} [on|in|during|within] {date}`], verbDay('=')),
  ...rules<BuildCondition>([`${VERB_DAY} (before|prior to) {date}`], verbDay('<')),
  ...rules<BuildCondition>([`${VERB_DAY} (by|until|on or before) {date}`], verbDay('<=')),
  ...rules<BuildCondition>([`${VERB_DAY} after {date}`], verbDay('>')),
  ...rules<BuildCondition>([`${VERB_DAY} since {date}`], verbDay('>=')),
  ...rules<BuildCondition>(
    [
      '(do|have) (we|you) (have|got|know|see)',
      'are there',
      'is there',
      'we have [got]',
      'exist',
      'in total',
      'altogether',
      'out there',
      'on file',
      'on record',
    ],
    () => is({ kind: 'all', of: [] }, 0.03),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [is|are|should|will|may|might|could] [scheduled|expected|set|supposed|due|going] [to] (closing|close|closes|closed|due|close date|with a close date|happening|taking place|starting|start|starts|scheduled|expiring|ending|renewing) [is|are|in|on|for|during|within|at] {date}',
      '[<who>] (is|are) due [on|in] {date}',
      '(for|on|of|during|in) {date}',
      '[<who>] (happens|happen|are|fall|take place) [on|in|at] {date}',
    ],
    on('close'),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [is|are|will|should] (closing|close|closes|due|starting|close date) before {date}',
      '[<who>] [is|are] past {date}',
    ],
    until('<'),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [is|are|should|will|may|might|could] [scheduled|expected|set|supposed|due|going] [to] (closing|close|closes|closed|due|starting|start|starts|scheduled|expiring|expire|ending|end|renewing) (by|until|through|no later than|on or before) {date}',
    ],
    until('<='),
  ),
  ...rules<BuildCondition>(
    ['[<who>] [is|are] (closing|close|closes|due|starting) after {date}'],
    on('close', '>'),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [was|were|is|are|we|i|did (we|i)] (created|added|opened|entered|made|logged|log|new|recorded) [in|on|during|within|from|over] {date}',
      '[<who>] (came|come) in [on|during|in] {date}',
      '(did|have) (we|i) (get|got|receive|received|add|added|create|created) [in|on|during|within] {date}',
    ],
    on('create'),
  ),
  ...rules<BuildCondition>(['from {date}'], ofThen),
  ...rules<BuildCondition>(
    ['[<who>] [was|were|is|are] (created|added|opened|entered) before {date}'],
    on('create', '<'),
  ),
  ...rules<BuildCondition>(
    ['[<who>] [was|were|is|are] (created|added|opened|entered) (since|on or after) {date}'],
    on('create', '>='),
  ),
  ...rules<BuildCondition>(
    ['[<who>] [was|were|is|are] (created|added|opened|entered) after {date}'],
    on('create', '>'),
  ),
  ...rules<BuildCondition>(
    ['[<who>] [was|were|is|are] [last] (updated|modified|changed|edited) [in|on|during|within] {date}'],
    on('modify'),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [was|were|is|are] (created|added|opened)? [<gt>] older than {quantity}',
      '[<who>] [was|were] (created|added|opened) more than {quantity} ago',
    ],
    (s, c, o) => {
      const { count, unit } = c.quantity!.found as { count: number; unit: 'day' };
      return hasField(o, 'CreatedDate')
        ? is({
            kind: 'days',
            path: 'CreatedDate',
            to: shift(shift(s.calendar.today, -count, unit), -1, 'day'),
          })
        : undefined;
    },
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (have|has) not [been] (touched|responded|replied|answered|updated|contacted|moved|heard back|been in touch|been active|reacted|had any activity|had activity|had an activity|engaged|been touched|been contacted|been worked|seen any activity) [to (a|the|our|my|us)] [with] [in|for|since|within|over] [the] [last|past] [over|more than|at least] {quantity}',
      '<who> (have|has) not (responded|replied|answered|reacted|heard back) to [a|the|our|my] {value:short} [in|for|since|within|over] [the] [last|past] [over|more than] {quantity}',
      '[<who>] [had|have had|has had|with|had no|are] (no activity|no touch|without activity|without any activity|no response|inactive|untouched|silent|quiet|stale|not touched|not been touched|not contacted) [in|for|since|within|over] [the] [last|past] [over|more than|at least] {quantity}',
      '[<who>] (had|have had|has had|with|have|has|have got|got) (no response|no answer|no reply|no reaction|no feedback) to [a|an|the|our|my] {value:short} [in|for|since|within|over] [the] [last|past] [over|more than|at least] {quantity}',
      '[<who>] (we|i) have not (heard|heard back|heard anything|heard back anything|had an answer|had a reply|had a response|got an answer|got a reply|got a response) [from] [in|for|since|within] [the] [last|past] [over|more than|at least] {quantity}',
      '<who> (we|i|nobody|no one) [have|has] (not touched|not contacted|touched|not spoken to|not talked to|not heard from) [in|for|since] [the] [last|past] [over|more than] {quantity}',
      '(nobody|no one) [has|have] [ever] (touched|contacted|called|spoken to|talked to|worked|worked on|updated|reached) [in|for|since] [the] [last|past] [over|more than] {quantity}',
      '[<who>] (nobody|no one|none of us) (has|have) (touched|contacted|called|emailed|spoken to|talked to|worked|updated|been in touch with) [in|for|since|within] [the] [last|past] [over|more than] {quantity}',
      '(i|we) have not (touched|contacted|spoken to|talked to|heard from|updated) (in|for|since) [the] [last|past] [over|more than] {quantity}',
      '[<who>] (have|has) (gone|been|stayed) (quiet|silent|dark|cold|inactive|untouched) (for|in) [over|more than] {quantity}',
    ],
    untouched(),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] (is|are|was|were)? past [its|their|the] (close date|due date|closing date|close)',
      '[<who>] (is|are)? (overdue|past due)',
      'with [a] (close date|due date) in the past',
      'past [its|their|the] (close date|due date|closing date)',
      '<who> should have closed [already|by now]',
      'with [a] past (close date|due date)',
      '[<who>] (is|are)? [already] (overdue|past due|late)',
      '[<who>] (has|have) a (close date|due date) in the past',
      'whose (close date|due date) (has passed|is in the past|is past|has already passed)',
    ],
    (s, _c, o) => (dateField(o) ? overdue(s, o) : undefined),
  ),
];
