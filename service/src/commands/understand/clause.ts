import type { ClauseRule } from './grammar/types.ts';
import { CONVERSIONS } from './grammar/convert.ts';
import { CREATES } from './grammar/create.ts';
import { KEPT } from './grammar/kept.ts';
import { LINKS } from './grammar/links.ts';
import { DONE } from './grammar/done.ts';
import { LOGS } from './grammar/log.ts';
import { MEETINGS } from './grammar/meeting.ts';
import { NOTES } from './grammar/note.ts';
import { NOTES_OF_TOLD } from './grammar/note-told.ts';
import { OTHERS } from './grammar/other.ts';
import { READS } from './grammar/read.ts';
import { RESEARCH } from './grammar/research.ts';
import { TOLD } from './grammar/told.ts';
import { TO_DOS } from './grammar/todo.ts';
import { UPDATES } from './grammar/update.ts';
import { withoutClosing } from './closing.ts';
import { withoutOpening } from './imperatives.ts';
import type { Intent } from './intents.ts';
import { writesLimit } from './limits.ts';
import { narrowsBehind } from './narrowing.ts';
import { canMatch, matchAll } from './pattern.ts';
import type { Read } from './rules.ts';
import type { Sentence } from './sentence.ts';
import { isValueVerb } from './value-verbs.ts';

/** One clause of a command as understood. */
export interface Clause {
  text: string;
  intents: Intent[];
  cost: number;
  /** Dearer readings of the same words that mean other records, the cheapest first. */
  others?: Intent[][];
}

const RULES: ClauseRule[] = [
  ...UPDATES,
  ...NOTES,
  ...NOTES_OF_TOLD,
  ...LOGS,
  ...DONE,
  ...TO_DOS,
  ...MEETINGS,
  ...CREATES,
  ...LINKS,
  ...CONVERSIONS,
  ...READS,
  ...RESEARCH,
  ...OTHERS,
  ...KEPT,
  ...TOLD,
];
/** A clause that is dearer than this is not understood. */
const DEAREST = 3.6;

const byFirstWord = index(RULES);

function index(all: ClauseRule[]): { words: Map<string, ClauseRule[]>; any: ClauseRule[] } {
  const words = new Map<string, ClauseRule[]>();
  const any: ClauseRule[] = [];
  for (const r of all) {
    if (!r.pattern.firstWords) any.push(r);
    else for (const word of r.pattern.firstWords) words.set(word, [...(words.get(word) ?? []), r]);
  }
  return { words, any };
}

const found = new Map<string, readonly ClauseRule[]>();

/** The rules that a clause with these first words can follow. */
function rulesFor(first: string, second: string): readonly ClauseRule[] {
  const { words, any } = byFirstWord;
  const begun = [first, second].filter((word) => words.has(word));
  if (begun.length === 0) return any;
  const key = begun.join(' ');
  let rules = found.get(key);
  if (!rules) {
    rules = [...new Set([...begun.flatMap((word) => words.get(word)!), ...any])];
    found.set(key, rules);
  }
  return rules;
}

/** What a clause makes depend on something: only a phrasing that begins with the word itself knows what it means. */
const CONDITIONAL =
  /^(if|unless|when|whenever|once|until|till|in case|as soon as|as long as|only (if|when|once)|except if|even if|every time|each time|any time|the moment|provided|providing|assuming|suppose|supposing|given that)\b/;

const clauseMemo = new WeakMap<Sentence, Map<string, Clause | undefined>>();

