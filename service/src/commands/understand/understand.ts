import { saidAgain } from './again.ts';
import { appointmentsFor } from './appointment-for.ts';
import { askedFor } from './asked.ts';
import { byDoing } from './by-doing.ts';
import { withOthersNamed } from './besides.ts';
import type { Calendar } from './calendar.ts';
import { clauseAt, trimEnd, type Clause } from './clause.ts';
import { corrected } from './corrections.ts';
import { hereAsIt } from './here.ts';
import { withoutOpening } from './imperatives.ts';
import { introduced } from './introduced.ts';
import type { Intent } from './intents.ts';
import { withObject } from './objectless.ts';
import { isOtherLanguage } from './other-language.ts';
import { wished } from './wished.ts';
import { Sentence } from './sentence.ts';
import { splitPoints } from './split-points.ts';
import type { Vocabulary } from './vocabulary.ts';
import { writesWords } from './writes-words.ts';

export interface Understanding {
  clauses: Clause[];
  /** Words that no reading explains; a command with some is never carried out whole. */
  unexplained: string[];
  /** Said in German or French as a whole. */
  otherLanguage?: true;
  cost: number;
  /** What was read, corrections carried out. */
  sentence?: Sentence;
}

/** Text → clauses. Deterministic; time is linear in the text because clauses and free stretches are bounded. */
export function understand(
  text: string,
  calendar: Calendar,
  vocabulary: Vocabulary,
  lists: readonly string[][] = [],
  names: readonly string[][] = [],
): Understanding {
  const sentence = Sentence.of(text, calendar, vocabulary, names);
  if (isOtherLanguage(sentence.tokens))
    return { clauses: [], unexplained: [text], otherLanguage: true, cost: 0 };
  return understandSentence(sentence, lists);
}

/** What `understand` does once the text is cut into tokens. */
export function understandSentence(sentence: Sentence, lists: readonly string[][] = []): Understanding {
  const { vocabulary } = sentence;
  sentence.lists = lists;
  let best: Understanding | undefined;
  const asked = askedFor(sentence);
  const said = asked?.sentence ?? introduced(sentence) ?? byDoing(sentence) ?? sentence;
  const here = hereAsIt(said);
  const whole = withObject(said);
  const wish = wished(said);
  const candidates = [
    ...corrected(said),
    ...(here ? corrected(here).map((c) => ({ ...c, cost: c.cost + HERE })) : []),
    ...(whole ? corrected(whole).map((c) => ({ ...c, cost: c.cost + HERE })) : []),
    ...(wish ? corrected(wish).map((c) => ({ ...c, cost: c.cost + HERE })) : []),
  ];
  for (const candidate of candidates) {
    candidate.sentence.lists = lists;
    const read = segment(candidate.sentence);
    const cost = read.cost + candidate.cost;
    if (best && cost >= best.cost) continue;
    const { unsure } = candidate;
    const guessed =
      unsure !== undefined && read.clauses.some((c) => c.intents.some((i) => writesWords(i, vocabulary)));
    best = {
      ...read,
      cost,
      sentence: candidate.sentence,
      ...(guessed ? { unexplained: [unsure, ...read.unexplained] } : {}),
    };
  }
  const last = asked && best!.clauses.at(-1)?.intents;
  const logs = asked?.logs || (last?.at(-1)?.kind === 'activity' && RECORDS.test(asked?.request ?? ''));
  if (asked && !logs && !last?.some(changes)) best!.unexplained.push(asked.request);
  return best!;
}

/** "…, please record it": what somebody has done is written down. */
const RECORDS = /\b(record|note|log|track|register|save|enter) (it|this|that)\b/i;

/** What "can you do that" can ask for; talk and what somebody has done are over. */
function changes(intent: Intent): boolean {
  if (intent.kind === 'activity') return !intent.activity.done;
  return /^(update|create|delete|convert|role|member|unlink|list-create)$/.test(intent.kind);
}

/** "Here" for "for it", an "it" that is left out and a wish for a command are a little dearer than the words as they stand. */
const HERE = 0.2;

/** The understanding with another reading of one clause; the records decide which one was meant. */
export function otherReadings({ clauses, ...rest }: Understanding): Understanding[] {
  return clauses.flatMap((clause, n) =>
    (clause.others ?? []).map((intents) => ({ ...rest, clauses: clauses.with(n, { ...clause, intents }) })),
  );
}

/** A clause spans at most this many possible beginnings, except the last, which may be a long note. */
const MAX_SPAN = 24;

/** What is only told at the end is about nothing that follows. */
const LATE = 4;

/** Fewer clauses are likelier. */
const PER_CLAUSE = 0.45;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

/** What stands behind the colon of a note, a call, a to-do or a new record is about it, never a clause of its own. */
function awaitsText(clause: Clause): boolean {
  const kind = clause.intents.at(-1)?.kind;
  return kind === 'activity' || kind === 'note' || kind === 'create';
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
        const late = b === last && a > 0 && clause.intents.every((i) => i.kind === 'topic') ? LATE : 0;
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
  const said = withOthersNamed(appointmentsFor(clauses), s.calendar, s.vocabulary);
  const whole = saidAgain(said);
  if (!whole) unexplained.push(clauses.find((c) => c.intents[0]?.kind === 'again')!.text);
  return { clauses: whole ?? clauses, unexplained, cost: best[0]!.cost };
}
