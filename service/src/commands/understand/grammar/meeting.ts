import { detailsOf } from '../details.ts';
import { hidesCommand } from '../imperatives.ts';
import { PURPOSES } from '../lexicon/purposes.ts';
import { DETERMINERS, FUNCTION_WORDS } from '../lexicon/function-words.ts';
import type { Activity } from '../intents.ts';
import { targetAt } from '../target.ts';
import { rules } from '../rules.ts';
import type { Captures } from '../pattern.ts';
import type { Sentence } from '../sentence.ts';
import { lastSuchDay } from './log.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

function meeting(): BuildIntent {
  return (s, c) => {
    const details = detailsOf(s, c.rest, 'todo');
    if (!details) return undefined;
    const topic = c.topic && topicAt(s, c.topic);
    if (c.topic && !topic) return undefined;
    const said = c.kind ? s.text(c.kind.from, c.kind.to) : 'meeting';
    const kind = topic ? `${topic.target.text} ${said}` : said;
    const activity: Activity = {
      type: /call/i.test(kind) && details.activity.minutes === undefined ? 'task' : 'event',
      done: false,
      ...details.activity,
    };
    if (c.duration) activity.duration = (c.duration.found as { minutes: number }).minutes;
    if (topic) {
      // "A Globex sync on Friday" is with Globex.
      if (activity.parties.every((p) => p.preposition.startsWith('?'))) return undefined;
      activity.parties = [...activity.parties, topic];
      details.cost += 0.15 * (c.topic!.to - c.topic!.from);
    }
    if (c.target) {
      const target = targetAt(s, c.target.from, c.target.to);
      // "Schedule a meeting titled 'Kickoff' on Friday": a new one.
      if (!target || (!c.kind && /^an?$/.test(s.word(c.target.from - 1)))) return undefined;
      if (!c.kind && /^an?$/.test(s.word(c.target.from))) return undefined;
      activity.parties.unshift({ preposition: 'with', target: target.value });
      details.cost += target.cost;
    }
    activity.subject =
      activity.subject === undefined
        ? kind
        : /^(meeting|event|call|appointment)$/i.test(kind)
          ? activity.subject
          : `${kind}: ${activity.subject}`;
    // "Check in with Helen on Friday": a to-do, as long as no time makes it an appointment.
    if (
      !c.verb &&
      c.kind &&
      VERBS.test(kind) &&
      s.word(c.kind.to) === 'with' &&
      activity.minutes === undefined
    )
      return undefined;
    if (activity.day !== undefined && activity.day < s.calendar.today) return undefined;
    // "Call with Helen Lind on November 19: …": a year ahead nobody means.
    if (c.kind && c.target && c.kind.from <= c.target.from && isFar(s, activity)) return undefined;
    return intent({ kind: 'activity', activity }, 0.2 + details.cost);
  };
}

/** "A pricing sync", "a Halcyon review call": what it is about, and a record if one is called so. */
export function topicAt(
  s: Sentence,
  { from, to }: { from: number; to: number },
): Activity['parties'][number] | undefined {
  for (let i = from; i < to; i++) {
    const { kind, word } = s.tokens[i]!;
    if (!/^(word|name|quote)$/.test(kind) || FUNCTION_WORDS.has(word) || DETERMINERS.has(word))
      return undefined;
    if (s.date(i) || IDLE.test(word) || s.recognise('duration', i, to)!.length > 0) return undefined;
  }
  const text = s.text(from, to);
  return {
    preposition: '?topic',
    target: { text, kind: 'named', objects: [], names: [text], conditions: [] },
  };
}

/** They say nothing of what it is about. */
const IDLE =
  /^(quick|short|brief|long|new|with|for|on|at|to|and|or|of|the|minute|minutes|hour|hours|meeting|call|my|our|task|reminder|follow|note|notes|upcoming|future)$/;

/** A day of some month that is over by now, said without its year. */
function isFar(s: Sentence, { day, daySaid = '' }: Activity): boolean {
  return day !== undefined && lastSuchDay(s, day, daySaid) !== undefined && /\d/.test(daySaid);
}

/** "Block 2 to 3pm on Friday for proposal writing": what for is the subject, and a record if one is called so. */
const blocked: BuildIntent = (s, c) => {
  const read = meeting()(s, c);
  const first = read?.value[0];
  if (!read || first?.kind !== 'activity') return undefined;
  const { activity } = first;
  const purpose = activity.parties.find((p) => p.preposition === 'for');
  if (!purpose || purpose.target.kind !== 'named' || purpose.target.objects.length > 0) return read;
  if (activity.subject === 'meeting') activity.subject = purpose.target.text;
  purpose.preposition = '?for';
  return read;
};

/** "Call with Helen Lind yesterday: budget approved", "great meeting with her": said afterwards. */
const held: BuildIntent = (s, c) => {
  const details = detailsOf(s, c.rest, 'log');
  const target = targetAt(s, c.target!.from, c.target!.to);
  if (!details || !target || details.activity.minutes !== undefined) return undefined;
  // "I need to catch up with Helen" is still to be done.
  if (s.word(c.kind!.from - 1) === 'to' || (c.rest && hidesCommand(s, c.rest.from, c.rest.to)))
    return undefined;
  const kind = s.text(c.kind!.from, c.kind!.to);
  const activity: Activity = {
    type: /call|chat|voice|talk/i.test(kind) ? 'call' : 'meeting',
    done: true,
    ...details.activity,
  };
  const { day, daySaid = '' } = activity;
  if (day === undefined || day >= s.calendar.today) {
    if (!isOver(s, c)) return undefined;
    if (day !== undefined && day > s.calendar.today) {
      const before = lastSuchDay(s, day, daySaid);
      if (before === undefined) return undefined;
      activity.day = before;
    }
  }
  if (c.duration) activity.duration = (c.duration.found as { minutes: number }).minutes;
  activity.parties.unshift({ preposition: 'with', target: target.value });
  activity.subject ??= kind;
  return intent({ kind: 'activity', activity }, 0.15 + details.cost + target.cost);
};

