import type { BuildDetail } from './types.ts';
import { it } from './types.ts';
import { owesFollowUp } from '../follow-ups.ts';
import { changesAnother, lengthCost, saysOfIt } from '../free-text.ts';
import { commandsAfterPause, hidesCommand, hidesMessage, IMPERATIVES } from '../imperatives.ts';
import { PRONOUNS } from '../lexicon/function-words.ts';
import { nearestValues } from '../picklists.ts';
import { fieldOf } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import type { FieldPhrase } from '../vocabulary.ts';

/** "About Washington Campus Wi-Fi, the board agreed": a name as it is written, which may be a record, and more behind a pause. */
export function namesFirst(s: Sentence, from: number, to: number): boolean {
  if (!/^(about|regarding|re)$/.test(s.word(from - 1))) return false;
  let end = from;
  while (end < to && !/^[,.;—–-]$/.test(s.word(end))) end++;
  if (end === to || end - from < 2) return false;
  return s.tokens
    .slice(from, end)
    .every((t) => /^\p{Lu}|^\d/u.test(t.text) || t.glued || /^(of|and|&|for)$/.test(t.word));
}

const SAYS_LOG_IT =
  /^(and |so )?((i|we) (need|want|have|would like) to )?(please |can you |could you )?(log|record|save|note|file|track|capture|register|enter|document) ((it|this|that)( down)?( as (an? )?(completed |phone )?(call|activity|task|interaction|email|e mail))?|(this|that|the|my) (phone )?(call|activity|interaction|conversation|discussion))$/;
/** Its longest form, in tokens. */
const LONGEST_LOG_IT = 12;

/** Where "…, log it" begins at the end of what is told; the end itself when it is not said. */
export function withoutLogIt(s: Sentence, from: number, to: number): number {
  for (let i = Math.max(from, to - LONGEST_LOG_IT); i < to; i++)
    if (SAYS_LOG_IT.test(s.phrase(i, to))) return i;
  return to;
}

export const text: BuildDetail = (s, c) => {
  const { from, to } = c.text!;
  if (from >= to || (to - from <= LONGEST_LOG_IT && SAYS_LOG_IT.test(s.phrase(from, to)))) return undefined;
  const quoted = s.tokens[from]!.kind === 'quote' && to - from <= 2;
  const hidden = !quoted && holdsMore(s, from, to) ? 2.5 : 0;
  // "…, 20 minutes, she will approve": how long it was opens no note.
  const long = s.recognise('duration', from, to)!.some((d) => d.end === to || /^[,.;]$/.test(s.word(d.end)));
  return it(
    {
      kind: 'text',
      text: quoted ? s.tokens[from]!.text : s.source.slice(s.tokens[from]!.from, s.tokens[to - 1]!.to),
      from,
      to,
    },
    0.3 + hidden + (long ? 1.2 : 0) + lengthCost(from, to),
  );
};

/** Something to be done is no part of what was said. */
function holdsMore(s: Sentence, from: number, to: number): boolean {
  if (hidesCommand(s, from, to) || hidesMessage(s, from, to) || owesFollowUp(s, from, to)) return true;
  // "We had a meeting with Larkspur. Please register the company": a sentence that commands.
  if (tellsOwnField(s, from, to)) return true;
  return /^[.;!?]$/.test(s.word(from - 1)) && commandsAfterPause(s, from - 1, Math.min(to, from + 3));
}

/** "About the pilot. Also her title is AP Manager now": a sentence about a field of the record is no part of a note. */
function tellsOwnField(s: Sentence, from: number, to: number): boolean {
  for (let i = from; i < to - 3; i++) {
    if (!/^[.;!?]$/.test(s.word(i - 1)) && i > from) continue;
    const at = /^(also|and|oh|plus|by the way)$/.test(s.word(i)) ? i + 1 : i;
    if (!/^(his|her|their|its)$/.test(s.word(at))) continue;
    const fields = s.vocabulary.fieldsAt(s.tokens, s.word(at + 1) === 'new' ? at + 2 : at + 1);
    if (fields.some(({ end }) => end < to && /^(is|are|should|will)$/.test(s.word(end)))) return true;
  }
  return false;
}

const WHICH = /^(call|email|mail|meeting|conversation|chat|demo|lunch|visit|message|that|which)$/;

