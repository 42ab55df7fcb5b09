import { timeAt } from '../understand/dates/times.ts';
import type { Session } from '../resolve/session.ts';
import { shift } from '../understand/calendar.ts';
import type { Clause } from '../understand/clause.ts';
import type { Intent } from '../understand/intents.ts';
import { FUNCTION_WORDS } from '../understand/lexicon/function-words.ts';
import { numberAt } from '../understand/numbers.ts';
import type { Sentence } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';
import type { Operation } from '../types.ts';

/**
 * What the rep said and the plan holds nowhere: numbers, days, times, addresses, quoted texts and names. It looks at what was planned
 * and not at how it was understood, so that no phrasing can lose one of them on its way.
 */
export function leftOut(
  session: Session,
  s: Sentence,
  clauses: readonly Clause[],
  operations: readonly Operation[],
): string[] {
  const written = [
    session.flags,
    labelsOf(session, operations),
    session.answers.map(({ key, value }) => [key, value]),
    operations.map(({ object, set, names, why, filter }) => [object, set, names, why, filter]),
    clauses.map(({ intents }) => intents.filter((i) => !TOLD.test(i.kind)).map(beside)),
  ];
  const made = operations.filter(({ op }) => op === 'create');
  const told = clauses.filter(({ intents }) => intents.some((i) => TOLD.test(i.kind)));
  const kept = holdingOf([written, told.map(({ text }) => withoutReach(text, made))]);
  const planned = holdingOf(written);
  const activity = made.some(({ object }) => /^(Task|Event)$/.test(object));
  // "Ronny needs the quote till Wednesday, create a task": it may be due then.
  const dayless = made.some(({ object, set = {} }) => DAY[object] && set[DAY[object]] === undefined);
  const left: string[] = [];
  for (let i = 0; i < s.tokens.length; ) {
    const piece = pieceAt(s, i);
    const over = piece?.day === 'past' && !activity;
    if (piece && !over && !piece.in(piece.named || (piece.day && dayless) ? planned : kept))
      left.push(s.text(i, piece.end));
    i = piece?.end ?? i + 1;
  }
  return left;
}

/** What the org calls the values that were set: "Haute" for High. */
function labelsOf(session: Session, operations: readonly Operation[]): string[] {
  return operations.flatMap(({ object, set = {} }) =>
    (session.vocabulary.objects.get(object)?.fields ?? []).flatMap(({ name, picklistValues }) =>
      picklistValues.flatMap(({ value, label }) => (set[name] === value && label !== value ? label : [])),
    ),
  );
}

/** What is told stands for itself, save how a new person is reached: "…, email hugo@nordwind.example, he runs purchasing". */
function withoutReach(text: string, made: readonly Operation[]): string {
  const person = made.some(({ object }) => /^(Contact|Lead)$/.test(object));
  return person ? text.replace(/\S+@\S+|\+?\d[\d ().-]{5,}/g, ' ') : text;
}

/** What is only told, or refused with a flag of its own. */
const TOLD = /^(story|topic|refuse)$/;

/** The day of a new record that may have none: "the fair is on the 3rd of June, set up a campaign" may be when it starts. */
const DAY: Readonly<Record<string, string>> = { Task: 'ActivityDate', Campaign: 'StartDate' };

interface Holding {
  text: string;
  /** Folded, between blanks. */
  words: string;
  digits: string;
  numbers: ReadonlySet<number>;
  /** Each value by itself, folded. */
  whole: ReadonlySet<string>;
}

/** Everything that stands in the values, wherever it is. */
function holdingOf(values: unknown): Holding {
  const strings: string[] = [];
  const numbers = new Set<number>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') strings.push(value);
    else if (typeof value === 'number') numbers.add(value);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect);
  };
  collect(values);
  const text = withoutS(strings.join('\n'));
  return {
    text,
    words: ` ${wordsOf(text)} `,
    digits: text.replace(/\D/g, ''),
    numbers,
    whole: new Set(strings.map(wordsOf)),
  };
}

/** What of an intent need not be written: the records it is about, and what it is to be left as it is. */
function beside(intent: Intent): unknown {
  switch (intent.kind) {
    case 'update':
      return [named(intent.target), intent.when, intent.assignments.map((a) => a.from)];
    case 'activity': {
      const { parties, day, minutes, until, duration = 0 } = intent.activity;
      return [parties.map((p) => named(p.target)), day, minutes, until, duration, duration / 60];
    }
    case 'convert':
      return [named(intent.target), intent.from];
    case 'create':
    case 'note':
    case 'delete':
      return intent.target && named(intent.target);
    default:
      return intent;
  }
}

function named({ text: _, ...target }: { text: string }): unknown {
  return target;
}

interface Piece {
  end: number;
  /** What happened on a day that is over is told, unless an activity is written down. */
  day?: 'past' | 'coming';
  /** A field's name stands before it, so that it is never only told: "…, amount 90k". */
  named?: boolean;
  in: (kept: Holding) => boolean;
}