/** "…, log it": asked for behind the call that is told. */
const LOG_IT =
  /^[,;.–—-]? ?(and )?(please |can you |could you )?(log|record|note|save|track) (it|this|that)\b/;

/** "Earlier today", "great call", "…: she wants a discount": what came of it is told; "about pricing" may still be to come. */
function isOver(s: Sentence, c: Captures): boolean {
  if (
    /^(great|good|nice|productive|successful|excellent|very|interesting|tough|long)\b/.test(
      s.phrase(Math.max(0, c.kind!.from - 1), c.kind!.to),
    )
  )
    return true;
  const { from, to } = c.rest ?? { from: 0, to: 0 };
  const end = c.rest?.to ?? c.target!.to;
  if (LOG_IT.test(s.phrase(end, Math.min(s.tokens.length, end + 6)))) return true;
  for (let i = from; i < to; i++) {
    if (s.word(i) === 'earlier' || (s.word(i) === 'just' && s.word(i + 1) === 'now')) return true;
    if (!/^[:;.,–—-]$/.test(s.word(i))) continue;
    return i + 2 < to && !s.date(i + 1) && !/^(at|on|for|to|about|regarding|re)$/.test(s.word(i + 1));
  }
  return false;
}

/** "A kickoff call", "a prep session": what it is for stands before its kind. */
const purposed: BuildIntent = (s, c) => {
  const { from, to } = c.adj!;
  if (!s.tokens.slice(from, to).every((t) => PURPOSES.has(t.text))) return undefined;
  const read = meeting()(s, c);
  const first = read?.value[0];
  if (first?.kind !== 'activity') return undefined;
  const { activity } = first;
  activity.subject = [s.text(from, to), activity.subject ?? s.text(c.kind!.from, c.kind!.to)].join(' ');
  return { value: read!.value, cost: read!.cost + 0.05 };
};

const VERBS = /^(check in|catch up|sync)$/i;

const GOOD =
  'quick|short|great|good|brief|nice|productive|successful|excellent|very good|interesting|tough|long';

/** One line is one phrasing. */
export const MEETINGS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(schedule|book|set up|arrange|plan|create|add|put|put in|organize|organise|set|block|get me|get|make|fix|new|need|i need|we need|i want|we want|can i get|grab) [me|us] [a|an|the|another] [new] [quick|short|brief] [{duration}] [quick|short|brief|long] {kind:meetkind} [in my calendar|on my calendar|on the calendar] {rest}`,
      `(schedule|book|arrange|plan|set up|create) [a|an] {target} {kind:meetkind} {rest}`,
      `(schedule|book|set up|arrange|plan|create|add|put|put in|organize|organise|set|block|get me|get|make|fix|i need|we need|i want|we want) [me|us] (a|an|the|another|my|our) [new] [quick|short|brief] [{duration}] [quick|short|brief|long] {topic:other} {kind:meetkind} [in my calendar|on my calendar|on the calendar] {rest}`,
      '(meet|meet with|meeting with) {target} {rest}',
      '(i|we) (am|are|will be) (meeting|meeting with|meeting up with|seeing|visiting) {target} {rest}',
      '(i|we) (am|are|will be) having [a|an] [quick|short] {kind:meetkind} with {target} {rest}',
      '(log|record|enter) [a|an|my|our] (upcoming|future|planned|scheduled) {kind:meetkind} {rest}',
      '(schedule|book|put) {target} [in|down] for [a|an] [quick|short] {kind:meetkind} {rest}',
      `(schedule|book) {target} (for|on) {rest}`,
      '{kind:meetkind} with {target} {rest}',
      `(schedule|book) [a|an] [{duration}] {kind:meetkind}`,
      '(book|block|schedule|reserve|set aside|grab|get|put|plan) [me] {duration} (with|for) {target} {rest}',
      '(i have|we have|there is|i got) [a|an|another] [{duration}] {kind:meetkind} {rest}',
    ],
    meeting(),
  ),
  ...rules<BuildIntent>(
    [
      '(schedule|book|set up|arrange|plan|create|add|put|put in|organize|organise|set|block|get|make|new|need|i need|we need|grab) [me|us] [a|an|another] [new] [quick|short|brief] [{duration}] {adj} {kind:meetkind} [in my calendar|on my calendar|on the calendar] {rest}',
      '[and|plus|also|a|an] {adj} {kind:meetkind} with {target} {rest}',
    ],
    purposed,
  ),
  ...rules<BuildIntent>(
    ['(block|reserve|book|keep|hold) [off|out] [my calendar|my diary|time] {rest}'],
    blocked,
  ),
  ...rules<BuildIntent>(
    [
      `[${GOOD}] [{duration}] {kind:callkind} (with|to) {target} [{rest}]`,
      `[${GOOD}] [{duration}] {kind:meetkind} (with|at) {target} [{rest}]`,
    ],
    held,
  ),
];
