import type { Token } from './tokens.ts';

/** A number at a place in the text. */
export interface NumberMatch {
  /** Token after the number. */
  end: number;
  value: number;
  unit: 'plain' | 'money' | 'percent' | 'ordinal';
  /** ISO 4217, of a currency that was said. `$` is any dollar. */
  currency?: string;
  /** "one eighty": said in words without a scale, so it may stand for thousands. */
  loose: boolean;
}

const SMALL: Record<string, number> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const TENS: Record<string, number> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const SCALES: Record<string, number> = {
  thousand: 1e3,
  grand: 1e3,
  k: 1e3,
  million: 1e6,
  mil: 1e6,
  mio: 1e6,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  billion: 1e9,
  bn: 1e9,
  hundred: 100,
};
const ORDINALS: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  thirtieth: 30,
};
const DOLLAR = 'dollar';
const CURRENCIES: Readonly<Record<string, string | undefined>> = {
  $: DOLLAR,
  dollars: DOLLAR,
  dollar: DOLLAR,
  bucks: DOLLAR,
  usd: 'USD',
  '€': 'EUR',
  euros: 'EUR',
  euro: 'EUR',
  eur: 'EUR',
  '£': 'GBP',
  pounds: 'GBP',
  pound: 'GBP',
  gbp: 'GBP',
  chf: 'CHF',
  francs: 'CHF',
  yen: 'JPY',
  jpy: 'JPY',
};

/** The currency whose sign or name stands among the words. */
export function currencyIn(text: string): string | undefined {
  const found = text.toLowerCase().match(/[$€£]|\p{L}+/gu) ?? [];
  return found.map((word) => CURRENCIES[word]).find((code) => code !== undefined);
}

/** Whether money in that currency, as said, is money as the org counts it (ISO 4217; null where it has several). */
export function isOwnMoney(said: string, own: string | null): boolean {
  return own === null || said === own || (said === DOLLAR && /^(USD|CAD|AUD|NZD|SGD|HKD)$/.test(own));
}

/** A number that starts at token `i`: digits, money, percent, or number words. */
export function numberAt(tokens: readonly Token[], i: number): NumberMatch | undefined {
  const token = tokens[i];
  if (!token) return undefined;
  const part = partOfScale(tokens, i) ?? fraction(tokens, i);
  if (part) return part;
  const match =
    token.kind === 'number' ? digits(tokens, i) : token.kind === 'word' ? words(tokens, i) : undefined;
  if (!match) return undefined;
  const after = tokens[match.end];
  const currency = after && CURRENCIES[after.word];
  if (currency) return { ...match, end: match.end + 1, unit: 'money', currency };
  if (after && (after.word === 'percent' || after.word === '%' || after.word === 'pct'))
    return { ...match, end: match.end + 1, unit: 'percent' };
  if (after?.word === 'per' && tokens[match.end + 1]?.word === 'cent')
    return { ...match, end: match.end + 2, unit: 'percent' };
  return match;
}

const PARTS: Record<string, number> = { half: 2, third: 3, quarter: 4, fifth: 5, tenth: 10 };

/** "Half a million", "a quarter of a million", "three quarters of a million". */
function partOfScale(tokens: readonly Token[], i: number): NumberMatch | undefined {
  const word = (at: number): string => tokens[at]?.word ?? '';
  const half = word(i) === 'half';
  const count = half ? 1 : { a: 1, one: 1, three: 3 }[word(i)];
  const part = half ? 2 : PARTS[word(i + 1).replace(/s$/, '')];
  if (count === undefined || part === undefined) return undefined;
  let at = half ? i + 1 : i + 2;
  if (word(at) === 'of') at++;
  if (word(at) === 'a') at++;
  const scale =
    word(at) === 'mil'
      ? SCALES['million']
      : /^(million|billion|thousand)$/.test(word(at))
        ? SCALES[word(at)]
        : undefined;
  if (scale === undefined) return undefined;
  return { end: at + 1, value: tidy((scale * count) / part), unit: 'money', loose: false };
}

/** "Four and a half". */
function isPart(token: Token | undefined): boolean {
  return token?.word === 'half' || token?.word === 'quarter';
}

/** "a quarter", "two thirds": a share, in percent. */
function fraction(tokens: readonly Token[], i: number): NumberMatch | undefined {
  const count = { a: 1, one: 1, two: 2, three: 3 }[tokens[i]!.word];
  const word = tokens[i + 1]?.word ?? '';
  const part = count === undefined ? undefined : PARTS[count > 1 ? word.replace(/s$/, '') : word];
  if (part === undefined || count! >= part || tokens[i + 2]?.word === 'of') return undefined;
  return { end: i + 2, value: tidy((100 * count!) / part), unit: 'percent', loose: false };
}

