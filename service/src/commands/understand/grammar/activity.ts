import { shift } from '../calendar.ts';
import type { DateMatch } from '../dates.ts';
import { detailsAt } from '../details.ts';
import type { Activity } from '../intents.ts';
import { hidesCommand } from '../imperatives.ts';
import { nameCost, targetAt } from '../target.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { HERE, targetOf } from './update.ts';

function rest(
  s: Sentence,
  c: { rest?: { from: number; to: number } },
  mode: 'todo' | 'log',
): { activity: Pick<Activity, 'parties' | 'properties'> & Partial<Activity>; cost: number } | undefined {
  if (!c.rest) return { activity: { parties: [], properties: [] }, cost: 0 };
  return detailsAt(s, c.rest.from, c.rest.to, mode);
}

function logged(type: Activity['type'], base = 0.15): BuildIntent {
  return (s, c) => {
    const details = rest(s, c, 'log');
    if (!details) return undefined;
    const activity: Activity = { type, done: true, ...details.activity };
    if (c.duration) activity.duration = (c.duration.found as { minutes: number }).minutes;
    if (c.when) activity.day = pastDay(s, c.when.found as DateMatch);
    if (c.kind) activity.subject ??= s.text(c.kind.from, c.kind.to);
    if (c.target) {
      const target = targetAt(s, c.target.from, c.target.to);
      if (!target || target.cost > 3) return undefined;
      activity.parties.unshift({ preposition: 'with', target: target.value });
      details.cost += target.cost;
    }
    activity.parties.push(...spokenWith(activity));
    return intent({ kind: 'activity', activity }, base + details.cost);
  };
}

/** "Monday's call" has taken place: the latest such day. */
function pastDay(s: Sentence, { day }: DateMatch): string {
  return day > s.calendar.today ? shift(day, -7, 'day') : day;
}

