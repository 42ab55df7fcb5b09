import { detailsOf } from '../details.ts';
import type { Activity } from '../intents.ts';
import { nameCost } from '../name-cost.ts';
import { targetAt } from '../target.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

function todo(base = 0.15): BuildIntent {
  return (s, c) => {
    const details = detailsOf(s, c.rest, 'todo');
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

/** One line is one phrasing. */
export const TO_DOS: ClauseRule[] = [
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
];
