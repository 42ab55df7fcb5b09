import type { Sentence } from './sentence.ts';
import { DETERMINERS, isArticle } from './lexicon/function-words.ts';

/**
 * A phrasing as one line of text:
 *
 *     <set> {field} <of> {target} <to> {value}
 *
 * `word` stands for itself, `(a|b c)` for one of several, `[x]` and `(a|b)?` may be missing, `<set>` is a named group of words (MACROS),
 * `{slot}` is something with a meaning: `{text}` and `{rest}` take all that is left; `{field}`, `{object}`, `{date}`, `{number}` are recognised at once, every other slot
 * is a free stretch of words that the rule's builder reads afterwards. `{name:kind}` gives a slot a name of its own.
 * The articles and a comma may stand anywhere.
 */
export interface Captured {
  from: number;
  to: number;
  /** What a recognised slot found. */
  found?: unknown;
}

export type Captures = Readonly<Record<string, Captured>>;

interface Cell {
  name: string;
  captured: Captured;
  before: Cell | undefined;
}

type Next = (i: number, cells: Cell | undefined) => void;
type Matcher = (run: Run, i: number, limit: number, cells: Cell | undefined, next: Next) => void;

interface Run {
  sentence: Sentence;
  /** Bounds the work of one pattern on one clause, so that the time stays linear in the text. */
  steps: number;
  /** From here on a match may end; only punctuation stands behind. */
  earliestEnd: number;
}

/** The words that a part of a pattern can begin with (undefined: any), and whether it can match nothing. */
interface Start {
  words: ReadonlySet<string> | undefined;
  empty: boolean;
}

export interface Pattern {
  source: string;
  /** The words it can begin with; undefined when it begins with a slot. */
  firstWords: ReadonlySet<string> | undefined;
  /** One of each must stand in the stretch, in this order. */
  needs: readonly ReadonlySet<string>[];
  match: Matcher;
}

/** Free stretches are never longer: a name, a value, a list of conditions. Text to the end of the clause has no limit. */
const LONGEST_FREE_SPAN = 34;
const LONGEST: Readonly<Record<string, number>> = {
  adj: 3,
  name: 10,
  short: 9,
  title: 6,
  user: 5,
  other: 4,
  role: 6,
  primary: 2,
  by: 3,
  whom: 14,
  word: 1,
  old: 7,
  cond: 6,
  status: 5,
  verb: 1,
  subject: 8,
  x: 4,
  head: 16,
  person: 10,
  before: 5,
  where: 8,
  run: 30,
  value: 24,
};
const MAX_STEPS = 6000;

export function compile(source: string, macros: Readonly<Record<string, string>>): Pattern {
  const expanded = expand(source, macros);
  const parser = new PatternParser(expanded);
  const node = parser.alternatives();
  const start = startOf(node);
  return {
    source,
    firstWords: start.empty ? undefined : start.words,
    needs: needsOf(node).map(shared),
    match: matcherOf(node, END),
  };
}

function expand(source: string, macros: Readonly<Record<string, string>>): string {
  return source.replace(/<([a-z-]+)>/g, (_, name: string) => {
    const macro = macros[name];
    if (macro === undefined) throw new Error(`no macro <${name}> in "${source}"`);
    return `(${expand(macro, macros)})`;
  });
}

/** Every way in which the pattern covers the tokens `from … to` exactly. */
export function matchAll(pattern: Pattern, sentence: Sentence, from: number, to: number): Captures[] {
  return matchEnds(pattern, sentence, from, to, to).map((m) => m.captures);
}

/** Whether the words that the pattern cannot do without stand from `from` on. */
export function canMatch(pattern: Pattern, sentence: Sentence, from: number): boolean {
  const limit = sentence.tokens.length;
  if (pattern.firstWords && !canStart(pattern.firstWords, sentence, from, limit)) return false;
  return hasWhatItNeeds(pattern, sentence, from, limit);
}