/** "spoke with Nora Davis" in the note itself: a person to link, if there is one of that name. */
function spokenWith(activity: Activity): Activity['parties'] {
  const name =
    /\b(?:spoke (?:with|to)|talked (?:with|to)|met(?: with)?) (\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){1,2})/u.exec(
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

/** "I just spoke with {target} …": what was said around it is the note. */
function told(type: Activity['type'], subject?: string): BuildIntent {
  return (s, c) => {
    if (c.rest && hidesCommand(s, c.rest.from, c.rest.to)) return undefined;
    const read = logged(type, 0.3)(s, c);
    const first = read?.value[0];
    if (read && first?.kind === 'activity' && subject) first.activity.subject = subject;
    return read;
  };
}

function todo(base = 0.15): BuildIntent {
  return (s, c) => {
    const details = rest(s, c, 'todo');
    if (!details) return undefined;
    const activity: Activity = { type: 'task', done: false, ...details.activity };
    let cost = base + details.cost;
    if (c.run) {
      const { from, to } = c.run;
      if (to - from > 30 || /^(for|on|with|to|by|at|the|a)$/.test(s.word(to - 1))) return undefined;
      if (s.recognise('date', from, to)!.length > 0) return undefined;
      for (let i = from; i < to; i++) {
        const when = s.date(i);
        if (when && when.end <= to) cost += 0.35;
      }
      const inner = insideParties(s, from, to);
      activity.parties = [...activity.parties, ...inner];
      activity.subject = s.text(from, to) + (activity.subject ? ` ${activity.subject}` : '');
      cost += 0.2 + 0.05 * (to - from);
    } else if (activity.subject !== undefined && details.activity.parties.length === 0) {
      activity.parties = [...activity.parties, ...wordsIn(s, activity.subject)];
    }
    if (c.date) activity.day = (c.date.found as { day: string }).day;
    if (c.target) {
      const target = targetAt(s, c.target.from, c.target.to);
      if (!target) return undefined;
      activity.parties.unshift({ preposition: 'on', target: target.value });
      cost += target.cost;
    }
    return intent({ kind: 'activity', activity }, cost);
  };
}

/** "follow up with Rose Gonzalez about pricing": the name inside a to-do, as a wish to link it. */
function insideParties(s: Sentence, from: number, to: number): Activity['parties'] {
  for (let i = from; i < to - 1; i++) {
    const word = s.word(i);
    const opens =
      /^(with|call|email|ping|contact|visit|meet|chase|nudge|to|phone|ring|text|message|thank|invite|mail|for|on|about|from)$/.test(
        word,
      );
    if (!opens || (word === 'to' && i === from)) continue;
    const start = s.word(i + 1) === 'with' || s.word(i + 1) === 'the' ? i + 2 : i + 1;
    for (let end = Math.min(to, start + 6); end > start; end--) {
      if (
        end < to &&
        !/^(about|regarding|re|on|to|for|and|at|with|by|in|,|before|after|if|from|-|once)$/.test(
          s.word(end),
        ) &&
        !(s.date(end) !== undefined)
      )
        continue;
      const cost = nameCost(s, start, end);
      if (cost === undefined || cost > 1.4) continue;
      if (
        /^(the|a|an|it|him|her|them|team|everyone|customer|client|pricing|contract|proposal|budget|legal|procurement|finance)$/.test(
          s.word(start),
        ) &&
        end - start === 1
      )
        break;
      const target = targetAt(s, start, end);
      if (target && target.value.kind !== 'set') return [{ preposition: `?${word}`, target: target.value }];
    }
  }
  return [];
}

function wordsIn(s: Sentence, subject: string): Activity['parties'] {
  for (let i = 0; i < s.tokens.length; i++) {
    for (let end = s.tokens.length; end > i; end--) {
      if (s.tokens[i]!.from + subject.length !== s.tokens[end - 1]!.to) continue;
      if (s.text(i, end) === subject) return insideParties(s, i, end);
    }
  }
  return [];
}

function meeting(): BuildIntent {
  return (s, c) => {
    const details = rest(s, c, 'todo');
    if (!details) return undefined;
    const kind = c.kind ? s.text(c.kind.from, c.kind.to) : 'meeting';
    const activity: Activity = {
      type: /call/i.test(kind) && details.activity.minutes === undefined ? 'task' : 'event',
      done: false,
      ...details.activity,
    };
    if (c.duration) activity.duration = (c.duration.found as { minutes: number }).minutes;
    if (c.target) {
      const target = targetAt(s, c.target.from, c.target.to);
      if (!target) return undefined;
      activity.parties.unshift({ preposition: 'with', target: target.value });
      details.cost += target.cost;
    }
    activity.subject =
      activity.subject === undefined
        ? kind
        : /^(meeting|event|call|appointment)$/i.test(kind)
          ? activity.subject
          : `${kind}: ${activity.subject}`;
    return intent({ kind: 'activity', activity }, 0.2 + details.cost);
  };
}

const note: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target || target.cost > 3.5) return undefined;
  const at = c.text ?? c.run ?? c.quote;
  if (!at) return intent({ kind: 'note', target: target.value }, 0.2 + target.cost);
  let { from, to } = at;
  while (from < to && /^[:,;-]$/.test(s.word(from))) from++;
  while (to > from && s.word(to - 1) === '.') to--;
  if (from >= to) return undefined;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  const text = quoted ? s.tokens[from]!.text : s.source.slice(s.tokens[from]!.from, s.tokens[to - 1]!.to);
  if (/^(my|the|these)( (call|meeting))? notes$/.test(s.phrase(from, to)))
    return intent({ kind: 'note', target: target.value }, 0.3 + target.cost);
  return intent(
    { kind: 'note', target: target.value, text },
    (quoted ? 0.1 : 0.3 + 0.015 * (to - from)) + target.cost,
  );
};

const NOTE = 'note|comment|remark|quick note|internal note|memo|short note';
const NOTES =
  'notes|note|note field|notes field|notes section|comments|record notes|note section|account notes|deal notes|opportunity notes|case notes|lead notes|contact notes';
const ADD =
  'add|log|write|leave|put|make|create|post|record|attach|drop|append|jot|jot down|put down|note down|take|enter|save|stick|capture|include';
