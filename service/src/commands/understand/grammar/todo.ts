import { detailsOf } from '../details.ts';
import { holdsPriority } from '../details/texts.ts';
import { changesAnother, saysOfIt } from '../free-text.ts';
import { commandsAfterPause, hidesCommand, IMPERATIVES } from '../imperatives.ts';
import type { Activity, Assignment } from '../intents.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { PURPOSES } from '../lexicon/purposes.ts';
import { holdsArticle, nameCost } from '../name-cost.ts';
import { targetAt } from '../target.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** What is to be done does not end with one of these: "the numbers of | last year". */
const UNFINISHED = /^(for|on|with|to|by|at|the|a|an|due|of|from|about|since|our|my|and|or)$/;

function todo(base = 0.15): BuildIntent {
  return (s, c) => {
    const details = detailsOf(s, c.rest, 'todo');
    if (!details) return undefined;
    const activity: Activity = { type: 'task', done: false, ...details.activity };
    if (c.date) {
      if (activity.day !== undefined) return undefined;
      activity.day = (c.date.found as { day: string }).day;
    }
    if (c.time) activity.minutes ??= (c.time.found as { minutes: number }).minutes;
    let cost = base + details.cost;
    if (c.run) {
      const { from, to } = c.run;
      if (to - from > 30 || UNFINISHED.test(s.word(to - 1))) return undefined;
      if (holdsPriority(s, from, to) || saysOfIt(s, from, to) || changesAnother(s, from, to))
        return undefined;
      if (s.recognise('date', from, to)!.length > 0) return undefined;
      const inner = insideParties(s, from, to);
      const dayBehind = activity.day !== undefined && !(c.date && c.date.from < from);
      for (let i = from; i < to; i++) {
        const when = s.date(i);
        if (!when || when.end > to || inner.some((p) => beginsName(s.text(i, when.end), p.target.text)))
          continue;
        // "Call Dana on Friday about the demo on Tuesday": the first of two days is the one to act.
        if (/^(on|by|before|until)$/.test(s.word(i - 1))) {
          if (dayBehind) return undefined;
          activity.day ??= when.day;
        }
        cost += 0.35;
      }
      activity.parties = [...activity.parties, ...inner];
      activity.subject = s.text(from, to) + (activity.subject ? ` ${activity.subject}` : '');
      cost += 0.2 + 0.05 * (to - from);
    } else if (details.subject && details.activity.parties.length === 0) {
      const { from, to } = details.subject;
      activity.parties = [...insideParties(s, from, to), ...betweenDashes(s, from, to)];
    }
    if (c.target) {
      const target = targetAt(s, c.target.from, c.target.to);
      if (!target) return undefined;
      activity.parties.unshift({ preposition: 'on', target: target.value });
      cost += target.cost;
    }
    return intent({ kind: 'activity', activity }, cost);
  };
}

/** "Call may lindgren", "ping Friday Labs": the day is a part of the name, the first one. */
function beginsName(day: string, name: string): boolean {
  return name.length > day.length && name.startsWith(`${day} `);
}