/** Every way in which the pattern starts at `from`; `exactly` fixes the end. */
export function matchEnds(
  pattern: Pattern,
  sentence: Sentence,
  from: number,
  limit: number,
  exactly?: number,
): { end: number; captures: Captures }[] {
  if (pattern.firstWords && !canStart(pattern.firstWords, sentence, from, limit)) return NONE;
  if (!hasWhatItNeeds(pattern, sentence, from, limit)) return NONE;
  const found: { end: number; captures: Captures }[] = [];
  const run: Run = { sentence, steps: 0, earliestEnd: from };
  if (exactly !== undefined) run.earliestEnd = beforeTail(sentence, from, exactly);
  pattern.match(run, from, limit, undefined, (end, cells) => {
    if (exactly !== undefined && skipTail(sentence, end, limit) !== exactly) return;
    found.push({ end, captures: collect(cells) });
    if (found.length === MOST_READINGS) run.steps = MAX_STEPS + 1;
  });
  return found;
}

const NONE: { end: number; captures: Captures }[] = [];
const MOST_READINGS = 64;

function canStart(words: ReadonlySet<string>, sentence: Sentence, from: number, limit: number): boolean {
  for (let i = from; i < from + 3 && i < limit; i++) {
    const { word } = sentence.tokens[i]!;
    if (words.has(word)) return true;
    if (!isArticle(sentence.tokens, i) && word !== ',') return false;
  }
  return false;
}

function hasWhatItNeeds(pattern: Pattern, sentence: Sentence, from: number, limit: number): boolean {
  let at = from;
  for (const words of pattern.needs) {
    const place = placesOf(words, sentence).find((i) => i >= at);
    if (place === undefined || place >= limit) return false;
    at = place + 1;
  }
  return true;
}

const places = new WeakMap<Sentence, Map<ReadonlySet<string>, number[]>>();

/** Where one of the words stands in the sentence. */
function placesOf(words: ReadonlySet<string>, sentence: Sentence): readonly number[] {
  let known = places.get(sentence);
  if (!known) places.set(sentence, (known = new Map()));
  let found = known.get(words);
  if (!found) {
    found = [];
    for (let i = 0; i < sentence.tokens.length; i++) if (words.has(sentence.word(i))) found.push(i);
    known.set(words, found);
  }
  return found;
}

function skipTail(sentence: Sentence, i: number, limit: number): number {
  while (i < limit && TAIL.has(sentence.tokens[i]!.word)) i++;
  return i;
}

function beforeTail(sentence: Sentence, from: number, to: number): number {
  while (to > from && TAIL.has(sentence.tokens[to - 1]!.word)) to--;
  return to;
}

const TAIL: ReadonlySet<string> = new Set('.,;!?');

function collect(cells: Cell | undefined): Captures {
  const captures: Record<string, Captured> = {};
  for (let cell = cells; cell; cell = cell.before) captures[cell.name] ??= cell.captured;
  return captures;
}

type Node =
  | { kind: 'word'; word: string }
  | { kind: 'slot'; name: string; type: string }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; options: Node[] };

class PatternParser {
  readonly items: string[];
  at = 0;
  constructor(source: string) {
    this.items = source.match(/\{[a-zA-Z:]+\}|\\[()[\]]|[()[\]|?]|[^\s()[\]|{}?\\]+/g) ?? [];
  }
  alternatives(): Node {
    const options = [this.sequence()];
    while (this.items[this.at] === '|') {
      this.at++;
      options.push(this.sequence());
    }
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }
  sequence(): Node {
    const parts: Node[] = [];
    for (
      let item = this.items[this.at];
      item !== undefined && !['|', ')', ']'].includes(item);
      item = this.items[this.at]
    ) {
      this.at++;
      if (item === '(' || item === '[') {
        const inner = this.alternatives();
        this.at++;
        const optional = item === '[' || this.items[this.at] === '?';
        if (item === '(' && optional) this.at++;
        parts.push(!optional ? inner : { kind: 'choice', options: [inner, { kind: 'sequence', parts: [] }] });
      } else if (item.startsWith('{')) {
        const [name, type] = item.slice(1, -1).split(':');
        parts.push({ kind: 'slot', name: name!, type: type ?? name! });
      } else parts.push({ kind: 'word', word: item.replace('\\', '') });
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }
}

const END: Start = { words: new Set(), empty: true };
const ANYTHING: Start = { words: undefined, empty: false };

function startOf(node: Node): Start {
  if (node.kind === 'word') return { words: new Set([node.word]), empty: false };
  if (node.kind === 'slot') return ANYTHING;
  if (node.kind === 'sequence')
    return node.parts.reduceRight((after, part) => then(startOf(part), after), END);
  const starts = node.options.map(startOf);
  return { words: union(starts.map((s) => s.words)), empty: starts.some((s) => s.empty) };
}

/** What a part begins with when something follows it. */
function then(part: Start, after: Start): Start {
  return part.empty ? { words: union([part.words, after.words]), empty: after.empty } : part;
}

function union(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const set of sets) {
    if (!set) return undefined;
    for (const word of set) all.add(word);
  }
  return all;
}

