/**
 * Text → tokens. One pass, linear in the text; every token remembers its place, so that names and notes are cut from the
 * rep's own words. Quoted text becomes a single token: whatever stands in it is data.
 */
export type TokenKind =
  | 'word'
  | 'number'
  | 'quote'
  | 'name'
  | 'email'
  | 'url'
  | 'phone'
  | 'id'
  | 'date'
  | 'time'
  | 'possessive'
  | 'punct';

export interface Token {
  kind: TokenKind;
  /** As written; for a quote, what stands inside. */
  text: string;
  /** Lower case, without diacritics: what the grammar compares. */
  word: string;
  from: number;
  to: number;
  /** Written together with the token before ("follow-up"). */
  glued: boolean;
}

/** Lower case, without diacritics and typographic variants; `ß` is `ss`. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[‘’‛′]/gu, "'")
    .replace(/[‐‑–—−]/gu, '-');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** The words of a phrase, folded, joined by one blank: "Proposal/Price Quote" → "proposal price quote". */
export function wordsOf(text: string): string {
  return (
    fold(text)
      .replaceAll("'", '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
}

/** Half characters become U+FFFD, control characters blanks, typographic quotes and dashes their ASCII form. */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\u2028\u2029\ufeff]/gu, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069]/gu, '')
    .replace(/[‘’‛′]/gu, "'")
    .replace(/[“”„«»‟″]/gu, '"')
    .replace(/[‐‑]/gu, '-')
    .replace(/[→⇒➔➜➞]/gu, '=')
    .replaceAll('->', ' =')
    .replaceAll('=>', ' =');
}

/** At most so many UTF-16 units, and never half a character. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

const PATTERNS: [TokenKind, RegExp][] = [
  ['email', /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/uy],
  ['url', /(?:https?:\/\/|www\.)[^\s"'<>,;]{1,300}[^\s"'<>,;.!?)]/uy],
  [
    'url',
    /[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){0,3}\.(?:com|org|net|io|ai|dev|co|eu|de|fr|uk|us|ch|at|jp|app|tech|example|info|biz|cloud|work|edu|gov)(?:\/[^\s"'<>,;]{0,200})?(?![\p{L}\p{N}])/uy,
  ],
  ['date', /\d{4}-\d{2}-\d{2}(?!\d)/uy],
  ['time', /\d{1,2}:\d{2}(?:\s?[ap]\.?m\b\.?)?/iuy],
  ['time', /\d{1,2}\s?[ap]\.?m\b(?:\.(?=\s|$))?/iuy],
  ['date', /\d{1,2}\/\d{1,2}(?:\/\d{2,4})?(?![\d/])/uy],
  ['date', /\d{1,2}\.\d{1,2}\.(?:\d{4})?(?!\d)/uy],
  ['phone', /\+\d[\d ().-]{6,18}\d(?!\d)/uy],
  ['phone', /\(\d{2,5}\) ?\d[\d .-]{4,12}\d(?!\d)/uy],
  ['phone', /\d{3}[-. ]\d{3}[-. ]\d{3,4}(?!\d)/uy],
  // 080-5550-0192, 030 5550 0192, 01 55 50 01 92: nine digits at least, which no date has.
  ['phone', /(?=(?:[-. /]?\d){9,15}(?!\d))0\d{1,4}(?:[-. /]\d{2,8}){1,4}(?!\d)/uy],
  ['phone', /\d{3}-\d{4}(?!\d)/uy],
  [
    'number',
    /[$€£]\s?\d(?:[\d,]*\d)?(?:\.\d+)?(?:\s?(?:k|m|mm|mn|bn|mio|million|billion|thousand|grand)(?![\p{L}\p{N}]))?/iuy,
  ],
  ['number', /\d(?:[\d,]*\d)?(?:\.\d+)?\s?%/uy],
  ['number', /\d(?:[\d,]*\d)?(?:\.\d+)?(?:k|m|mm|mn|bn|mio)(?![\p{L}\p{N}])/iuy],
  ['number', /\d{1,2}(?:st|nd|rd|th)(?![\p{L}\p{N}])/iuy],
  ['number', /\d+(?:,\d{3})*(?:\.\d+)?(?![\p{L}\p{N}_])/uy],
  ['id', /[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?(?![a-zA-Z0-9_])/y],
  ['word', /[\p{L}\p{N}\p{M}_]+(?:'[\p{L}]+)?/uy],
];

/** Runs of more than this are cut: no word, name or address is longer. */
const MAX_TOKENS = 4000;

