import { shift } from '../calendar.ts';
import type { DateMatch } from '../dates.ts';
import { withoutLogIt } from '../details/texts.ts';
import { isCrowd } from '../no-party.ts';
import { detailsOf, RECORDS } from '../details.ts';
import type { Activity } from '../intents.ts';
import { hidesCommand } from '../imperatives.ts';
import { holdsArticle } from '../name-cost.ts';
import { targetAt } from '../target.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { CALLED, LEFT, MET, TRIED, WHO_DID, WROTE } from './said-and-done.ts';
import { topicAt } from './meeting.ts';
import { HERE } from './update.ts';

function logged(type: Activity['type'], base = 0.15): BuildIntent {
  return (s, c) => {
    const details = detailsOf(s, c.rest, 'log');
    if (!details) return undefined;
    const activity: Activity = { type, done: true, ...details.activity };
    if (c.duration) activity.duration = (c.duration.found as { minutes: number }).minutes;
    // "My 3pm call": when it was.
    if (c.time) activity.minutes = (c.time.found as { minutes: number }).minutes;
    if (c.when) activity.day = pastDay(s, c.when.found as DateMatch);
    if (activity.day !== undefined && activity.day > s.calendar.today) {
      const before = lastSuchDay(s, activity.day, activity.daySaid ?? '');
      if (before === undefined) return undefined;
      activity.day = before;
    }
    if (c.words) {
      const { from, to } = c.words;
      if (
        hidesCommand(s, from, to) ||
        /^(log|record|save) (it|this|that)$/.test(`${s.word(to - 1)} ${s.word(to)}`)
      )
        return undefined;
      for (let i = from; i < to; i++) if (s.date(i)) details.cost += 0.4;
      const said = s.source.slice(s.tokens[from]!.from, s.tokens[to - 1]!.to);
      activity.text = activity.text === undefined ? said : `${said} ${activity.text}`;
      details.cost += 0.2 + 0.02 * (to - from);
    }
    const topic = c.topic && topicAt(s, c.topic);
    if (c.topic && !topic) return undefined;
    if (topic && activity.parties.every((p) => p.preposition !== 'with')) return undefined;
    if (topic) {
      activity.parties = [...activity.parties, topic];
      activity.subject ??= s.text(c.topic!.from, c.kind!.to);
      details.cost += 0.15 * (c.topic!.to - c.topic!.from);
    }
    if (c.kind) activity.subject ??= s.text(c.kind.from, c.kind.to);
    if (c.target) {
      const target = targetAt(s, c.target.from, c.target.to);
      if (!target || target.cost > 3) return undefined;
      activity.parties.unshift({ preposition: 'with', target: target.value });
      details.cost += target.cost + (holdsArticle(s, c.target.from, c.target.to) ? 0.6 : 0);
    }
    activity.parties.push(...spokenWith(activity));
    return intent({ kind: 'activity', activity }, base + details.cost);
  };
}

const WEEKDAY = /^(on |last |this )?(mon|tues|wednes|thurs|fri|satur|sun)day$/i;
/** Who logs a day that was longer ago says its year. */
const LONGEST_AGO_DAYS = 200;

/** What has taken place "on Monday", "on the 20th" or "on November 20" did so on the latest such day; undefined when that is no likely one. */
export function lastSuchDay(s: Sentence, day: string, said: string): string | undefined {
  const { today } = s.calendar;
  if (WEEKDAY.test(said)) return shift(day, -7, 'day');
  if (/^(on )?the \d+(st|nd|rd|th)$/i.test(said)) return shift(day, -1, 'month');
  if (/\d{4}|next|tomorrow|in |coming/i.test(said) || !/\d/.test(said)) return undefined;
  const before = shift(day, -1, 'year');
  return before <= today && before >= shift(today, -LONGEST_AGO_DAYS, 'day') ? before : undefined;
}

/** "Monday's call" has taken place: the latest such day. */
function pastDay(s: Sentence, { day }: DateMatch): string {
  return day > s.calendar.today ? shift(day, -7, 'day') : day;
}

