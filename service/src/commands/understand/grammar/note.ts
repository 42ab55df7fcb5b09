import { changesAnother, lengthCost } from '../free-text.ts';
import { hidesCommand, hidesMessage, IMPERATIVES } from '../imperatives.ts';
import type { Captures } from '../pattern.ts';
import { rules } from '../rules.ts';
import type { Intent, Target } from '../intents.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { targetOf } from './update.ts';

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
  // What follows a quoted note is not part of it.
  const beyond = !quoted && s.tokens[from]!.kind === 'quote' && /^[.;,]$/.test(s.word(from + 1)) ? 2 : 0;
  const text = quoted ? s.tokens[from]!.text : s.source.slice(s.tokens[from]!.from, s.tokens[to - 1]!.to);
  // "…, put that in a note": what was told before, which is no text by itself.
  if (!quoted && /^(that|this|it|those|these|them|the following)$/.test(s.phrase(from, to))) return undefined;
  if (/^(my|the|these)( (call|meeting))? notes$/.test(s.phrase(from, to)))
    return intent({ kind: 'note', target: target.value }, 0.3 + target.cost);
  const [whose, ...more] = withPerson(s, c, target.value);
  return {
    value: [
      { kind: 'note', target: whose!, text, ...(more.length > 0 ? { whole: true as const } : {}) },
      ...more.map((one): Intent => ({ kind: 'note', target: one, text })),
    ],
    cost: (quoted ? 0.1 : 0.3 + beyond + lengthCost(from, to) + commandBehind(s, from, to)) + target.cost,
  };
};

/** "Dana Whitlock and the Halcyon deal": only the second is a deal, the first is somebody of that whole name. */
function withPerson(s: Sentence, c: Captures, target: Target): Target[] {
  const { from, to } = c.target ?? { from: 0, to: 0 };
  const and = s.tokens.findIndex((t, i) => i > from && i < to && t.word === 'and');
  if (and < 0 || !/^(the|this|that)$/.test(s.word(and + 1))) return [target];
  const who = targetAt(s, from, and)?.value;
  const what = targetAt(s, and + 1, to)?.value;
  if (!who || !/^\p{Lu}\S* \p{Lu}\S*$/u.test(who.text) || /^the /i.test(who.text)) return [target];
  if (what?.kind !== 'named' || what.list || what.objects.length !== 1) return [target];
  if (who.kind !== 'named' || PEOPLE.has(what.objects[0]!)) return [target];
  return [{ ...who, objects: [...PEOPLE].filter((o) => s.vocabulary.objects.has(o)) }, what];
}

const PEOPLE: ReadonlySet<string> = new Set(['Contact', 'Lead']);

/** "… that the PO arrived, and schedule a kickoff …": rather a command of its own, if it can be read as one. Behind a colon only a new sentence is. */
function commandBehind(s: Sentence, from: number, to: number): number {
  const dictated = s.word(from - 1) === ':';
  if (!dictated && changesAnother(s, from, to)) return 2;
  for (let i = from + 1; i < to - 2; i++) {
    if (/^[.!?]$/.test(s.word(i)) && hidesCommand(s, i, to)) return 2;
    if (dictated && makesRecord(s, i, to)) return NEVER;
    if (!dictated && changesField(s, i, to)) return 2;
    if (dictated || s.word(i) !== ',' || !/^(and|then)$/.test(s.word(i + 1))) continue;
    if (hidesCommand(s, i + 1, to) || hidesMessage(s, i, to)) return 1.2;
  }
  return 0;
}

/** Dearer than any clause that counts. */
const NEVER = 4;

/** "Approved by legal, and create an opportunity …": a record is asked for behind what was taken down. */
function makesRecord(s: Sentence, i: number, to: number): boolean {
  if (s.word(i) !== ',' || !/^(and|then|also)$/.test(s.word(i + 1)) || i + 5 > to) return false;
  const at = /^(also|then|please)$/.test(s.word(i + 2)) ? i + 3 : i + 2;
  if (!/^(create|add|open|log|schedule|set|make|book|raise|start)$/.test(s.word(at))) return false;
  const article = s.word(at + 1) === 'up' ? at + 2 : at + 1;
  if (!/^(a|an|another)$/.test(s.word(article))) return false;
  const noun = s.word(article + 1) === 'new' ? article + 2 : article + 1;
  return s.vocabulary.objectsAt(s.tokens, noun).length > 0 || s.recognise('todokind', noun, to)!.length > 0;
}

