import type { Calendar } from './calendar.ts';
import { CONVERSIONS } from './grammar/convert.ts';
import { CREATES } from './grammar/create.ts';
import { LINKS } from './grammar/links.ts';
import { LOGS } from './grammar/log.ts';
import { MEETINGS } from './grammar/meeting.ts';
import { NOTES } from './grammar/note.ts';
import { OTHERS } from './grammar/other.ts';
import { READS } from './grammar/read.ts';
import { RESEARCH } from './grammar/research.ts';
import { TO_DOS } from './grammar/todo.ts';
import type { ClauseRule } from './grammar/types.ts';
import { UPDATES } from './grammar/update.ts';
import type { Intent } from './intents.ts';
import { corrected } from './corrections.ts';
import { IMPERATIVES, withoutOpening } from './imperatives.ts';
import { matchAll } from './pattern.ts';
import type { Read } from './rules.ts';
import { Sentence, withoutClosing } from './sentence.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One clause of a command as understood. */
export interface Clause {
  text: string;
  intents: Intent[];
  cost: number;
  /** Dearer readings of the same words that mean other records, the cheapest first. */
  others?: Intent[][];
}

export interface Understanding {
  clauses: Clause[];
  /** Words that no reading explains; a command with some is never carried out whole. */
  unexplained: string[];
  cost: number;
}