/** Whose something is may be said with or without it. */
function withoutS(text: string): string {
  return text.replace(/['’]s\b/g, '');
}

function holds({ words }: Holding, said: string): boolean {
  return words.includes(` ${wordsOf(withoutS(said))} `);
}

/** Something at token `i` that must not get lost. */
function pieceAt(s: Sentence, i: number): Piece | undefined {
  const { kind, text } = s.tokens[i]!;
  switch (kind) {
    case 'quote': {
      // "…, subject 'Pricing'": what is quoted behind a field's name is all that stands in it.
      const named = fieldBefore(s, i);
      return { end: i + 1, in: (kept) => (named ? kept.whole.has(wordsOf(text)) : holds(kept, text)) };
    }
    case 'email':
    case 'url':
    case 'id':
    case 'name':
      return { end: i + 1, in: (kept) => holds(kept, text) };
    case 'phone':
      return { end: i + 1, in: (kept) => kept.digits.includes(text.replace(/\D/g, '')) };
    case 'punct':
    case 'possessive':
      return undefined;
    default:
      return dayAt(s, i) ?? clockAt(s, i) ?? countAt(s, i) ?? nameAt(s, i);
  }
}

/** Words before a day that say nothing of it: "as of today" is when it is said. */
const SINCE = /^(as of|from|starting|effective)$/;

function dayAt(s: Sentence, i: number): Piece | undefined {
  const when = s.date(i);
  if (!when || /^(may|march|now)$/.test(s.tokens[i]!.text)) return undefined;
  const { day, end, range } = when;
  const said = s
    .phrase(i, end)
    .replace(/^(on|the|by|in|at|this) /, '')
    .replace(/^the /, '');
  if (day === s.calendar.today && SINCE.test(s.phrase(Math.max(0, i - 2), i))) return undefined;
  // "Monday's call": the latest such day.
  const latest = shift(day, -7, 'day');
  return {
    end,
    day: range.to <= s.calendar.today ? 'past' : 'coming',
    in: (kept) =>
      [day, range.from, range.to, latest].some((d) => kept.text.includes(d.slice(4))) || holds(kept, said),
  };
}

function clockAt(s: Sentence, i: number): Piece | undefined {
  const time = s.tokens[i]!.kind === 'time' ? timeAt(s.tokens, i, true) : undefined;
  if (!time) return undefined;
  const clock = [time.minutes / 60, time.minutes % 60].map((n) => String(Math.floor(n)).padStart(2, '0'));
  return {
    end: time.end,
    in: (kept) =>
      kept.numbers.has(time.minutes) ||
      kept.text.includes(clock.join(':')) ||
      holds(kept, s.phrase(i, time.end)),
  };
}

function fieldBefore(s: Sentence, i: number): boolean {
  return [1, 2].some((n) => s.vocabulary.fieldsAt(s.tokens, i - n).some((f) => f.end === i));
}

function countAt(s: Sentence, i: number): Piece | undefined {
  const number = s.tokens[i]!.kind === 'number' ? numberAt(s.tokens, i) : undefined;
  if (!number) return undefined;
  const { value, end } = number;
  const named = fieldBefore(s, i);
  // "Tomorrow at 3": an hour of the day.
  const hours = /^(at|from|to|until|till|around)$/.test(s.word(i - 1)) ? [value, value + 12] : [];
  return {
    end,
    named,
    in: (kept) =>
      kept.numbers.has(value) ||
      hours.some((hour) => kept.text.includes(`T${String(hour).padStart(2, '0')}:`)) ||
      kept.numbers.has(Number(s.tokens[i]!.text.replace(/\D/g, ''))) ||
      holds(kept, s.phrase(i, end)) ||
      holds(kept, String(value)) ||
      kept.text.replace(/[,.]/g, '').includes(String(value)),
  };
}

/** In the middle of a sentence a capital begins a name, unless the org calls a field, an object or a value so. */
function nameAt(s: Sentence, i: number): Piece | undefined {
  const { text, word } = s.tokens[i]!;
  if (
    !/^\p{Lu}\p{Ll}/u.test(text) ||
    /^(salesforce|chatter|mr|mrs|ms|dr|prof)$/.test(word) ||
    FUNCTION_WORDS.has(word)
  )
    return undefined;
  const called = [...s.vocabulary.fieldsAt(s.tokens, i), ...s.vocabulary.objectsAt(s.tokens, i)];
  if (called.length > 0) return { end: Math.max(...called.map((c) => c.end)), in: () => true };
  const before = s.tokens[i - 1];
  if (!before || !/\p{Ll}/u.test(before.text)) return undefined;
  // "… 'They want a discount.' Next, …": another sentence begins.
  if (before.kind === 'quote' && /[.!?]$/.test(before.text)) return undefined;
  return { end: i + 1, in: (kept) => holds(kept, text) };
}