function digits(tokens: readonly Token[], i: number): NumberMatch | undefined {
  const raw = tokens[i]!.word.replaceAll(' ', '');
  const match = /^([$€£]?)([\d,]+(?:\.\d+)?)(%|st|nd|rd|th|[a-z]+)?$/.exec(raw);
  if (!match) return undefined;
  const suffix = match[3];
  const value = numeral(match[2]!, suffix !== undefined);
  if (value === undefined) return undefined;
  if (suffix === '%') return { end: i + 1, value, unit: 'percent', loose: false };
  if (suffix && /^(st|nd|rd|th)$/.test(suffix)) return { end: i + 1, value, unit: 'ordinal', loose: false };
  const money = match[1] !== '';
  const currency = money ? { currency: CURRENCIES[match[1]!]! } : {};
  const scale = suffix ? SCALES[suffix] : undefined;
  if (suffix && scale === undefined) return undefined;
  const next = tokens[i + 1];
  if (
    scale === undefined &&
    next &&
    next.kind === 'word' &&
    next.word !== 'm' &&
    SCALES[next.word] !== undefined
  ) {
    return { end: i + 2, value: tidy(value * SCALES[next.word]!), unit: 'money', loose: false, ...currency };
  }
  return {
    end: i + 1,
    value: tidy(value * (scale ?? 1)),
    unit: money || scale ? 'money' : 'plain',
    loose: false,
    ...currency,
  };
}

/** "1,250.5" and "1,2k": a comma parts thousands or, before a unit, begins the decimals; any other is no number. */
function numeral(written: string, scaled: boolean): number | undefined {
  if (!written.includes(',') || /^\d+(,\d{3})+(\.\d+)?$/.test(written))
    return Number(written.replaceAll(',', ''));
  return scaled && /^\d+,\d{1,2}$/.test(written) ? Number(written.replace(',', '.')) : undefined;
}

/** 0.07 * 1e6 is 70000.00000000001 in binary. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** "ninety two thousand", "seven fifty k", "one point five million", "a hundred and twenty k", "twenty first". */
function words(tokens: readonly Token[], start: number): NumberMatch | undefined {
  let i = start;
  let total = 0;
  let group: number | undefined;
  let pairs = 0;
  let scaled = false;
  const article = tokens[i]!.word === 'a' || tokens[i]!.word === 'an';
  if (article) {
    const next = tokens[i + 1]?.word;
    if (next === 'hundred' || next === 'thousand' || next === 'million' || next === 'grand') {
      group = 1;
      i++;
    } else return undefined;
  }
  let lastUnit = '';
  for (; i < tokens.length && i < start + 14; i++) {
    const token = tokens[i]!;
    const word = token.word;
    const digit =
      token.kind === 'number' && /^\d{1,3}$/.test(word) && group === undefined ? Number(word) : undefined;
    if (word in SMALL || digit !== undefined) {
      const value = digit ?? SMALL[word]!;
      if (group === undefined) group = value;
      else if (lastUnit === 'tens' && value > 0 && value < 10) group += value;
      else if (lastUnit === 'hundred' && value < 100) group += value;
      else if (lastUnit === 'small' && group < 10 && value >= 10 && pairs === 0) {
        group = group * 100 + value;
        pairs++;
      } else break;
      lastUnit = 'small';
    } else if (word in TENS) {
      const value = TENS[word]!;
      if (group === undefined) group = value;
      else if (lastUnit === 'hundred') group += value;
      else if ((lastUnit === 'small' || lastUnit === 'tens') && group < 100 && group > 0 && pairs === 0) {
        group = group * 100 + value;
        pairs++;
      } else break;
      lastUnit = 'tens';
    } else if (word === 'hundred' && group !== undefined) {
      group *= 100;
      scaled = true;
      lastUnit = 'hundred';
    } else if (word === 'point' && group !== undefined && tokens[i + 1] && tokens[i + 1]!.word in SMALL) {
      let fraction = '';
      while (tokens[i + 1] && tokens[i + 1]!.word in SMALL && SMALL[tokens[i + 1]!.word]! < 10)
        fraction += SMALL[tokens[++i]!.word]!;
      group += Number(`0.${fraction}`);
      lastUnit = 'point';
    } else if (
      word === 'and' &&
      group !== undefined &&
      tokens[i + 1]?.word === 'a' &&
      isPart(tokens[i + 2])
    ) {
      group += 1 / PARTS[tokens[i + 2]!.word]!;
      i += 2;
      lastUnit = 'point';
    } else if (
      word === 'and' &&
      group !== undefined &&
      (lastUnit === 'hundred' || lastUnit === 'scale') &&
      tokens[i + 1] &&
      (tokens[i + 1]!.word in SMALL || tokens[i + 1]!.word in TENS)
    ) {
      continue;
    } else if (
      word in SCALES &&
      word !== 'hundred' &&
      group !== undefined &&
      !(word === 'm' && lastUnit === '')
    ) {
      total += group * SCALES[word]!;
      group = undefined;
      scaled = true;
      lastUnit = 'scale';
      pairs = 0;
      const next = tokens[i + 1]?.word ?? '';
      if (!(next in SMALL || next in TENS || next === 'and' || (next === 'a' && false))) {
        i++;
        break;
      }
      if (
        next === 'and' &&
        !(tokens[i + 2] && (tokens[i + 2]!.word in SMALL || tokens[i + 2]!.word in TENS))
      ) {
        i++;
        break;
      }
      group = 0;
      lastUnit = 'hundred';
    } else if (word in ORDINALS && (group === undefined || lastUnit === 'tens')) {
      return { end: i + 1, value: total + (group ?? 0) + ORDINALS[word]!, unit: 'ordinal', loose: false };
    } else break;
  }
  if (i === start || (group === undefined && total === 0)) return undefined;
  return {
    end: i,
    value: tidy(total + (group ?? 0)),
    unit: scaled && total > 0 ? 'money' : 'plain',
    loose: !scaled && pairs > 0,
  };
}