const RULES: ClauseRule[] = [
  ...UPDATES,
  ...NOTES,
  ...LOGS,
  ...TO_DOS,
  ...MEETINGS,
  ...CREATES,
  ...LINKS,
  ...CONVERSIONS,
  ...READS,
  ...RESEARCH,
  ...OTHERS,
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

/** Text → clauses. Deterministic; time is linear in the text because clauses and free stretches are bounded. */
export function understand(
  text: string,
  calendar: Calendar,
  vocabulary: Vocabulary,
  lists: readonly string[][] = [],
): Understanding {
  const sentence = Sentence.of(text, calendar, vocabulary);
  sentence.lists = lists;
  let best: Understanding | undefined;
  for (const candidate of corrected(sentence)) {
    candidate.sentence.lists = lists;
    const read = segment(candidate.sentence);
    const cost = read.cost + candidate.cost;
    if (!best || cost < best.cost) best = { ...read, cost };
  }
  return best!;
}

const clauseMemo = new WeakMap<Sentence, Map<string, Clause | undefined>>();

/** The cheapest reading of one clause; undefined when none explains all of its words. */
export function clauseAt(s: Sentence, start: number, end: number): Clause | undefined {
  let memo = clauseMemo.get(s);
  if (!memo) clauseMemo.set(s, (memo = new Map()));
  const key = `${start}:${end}`;
  if (memo.has(key)) return memo.get(key);
  const from = withoutOpening(s, start, end);
  let best: Clause | undefined;
  const readings: Read<Intent[]>[] = [];
  const closings = [withoutClosing(s, from, end), end].filter(
    (to, n, all) => to > from && all.indexOf(to) === n,
  );
  for (const [n, to] of closings.entries()) {
    const trimmed = trimEnd(s, from, to);
    if (n > 0 && best) break;
    const first = s.word(from);
    const second = first === 'the' || first === 'a' || first === ',' ? s.word(from + 1) : '';
    const asked = s.word(trimmed) === '?';
    for (const { pattern, build } of rulesFor(first, second)) {
      for (const captures of matchAll(pattern, s, from, trimmed)) {
        const read = build(s, captures);
        if (!read || read.cost > DEAREST) continue;
        // "Is it in negotiation?", "it is in negotiation?": a statement that asks commands nothing.
        if (asked && !pattern.firstWords && read.value.some((i) => i.kind === 'update')) continue;
        if (!pattern.firstWords && tellsOfMany(s.text(from, trimmed), read.value)) continue;
        readings.push(read);
        if (!best || read.cost < best.cost - 1e-9)
          best = { text: s.text(from, trimmed), intents: read.value, cost: read.cost };
      }
    }
  }
  if (best) {
    const others = othersOf(best, readings);
    if (others.length > 0) best.others = others;
  }
  memo.set(key, best);
  return best;
}

/** "Deals above 300k in negotiation": names records; only words like "should" make a change of it. */
function tellsOfMany(text: string, intents: readonly Intent[]): boolean {
  return intents.some((i) => {
    if (i.kind !== 'update' || i.target.kind !== 'set') return false;
    const rest = text.startsWith(i.target.text) ? text.slice(i.target.text.length) : text;
    return !/\b(should|must|needs?|now|goes?|ought|have to|has to|belongs?|will|can)\b|[:=]/i.test(rest);
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
  if (intents.length !== 1 || !first || !('target' in first) || first.target?.kind !== 'named')
    return undefined;
  return `${first.kind}:${first.target.objects.join()}:${first.target.names.join('|')}`;
}

/** The understanding with another reading of one clause; the records decide which one was meant. */
export function otherReadings({ clauses, ...rest }: Understanding): Understanding[] {
  return clauses.flatMap((clause, n) =>
    (clause.others ?? []).map((intents) => ({ ...rest, clauses: clauses.with(n, { ...clause, intents }) })),
  );
}

function trimEnd(s: Sentence, from: number, to: number): number {
  while (to > from && /^([.,;!?—–-]|and|then|also|plus|but|afterwards?|finally|please)$/.test(s.word(to - 1)))
    to--;
  return to;
}

const VERBS = new Set([
  'set',
  'change',
  'update',
  'move',
  'mark',
  'make',
  'create',
  'add',
  'log',
  'remind',
  'delete',
  'remove',
  'assign',
  'reassign',
  'convert',
  'push',
  'bump',
  'schedule',
  'book',
  'rename',
  'raise',
  'lower',
  'increase',
  'reduce',
  'send',
  'email',
  'put',
  'give',
  'hand',
  'transfer',
  'close',
  'follow',
  'invite',
  'note',
  'call',
  'rate',
  'switch',
  'clear',
  'link',
  'associate',
  'attach',
  'cancel',
  'show',
  'list',
  'find',
  'do',
  'leave',
  'skip',
  'except',
  'flag',
  'bring',
  'take',
  'drop',
  'double',
  'halve',
  'extend',
  'postpone',
  'delay',
  'advance',
  'open',
  'complete',
  'finish',
  'escalate',
  'reopen',
  'start',
  'tell',
  'let',
  'text',
  'message',
  'print',
  'export',
  'notify',
  'post',
  'what',
  'who',
  'how',
  'which',
  'when',
  'write',
  'record',
  'enter',
  'register',
  'count',
  'if',
  'have',
  'get',
  'also',
  'then',
  'please',
  'enroll',
  'pull',
  'reschedule',
  'set up',
  'arrange',
  'plan',
  'check',
  'use',
  'share',
  'sync',
  'order',
  'upload',
  'draft',
  'generate',
  'forward',
  'ping',
  'cut',
  'adjust',
  'correct',
  'fix',
  'enrich',
  'research',
  'tag',
  'attribute',
  'call',
  'i',
  'we',
  'she',
  'he',
  'they',
  'his',
  'her',
  'their',
  'its',
  'stage',
  'amount',
  'status',
  'slack',
  'run',
  'never',
  'grant',
  'freeze',
  'reset',
  'deactivate',
  'keep',
  'new',
  'it',
  'task',
  'spoke',
  'left',
  'met',
  'called',
  'promote',
  'hold',
  'meet',
  'download',
  'merge',
  'approve',
  'submit',
  'attach',
  'archive',
  'lookup',
  'look',
  'search',
  'phone',
  'reach',
  'you',
  'assign',
  'convert',
  'forecast',
  'probability',
  'owner',
  'two',
  'with',
  'the',
  'for',
  'to',
  'my',
  'this',
  'that',
  'upgrade',
  'downgrade',
  'rerun',
  'save',
  'pass',
  'shift',
  'route',
  'swap',
  'tick',
  'untick',
  'chg',
]);

/** Places where a clause may begin: after punctuation or a connective, and before an imperative in speech without either. */
function splitPoints(s: Sentence): number[] {
  const points = [0];
  for (let i = 1; i < s.tokens.length; i++) {
    const word = s.word(i);
    const before = s.word(i - 1);
    const opens = VERBS.has(word) || s.vocabulary.fieldsAt(s.tokens, i).length > 0;
    if (/^[.;!?]$/.test(before) && !(before === '.' && s.tokens[i]!.from === s.tokens[i - 1]!.to))
      points.push(i);
    else if (/^[,:]$/.test(before) && (opens || /^(and|but|then)$/.test(word))) points.push(i);
    else if (/^[,]$/.test(before) && i < 24) points.push(i);
    else if (/^(—|–|-)$/.test(before)) points.push(i);
    else if (/^(and|then|but|also|plus)$/.test(before) && opens && word !== 'the') points.push(i);
    else if (
      (word === 'and' || word === 'then' || word === 'but') &&
      (VERBS.has(s.word(i + 1)) || /^(then|also|please)$/.test(s.word(i + 1)))
    )
      points.push(i);
    else if (
      IMPERATIVES.has(word) &&
      !/^(to|please|can|could|should|will|you|and|not|i|we|they|she|he|by|via|through|a|an|the|of|my|his|her)$/.test(
        before,
      )
    )
      points.push(i);
    else if (s.tokens[i - 1]!.kind === 'quote' && opens) points.push(i);
  }
  return points.length > MAX_POINTS ? points.slice(0, MAX_POINTS) : points;
}

/** More clauses than anyone says; a longer text is read as one long last clause. */
const MAX_POINTS = 48;
/** A clause spans at most this many possible beginnings, except the last, which may be a long note. */
const MAX_SPAN = 24;

/** Fewer clauses are likelier. */
const PER_CLAUSE = 0.45;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

/** What stands behind the colon of a note, a call or a to-do is its text, never a clause of its own. */
function awaitsText(clause: Clause): boolean {
  const kind = clause.intents.at(-1)?.kind;
  return kind === 'activity' || kind === 'note';
}

/** The cheapest way to read the text as clauses one after another. A stretch that nothing explains costs more than any reading. */
function segment(s: Sentence): Understanding {
  const n = s.tokens.length;
  if (n === 0) return { clauses: [], unexplained: [], cost: 0 };
  const points = [...splitPoints(s), n];
  const last = points.length - 1;
  const best: { cost: number; next: number; clause?: Clause; skipped?: string }[] = new Array(points.length);
  best[last] = { cost: 0, next: last };
  for (let a = last - 1; a >= 0; a--) {
    let chosen: (typeof best)[number] | undefined;
    const ends = range(a + 1, last).filter((b) => b - a <= MAX_SPAN || b === last);
    for (const b of ends.sort((x, y) => best[x]!.cost - best[y]!.cost)) {
      const rest = best[b]!;
      // No clause costs less than nothing: what follows is too dear already, and so is all that is left.
      if (chosen && rest.cost + PER_CLAUSE > chosen.cost) break;
      const clause = clauseAt(s, points[a]!, points[b]!);
      if (clause && !(b < last && awaitsText(clause) && s.word(points[b]! - 1) === ':')) {
        const late = b === last && a > 0 && clause.intents.every((i) => i.kind === 'topic') ? 2 : 0;
        const cost = clause.cost + rest.cost + PER_CLAUSE + late;
        if (!chosen || cost < chosen.cost || (cost === chosen.cost && b < chosen.next))
          chosen = { cost, next: b, clause };
      }
    }
    const from = withoutOpening(s, points[a]!, points[a + 1]!);
    const to = trimEnd(s, from, points[a + 1]!);
    const empty =
      to <= from || /^(and|then|but|also|please|thanks|thank you|okay|ok)$/.test(s.phrase(from, to));
    const skip = best[a + 1]!.cost + (empty ? 0.02 : 8 + 0.2 * (to - from));
    if (!chosen || skip < chosen.cost)
      chosen = { cost: skip, next: a + 1, ...(empty ? {} : { skipped: s.text(from, to) }) };
    best[a] = chosen;
  }
  const clauses: Clause[] = [];
  const unexplained: string[] = [];
  for (let a = 0; a < last; a = best[a]!.next) {
    const step = best[a]!;
    if (step.clause) clauses.push(step.clause);
    if (step.skipped !== undefined) unexplained.push(step.skipped);
  }
  return { clauses, unexplained, cost: best[0]!.cost };
}