/** "follow up with Rose Gonzalez about pricing": the name inside a to-do, as a wish to link it. */
function insideParties(s: Sentence, from: number, to: number): Activity['parties'] {
  const whose = possessor(s, from, to);
  if (whose) return [whose];
  for (let i = from; i < to - 1; i++) {
    const word = s.word(i);
    const opens =
      /^(with|call|email|ping|contact|visit|meet|chase|nudge|to|phone|ring|text|message|thank|invite|mail|for|on|about|from|send|give|show|ask|tell|update|bring|congratulate|remind|brief)$/.test(
        word,
      );
    if (!opens || (word === 'to' && i === from)) continue;
    const start = s.word(i + 1) === 'with' || s.word(i + 1) === 'the' ? i + 2 : i + 1;
    // "send Helen the quote" names a person, "send the quote" does not.
    const gives = /^(send|give|show|bring|mail|forward|offer|hand)$/.test(word);
    if (gives && start > i + 1) continue;
    for (let end = Math.min(to, start + 6); end > start; end--) {
      if (gives && !/^(the|a|an|our|my|his|her|their|some|new|updated|revised)$/.test(s.word(end))) continue;
      if (
        end < to &&
        !/^(about|regarding|re|on|to|for|and|at|with|by|in|,|before|after|if|from|-|once|the|a|an|our|my|his|her|their|some|that|whether|back|again|when|how|new|updated|revised)$/.test(
          s.word(end),
        ) &&
        !(s.date(end) !== undefined)
      )
        continue;
      if (
        /^(the|a|an|our|my|his|her|their|some|new|updated|revised|again|back|too|soon)$/.test(s.word(end - 1))
      )
        continue;
      if (holdsArticle(s, start, end)) continue;
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

/** "ACME Corp - build the business case - Friday": a name between dashes, as a wish to link it. */
function betweenDashes(s: Sentence, from: number, to: number): Activity['parties'] {
  const dashes = s.tokens.slice(from, to).flatMap((t, n) => (/^[-–—]$/.test(t.text) ? [from + n] : []));
  return [...dashes, ...(dashes.length > 0 ? [to] : [])].flatMap((end, n) => {
    const start = n === 0 ? from : dashes[n - 1]! + 1;
    const named = s.tokens.slice(start, end).every((t) => /^(\p{Lu}.*|&)$/u.test(t.text));
    const target = named && end - start > 1 ? targetAt(s, start, end) : undefined;
    return target?.value.kind === 'named' ? [{ preposition: '?topic', target: target.value }] : [];
  });
}

/** "Marcus Klein's contract": whose it is. */
function possessor(s: Sentence, from: number, to: number): Activity['parties'][number] | undefined {
  for (let end = from + 1; end < to - 1; end++) {
    if (s.tokens[end]!.kind !== 'possessive') continue;
    let start = end;
    while (start > from && end - start < 4 && /^\p{Lu}/u.test(s.tokens[start - 1]!.text)) start--;
    if (end - start < 2) return undefined;
    const target = targetAt(s, start, end);
    return target?.value.kind === 'named' ? { preposition: '?with', target: target.value } : undefined;
  }
  return undefined;
}

/** "A task to schedule it", "a task to Sofia - check the limit": what is to be done is the subject, and whose it is no part of it. */
function losesPurpose(s: Sentence, from: number, { subject, parties }: Activity): boolean {
  if (s.word(from) !== 'to' || parties.some((p) => !p.preposition.startsWith('?'))) return false;
  return subject === undefined || /^\p{Lu}\p{Ll}/u.test(s.tokens[from + 1]?.text ?? '');
}

const REMIND =
  'remind me|ping me|nudge me|alert me|notify me|poke me|bug me|give me a nudge|do not let me forget|make sure i do not forget|put it on my to do list|put it on my task list|put it on my list|put on my to do list|note to self|i need a reminder|set me a reminder|make me a reminder|give me a reminder|drop me a reminder|(set|create|add|make|schedule|drop|leave|put in) a reminder for (me|myself)';
const CHECK_IN =
  'follow up|followup|check in|check back|touch base|circle back|get back|reconnect|catch up|get in touch|reach out|loop back|check up';

/** The last words before the phrasing say that it is the rep's own duty, not a message that should be sent now. */
function ownDuty(s: Sentence, at: number): boolean {
  return /\b(i|we) (need|have|want|ought) to$|\b(i|we) (should|must|gotta)$|\bi would like to$/.test(
    s.phrase(Math.max(0, at - 4), at),
  );
}

/** "a high priority task", "an urgent to-do": what stands before the kind. */
function urgency(s: Sentence, kind: number): Assignment[] {
  const before = s.phrase(Math.max(0, kind - 2), kind);
  const text = /(high priority|urgent|important)$/.test(before)
    ? 'High'
    : /low priority$/.test(before)
      ? 'Low'
      : undefined;
  return text === undefined
    ? []
    : [
        {
          fields: [{ object: 'Task', field: 'Priority' }],
          fieldText: 'priority',
          value: { text, phrase: text.toLowerCase(), quoted: false },
        },
      ];
}

/** "Call Helen Lind tomorrow": a to-do, as long as no time makes it an appointment. */
const reachOut: BuildIntent = (s, c) => {
  const read = todo(0.35)(s, c);
  const first = read?.value[0];
  if (!read || first?.kind !== 'activity' || first.activity.day === undefined) return undefined;
  if (first.activity.minutes !== undefined || first.activity.day < s.calendar.today) return undefined;
  const verb = s.phrase(c.does!.from, c.does!.to);
  const what = verb === 'give' ? 'call' : verb;
  first.activity.subject = first.activity.subject === undefined ? what : `${what}: ${first.activity.subject}`;
  return read;
};

/** Somebody else shall do it. */
const delegated: BuildIntent = (s, c) => {
  if (/^(me|myself|it|him|her|them|the|this|that)$/.test(s.word(c.owner!.from))) return undefined;
  const read = todo(0.25)(s, c);
  const first = read?.value[0];
  if (!read || first?.kind !== 'activity' || c.owner!.to - c.owner!.from > 3) return undefined;
  const cost = nameCost(s, c.owner!.from, c.owner!.to);
  if (cost === undefined || cost > 1) return undefined;
  const name = s.text(c.owner!.from, c.owner!.to);
  // "a task for Tom" is his, "a task for Globex" is about it: the plan knows who is a user.
  if (s.word(c.owner!.from - 1) === 'for')
    first.activity.parties.unshift({
      preposition: 'for-whom',
      target: { text: name, kind: 'named', objects: [], names: [name], conditions: [] },
    });
  else first.activity.owner = name;
  if (c.kind) first.activity.properties.push(...urgency(s, c.kind.from));
  return { value: read.value, cost: read.cost + cost };
};

/** Own duty and reminder are one to-do, however long. */
const SURE = 0.3;

/** "An onboarding task": what it is for stands before the kind. */
const purposed: BuildIntent = (s, c) => {
  const { from, to } = c.adj!;
  for (let i = from; i < to; i++) {
    const { kind, text } = s.tokens[i]!;
    if (kind !== 'word' || !/^\p{Ll}/u.test(text) || FUNCTION_WORDS.has(text) || s.date(i)) return undefined;
    if (
      /^(completed|done|finished|closed|recurring|repeating|daily|weekly|monthly|yearly|similar|same|separate|other|second|shared|private)$/.test(
        text,
      )
    )
      return undefined;
    if (IMPERATIVES.has(text) || s.vocabulary.objectsAt(s.tokens, i).length > 0) return undefined;
  }
  const read = todo(0.4)(s, c);
  const first = read?.value[0];
  if (!read || first?.kind !== 'activity') return undefined;
  const purpose = s.text(from, to);
  const { subject } = first.activity;
  first.activity.subject = subject === undefined ? purpose : `${purpose}: ${subject}`;
  return read;
};

/** One line is one phrasing. */
export const TO_DOS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(create|add|make|set|set up|schedule|put|put in|log|open|give me|i need|need|new|book|enter|drop|plan|i want|get me) [me|myself] [a|an|the|another|my|one] [new] [next] [high priority|low priority|urgent|important|quick|open] {kind:todokind} [for (me|myself)] {rest}`,
      `(create|add|make|set|set up|schedule|put|put in|open|give me|i need|need|new|book|plan) [me] [a|an|the|another|my] [new] [next] {kind:todokind}`,
      '(put|get|book|slot|pencil|schedule|pop|stick) [me] [a|an|another] [new|quick] {kind:todokind} in [for (me|myself)] {rest}',
      '[high priority|low priority|urgent|important] {kind:todokind} [for (me|myself)] {rest}',
    ],
    (s, c) => {
      // "Put the task on hold": that one, no new one.
      if (s.word(c.kind!.from - 1) === 'the' && /^(put|open|log|drop|enter)$/.test(s.word(c.kind!.from - 2)))
        return undefined;
      // "A task call Helen": the verb behind it is the task.
      const next = c.kind!.to;
      if (!c.rest && (IMPERATIVES.has(s.word(next)) || s.recognise('act', next, s.tokens.length)!.length > 0))
        return undefined;
      const read = todo()(s, c);
      const first = read?.value[0];
      if (!read || first?.kind !== 'activity') return read;
      if (c.rest && losesPurpose(s, c.rest.from, first.activity)) return undefined;
      const kind = s.phrase(c.kind!.from, c.kind!.to);
      first.activity.properties.push(...urgency(s, c.kind!.from));
      if (/call/.test(kind))
        first.activity.subject = first.activity.subject === undefined ? 'Call' : first.activity.subject;
      else if (/^(follow|next follow)/.test(kind))
        first.activity.subject = first.activity.subject === undefined ? 'Follow up' : first.activity.subject;
      return read;
    },
  ),
  ...rules<BuildIntent>(
    [
      '(create|add|make|set|set up|schedule|put|put in|open|i need|need|new|book|plan) [me|us] (a|an|another) [new] {adj} {kind:todokind} [{rest}]',
    ],
    purposed,
  ),
  ...rules<BuildIntent>(
    [
      '(create|add|make|set|set up|open|put in|schedule) (one|a new one|another one|another|a fresh one) (for|on|by|due) {date} (to|:|-|–|—|,) {run}',
      '(create|add|make|set|set up|open|put in|schedule) (one|a new one|another one|another|a fresh one) (to|:) {run} [(for|on|by|due) {date}]',
    ],
    // "Mark the task as done and create one for Wednesday to …": one more of them.
    (s, c) =>
      /\b(task|to do|todo|reminder)s?\b/.test(s.phrase(0, (c.date ?? c.run)!.from))
        ? todo(0.2)(s, c)
        : undefined,
  ),
  ...rules<BuildIntent>(['[and|plus|also|a|an] {adj} {kind:todokind} {rest}'], (s, c) => {
    // "Renewal paperwork task to Friday": the one that is there.
    const { from, to } = c.rest!;
    const opens = /^(for|with|on|by|due|before|until|next|this|about|re|:)$/.test(s.word(from));
    if (!opens && !s.date(from)) return undefined;
    const purpose = s.tokens.slice(c.adj!.from, c.adj!.to).every((t) => PURPOSES.has(t.text));
    const alone = c.adj!.from === 0 && !s.tokens.slice(from, to).some((t) => /^(for|with)$/.test(t.word));
    if (alone && !purpose) return undefined;
    const read = purposed(s, c);
    return read && { value: read.value, cost: read.cost + (purpose ? 0.1 : 0.4) };
  }),
  ...rules<BuildIntent>(
    [
      `(${REMIND}) [on|by|in|at] {date} [at {time}] (to|that i need to|that i should|that i have to|i need to|i have to) {run}`,
      `(${REMIND}) (to|that i need to|that i should|that i have to) {run}`,
      `(${REMIND}) (to|that i need to|that i should|that i have to) {run} {rest}`,
      `(${REMIND}) [on|by|in|at] {date} (to|that i need to) {run} {rest}`,
      `[on|in|at] {date} [,] (${REMIND}) to {run}`,
      `(${REMIND}) to {run} [on|by|at|for|in] {date} [at {time}]`,
      '(i need to|i have to|i should|i must) {run} [on|by] {date}',
      'make sure i {run} [on|by] {date}',
      `(${REMIND}) : {run}`,
      '(add|put) [this|it|that] (to|on|onto|in) [my|the] (to do list|to dos|todo list|todos|task list|tasks|list) (:|to|-|,) {run} [{rest}]',
      '(i|we) (promised|agreed|offered|said i would|told them i would) to {run} [on|by|until] {date}',
    ],
    todo(0.2),
  ),
  ...rules<BuildIntent>(
    [
      '(add|put|stick|write|jot|pop|get) {run} (to|on|onto|in|into) my (to do list|to dos|todo list|todos|task list|list of (to dos|tasks)) [[for|on|by|due] {date}]',
    ],
    // "Put it on my to-do list": what is spoken of, and a task that is there, is no new one.
    (s, c) =>
      /^(it|this|that|these|those|them|him|her|all)\b|\b(tasks?|to dos?|todos?|reminders?)$/.test(
        s.phrase(c.run!.from, c.run!.to),
      )
        ? undefined
        : todo(0.2)(s, c),
  ),
  ...rules<BuildIntent>(
    [
      `(${REMIND}) (about|of) {target}`,
      `(${REMIND}) (about|of) {target} {rest}`,
      `(${REMIND}) [on|by|in|at] {date} (about|of) {target}`,
      `(${REMIND}) {rest}`,
    ],
    todo(0.25),
  ),
  ...rules<BuildIntent>(
    [
      `(${CHECK_IN}) (with|on|about|to) {target}`,
      `(${CHECK_IN}) (with|on|to) {target} {rest}`,
      `(${CHECK_IN}) [on|by|in] {date}`,
      `(${CHECK_IN}) {rest}`,
      '(arrange|plan|schedule|set up|set|add|create|do) [a|an|the|another|my] [next|quick] (follow up|followup|check in) (with|on|for) {target} {rest}',
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
    ['{does:reach} [up|back] {target} {rest}', '(give) {target} {does:ring} {rest}'],
    reachOut,
  ),
  ...rules<BuildIntent>(
    [
      '(assign|give) {owner:user} [a|an|the|another] [new|high priority] {kind:todokind} {rest}',
      '(task|charge|entrust) {owner:user} with {run} [on|by|for|until|before] {date}',
      '(task|charge|entrust) {owner:user} with {run}',
      '(ask|get) {owner:user} to {run} [on|by|for|until|before] {date}',
      'have {owner:user} {run} [on|by|for|until|before] {date}',
      '(create|add|make|set|set up|open|new|schedule) [a|an|another] [new|high priority] {kind:todokind} for {owner:user} (to|:) {run}',
      '(create|add|make|set|set up|open|new|schedule) [a|an|another] [new|high priority] {kind:todokind} for {owner:user} (to|:) {run} [on|by|for|until|before] {date}',
      '[high priority|urgent] {kind:todokind} for {owner:user} (to|:) {run} [on|by|for|until|before] {date}',
      '[high priority|urgent] {kind:todokind} for {owner:user} (to|:) {run}',
    ],
    delegated,
  ),
  ...rules<BuildIntent>(
    [
      '{more:run} [by|on|before|until] {date} (,|.|;|-|–|—|so|and) [please|can you|could you|can you please|could you please] (make|create|add|set|give|put|log|open) [me|myself] [a|an] {kind:todokind} [for it|for that|for this|about it|of it|on my list]',
      '{more:run} (,|.|;|-|–|—|so|and) [please|can you|could you|can you please|could you please] (make|create|add|set|give|put|log|open) [me|myself] [a|an] {kind:todokind} [for it|for that|for this|about it|of it|on my list] [[by|on|before|until|for] {date}]',
      '[on|by] {date} [,] (i|we) (need|have|want|ought) to {more:run} (,|.|;|-|–|—|so|and) [please|can you|could you|can you please|could you please] (make|create|add|set|give|put|log|open) [me|myself] [a|an] {kind:todokind} [for it|for that|for this|about it|of it|on my list]',
      '{more:run} [by|on|before|until] {date} (,|.|;|-|–|—|so|and) [please|can you|could you|can you please|could you please] remind me [of it|about it|of that|about that]',
      '{more:run} (,|.|;|-|–|—|so|and) [please|can you|could you|can you please|could you please] remind me [of it|about it|of that|about that] [by|on|before|until] {date}',
    ],
    (s, c) => {
      const { from, to } = c.more!;
      if (!ownDuty(s, from) || hidesCommand(s, from, to) || commandsAfterPause(s, from, to)) return undefined;
      for (let i = from; i < to; i++) if (/^[.;:!?]$/.test(s.word(i))) return undefined;
      const read = todo(0.1)(s, { ...c, run: { from, to } });
      return read && { value: read.value, cost: Math.min(read.cost, SURE) };
    },
  ),
  ...rules<BuildIntent>(
    [
      '(send|email|text|mail|share|forward|write|prepare|bring|finish|draft|review|check|print|order|submit|sign) {more} [on|by|before|until] {date}',
    ],
    (s, c) => {
      const at = c.more!.from - 1;
      if (!ownDuty(s, at) || commandsAfterPause(s, at, c.date!.from)) return undefined;
      const run = { from: at, to: c.more!.to };
      const read = todo(0.1)(s, { ...c, run });
      return read && { value: read.value, cost: 0 };
    },
  ),
];