export function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let glued = false;
  const push = (kind: TokenKind, from: number, to: number, text = source.slice(from, to)) => {
    tokens.push({ kind, text, word: fold(text), from, to, glued });
    glued = false;
  };
  while (at < source.length && tokens.length < MAX_TOKENS) {
    const char = source[at]!;
    if (char === ' ') {
      at++;
      glued = false;
      continue;
    }
    const quoteEnd = char === '"' || char === "'" || char === '`' ? closingQuote(source, at) : -1;
    if (quoteEnd > 0) {
      push('quote', at, quoteEnd + 1, source.slice(at + 1, quoteEnd).trim());
      at = quoteEnd + 1;
      continue;
    }
    // "Nora Davis + Brian Kelly"
    if (char === '+' && source[at - 1] === ' ' && /^ \p{L}/u.test(source.slice(at + 1, at + 3))) {
      push('word', at, at + 1, 'and');
      at++;
      continue;
    }
    const found = /[\p{L}\p{N}$€£+(]/u.test(codePoint(source, at)) ? longest(source, at) : undefined;
    if (!found) {
      const length = codePoint(source, at).length;
      if (
        char === '-' &&
        at > 0 &&
        source[at - 1] !== ' ' &&
        source[at + 1] !== undefined &&
        source[at + 1] !== ' ' &&
        source[at + 1] !== '-'
      ) {
        glued = true;
        at++;
        continue;
      }
      if (char === "'" && /[\p{L}\p{N}]/u.test(source[at - 1] ?? '')) {
        const end = /^s(?![\p{L}\p{N}])/iu.test(source.slice(at + 1, at + 3)) ? at + 2 : at + 1;
        push('possessive', at, end, "'s");
        at = end;
        continue;
      }
      push('punct', at, at + length);
      at += length;
      continue;
    }
    if (found.kind === 'word') pushWord(source, found.from, found.to, push);
    else push(found.kind, found.from, found.to);
    at = found.to;
  }
  return tokens;
}

function codePoint(source: string, at: number): string {
  return String.fromCodePoint(source.codePointAt(at)!);
}

function longest(source: string, at: number): { kind: TokenKind; from: number; to: number } | undefined {
  const digitish = /[\d$€£+(]/.test(source[at]!);
  for (const [kind, pattern] of PATTERNS) {
    if (!digitish && kind !== 'word' && kind !== 'email' && kind !== 'url' && kind !== 'id') continue;
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match) continue;
    if (kind === 'id' && !looksLikeId(match[0])) continue;
    return { kind, from: at, to: at + match[0].length };
  }
  return undefined;
}

/** Ids mix a key prefix with digits; an ordinary fifteen-letter word does not. */
function looksLikeId(text: string): boolean {
  return (text.match(/\d/g) ?? []).length >= 4 && /[a-zA-Z]/.test(text);
}

/** The end of a quotation that starts here, or -1: an apostrophe inside a word neither opens nor closes one. */
function closingQuote(source: string, at: number): number {
  const quote = source[at]!;
  if (at > 0 && /[\p{L}\p{N}]/u.test(source[at - 1]!)) return -1;
  for (let end = source.indexOf(quote, at + 1); end > 0; end = source.indexOf(quote, end + 1)) {
    if (end === at + 1) return -1;
    if (quote === "'" && (/[\p{L}\p{N}]/u.test(source[end + 1] ?? '') || source[end - 1] === ' ')) continue;
    return end;
  }
  return -1;
}