/** "… approved the budget and set the stage to negotiation": a field, and what it is to be. */
function changesField(s: Sentence, i: number, to: number): boolean {
  if (!/^(and|then)$/.test(s.word(i)) || !IMPERATIVES.has(s.word(i + 1))) return false;
  const at = /^(the|its|his|her|their)$/.test(s.word(i + 2)) ? i + 3 : i + 2;
  return s.vocabulary.fieldsAt(s.tokens, at).some((p) => p.end < to && /^(to|as|=)$/.test(s.word(p.end)));
}

/** "Log that Helen approved the budget": kept with whom it is about, in the rep's words. */
const toldOf: BuildIntent = (s, c) => {
  // "For the renewal, log that Helen …": kept with what was named first.
  const named = /^(for|on|about|regarding|with|under)$/.test(s.word(0));
  const text = { from: c.target!.from, to: c.text!.to };
  if (hidesCommand(s, text.from, text.to)) return undefined;
  const about = note(s, { ...c, text });
  const [first] = about?.value ?? [];
  if (first?.kind !== 'note' || first.target.kind !== 'named') return undefined;
  return named ? note(s, { text }) : about;
};

/** "Globex Expansion Maria wants …", but "Globex Starter: …": what stands before the colon is a longer name. */
const behindName: BuildIntent = (s, c) => {
  const { from, to } = c.text!;
  // "To Dana and the Halcyon deal …": the second of those that it is for.
  if (/^(and|or|&|plus|as|but)$/.test(s.word(from)) || s.word(from) === ',') return undefined;
  let at = from;
  while (at < to && /^[\p{Lu}\d&]/u.test(s.tokens[at]!.text)) at++;
  return at > from && s.word(at) === ':' ? undefined : note(s, c);
};

const NOTE =
  'note|chatter note|chatter post|chatter comment|comment|remark|quick note|internal note|memo|short note|work note|call note|meeting note|customer note|account note|deal note|follow up note|file note|new note|sales note|status note|progress note';
const NOTE_FIELD =
  'notes|note|work notes|call notes|meeting notes|note field|notes field|notes section|comments|record notes|note section|account notes|deal notes|opportunity notes|case notes|lead notes|contact notes';
const ADD =
  'add|log|write|leave|put|make|create|post|record|attach|drop|append|jot|jot down|put down|note down|take|enter|save|stick|capture|include';
const SAY =
  ':|that|saying|saying that|that says|which says|- |, saying|stating|stating that|to say|reading|with|with text|with the text|, |noting|noting that|about|about how|like';

