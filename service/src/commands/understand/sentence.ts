import type { Calendar } from './calendar.ts';
import { instantOf } from './calendar.ts';
import type { DateMatch } from './dates.ts';
import { dateAt } from './dates.ts';
import { durationAt, timeAt } from './dates/times.ts';
import { isArticle } from './lexicon/function-words.ts';
import type { NumberMatch } from './numbers.ts';
import { numberAt } from './numbers.ts';
import { READERS } from './slots.ts';
import type { Token } from './tokens.ts';
import { tidy, tokenise } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';
import { withNames } from './with-names.ts';
import { writtenOut } from './written-out.ts';

export interface Recognised {
  from: number;
  end: number;
  value: unknown;
}

/** What was said as a value, in every way it can be read; the field decides which one counts. Plain JSON. */
export interface Said {
  text: string;
  /** Folded words. */
  phrase: string;
  quoted: boolean;
  /** Another command seems to begin inside. */
  doubtful?: boolean;
  number?: { value: number; unit: NumberMatch['unit']; loose: boolean; currency?: string };
  date?: { day: string; from: string; to: string; wide: boolean };
  /** Minutes after midnight. */
  minutes?: number;
  /** Minutes. */
  duration?: number;
}

/** A text with its tokens and everything that can be recognised in it. */
export class Sentence {
  readonly source: string;
  readonly tokens: Token[];
  readonly calendar: Calendar;
  readonly vocabulary: Vocabulary;
  /** Outside lists that may be named. */
  lists: readonly string[][] = [];
  private readonly memo = new Map<string, Recognised[]>();

  constructor(source: string, tokens: Token[], calendar: Calendar, vocabulary: Vocabulary) {
    this.source = source;
    this.tokens = tokens;
    this.calendar = calendar;
    this.vocabulary = vocabulary;
  }

  /** `names`: words of records' names, each read as one token. */
  static of(
    text: string,
    calendar: Calendar,
    vocabulary: Vocabulary,
    names: readonly string[][] = [],
  ): Sentence {
    const source = tidy(text);
    const tokens = withNames(writtenOut(tokenise(source)), names);
    return new Sentence(source, tokens, calendar, vocabulary);
  }

  private readonly results = new Map<string, unknown>();

  /** The result of a reading that depends only on the sentence and the key. */
  once<T>(key: string, read: () => T): T {
    if (this.results.has(key)) return this.results.get(key) as T;
    const result = read();
    this.results.set(key, result);
    return result;
  }

  word(i: number): string {
    const token = this.tokens[i];
    return token && token.kind !== 'quote' ? token.word : '';
  }

  /** The rep's own words; fillers inside are left out. */
  text(from: number, to: number): string {
    if (from >= to) return '';
    if (to - from === 1) return this.written(this.tokens[from]!);
    let text = '';
    let end = this.tokens[from]!.from;
    for (let i = from; i < to; i++) {
      const token = this.tokens[i]!;
      const gap = this.source.slice(end, token.from);
      text += i === from ? '' : token.from >= end && /^[\s-]*$/.test(gap) ? gap : ' ';
      text += token.kind === 'quote' ? this.source.slice(token.from, token.to) : this.written(token);
      end = token.to;
    }
    return text.replace(/\s+/g, ' ').trim();
  }

  private written(token: Token): string {
    return token.kind === 'quote' || token.kind === 'email' || token.kind === 'url'
      ? token.text
      : this.source.slice(token.from, token.to);
  }

  /** Folded words of a stretch. */
  phrase(from: number, to: number): string {
    let phrase = '';
    for (let i = from; i < Math.min(to, this.tokens.length); i++) {
      const token = this.tokens[i]!;
      if (token.kind === 'punct' || token.kind === 'possessive') continue;
      phrase += (phrase === '' ? '' : ' ') + token.word;
    }
    return phrase;
  }