const CONTRACTIONS: Record<string, string[]> = {
  "it's": ['it', 'is'],
  "she's": ['she', 'is'],
  "he's": ['he', 'is'],
  "that's": ['that', 'is'],
  "there's": ['there', 'is'],
  "what's": ['what', 'is'],
  "who's": ['who', 'is'],
  "how's": ['how', 'is'],
  "when's": ['when', 'is'],
  "where's": ['where', 'is'],
  "let's": ['let', 'us'],
  "i'm": ['i', 'am'],
  "i've": ['i', 'have'],
  "i'd": ['i', 'would'],
  "i'll": ['i', 'will'],
  "they're": ['they', 'are'],
  "that're": ['that', 'are'],
  "which're": ['which', 'are'],
  "who're": ['who', 'are'],
  "there're": ['there', 'are'],
  "we're": ['we', 'are'],
  "you're": ['you', 'are'],
  "they've": ['they', 'have'],
  "we've": ['we', 'have'],
  "don't": ['do', 'not'],
  "doesn't": ['does', 'not'],
  "didn't": ['did', 'not'],
  "isn't": ['is', 'not'],
  "aren't": ['are', 'not'],
  "wasn't": ['was', 'not'],
  "haven't": ['have', 'not'],
  "hasn't": ['has', 'not'],
  "hadn't": ['had', 'not'],
  "won't": ['will', 'not'],
  "can't": ['can', 'not'],
  "couldn't": ['could', 'not'],
  "shouldn't": ['should', 'not'],
  "we'll": ['we', 'will'],
  "they'll": ['they', 'will'],
  "it'll": ['it', 'will'],
  "that'll": ['that', 'will'],
  "he'll": ['he', 'will'],
  "she'll": ['she', 'will'],
  "you'll": ['you', 'will'],
  "it'd": ['it', 'would'],
  "he'd": ['he', 'would'],
  "she'd": ['she', 'would'],
  "we'd": ['we', 'would'],
  "they'd": ['they', 'would'],
  "you'd": ['you', 'would'],
  "wouldn't": ['would', 'not'],
  "weren't": ['were', 'not'],
  "you've": ['you', 'have'],
  cannot: ['can', 'not'],
  dont: ['do', 'not'],
  doesnt: ['does', 'not'],
  didnt: ['did', 'not'],
  isnt: ['is', 'not'],
  arent: ['are', 'not'],
  havent: ['have', 'not'],
  hasnt: ['has', 'not'],
  whats: ['what', 'is'],
  hows: ['how', 'is'],
  whos: ['who', 'is'],
  shes: ['she', 'is'],
  hes: ['he', 'is'],
  lets: ['let', 'us'],
  theyre: ['they', 'are'],
  whens: ['when', 'is'],
};

function pushWord(
  source: string,
  from: number,
  to: number,
  push: (kind: TokenKind, from: number, to: number, text?: string) => void,
): void {
  const text = source.slice(from, to);
  const parts = CONTRACTIONS[fold(text)];
  if (parts) {
    const apostrophe = text.indexOf("'");
    const cut =
      from +
      (apostrophe > 0
        ? fold(text).endsWith("n't")
          ? apostrophe - 1
          : apostrophe
        : Math.max(1, text.length - parts[1]!.length));
    push('word', from, cut, parts[0]!);
    push('word', cut, to, parts[1]!);
    return;
  }
  const apostrophe = text.indexOf("'");
  if (apostrophe > 0 && fold(text.slice(apostrophe)) === "'s") {
    push('word', from, from + apostrophe);
    push('possessive', from + apostrophe, to, "'s");
    return;
  }
  const day = DAY_OF.exec(text);
  if (day && NOUN_OF_DAY.test(source.slice(to))) {
    push('word', from, to - 1);
    push('possessive', to - 1, to, "'s");
    return;
  }
  push('word', from, to);
}

/** "This mornings call", "yesterdays meeting": an apostrophe that was not typed. */
const DAY_OF =
  /^(morning|afternoon|evening|today|yesterday|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s$/i;
const NOUN_OF_DAY =
  /^ (?:[a-z]+ )?(?:call|meeting|visit|demo|email|chat|conversation|lunch|event|appointment|task)\b/i;