function needsOf(node: Node): ReadonlySet<string>[] {
  if (node.kind === 'word') return [new Set([node.word])];
  if (node.kind === 'slot') return [];
  if (node.kind === 'sequence') return node.parts.flatMap(needsOf);
  const one = union(node.options.map((option) => needsOf(option)[0]));
  return one ? [one] : [];
}

const sets = new Map<string, ReadonlySet<string>>();

/** The same set for the same words, so that their places in a sentence are looked up once. */
function shared(words: ReadonlySet<string>): ReadonlySet<string> {
  const key = [...words].sort().join('|');
  const known = sets.get(key) ?? words;
  sets.set(key, known);
  return known;
}

/** `after`: what may follow the part; a free stretch ends only before such a word. */
function matcherOf(node: Node, after: Start): Matcher {
  if (node.kind === 'word') return oneOf(new Set([node.word]));
  if (node.kind === 'slot') return slot(node.name, node.type, after);
  if (node.kind === 'choice') return choice(node.options, after);
  const parts: Matcher[] = [];
  let follows = after;
  for (const part of [...node.parts].reverse()) {
    parts.unshift(matcherOf(part, follows));
    follows = then(startOf(part), follows);
  }
  return (run, i, limit, cells, next) => {
    const step = (n: number, at: number, state: Cell | undefined): void => {
      if (n === parts.length) next(at, state);
      else parts[n]!(run, at, limit, state, (end, grown) => step(n + 1, end, grown));
    };
    step(0, i, cells);
  };
}

function choice(nodes: readonly Node[], after: Start): Matcher {
  if (nodes.every((o) => o.kind === 'word')) return oneOf(new Set(nodes.map((o) => o.word)));
  const options = nodes.map((node) => ({ match: matcherOf(node, after), start: startOf(node) }));
  const withWord = (word: string | undefined): Matcher[] =>
    options
      .filter(({ start }) => start.empty || !start.words || (word !== undefined && start.words.has(word)))
      .map((o) => o.match);
  const all = options.map((o) => o.match);
  const others = withWord(undefined);
  const byWord = new Map<string, Matcher[]>();
  for (const { start } of options)
    for (const word of start.words ?? []) if (!byWord.has(word)) byWord.set(word, withWord(word));
  return (run, i, limit, cells, next) => {
    const word = i < limit ? run.sentence.word(i) : '';
    const fitting = DETERMINERS.has(word) || word === ',' ? all : (byWord.get(word) ?? others);
    for (const match of fitting) match(run, i, limit, cells, next);
  };
}

function oneOf(words: ReadonlySet<string>): Matcher {
  return (run, i, limit, cells, next) => {
    for (let at = i; at < limit; at++) {
      const token = run.sentence.tokens[at]!;
      if (token.kind !== 'quote' && words.has(token.word)) {
        next(at + 1, cells);
        return;
      }
      if (at - i >= 2 || !(isArticle(run.sentence.tokens, at) || token.word === ',')) return;
    }
  };
}

function slot(name: string, type: string, after: Start): Matcher {
  const endless = type === 'text' || type === 'rest';
  const longest = LONGEST[type] ?? LONGEST_FREE_SPAN;
  return (run, i, limit, cells, next) => {
    if (i >= limit || run.steps++ > MAX_STEPS) return;
    const { sentence } = run;
    const known = sentence.recognise(type, i, limit);
    if (known) {
      for (const found of known)
        next(found.end, {
          name,
          captured: { from: found.from, to: found.end, found: found.value },
          before: cells,
        });
      return;
    }
    const last = endless ? limit : Math.min(limit, i + longest);
    for (let end = endless ? limit : i + 1; end <= last; end++) {
      if (run.steps++ > MAX_STEPS) return;
      if (
        !after.words ||
        (after.empty && end >= run.earliestEnd) ||
        canStart(after.words, sentence, end, limit)
      )
        next(end, { name, captured: { from: i, to: end }, before: cells });
    }
  };
}