  date(i: number): DateMatch | undefined {
    return this.recognise('date', i, this.tokens.length)![0]?.value as DateMatch | undefined;
  }

  /** What a recognised kind of slot finds from token `i` on; undefined for a free kind. */
  recognise(type: string, i: number, limit: number): Recognised[] | undefined {
    const reader = READERS[type];
    if (!reader) return undefined;
    const key = `${type}:${i}`;
    let found = this.memo.get(key);
    if (!found) {
      let at = i;
      found = reader(this, at);
      while (
        found.length === 0 &&
        at - i < 2 &&
        at < this.tokens.length &&
        (this.word(at) === ',' || isArticle(this.tokens, at))
      )
        found = reader(this, ++at);
      this.memo.set(key, found);
    }
    return found.filter((f) => f.end <= limit);
  }

  /** Everything that the stretch can mean as a value. */
  said(from: number, to: number): Said {
    // A copy: whoever asked may add to it.
    return { ...this.once(`said:${from}:${to}`, () => this.readValue(from, to)) };
  }

  private readValue(from: number, to: number): Said {
    let end = to;
    while (end > from + 1 && /^[.,;!?]$/.test(this.word(end - 1))) end--;
    // "A hundred twenty thousand" keeps its "a".
    while (
      from < end - 1 &&
      /^(a|an|the|to|as|:|=)$/.test(this.word(from)) &&
      numberAt(this.tokens, from)?.end !== end
    )
      from++;
    const text = this.text(from, end);
    const said: Said = {
      text,
      phrase: this.phrase(from, end),
      quoted: end - from === 1 && this.tokens[from]!.kind === 'quote',
    };
    let start = from;
    while (
      start < end - 1 &&
      /^(by|on|for|at|around|about|roughly|approximately|exactly|until|till|up|in|the|down)$/.test(
        this.word(start),
      ) &&
      !this.covers('date', start, end)
    )
      start++;
    const number = numberAt(this.tokens, start);
    if (number && number.end === end)
      said.number = {
        value: number.value,
        unit: number.unit,
        loose: number.loose,
        ...(number.currency ? { currency: number.currency } : {}),
      };
    const day = /^(on|by|for|until|till)$/.test(this.word(start)) ? start + 1 : start;
    const date = dateAt(this.tokens, start, this.calendar) ?? dateAt(this.tokens, day, this.calendar);
    // "Went down this morning": what is no day stands before it.
    const adverb = /\b(up|down)\b/.test(this.phrase(from, start));
    if (date && !adverb) {
      const time = date.end < end ? this.timeAfter(date.end, end) : undefined;
      if (date.end === end || time?.end === end) {
        said.date = { day: date.day, from: date.range.from, to: date.range.to, wide: date.wide };
        if (time) said.minutes = time.minutes;
      }
    } else {
      const time = timeAt(this.tokens, start, true);
      if (time) {
        const day =
          time.end < end
            ? dateAt(this.tokens, this.word(time.end) === 'on' ? time.end + 1 : time.end, this.calendar)
            : undefined;
        if (time.end === end || day?.end === end) said.minutes = time.minutes;
        if (day?.end === end)
          said.date = { day: day.day, from: day.range.from, to: day.range.to, wide: day.wide };
      }
    }
    const duration = durationAt(this.tokens, start);
    if (duration && duration.end === end) said.duration = duration.minutes;
    return said;
  }

  private covers(type: string, from: number, to: number): boolean {
    return this.recognise(type, from, to)!.some((f) => f.end === to);
  }

  private timeAfter(i: number, limit: number): { end: number; minutes: number } | undefined {
    const start = this.word(i) === 'at' || this.word(i) === ',' || this.word(i) === 'from' ? i + 1 : i;
    const time = timeAt(this.tokens, start, start > i);
    return time && time.end <= limit ? time : undefined;
  }

  instant(day: string, minutes: number): string {
    return instantOf(day, minutes, this.calendar.zone);
  }
}
