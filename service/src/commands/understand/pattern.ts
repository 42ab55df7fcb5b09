import type { Sentence } from './sentence.ts';
import { DETERMINERS } from './lexicon/function-words.ts';

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
}

export interface Pattern {
  source: string;
  /** The words it can begin with; undefined when it begins with a slot. */
  firstWords: ReadonlySet<string> | undefined;
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
  return { source, firstWords: firstOf(node), match: matcherOf(node) };
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

/** Every way in which the pattern starts at `from`; `exactly` fixes the end. */
export function matchEnds(
  pattern: Pattern,
  sentence: Sentence,
  from: number,
  limit: number,
  exactly?: number,
): { end: number; captures: Captures }[] {
  if (pattern.firstWords && !canStart(pattern.firstWords, sentence, from)) return [];
  const found: { end: number; captures: Captures }[] = [];
  const run: Run = { sentence, steps: 0 };
  pattern.match(run, from, limit, undefined, (end, cells) => {
    if (exactly !== undefined && skipTail(sentence, end, limit) !== exactly) return;
    if (found.length < 64) found.push({ end, captures: collect(cells) });
  });
  return found;
}

function canStart(words: ReadonlySet<string>, sentence: Sentence, from: number): boolean {
  for (let i = from; i < from + 3; i++) {
    const word = sentence.tokens[i]?.word;
    if (word === undefined) return false;
    if (words.has(word)) return true;
    if (!DETERMINERS.has(word) && word !== ',') return false;
  }
  return false;
}

function skipTail(sentence: Sentence, i: number, limit: number): number {
  while (i < limit && /^[.,;!?]$/.test(sentence.tokens[i]!.word)) i++;
  return i;
}

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
    this.items = source.match(/\{[a-zA-Z:]+\}|\\[()]|[()[\]|?]|[^\s()[\]|{}?\\]+/g) ?? [];
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

function firstOf(node: Node): Set<string> | undefined {
  if (node.kind === 'word') return new Set([node.word]);
  if (node.kind === 'slot') return undefined;
  if (node.kind === 'choice') {
    const all = new Set<string>();
    for (const option of node.options) {
      const words = firstOf(option);
      if (!words || words.size === 0) return undefined;
      for (const word of words) all.add(word);
    }
    return all;
  }
  const words = new Set<string>();
  for (const part of node.parts) {
    const optional =
      part.kind === 'choice' && part.options.some((o) => o.kind === 'sequence' && o.parts.length === 0);
    const first =
      optional && part.kind === 'choice'
        ? firstOf({ kind: 'choice', options: part.options.slice(0, -1) })
        : firstOf(part);
    if (!first) return undefined;
    for (const word of first) words.add(word);
    if (!optional) return words;
  }
  return undefined;
}

function matcherOf(node: Node): Matcher {
  if (node.kind === 'word') return literal(node.word);
  if (node.kind === 'slot') return slot(node.name, node.type);
  if (node.kind === 'choice') {
    const plain = node.options.every((o) => o.kind === 'word')
      ? new Set(node.options.map((o) => (o as { word: string }).word))
      : undefined;
    if (plain) return oneOf(plain);
    const options = node.options.map(matcherOf);
    return (run, i, limit, cells, next) => {
      for (const option of options) option(run, i, limit, cells, next);
    };
  }
  const parts = node.parts.map(matcherOf);
  return (run, i, limit, cells, next) => {
    const step = (n: number, at: number, state: Cell | undefined): void => {
      if (n === parts.length) next(at, state);
      else parts[n]!(run, at, limit, state, (end, after) => step(n + 1, end, after));
    };
    step(0, i, cells);
  };
}

function literal(word: string): Matcher {
  return oneOf(new Set([word]));
}

function oneOf(words: ReadonlySet<string>): Matcher {
  return (run, i, limit, cells, next) => {
    for (let at = i; at < limit; at++) {
      const token = run.sentence.tokens[at]!;
      if (token.kind !== 'quote' && words.has(token.word)) {
        next(at + 1, cells);
        return;
      }
      if (at - i >= 2 || !(DETERMINERS.has(token.word) || token.word === ',')) return;
    }
  };
}

function slot(name: string, type: string): Matcher {
  return (run, i, limit, cells, next) => {
    if (i >= limit || run.steps++ > MAX_STEPS) return;
    const known = run.sentence.recognise(type, i, limit);
    if (known) {
      for (const found of known)
        next(found.end, {
          name,
          captured: { from: found.from, to: found.end, found: found.value },
          before: cells,
        });
      return;
    }
    const rest = type === 'text' || type === 'rest';
    const last = rest ? limit : Math.min(limit, i + (LONGEST[type] ?? LONGEST_FREE_SPAN));
    for (let end = rest ? limit : i + 1; end <= last; end++) {
      if (run.steps++ > MAX_STEPS) return;
      next(end, { name, captured: { from: i, to: end }, before: cells });
    }
  };
}
