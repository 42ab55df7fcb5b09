import type { Calendar } from './calendar.ts';
import { instantOf } from './calendar.ts';
import type { DateMatch } from './dates.ts';
import { dateAt } from './dates.ts';
import { quantityAt } from './dates/quantities.ts';
import { durationAt, timeAt } from './dates/times.ts';
import { KINDS } from './kinds.ts';
import { CLOSINGS, FILLERS } from './lexicon/courtesy.ts';
import { DETERMINERS } from './lexicon/function-words.ts';
import type { NumberMatch } from './numbers.ts';
import { numberAt } from './numbers.ts';
import type { Token } from './tokens.ts';
import { phraseEnd } from './vocabulary.ts';
import { tidy, tokenise } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

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
  number?: { value: number; unit: NumberMatch['unit']; loose: boolean };
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

  static of(text: string, calendar: Calendar, vocabulary: Vocabulary): Sentence {
    const source = tidy(text);
    return new Sentence(
      source,
      spoken(unabbreviated(withoutFillers(tokenise(source)))),
      calendar,
      vocabulary,
    );
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
    for (let i = from; i < to; i++) {
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
        (DETERMINERS.has(this.word(at)) || this.word(at) === ',')
      )
        found = reader(this, ++at);
      this.memo.set(key, found);
    }
    return found.filter((f) => f.end <= limit);
  }

  /** Everything that the stretch can mean as a value. */
  said(from: number, to: number): Said {
    let end = to;
    while (end > from + 1 && /^[.,;!?]$/.test(this.word(end - 1))) end--;
    while (from < end - 1 && /^(a|an|the|to|as|:|=)$/.test(this.word(from))) from++;
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
      said.number = { value: number.value, unit: number.unit, loose: number.loose };
    const date = dateAt(this.tokens, start, this.calendar);
    if (date) {
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

const OFFICE = new Set(
  'office offices site place plant hq headquarters factory showroom campus warehouse lab store branch'.split(
    ' ',
  ),
);
const MEDIUM = new Set('zoom teams phone webex skype video facetime'.split(' '));

type Reader = (sentence: Sentence, i: number) => Recognised[];

const one = (from: number, found: { end: number } | undefined, value: unknown = found): Recognised[] =>
  found ? [{ from, end: found.end, value }] : [];
const ofKind =
  (...kinds: Token['kind'][]): Reader =>
  (s, i) =>
    s.tokens[i] && kinds.includes(s.tokens[i]!.kind)
      ? [{ from: i, end: i + 1, value: s.tokens[i]!.text }]
      : [];

const READERS: Record<string, Reader> = {
  field: (s, i) => s.vocabulary.fieldsAt(s.tokens, i).map((f) => ({ from: i, end: f.end, value: f.fields })),
  object: (s, i) => s.vocabulary.objectsAt(s.tokens, i).map((o) => ({ from: i, end: o.end, value: o })),
  date: (s, i) => {
    const start = /^(on|by|for|until|till)$/.test(s.word(i)) ? i + 1 : i;
    const found = dateAt(s.tokens, i, s.calendar);
    return one(i, found ?? (start > i ? dateAt(s.tokens, start, s.calendar) : undefined));
  },
  number: (s, i) => one(i, numberAt(s.tokens, i)),
  quantity: (s, i) => one(i, quantityAt(s.tokens, i)),
  duration: (s, i) => one(i, durationAt(s.tokens, i)),
  time: (s, i) => {
    const start = /^(at|from)$/.test(s.word(i)) ? i + 1 : i;
    return one(i, timeAt(s.tokens, start, start > i));
  },
  reach: (s, i) =>
    /^(call|phone|ring|chase|nudge|meet)$/.test(s.word(i)) && !/^(the|a|an|my|that|this)$/.test(s.word(i - 1))
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  ring: (s, i) =>
    s.word(i) === 'a' && /^(call|ring|shout|buzz|bell)$/.test(s.word(i + 1))
      ? [{ from: i + 1, end: i + 2, value: 'call' }]
      : [],
  article: (s, i) => {
    if (!/^(the|a|an|our|my|some|another|his|her|their)$/.test(s.word(i))) return [];
    const found: Recognised[] = [];
    for (let end = i + 2; end <= Math.min(s.tokens.length, i + 8); end++) {
      if (s.tokens[end - 1]!.kind === 'punct') break;
      found.push({ from: i, end, value: true });
    }
    return found;
  },
  clock: (s, i) => one(i, timeAt(s.tokens, i, true)),
  office: (s, i) => {
    const start = /^(their|our|his|her|my|the)$/.test(s.word(i)) ? i + 1 : i;
    const end = OFFICE.has(s.word(start)) ? start + 1 : OFFICE.has(s.word(start + 1)) ? start + 2 : undefined;
    return start > i && end !== undefined ? [{ from: i, end, value: s.text(i, end) }] : [];
  },
  medium: (s, i) => {
    const start = s.word(i) === 'the' || s.word(i) === 'a' ? i + 1 : i;
    const end = MEDIUM.has(s.word(start)) ? start + 1 : undefined;
    if (end === undefined) return [];
    return [{ from: start, end: s.word(end) === 'call' ? end + 1 : end, value: s.word(start) }];
  },
  email: ofKind('email'),
  phone: ofKind('phone'),
  url: ofKind('url'),
  quote: ofKind('quote'),
  id: ofKind('id'),
  asc: (s, i) =>
    /^(ascending|asc)$/.test(s.word(i))
      ? [{ from: i, end: i + 1, value: true }]
      : s.word(i) === 'low' || s.word(i) === 'lowest'
        ? [{ from: i, end: Math.min(s.tokens.length, i + (s.word(i) === 'low' ? 3 : 2)), value: true }]
        : [],
  finished: (s, i) =>
    /^(closed|completed|done|finished|resolved|fixed|escalated|reopened|cancelled|canceled|disqualified|deferred|aborted)$/.test(
      s.word(i),
    )
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  big: (s, i) =>
    /^(biggest|largest|highest|newest|latest|oldest|smallest|lowest)$/.test(s.word(i))
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : s.word(i) === 'most' && /^(recent|expensive|valuable)$/.test(s.word(i + 1))
        ? [{ from: i, end: i + 2, value: s.word(i + 1) }]
        : [],
  went: (s, i) =>
    /^(went|was|is going|looks|sounds|responded|replied|called|signed|agreed)$/.test(s.word(i)) &&
    /^(great|well|good|fine|really|very|super|ok|okay|badly|amazing|fantastic|awesome|smoothly|perfectly|positively|positive|back)$/.test(
      s.word(i + 1),
    )
      ? [{ from: i, end: i + 2, value: true }]
      : [],
  list: (s, i) => {
    const found: Recognised[] = [];
    const end = batchEnd(s, i);
    if (end !== undefined) found.push({ from: i, end, value: { name: `batch ${s.text(i, end)}` } });
    for (const words of s.lists) {
      const last = phraseEnd(s.tokens, i, words);
      if (last !== undefined) found.push({ from: i, end: last, value: { name: words.join(' ') } });
    }
    return found;
  },
  purpose: (s, i) =>
    s.word(i) === 'to' &&
    /^(confirm|discuss|follow|review|share|send|check|ask|schedule|recap|thank|introduce|go|talk|present|clarify|remind|say|tell|let|provide|propose|request|answer|explain)$/.test(
      s.word(i + 1),
    )
      ? [{ from: i, end: i + 1, value: true }]
      : [],
  pron: (s, i) =>
    /^(she|he|they|we|i|customer|client|it|team|needs|wants|said|asked|talked|discussed|discussing|interested|wanted|confirmed|agreed|left|no|not|very|still|looking|waiting|says)$/.test(
      s.word(i),
    )
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
};

for (const [name, phrases] of Object.entries(KINDS)) {
  READERS[name] = (s, i) =>
    phrases.flatMap((words) => {
      const end = phraseEnd(s.tokens, i, words);
      return end === undefined ? [] : [{ from: i, end, value: words.join(' ') }];
    });
}

/** "YC W23", "Y Combinator Winter 2023", "Winter 2023 batch". */
function batchEnd(s: Sentence, i: number): number | undefined {
  let at = i;
  if (/^(yc|ycombinator)$/.test(s.word(at))) at++;
  else if (s.word(at) === 'y' && s.word(at + 1) === 'combinator') at += 2;
  const named = at > i;
  if (s.word(at) === "'s" || s.tokens[at]?.kind === 'possessive') at++;
  if (/^(w|s|f|x|sp)\d\d$/.test(s.word(at))) at++;
  else if (
    /^(winter|spring|summer|fall|autumn|w|s|f)$/.test(s.word(at)) &&
    /^(20)?\d\d$/.test(s.word(at + 1))
  )
    at += 2;
  else if (/^(winter|spring|summer|fall|autumn|w|s|f)$/.test(s.word(at))) {
    const year = numberAt(s.tokens, at + 1);
    if (!year || !((year.value >= 2005 && year.value < 2100) || (year.value >= 5 && year.value < 99)))
      return undefined;
    at = year.end;
  } else return undefined;
  return named || s.word(at) === 'batch' || s.word(at) === 'cohort' ? at : undefined;
}

const FILLER_PHRASES = FILLERS.map((f) => f.split(' '));

function withoutFillers(tokens: Token[]): Token[] {
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const skip = FILLER_PHRASES.map((words) => phraseEnd(tokens, i, words)).find((end) => end !== undefined);
    if (skip !== undefined) i = skip;
    else kept.push(tokens[i++]!);
  }
  return kept;
}

/** "call w/ Victor", "call with Victor". */
function unabbreviated(tokens: Token[]): Token[] {
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const [token, next] = [tokens[i]!, tokens[i + 1]];
    if (token.word === 'w' && next?.text === '/' && next.from === token.to) {
      made.push({ ...token, word: 'with', to: next.to });
      i++;
    } else made.push(token);
  }
  return made;
}

