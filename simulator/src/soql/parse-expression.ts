import type { Distance, Expression, Literal } from './ast.ts';
import { queryError } from './errors.ts';
import { unescape } from './lexer.ts';
import type { Tokens } from './tokens.ts';

/** A field path, or a function of paths and functions: `COUNT(Id)`, `DAY_ONLY(convertTimezone(CreatedDate))`. */
export function parseExpression(tokens: Tokens): Expression {
  const token = tokens.name();
  if (!tokens.take('(')) return { kind: 'field', path: token.text, at: token.at };
  const argument = tokens.nested(() => parseExpression(tokens));
  return { kind: 'call', name: token.upper, text: token.text, argument, at: token.at };
}

/** `DISTANCE(field, GEOLOCATION(lat, long), 'km')`, or null if something else comes. */
export function parseDistance(tokens: Tokens): Distance | null {
  if (tokens.peek().upper !== 'DISTANCE' || tokens.peek(1).text !== '(') return null;
  const at = tokens.next().at;
  tokens.expect('(');
  tokens.name();
  tokens.expect(',');
  tokens.expect('GEOLOCATION');
  tokens.expect('(');
  parseNumber(tokens);
  tokens.expect(',');
  parseNumber(tokens);
  tokens.expect(')');
  tokens.expect(',');
  tokens.require((token) => token.kind === 'string');
  tokens.expect(')');
  return { kind: 'distance', at };
}

function parseNumber(tokens: Tokens): Literal {
  const at = tokens.peek().at;
  const sign = tokens.take('-') ? '-' : '';
  if (!sign) tokens.take('+');
  const token = tokens.require(({ kind }) => kind === 'number');
  return { kind: 'number', value: Number(sign + token.text), text: sign + token.text, at };
}

const simpleDates = new Set(
  (
    'YESTERDAY TODAY TOMORROW LAST_WEEK THIS_WEEK NEXT_WEEK LAST_MONTH THIS_MONTH NEXT_MONTH LAST_90_DAYS NEXT_90_DAYS ' +
    'LAST_QUARTER THIS_QUARTER NEXT_QUARTER LAST_YEAR THIS_YEAR NEXT_YEAR LAST_FISCAL_QUARTER THIS_FISCAL_QUARTER ' +
    'NEXT_FISCAL_QUARTER LAST_FISCAL_YEAR THIS_FISCAL_YEAR NEXT_FISCAL_YEAR'
  ).split(' '),
);
const countedDate =
  /^(?:(?:LAST|NEXT)_N_(?:DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)|N_(?:DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)_AGO)$/;
const currency = /^([A-Z]{3})(\d+(?:\.\d*)?)$/;

/** The right side of a comparison. `like` keeps the escapes of wildcards. */
export function parseLiteral(tokens: Tokens, like: boolean): Literal {
  const token = tokens.peek();
  const { at, text } = token;
  switch (token.kind) {
    case 'string':
      tokens.next();
      return { kind: 'string', value: unescape(tokens.soql, text, at + 1, like), raw: text, at };
    case 'date':
    case 'datetime':
    case 'time':
      tokens.next();
      return { kind: token.kind, text, at };
    case 'name':
      return parseWord(tokens);
    case 'symbol':
      if (text === ':')
        throw queryError(tokens.soql, at, 'MALFORMED_QUERY', 'Bind variables only allowed in Apex code');
      if (text === '-' || text === '+') return parseNumber(tokens);
      throw tokens.unexpected();
    case 'number':
      return parseNumber(tokens);
    default:
      throw tokens.unexpected();
  }
}

function parseWord(tokens: Tokens): Literal {
  const { at, text, upper } = tokens.peek();
  if (upper === 'NULL') {
    tokens.next();
    return { kind: 'null', at };
  }
  if (upper === 'TRUE' || upper === 'FALSE') {
    tokens.next();
    return { kind: 'boolean', value: upper === 'TRUE', at };
  }
  if (simpleDates.has(upper)) {
    tokens.next();
    return { kind: 'dateLiteral', name: upper, n: null, at };
  }
  if (countedDate.test(upper)) {
    tokens.next();
    tokens.expect(':');
    return { kind: 'dateLiteral', name: upper, n: tokens.integer().value, at };
  }
  const money = currency.exec(upper);
  if (money) {
    tokens.next();
    return { kind: 'currency', value: Number(money[2]), text, at };
  }
  throw tokens.unexpected();
}
