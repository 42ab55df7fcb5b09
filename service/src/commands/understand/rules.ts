import type { Captures, Pattern } from './pattern.ts';
import { compile, matchEnds } from './pattern.ts';
import type { Sentence } from './sentence.ts';

/** Named groups of words for the patterns of every grammar file. */
export const MACROS: Record<string, string> = {
  set: 'set|change|update|slip|rate|switch|flip|adjust|edit|modify|make|put|move|mark|flag|turn|bring|correct|fix|revise|amend|reset|enter|fill in|get|take|lower|raise|increase|decrease|reduce|drop|bump|bump up|bring up|bring down|push|push out|push back|pull in|pull forward|bring forward|bring in|bring back|move forward|move back|move up|move out|put back|put off|shift|reschedule|postpone|delay|extend|advance|progress|promote|transition|upgrade|downgrade|place|return|revert|drag|label|tag|classify|register|give|slide|cut|up|log|save|record|store|write|chg|upd|swap|bulk update|bulk change|bulk edit|bulk set|mass update|mass change|mass edit|batch update',
  to: '(forward|back|out|up|down|over|along|ahead)? (to|into|until|till)|as|to be|to read|to say|=|:|to :|equal to|with|at|from now on to',
  will: '(should|must|will|can) [now|really|actually|all|both|each]|(needs|need|has|have|ought) to|is (going|supposed|meant) to',
  did: '(has|have|had|is|are|was|were|got|just|now|<will>) [just|now|already|finally|since|officially|actually] [been|be|got]',
  went: '(move|moves|moved|moving|go|goes|went|gone|change|changed|changes|slip|slips|slipped|pushed|bumped|jump|jumped|jumps|grow|grew|grown|increase|increased|rose|risen|drop|dropped|fall|fell|fallen|shrank|shrunk|progress|progressed|advance|advanced|shifted|delayed|postponed|reduced|raised|lowered|cut|updated|set|switched|upgraded|downgraded|transitioned|promoted|brought|put|taken|come|came) [out|up|down|back|over|forward|on|in]',
  be: '(is|are|was|were|be|becomes|became|reads|equals) [now|actually|currently|really|officially|in fact|back|at|set to|up to|down to|in fact now]|now (is|are|reads)|<will> (be|read|become|say)|(has|have) become|[<did>] <went> (to|into|at|on)',
  // A field of a record, a field of the open one, or a record alone: builders see which by the slots.
  what: "{field} <of> {target}|{target} 's {field}|{target} {field}|[his|her|their|its|the] {field}|{target}",
  // What is said about a record that does not exist yet.
  verb: 'set|make|give|use|choose|select|pick|rate|tag|enter|mark|keep|put|leave|flag|label|note|list|assign|classify|record|project|estimate|expect|forecast|aim for|go for|allocate|plan|fill in|write|add|apply',
  is: 'to|is|as|=|:|of|are|will be|should be|should read|should say|must be|shall be|needs to be|has to be|reads|being|set to|- |at|on|in|was|would be|equal to|equals|equaling|to be|as being|came across as|comes across as|seems|seemed|(is|should be|to be|being) (equal to|set to|set at)|:  -',
  'in-it': '(in|of|for) [the|this] (campaign|opportunity|deal|case|lead|account|contact)',
  way: 'out|back|up|down|over|forward|on|in|along|ahead|across|off',
  of: 'of|on|for|in|at|with|from|to|against|under',
  who: 'that|which|who|where|whose|they|it',
  gt: 'over|above|more than|greater than|bigger than|larger than|higher than|exceeding|exceeds|north of|>|in excess of|upwards of|worth over|worth more than|valued over|valued at over|valued above|that are over|that are worth more than|older than',
  gte: 'at least|no less than|>=|a minimum of|not less than|worth at least|of at least',
  lt: 'under|below|less than|smaller than|lower than|fewer than|<|worth less than|worth under|valued under|that are under|south of',
  lte: 'at most|no more than|<=|not more than|worth at most|a maximum of',
};

export interface Rule<B> {
  pattern: Pattern;
  build: B;
}

export function rule<B>(source: string, build: B): Rule<B> {
  return { pattern: compile(source, MACROS), build };
}

/** Several phrasings with one meaning. */
export function rules<B>(sources: string[], build: B): Rule<B>[] {
  return sources.map((source) => rule(source, build));
}

export interface Read<T> {
  value: T;
  cost: number;
}

/** What can begin at a place and end by a limit. `key` tells it apart from every other vocabulary of phrases on one sentence. */
export interface Phrases<T> {
  key: string;
  at(i: number, limit: number): { end: number; value: T; cost: number }[];
}

interface Step<T> {
  cost: number;
  value: T | undefined;
  next: number;
}

/**
 * The cheapest way to cover `from … to` with phrases one after another; undefined when some word stays unexplained. `separators` may stand between
 * two phrases. Stretches with one end are read once, from the right, however many places they are asked for from.
 */
export function cover<T>(
  sentence: Sentence,
  from: number,
  to: number,
  phrases: Phrases<T>,
  separators: ReadonlySet<string>,
): Read<T[]> | undefined {
  const read = sentence.once(`cover:${phrases.key}:${to}`, () => ({
    best: new Map<number, Step<T>>([[to, { cost: 0, value: undefined, next: to }]]),
    from: to,
  }));
  while (read.from > from) {
    const i = --read.from;
    let chosen: Step<T> | undefined;
    for (const { end, value, cost } of phrases.at(i, to)) {
      const rest = read.best.get(end);
      if (rest && end > i && (!chosen || cost + rest.cost < chosen.cost))
        chosen = { cost: cost + rest.cost, value, next: end };
    }
    const rest = separators.has(sentence.word(i)) && read.best.get(i + 1);
    if (rest && (!chosen || rest.cost < chosen.cost))
      chosen = { cost: rest.cost, value: undefined, next: i + 1 };
    if (chosen) read.best.set(i, chosen);
  }
  const first = read.best.get(from);
  if (!first) return undefined;
  const values: T[] = [];
  for (let i = from; i < to; ) {
    const step = read.best.get(i)!;
    if (step.value !== undefined) values.push(step.value);
    i = step.next;
  }
  return { value: values, cost: first.cost };
}

/** Phrases by the place where they begin; read once for each place of a sentence, whatever stretch is asked for. */
export function phrasesOf<T>(
  sentence: Sentence,
  list: readonly Rule<(s: Sentence, c: Captures) => Read<T> | undefined>[],
  key: string,
  limited = false,
): Phrases<T> {
  const read = (i: number, limit: number) => {
    const found: { end: number; value: T; cost: number }[] = [];
    for (const { pattern, build } of list) {
      for (const match of matchEnds(pattern, sentence, i, limit)) {
        const made = build(sentence, match.captures);
        if (made) found.push({ end: match.end, value: made.value, cost: made.cost });
      }
    }
    return found;
  };
  if (limited) return { key, at: (i, limit) => sentence.once(`${key}:${i}:${limit}`, () => read(i, limit)) };
  return {
    key,
    at: (i, limit) =>
      sentence.once(`${key}:${i}`, () => read(i, sentence.tokens.length)).filter((f) => f.end <= limit),
  };
}
