import { queryError } from './errors.ts';

export interface Token {
  kind: 'name' | 'string' | 'number' | 'date' | 'datetime' | 'time' | 'symbol' | 'invalid' | 'end';
  /** As written; a string without its quotes and with its escapes. */
  text: string;
  /** `text` in upper case, for names; else `text`. */
  upper: string;
  at: number;
}

const space = /\s+/y;
/** A path may have blanks after its dots. */
const name = /[A-Za-z_][A-Za-z0-9_]*(?:\.\s*[A-Za-z0-9_]+)*/y;
const datetime = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/iy;
const date = /\d{4}-\d{2}-\d{2}/y;
const time = /\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/iy;
const number = /\d*\.\d+|\d+/y;
const symbol = /<=|>=|<>|!=|[=<>(),:+\-.]/y;
const string = /'((?:[^'\\]|\\[\s\S])*)'/y;

const rules: [Token['kind'], RegExp][] = [
  ['name', name],
  ['string', string],
  ['datetime', datetime],
  ['date', date],
  ['time', time],
  ['number', number],
  ['symbol', symbol],
];

/**
 * Splits a query. What starts no token, or a string that is not closed, becomes a last `invalid` token, so that the parser reports
 * whatever comes first.
 */
export function tokenize(soql: string, from = 0): Token[] {
  const tokens: Token[] = [];
  let at = from;
  const match = (rule: RegExp): RegExpExecArray | null => {
    rule.lastIndex = at;
    return rule.exec(soql);
  };
  scan: for (;;) {
    const gap = match(space);
    if (gap) at += gap[0].length;
    if (at >= soql.length) break;
    for (const [kind, rule] of rules) {
      const found = match(rule);
      if (!found) continue;
      const text = kind === 'string' ? found[1]! : kind === 'name' ? found[0].replace(/\s+/g, '') : found[0];
      tokens.push({ kind, text, upper: kind === 'string' ? text : text.toUpperCase(), at });
      at += found[0].length;
      continue scan;
    }
    const character = String.fromCodePoint(soql.codePointAt(at)!);
    const text = character === "'" ? soql.slice(at) : character;
    tokens.push({ kind: 'invalid', text, upper: text, at });
    break;
  }
  tokens.push({ kind: 'end', text: '<EOF>', upper: '<EOF>', at: soql.length });
  return tokens;
}

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/**
 * The value of a string literal. For LIKE, `\%` and `\_` stay escaped and `\\` stays doubled, so that the pattern can tell a
 * wildcard from a character; elsewhere `\%` and `\_` are illegal.
 */
export function unescape(soql: string, raw: string, at: number, like: boolean): string {
  if (!raw.includes('\\')) return raw;
  let value = '';
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] !== '\\') {
      value += raw[i];
      continue;
    }
    const next = raw[++i]!;
    const plain = escapes[next.toLowerCase()];
    if (like && (next === '%' || next === '_' || next === '\\')) value += '\\' + next;
    else if (plain !== undefined) value += plain;
    else if (next.toLowerCase() === 'u' && /^[0-9a-f]{4}$/i.test(raw.slice(i + 1, i + 5))) {
      value += String.fromCharCode(parseInt(raw.slice(i + 1, i + 5), 16));
      i += 4;
    } else {
      const sequence = raw.slice(i - 1, i + 1);
      throw queryError(
        soql,
        at + i - 1,
        'MALFORMED_QUERY',
        `Illegal escape sequence '${sequence}' in string literal`,
      );
    }
  }
  return value;
}