/** "spoke with Nora Davis" in the note itself: a person to link, if there is one of that name. */
function spokenWith(activity: Activity): Activity['parties'] {
  const name =
    /(?:^(?:[Cc]all|[Mm]eeting|[Cc]onversation|[Cc]hat|[Dd]emo|[Vv]isit) with|\b(?:spoke (?:with|to)|talked (?:with|to)|met(?: with)?|(?:sent|wrote|presented)(?: it| this| that)? to|(?:emailed|called|phoned))) (\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){1,2})/u.exec(
      activity.text ?? '',
    )?.[1];
  if (name === undefined || activity.parties.some((p) => p.preposition === 'with')) return [];
  return [
    {
      preposition: '?note',
      target: { text: name, kind: 'named', objects: [], names: [name], conditions: [] },
    },
  ];
}

/** The words from the mark before a stretch to the mark after it: "Tried Noah Walsh twice". */
function around(s: Sentence, from: number, to: number): string {
  while (from > 0 && s.tokens[from - 1]!.kind !== 'punct') from--;
  while (to < s.tokens.length && s.tokens[to]!.kind !== 'punct') to++;
  return s.text(from, to);
}

/** "I just spoke with {target} …": what was said around it is the note. */
function told(type: Activity['type'], subject?: string): BuildIntent {
  return (s, c) => {
    if (c.rest && hidesCommand(s, c.rest.from, withoutLogIt(s, c.rest.from, c.rest.to))) return undefined;
    if (c.target && isCrowd(s, c.target.from)) return undefined;
    const read = logged(type, 0.3)(s, c);
    const first = read?.value[0];
    if (read && first?.kind === 'activity' && subject) {
      first.activity.subject = subject;
      if (c.target) {
        const said = around(s, c.target.from, c.target.to);
        first.activity.text = first.activity.text === undefined ? said : `${said}, ${first.activity.text}`;
      }
    }
    return read;
  };
}

/** Where "left" or "got back from" stands, before whom. */
function verbAt(s: Sentence, before: number): number {
  let at = before - 1;
  while (at > 0 && !/^(left|came|come|got|walked)$/.test(s.word(at))) at--;
  return at;
}

/** What stands before the kind of activity and says nothing to write. */
const SUCH =
  'quick|short|brief|long|new|completed|finished|great|good|nice|productive|successful|outbound|inbound|on site|onsite|in person|face to face|virtual|remote|online|initial|first|second|final|last|weekly|monthly|quarterly|internal|joint|informal|formal|technical|follow up|impromptu|lengthy|unscheduled';

const SENT = 'sent|emailed|e mailed|mailed|forwarded';