/** One line is one phrasing. */
export const NOTES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(log|record|note|note down|jot down|write down|track|add) (that|how) {target} [has|have|just|now|finally|has just] {told:told} {text}',
      `(${ADD}) [a|an] [new] (${NOTE}) (that|how) {target} [has|have|just|now|finally|has just] {told:told} {text}`,
      '(log|record|note|note down|jot down|write down) : {target} [has|have|just|now|finally|has just] {told:told} {text}',
    ],
    toldOf,
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for|about|under|against|in|onto|at) {target} (${SAY}) {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for|about|under|against|at) {target} {quote}`,
      `(${NOTE}) (to|on|for|about) {target} (:|that|,) {text}`,
      `(${NOTE}|notes) {target} : {text}`,
      `{target} (${NOTE}|notes) : {text}`,
      `(${NOTE_FIELD}) (to|on|for|about|of) {target} (:|that|,) {text}`,
      `(${NOTE_FIELD}) (to|on|for|about|of) {target} {quote}`,
      `(update|change|edit|extend|amend|append to|add to|complete) [the|my|our] (${NOTE_FIELD}) (of|on|for|from|about) {target} (${SAY}) {text}`,
      `(update|change|edit|extend|amend|append to|add to) [the|my|our] (${NOTE_FIELD}) (of|on|for|from|about) {target} {quote}`,
      `(${ADD}) (this|the following|these|these notes|this note|the notes|my notes|the following (note|notes)) (to|on|for|under|against) {target} : {text}`,
      `(${NOTE}) (on|for) {target} (-|–|—) {text}`,
      `(${ADD}) (this|the following) (to|in|on) [the] (${NOTE_FIELD}) (of|on|for|from) {target} : {text}`,
      `(${ADD}) (to|on|for|in|about) {target} that {text}`,
      `(${ADD}) (to|on|for|in|about) {target} : {text}`,
      `{target} : (${NOTE}) [:] {text}`,
      `(jot down|note down|write down|jot|note) (on|for|about|to|at) {target} : {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) (${SAY}) {run} (to|on|for|under|onto) {target}`,
      `(${ADD}) {quote} (to|in|into|on|under) [${NOTE_FIELD}] (of|on|for|from|at|to|in) {target}`,
      `(${ADD}) {quote} as [a] [new] (${NOTE}) (to|on|for|under|of) {target}`,
      `(${ADD}) {quote} (to|in|into|on|under|onto) {target}`,
      `(${ADD}) {quote} (to|in|into|on|under) {target} 's (${NOTE_FIELD})`,
      `(${ADD}) {quote} (to|in|into|on|under) {target} (${NOTE_FIELD})`,
      `(${ADD}) {run} (to|in|into|on|under) [the] (${NOTE_FIELD}) (of|on|for|from|at) {target}`,
      `(${ADD}) {run} (to|in|into|on|under) {target} 's (${NOTE_FIELD})`,
      `(${ADD}) to [the] (${NOTE_FIELD}) (of|on|for) {target} (${SAY}) {text}`,
      `(${ADD}) (to|in) {target} 's (${NOTE_FIELD}) (${SAY}) {text}`,
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
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for|about|under|against|in|onto|at) {target:named} {text}`,
      `(${NOTE}) (to|on|for|about) {target:named} {text}`,
    ],
    behindName,
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) {quote} (to|in|into|on|under) [the|their|its|his|her|all their|each of their] (${NOTE_FIELD}) [of each|of all|on each|for each|for all of them|on all of them|on each of them|of each one|on them|for them]`,
      `(${ADD}) [a|an] [new] (${NOTE}) (${SAY}) {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) {quote}`,
      `(note|note down|jot down|write down) that {text}`,
      `(${NOTE}) : {text}`,
      `(${ADD}) {run} (to|in|into) [the|their|its|his|her] (${NOTE_FIELD})`,
      `(${ADD}) (to|in|on|under) [the|its|his|her] (${NOTE_FIELD}) (${SAY}) {text}`,
      `(${ADD}) (this|the following) [to|in|on] [the|its] [${NOTE_FIELD}] : {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for) (it|them|him|her|each|each one|each of them|all of them) (${SAY}) {text}`,
      `(${ADD}) {quote} as [a] [new] (${NOTE})`,
    ],
    note,
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for) {target} {opening:pron} {text}`,
      `(${NOTE}) (to|on|for) {target} {opening:pron} {text}`,
      `(${ADD}) [a|an] [new] (${NOTE}) (to|on|for|in|under|about|against) {target} {opening:asks} {text}`,
      `(comment|remark|note) (to|on) {target} [,] {opening:asks} {text}`,
    ],
    (s, c) => {
      const read = note(s, { ...c, text: { from: c.opening!.from, to: c.text!.to } });
      return read && { value: read.value, cost: read.cost + 0.3 };
    },
  ),
  ...rules<BuildIntent>([`(${ADD}) [a|an] [new] (${NOTE}) (on|for|about|against|under) {target}`], (s, c) => {
    const target = targetOf(s, c);
    return target && target.value.kind !== 'set' && target.cost < 1
      ? intent({ kind: 'note', target: target.value }, 0.6 + target.cost)
      : undefined;
  }),
  ...rules<BuildIntent>(
    [`(${ADD}) [my|the] [call|meeting] notes (to|on|for|about|from|under|with) {target}`],
    (s, c) => {
      const target = targetOf(s, c);
      return target && intent({ kind: 'note', target: target.value }, 0.35 + target.cost);
    },
  ),
];