/** The cheapest reading of one clause; undefined when none explains all of its words. */
export function clauseAt(s: Sentence, start: number, end: number): Clause | undefined {
  let memo = clauseMemo.get(s);
  if (!memo) clauseMemo.set(s, (memo = new Map()));
  const key = `${start}:${end}`;
  if (memo.has(key)) return memo.get(key);
  const from = withoutOpening(s, start, end);
  const polite = from > start;
  const conditional = CONDITIONAL.test(s.phrase(from, Math.min(end, from + 3)));
  let best: Clause | undefined;
  const readings: Read<Intent[]>[] = [];
  const dictated = withoutClosing(s, from, end, true);
  const closings = [withoutClosing(s, from, end), dictated, end].filter(
    (to, n, all) => to > from && all.indexOf(to) === n,
  );
  let shorter: Clause | undefined;
  for (const to of closings) {
    const trimmed = trimEnd(s, from, to);
    // "… and Quantum Harbor too": what would close a clause may be what makes it one.
    const onlyNamed = best?.intents.every((i) => i.kind === 'topic') === true;
    if (best && !onlyNamed && !(to === dictated && dictates(best.intents))) break;
    // "Note: they cannot decide for now": what would close a command is part of what was dictated.
    shorter ??= best;
    best = undefined;
    const first = s.word(from);
    const second = first === 'the' || first === 'a' || first === ',' ? s.word(from + 1) : '';
    const asked = s.word(trimmed) === '?';
    const rules = s.once(`rules:${from}`, () =>
      rulesFor(first, second).filter(({ pattern }) => canMatch(pattern, s, from)),
    );
    for (const { pattern, build } of rules) {
      for (const captures of matchAll(pattern, s, from, trimmed)) {
        const read = build(s, captures);
        if (!read || read.cost > DEAREST || narrowsBehind(s, captures, read.value)) continue;
        if (writesLimit(s, from, trimmed, read.value)) continue;
        // "Is it in negotiation?", "it is in negotiation?": a statement that asks commands nothing.
        if (asked && !pattern.firstWords && read.value.some((i) => i.kind === 'update')) continue;
        if (asked && !polite && read.value.some((i) => i.kind === 'delete')) continue;
        if (conditional && !pattern.firstWords?.has(first)) continue;
        if (!pattern.firstWords && !isValueVerb(s, from) && tellsOfMany(s.text(from, trimmed), read.value))
          continue;
        if (!pattern.firstWords && ownDuty(s.text(from, trimmed), read.value)) continue;
        readings.push(read);
        if (!best || read.cost < best.cost - 1e-9)
          best = { text: s.text(from, trimmed), intents: read.value, cost: read.cost };
      }
    }
  }
  best ??= shorter;
  if (best) {
    const others = othersOf(best, readings);
    if (others.length > 0) best.others = others;
  }
  memo.set(key, best);
  return best;
}

/** Whether what stands at the end was taken down word for word. */
function dictates(intents: readonly Intent[]): boolean {
  const last = intents.at(-1);
  return (
    (last?.kind === 'note' && last.text !== undefined) ||
    (last?.kind === 'activity' && last.activity.text !== undefined)
  );
}

/** "Follow up with Hank in January": a verb without an article, and a new to-do; "the follow-up with Hank" would be one that is there. */
function ownDuty(text: string, intents: readonly Intent[]): boolean {
  return intents.some(
    (i) =>
      i.kind === 'update' &&
      /^(follow[ -]?up|check[ -]in|catch[ -]up|touch base|call|meet|visit|chase|ping|nudge)\b/i.test(
        i.target.text,
      ) &&
      i.target.objects.some((o) => /^(Task|Event)$/.test(o)) &&
      /^ ?(in|on|by|for|next|this|around|until|till)\b/i.test(text.slice(i.target.text.length)),
  );
}

/** "Deals above 300k in negotiation": names records; only words like "should" make a change of it. */
function tellsOfMany(text: string, intents: readonly Intent[]): boolean {
  return intents.some((i) => {
    if (i.kind !== 'update' || i.target.kind !== 'set') return false;
    const rest = text.startsWith(i.target.text) ? text.slice(i.target.text.length) : text;
    // "All my overdue tasks are done": said of every one of them.
    if (
      /^(all|every|each|both|my|those|these)\b/i.test(i.target.text) &&
      /^ (are|is|have been|has been|to|into)\b/i.test(rest)
    )
      return false;
    return !/\b(should|must|needs?|now|go(es)?|gets?|receives?|slips?|moves?|shifts?|ought|have to|has to|belongs?|will|can|takes? over|owns|handles|looks after)\b|[:=]/i.test(
      rest,
    );
  });
}

/** More readings of one clause than this are not tried on the records. */
const MOST_OTHERS = 3;

function othersOf(best: Clause, readings: Read<Intent[]>[]): Intent[][] {
  const seen = new Set([namesIn(best.intents)]);
  const others: Intent[][] = [];
  for (const { value } of readings.sort((a, b) => a.cost - b.cost)) {
    const names = namesIn(value);
    if (names === undefined || seen.has(names)) continue;
    seen.add(names);
    others.push(value);
    if (others.length === MOST_OTHERS) break;
  }
  return others;
}

/** The records that a reading names, and their kind; undefined when it names none. */
function namesIn(intents: readonly Intent[]): string | undefined {
  const [first] = intents;
  if (intents.length === 1 && first?.kind === 'member')
    return `member:${first.people.names.join('|')}:${first.campaign.names.join('|')}`;
  if (intents.length !== 1 || !first || !('target' in first) || first.target?.kind !== 'named')
    return undefined;
  return `${first.kind}:${first.target.objects.join()}:${first.target.names.join('|')}`;
}

/** Where a clause ends without what only joins it to the next. */
export function trimEnd(s: Sentence, from: number, to: number): number {
  while (
    to > from &&
    /^([.,;!?—–&-]|and|then|also|plus|but|so|afterwards?|finally|please)$/.test(s.word(to - 1)) &&
    // "They are on holiday until then": a day, no more of the next clause.
    !(s.word(to - 1) === 'then' && /^(until|till|by|since|before)$/.test(s.word(to - 2)))
  )
    to--;
  return to;
}