/** From the opening word on: "she said …". */
export const textFromStart: BuildDetail = (s, c) => {
  const opening = c.opening!;
  const { to } = c.text!;
  // "The email I sent to Dana yesterday": says which one, not what was in it.
  const which = /^(i|we)$/.test(s.word(opening.from)) && WHICH.test(s.word(opening.from - 1)) ? 1.2 : 0;
  return it(
    {
      kind: 'text',
      text: s.source.slice(s.tokens[opening.from]!.from, s.tokens[to - 1]!.to),
      from: opening.from,
      to,
    },
    0.45 + which + (holdsMore(s, opening.from, to) ? 2.5 : 0) + lengthCost(opening.from, to),
  );
};

/** "…, priority high", "… - high priority": said of the to-do, no part of its subject. */
export function holdsPriority(s: Sentence, from: number, to: number): boolean {
  const priority = fieldOf(s.vocabulary.objects.get('Task'), 'Priority');
  if (!priority) return false;
  const isValue = (i: number) => i < to && nearestValues(priority, s.text(i, i + 1)).length > 0;
  for (let i = from + 1; i < to - 1; i++) {
    if (!/^[,;–—-]$/.test(s.word(i - 1))) continue;
    const named = s.vocabulary.fieldsAt(s.tokens, i).find(isPriority);
    if (named && isValue(named.end)) return true;
    if (isValue(i) && s.vocabulary.fieldsAt(s.tokens, i + 1).some(isPriority)) return true;
  }
  return false;
}

function isPriority({ fields }: FieldPhrase): boolean {
  return fields.some((f) => f.object === 'Task' && f.field === 'Priority');
}

/** "Send pricing, Assignee: Sofia, Due: Friday": what stands behind a label of its own is no part of the subject. */
function holdsLabel(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 2; i < to; i++)
    if (
      s.word(i) === ':' &&
      /^(assignee|owner|due|date|deadline|priority|status|related|contact|account|type|to)$/.test(
        s.word(i - 1),
      ) &&
      [i - 2, i - 3].some((at) => at > from && /^[,;.|/–—-]$/.test(s.word(at)))
    )
      return true;
  return false;
}

const COMMANDS =
  /^and (also )?(log|add|create|set|move|update|mark|assign|schedule|remind|note|close|push|raise|change|delete) (a|an|the|it|its|my|his|her|their|them|him|me)\b/;

export const subject: BuildDetail = (s, c) => {
  const { from, to } = c.run!;
  if (to - from > 30) return undefined;
  if (/^(and|or|,|with|by|for|the|a|to|of|on|at|-|:)$/.test(s.word(to - 1))) return undefined;
  if (PRONOUNS.has(s.phrase(from, to))) return undefined;
  if (s.word(to - 1) === 'due' || holdsPriority(s, from, to)) return undefined;
  if (saysOfIt(s, from, to) || holdsLabel(s, from, to)) return undefined;
  // Behind a colon it is what was dictated.
  if (s.word(from - 1) !== ':' && changesAnother(s, from, to)) return undefined;
  let loose = 0;
  for (let i = from; i < to; i++) {
    // "Rollout planning, and log a note on Hooli": what is commanded behind a pause is more than the subject.
    if (i > from && s.word(i) === ',' && COMMANDS.test(s.phrase(i + 1, Math.min(to, i + 4))))
      return undefined;
    // "… statements. Set the due date …": the next sentence is no part of it.
    if (i > from && /^[.!?;]$/.test(s.word(i - 1)) && IMPERATIVES.has(s.word(i))) return undefined;
    const date = s.date(i);
    // "The numbers of last month" says which numbers, not when.
    if (date && !/^(of|from|since)$/.test(s.word(i - 1))) loose += date.end === to ? 0.7 : 0.3;
  }
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  // "With the subject 'Ring Jo' and move the deal": a subject in quotes ends with them.
  if (!quoted && s.tokens[from]!.kind === 'quote') return undefined;
  // "… to Globex: 'Send the offer'": the quotation alone is the subject.
  for (let i = from + 1; i < to; i++)
    if (s.tokens[i]!.kind === 'quote' && s.word(i - 1) === ':') return undefined;
  return it(
    { kind: 'subject', text: s.text(from, to), from, to },
    quoted ? 0.15 : 0.35 + 0.07 * (to - from) + loose,
  );
};