/** One line is one phrasing. */
export const LOGS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(log|record|track|register|save|capture|add|enter|put in) my call notes {rest}`,
      `(log|record|track|register|save|capture|add|enter) my (call|meeting) notes`,
      'log my notes',
      'log the call notes',
      '(log|record|save|file) (this|that|it|these|these notes|this note|the notes|my notes) as [a|an|my] [phone] call {rest}',
    ],
    (s, c) => {
      const details = detailsOf(s, c.rest, 'log');
      return (
        details &&
        intent(
          {
            kind: 'activity',
            activity: { type: 'call', done: true, notesFromContext: true, ...details.activity },
          },
          0.1 + details.cost,
        )
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      `(log|logged|logging|record|add|note|track|register|enter|save|put in|capture|document|file) [a|an|my|that|the|this|another|i had] [{when:date} 's] [${SUCH}] [{duration}] [${SUCH}] {kind:callkind} [i had|i just had|that i had|we had] {rest}`,
      `(log|record|add|note|track|register|enter|save|put in|capture|document|file) (a|an|my|the|our|another) [{when:date} 's] [${SUCH}] [{duration}] {topic:other} {kind:callkind} [i had|i just had|that i had|we had] {rest}`,
      `(log|record|add|note|track|register|save) (my|the|our) {time} {kind:callkind} [i had|that i had|we had] {rest}`,
      `(log|record|note|track|register) [a|an|my|that|the] [{when:date} 's] [{duration}] [long] {kind:callkind}`,
      `(log|record|add|create|make|enter|register|save|track) [a|an|my|the|this|new] [new] [${SUCH}] [{duration}] {kind:callkind} (engagement|log|log entry|record|activity|entry|report) {rest}`,
      '[i|we] [just|have|have just] had [a|an|another] [quick|great|good|short|long|brief|very good] [{duration}] {kind:callkind} {rest}',
      '[(log|record|note|track) that] [i|we] [just|have|have just] had (a|an|our|another) {topic:other} {kind:callkind} {rest}',
      '[i|we] [have|am|are] [just] (got off|gotten off|came off|off|hung up) [of] [the|a] (phone|call|line) {rest}',
      '[just] finished [a|an|my|the] [quick|great|good|short|long|brief] [{duration}] {kind:callkind} {rest}',
      '(log|record) {kind:callkind} [:] [with|to] {target} [,|-|;] [{rest}]',
      `(log|record|register|enter|track) (a|an|my|the|our|another) {target} {kind:callkind} [{rest}]`,
    ],
    logged('call'),
  ),
  ...rules<BuildIntent>(
    [
      '(log|record|note|add|save|enter|capture) [this|the|my|our|following] [exact|following|short|brief] {kind:callkind} (summary|note|notes|recap) : {rest}',
      '(log|record|note|add|save|enter|capture) [this|the|my|our|following] [exact|following|short|brief] {kind:callkind} (summary|note|notes|recap) {rest}',
    ],
    logged('call'),
  ),
  ...rules<BuildIntent>(
    [
      `[i] [just] [left|have left] [a] (voicemail|voice mail|message|vm|lvm) (for|with|to) {target} [{rest}]`,
      '[i] [just] left {target} a (voicemail|voice mail|message|vm) [{rest}]',
      "[i] [just] left [a] (message|voicemail|note) on {target} 's (voicemail|voice mail|machine|phone|answering machine) [{rest}]",
    ],
    told('call', 'Left voicemail'),
  ),
  ...rules<BuildIntent>(
    [
      `${WHO_DID} (${TRIED}) {target} [today|twice|again|once|three times|a few times] [{rest}]`,
      `{when:date} [,] ${WHO_DID} (${TRIED}) {target} [twice|again|once|three times|a few times] [{rest}]`,
      `${WHO_DID} (called|phoned|rang) {target} but (he|she|they|nobody|no one) (did not|was not|were not|was) [able to] (pick up|answer|available|in|reachable|around|picked up|answered) [{rest}]`,
      '(log|record) [a|an|my] ((call|phone) attempt|(attempted|missed|unanswered|unsuccessful|failed) [phone] call) (to|with|for) {target} [{rest}]',
      'no (answer|pickup|pick up) (from|by|at) {target} [again|today] [{rest}]',
      '{target} did not (answer|pick up) [the phone|my call] [again|today] [{rest}]',
    ],
    told('call', 'Call attempt'),
  ),
  ...rules<BuildIntent>(
    [
      '[i|we] [just|have] (emailed|e mailed|mailed|sent) {target} {words:article}',
      '[i|we] [just|have] (emailed|e mailed|mailed|sent) {target} {words:article} {rest}',
      '(log|record|note|track) that (i|we) [just|have] (emailed|e mailed|mailed|sent) {target} {words:article}',
      '(log|record|note|track) that (i|we) [just|have] (emailed|e mailed|mailed|sent) {target} {words:article} {rest}',
      `(log|record|note|track) that (i|we) [just|have] (${SENT}) {words:run} to {target}`,
      `[i|we] [just|have] (${SENT}) {words:run} to {target} [{rest}]`,
    ],
    told('email'),
  ),
  ...rules<BuildIntent>(
    [
      `${WHO_DID} (${CALLED}) {target} [{rest}]`,
      `{when:date} [,] ${WHO_DID} (${CALLED}) {target} [{rest}]`,
      `${WHO_DID} (had|got|reached) {target} (on the phone|on the line|by phone|on the telephone) [{rest}]`,
      `(log|record|note|track) that ${WHO_DID} (${CALLED}) {target} [{rest}]`,
    ],
    told('call'),
  ),
  ...rules<BuildIntent>(
    [
      `(log|record|add|note|track|register|save) [a|an|my|that|the|this] [{when:date} 's] [quick|short|brief|follow up|sent|outbound|quick follow up] (email|e mail|mail) {rest}`,
      `(log|record|add|note|track|register|save) [an|my|the|this] [{when:date} 's] [quick|short|brief|follow up|sent|outbound] (email|e mail|mail) [that|which] (i|we) [just] (sent|wrote|forwarded|mailed|emailed) [out] [to] {target}`,
      `(log|record|add|note|track|register|save) [an|my|the|this] [{when:date} 's] [quick|short|brief|follow up|sent|outbound] (email|e mail|mail) [that|which] (i|we) [just] (sent|wrote|forwarded|mailed|emailed) [out] [to] {target} {rest}`,
      `${WHO_DID} (${WROTE}) {target} [{rest}]`,
      `{when:date} [,] ${WHO_DID} (${WROTE}) {target} [{rest}]`,
      `${WHO_DID} (dropped|shot|sent) {target} [a|an] [quick|short|follow up] (email|mail|e mail|line) [{rest}]`,
      `(log|record|note|track) that ${WHO_DID} (${WROTE}) {target} [{rest}]`,
    ],
    logged('email'),
  ),
  ...rules<BuildIntent>(
    [
      '(log|record|note|track) [that i] [a] [left] voicemail [i] [left] (for|with) {target} [{rest}]',
      '(log|record|track|note) that {target} called',
    ],
    logged('call'),
  ),
  ...rules<BuildIntent>(
    [
      `(log|record|note|track|register|save|capture|document) (a|an|my|the|our|another) [{when:date} 's] [${SUCH}] [{duration}] {topic:other} {kind:meetkind} [i had|i just had|that i had|we had|we just had] {rest}`,
      '[(log|record|note|track) that] [i|we] [just|have|have just] had (a|an|our|another) {topic:other} {kind:meetkind} {rest}',
      `(log|record|note|track|register|save|capture|document) [a|an|my|that|the|this] [{when:date} 's] [${SUCH}] [{duration}] [${SUCH}] {kind:meetkind} [i had|i just had|that i had|we had|we just had] {rest}`,
      `${WHO_DID} (${MET}) {target} [{rest}]`,
      `{when:date} [,] ${WHO_DID} (${MET}) {target} [{rest}]`,
      `(log|record|note|track) that ${WHO_DID} (${MET}) {target} [{rest}]`,
    ],
    told('meeting'),
  ),
  ...rules<BuildIntent>(
    [
      `${WHO_DID} (caught up|met|met up|connected|sat down) with {target} over [a] (coffee|lunch|dinner|breakfast|drinks|tea) [{rest}]`,
      `${WHO_DID} took {target} [out] (to|for) [a|an] (coffee|lunch|dinner|breakfast|drinks) [{rest}]`,
      `${WHO_DID} (presented|demoed|showed|pitched|walked through) {words:article} (to|for|with) {target} [{rest}]`,
    ],
    told('meeting'),
  ),
  ...rules<BuildIntent>([`[i|we] [have] [just] (${LEFT}) {target} [{rest}]`], (s, c) =>
    // "Just" may be no word of the sentence any more.
    /\b(just|i|we|i've|we've)\s*$/i.test(s.source.slice(0, s.tokens[verbAt(s, c.target!.from)]!.from))
      ? told('meeting')(s, c)
      : undefined,
  ),
  ...rules<BuildIntent>(['log (the|my) call'], () =>
    intent(
      {
        kind: 'activity',
        activity: {
          type: 'call',
          done: true,
          notesFromContext: true,
          parties: [{ preposition: 'log-it', target: HERE }],
          properties: [],
        },
      },
      0.1,
    ),
  ),
  ...rules<BuildIntent>(
    [
      `(${RECORDS}) (it|this|that) [down] [as [a|an] [completed|finished|phone] (call|meeting|activity|task|interaction)] [in (the crm|salesforce|the system)]`,
      `(${RECORDS}) (this|that|the|my) [phone] (call|meeting|conversation|chat|visit|activity|interaction|touchpoint|discussion|exchange) [in (the crm|salesforce|the system)]`,
      'put it in the system',
    ],
    (s) => {
      const type =
        s.tokens.some((t) => t.word === 'meeting') && !s.tokens.some((t) => t.word === 'call')
          ? 'meeting'
          : 'call';
      return intent(
        {
          kind: 'activity',
          activity: { type, done: true, parties: [{ preposition: 'log-it', target: HERE }], properties: [] },
        },
        0.3,
      );
    },
  ),
];