const SAY =
  ':|that|saying|saying that|that says|which says|- |, saying|stating|stating that|to say|reading|with|with the text|, |noting|noting that|about|about how|like';

/** One line is one phrasing. */
export const ACTIVITIES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for|about|under|against|in|onto|at) {target} (${SAY}) {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for|about|under|against|at) {target} {quote}`,
      `(${NOTE}) (to|on|for|about) {target} (:|that|,) {text}`,
      `(${NOTE}) {target} : {text}`,
      `(jot down|note down|write down|jot|note) (on|for|about|to|at) {target} : {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) (${SAY}) {run} (to|on|for|under|onto) {target}`,
      `(${ADD}) {quote} (to|in|into|on|under) [${NOTES}] (of|on|for|from|at|to|in) {target}`,
      `(${ADD}) {quote} as [a] [new] (${NOTE}) (to|on|for|under|of) {target}`,
      `(${ADD}) {quote} (to|in|into|on|under|onto) {target}`,
      `(${ADD}) {quote} (to|in|into|on|under) {target} 's (${NOTES})`,
      `(${ADD}) {quote} (to|in|into|on|under) {target} (${NOTES})`,
      `(${ADD}) {run} (to|in|into|on|under) [the] (${NOTES}) (of|on|for|from|at) {target}`,
      `(${ADD}) {run} (to|in|into|on|under) {target} 's (${NOTES})`,
      `(${ADD}) to [the] (${NOTES}) (of|on|for) {target} (${SAY}) {text}`,
      `(${ADD}) (to|in) {target} 's (${NOTES}) (${SAY}) {text}`,
      `(${ADD}) [a] (${NOTE}) (${SAY}) {quote} (to|on|for) {target}`,
      `note (on|for|about) {target} that {text}`,
      `(on|for) {target} [,] (note|add a note|write|log a note|add a comment) [that|:|saying] {text}`,
      `(${ADD}) {quote} [as a note] (to|on) {target}`,
      `(${NOTE}) {quote} (on|for|to|in) {target}`,
      `(append) {quote} to [the] [description|notes] (of|on|for) {target}`,
      `(append) {quote} to {target} 's (description|notes)`,
      `(${ADD}) (${NOTE}) {quote} (to|on|for) {target}`,
    ],
    note,
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) {quote} (to|in|into|on|under) [the|their|its|his|her|all their|each of their] (${NOTES}) [of each|of all|on each|for each|for all of them|on all of them|on each of them|of each one|on them|for them]`,
      `(${ADD}) [a|an] [new] (${NOTE}) (${SAY}) {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) {quote}`,
      `(note|note down) that {text}`,
      `(${NOTE}) : {text}`,
      `(${ADD}) {run} (to|in|into) [the|their|its|his|her] (${NOTES})`,
      `(${ADD}) (to|in|on|under) [the|its|his|her] (${NOTES}) (${SAY}) {text}`,
      `(${ADD}) (this|the following) [to|in|on] [the|its] [${NOTES}] : {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for) (it|them|him|her|each|each one|each of them|all of them) (${SAY}) {text}`,
      `(${ADD}) {quote} as [a] [new] (${NOTE})`,
    ],
    note,
  ),
  ...rules<BuildIntent>(
    [`(${ADD}) [my|the] [call|meeting] notes (to|on|for|about|from|under|with) {target}`],
    (s, c) => {
      const target = targetOf(s, c);
      return target && intent({ kind: 'note', target: target.value }, 0.35 + target.cost);
    },
  ),

  ...rules<BuildIntent>(
    [
      `(log|record|track|register|save|capture|add|enter|put in) my call notes {rest}`,
      `(log|record|track|register|save|capture|add|enter) my (call|meeting) notes`,
      'log my notes',
      'log the call [notes]',
      'log my call',
    ],
    (s, c) => {
      const details = c.rest
        ? detailsAt(s, c.rest.from, c.rest.to, 'log')
        : { activity: { parties: [], properties: [] }, cost: 0 };
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
      `(log|record|add|note|track|register|enter|save|put in|capture|document|file) [a|an|my|that|the|this|another|i had] [{when:date} 's] [quick|short|brief|new|completed|great|good|outbound|inbound] [{duration}] [quick|short|brief|long|outbound|inbound] {kind:callkind} [i had|i just had|that i had|we had] {rest}`,
      `(log|record|note|track|register) [a|an|my|that|the] [{when:date} 's] [{duration}] [long] {kind:callkind}`,
      'i [just] had [a|an] [quick|great|good|short|long] [{duration}] {kind:callkind} {rest}',
      'had [a|an] [quick|great|good|short|long] [{duration}] {kind:callkind} {rest}',
    ],
    logged('call'),
  ),
  ...rules<BuildIntent>(
    [
      `[i] [just] [left|have left] [a] (voicemail|voice mail|message|vm) (for|with|to) {target}`,
      `[i] [just] left [a] (voicemail|voice mail|message|vm) (for|with|to) {target} {rest}`,
      '[i] [just] left {target} a (voicemail|voice mail|message)',
      '[i] [just] left {target} a (voicemail|voice mail|message) {rest}',
    ],
    told('call', 'Left voicemail'),
  ),
  ...rules<BuildIntent>(
    [
      `[i] [just] (called|phoned|rang|spoke with|spoke to|talked to|talked with|spoke|got off the phone with|got off a call with|hung up with|got off the call with|finished a call with|chatted with|caught up with|connected with|had a call with|had a chat with) {target}`,
      `[i] [just] (called|phoned|rang|spoke with|spoke to|talked to|talked with|got off the phone with|got off a call with|hung up with|finished a call with|chatted with|caught up with|connected with|had a call with|had a chat with) {target} {rest}`,
    ],
    told('call'),
  ),
  ...rules<BuildIntent>(
    [
      `(log|record|add|note|track|register|save) [a|an|my|that|the|this] [{when:date} 's] [quick|short|brief|follow up|sent|outbound|quick follow up] (email|e mail|mail) {rest}`,
      `[i] [just] (emailed|e mailed|wrote to|sent an email to|sent a mail to|mailed) {target}`,
      `[i] [just] (emailed|e mailed|wrote to|sent an email to|mailed) {target} {rest}`,
      `(log|record|note|track) that i [just] (emailed|wrote to|sent an email to) {target} {rest}`,
      `(log|record|note|track) that i [just] (emailed|wrote to|sent an email to) {target}`,
    ],
    logged('email'),
  ),
  ...rules<BuildIntent>(
    [
      `(log|record|note|track) that i [just] (called|phoned|rang|spoke with|spoke to|talked to|talked with) {target} {rest}`,
      `(log|record|note|track) that i [just] (called|phoned|rang|spoke with|spoke to|talked to|talked with) {target}`,
      '(log|record|note|track) that i left [a] voicemail (for|with) {target}',
      '(log|record|track|note) that {target} called',
    ],
    logged('call'),
  ),
  ...rules<BuildIntent>(
    [
      `(log|record|note|track|register|save|capture|document) [a|an|my|that|the|this] [{when:date} 's] [quick|short|brief] [{duration}] {kind:meetkind} {rest}`,
      `[i] [just] (met|met with|met up with|had lunch with|had coffee with|had dinner with|had a meeting with|sat down with|visited|presented to|saw|got out of a meeting with|came out of a meeting with) {target} {rest}`,
      '[i] [just] (met|met with|met up with|had lunch with|had coffee with|had dinner with|had a meeting with|sat down with|visited) {target}',
      '(log|record|note|track) that i [just] (met|met with|met up with) {target} {rest}',
      '(log|record|note|track) that i [just] (met|met with) {target}',
    ],
    told('meeting'),
  ),
  ...rules<BuildIntent>(
    [
      'log it',
      'log this',
      'log that',
      'log it please',
      'log the meeting',
      'log this meeting',
      'log the conversation',
      'please log it',
      'log it as a call',
      'log it as a meeting',
      'log that call',
      'log this call',
      'record that',
      'record it',
    ],
    (s, c) => {
      void c;
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

  ...rules<BuildIntent>(
    [
      `(create|add|make|set|set up|schedule|put|put in|log|open|give me|i need|need|new|book|enter|drop|plan|i want|get me) [me|myself] [a|an|the|another|my|one] [new] [next] [high priority|low priority|urgent|important|quick|open] {kind:todokind} {rest}`,
      `(create|add|make|set|set up|schedule|put|put in|open|give me|i need|need|new|book|plan) [me] [a|an|the|another|my] [new] [next] {kind:todokind}`,
      '{kind:todokind} {rest}',
    ],
    (s, c) => {
      const read = todo()(s, c);
      const first = read?.value[0];
      if (!read || first?.kind !== 'activity') return read;
      const kind = s.phrase(c.kind!.from, c.kind!.to);
      const before = s.phrase(Math.max(0, c.kind!.from - 2), c.kind!.from);
      const priority = /(high priority|urgent|important)$/.exec(before)
        ? 'High'
        : /low priority$/.exec(before)
          ? 'Low'
          : undefined;
      if (priority)
        first.activity.properties.push({
          fields: [{ object: 'Task', field: 'Priority' }],
          fieldText: 'priority',
          value: { text: priority, phrase: priority.toLowerCase(), quoted: false },
        });
      if (/call/.test(kind))
        first.activity.subject = first.activity.subject === undefined ? 'Call' : first.activity.subject;
      else if (/^(follow|next follow)/.test(kind))
        first.activity.subject = first.activity.subject === undefined ? 'Follow up' : first.activity.subject;
      return read;
    },
  ),
  ...rules<BuildIntent>(
    [
      'remind me [on|by] {date} [at {time}] (to|that i need to|that i should|that i have to|i need to|i have to) {run}',
      'remind me (to|that i need to|that i should|that i have to) {run}',
      'remind me (to|that i need to|that i should|that i have to) {run} {rest}',
      'remind me [on|by] {date} (to|that i need to) {run} {rest}',
      '[on] {date} [,] remind me to {run}',
      'remind me to {run} [on|by|at|for] {date} [at {time}]',
      '(i need to|i have to|i should|i must) {run} [on|by] {date}',
      'make sure i {run} [on|by] {date}',
    ],
    todo(0.2),
  ),
  ...rules<BuildIntent>(
    [
      'remind me about {target}',
      'remind me about {target} {rest}',
      'remind me [on|by] {date} about {target}',
      'remind me {rest}',
    ],
    todo(0.25),
  ),
  ...rules<BuildIntent>(
    [
      '(follow up|followup|check in|check back|touch base|circle back) (with|on|about) {target}',
      '(follow up|followup|check in|check back|touch base|circle back) (with|on) {target} {rest}',
      '(follow up|followup|check in|check back|touch base|circle back) [on|by|in] {date}',
      '(follow up|check in|circle back|check back) {rest}',
    ],
    (s, c) => {
      const read = todo(0.3)(s, c);
      const first = read?.value[0];
      if (read && first?.kind === 'activity')
        first.activity.subject =
          first.activity.subject === undefined ? 'Follow up' : `Follow up: ${first.activity.subject}`;
      return read;
    },
  ),

  ...rules<BuildIntent>(
    [
      `(schedule|book|set up|arrange|plan|create|add|put|put in|organize|organise|set|block|get me|make|fix) [me] [a|an|the|another] [new] [quick|short|brief] [{duration}] [quick|short|brief|long] {kind:meetkind} [in my calendar|on my calendar|on the calendar] {rest}`,
      `(schedule|book|arrange|plan|set up|create) [a|an] {target} {kind:meetkind} {rest}`,
      '(meet|meet with|meeting with) {target} {rest}',
      `(schedule|book) {target} (for|on) {rest}`,
      '{kind:meetkind} with {target} {rest}',
      `(schedule|book) [a|an] [{duration}] {kind:meetkind}`,
    ],
    meeting(),
  ),
];