const DOMAIN_ENDS = new Set([
  'com',
  'org',
  'net',
  'io',
  'ai',
  'de',
  'co',
  'edu',
  'gov',
  'eu',
  'uk',
  'fr',
  'dev',
  'app',
  'example',
  'us',
  'biz',
  'info',
]);

/** "ruth at brightwater dot com" is an address, "brightwater dot com" a web site. */
function spoken(tokens: Token[]): Token[] {
  const made: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    let end = i + 1;
    let text = token.word;
    let ended = false;
    const plain = (n: number) => tokens[n]?.kind === 'word' || tokens[n]?.kind === 'number';
    while (plain(i) && tokens[end]?.word === 'dot' && plain(end + 1)) {
      text += `.${tokens[end + 1]!.word}`;
      ended = DOMAIN_ENDS.has(tokens[end + 1]!.word);
      end += 2;
      if (ended) break;
    }
    if (!ended) {
      made.push(token);
      continue;
    }
    const at = made.at(-1)?.word === 'at' && made.at(-2)?.kind === 'word' ? made.length - 2 : undefined;
    if (at === undefined) {
      made.push({ ...token, kind: 'url', text, word: text, to: tokens[end - 1]!.to });
    } else {
      let start = at;
      let user = made[at]!.word;
      while (made[start - 1]?.word === 'dot' && made[start - 2]?.kind === 'word') {
        user = `${made[start - 2]!.word}.${user}`;
        start -= 2;
      }
      const first = made[start]!;
      made.splice(start, made.length - start, {
        ...first,
        kind: 'email',
        text: `${user}@${text}`,
        word: `${user}@${text}`,
        to: tokens[end - 1]!.to,
      });
    }
    i = end - 1;
  }
  return made;
}

const CLOSING_PHRASES = CLOSINGS.map((c) => c.split(' ')).sort((a, b) => b.length - a.length);

/** Where the clause ends without the words that only close it ("in the crm, thanks"). */
export function withoutClosing(sentence: Sentence, from: number, to: number): number {
  let end = to;
  for (let again = true; again; ) {
    again = false;
    while (end > from && /^[.,;!?]$/.test(sentence.word(end - 1))) end--;
    for (const words of CLOSING_PHRASES) {
      const start = end - words.length;
      if (start > from && words.every((word, n) => sentence.word(start + n) === word)) {
        end = start;
        again = true;
        break;
      }
    }
  }
  return end;
}
