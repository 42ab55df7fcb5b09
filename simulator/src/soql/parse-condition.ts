import type { ComparisonOperator, Condition, Expression, Literal, Query } from './ast.ts';
import { parseDistance, parseExpression, parseLiteral } from './parse-expression.ts';
import type { Tokens } from './tokens.ts';

type SemiJoin = (tokens: Tokens) => Query;

/**
 * The conditions of WHERE or HAVING. As in Salesforce's grammar, AND and OR do not mix without parentheses, and a leading NOT
 * stands alone unless it is put in parentheses.
 */
export function parseConditions(tokens: Tokens, semiJoin: SemiJoin): Condition {
  const at = tokens.peek().at;
  if (tokens.take('NOT')) return { kind: 'not', term: parseTerm(tokens, semiJoin), at };
  const first = parseTerm(tokens, semiJoin);
  const word = tokens.peek().upper;
  if (word !== 'AND' && word !== 'OR') return first;
  const terms = [first];
  while (tokens.take(word)) terms.push(parseTerm(tokens, semiJoin));
  const mixed = tokens.peek().upper;
  if (mixed === 'AND' || mixed === 'OR') throw tokens.unexpected();
  return { kind: word === 'AND' ? 'and' : 'or', terms, at };
}

function parseTerm(tokens: Tokens, semiJoin: SemiJoin): Condition {
  const at = tokens.peek().at;
  if (tokens.take('(')) return tokens.nested(() => parseConditions(tokens, semiJoin));
  const left: Expression = parseDistance(tokens) ?? parseExpression(tokens);
  if (tokens.take('LIKE'))
    return { kind: 'comparison', left, operator: 'LIKE', value: parseLiteral(tokens, true), at };
  if (tokens.take('INCLUDES'))
    return { kind: 'includes', left, negated: false, values: parseLiterals(tokens), at };
  if (tokens.take('EXCLUDES'))
    return { kind: 'includes', left, negated: true, values: parseLiterals(tokens), at };
  if (tokens.take('IN')) return parseIn(tokens, left, false, at, semiJoin);
  if (tokens.peek().upper === 'NOT' && tokens.peek(1).upper === 'IN') {
    tokens.next();
    tokens.next();
    return parseIn(tokens, left, true, at, semiJoin);
  }
  const operator = parseOperator(tokens);
  return { kind: 'comparison', left, operator, value: parseLiteral(tokens, false), at };
}

const operators = new Set(['=', '!=', '<>', '<', '<=', '>', '>=']);

function parseOperator(tokens: Tokens): ComparisonOperator {
  const { text } = tokens.require((token) => token.kind === 'symbol' && operators.has(token.text));
  return text === '<>' ? '!=' : (text as ComparisonOperator);
}

function parseIn(
  tokens: Tokens,
  left: Expression,
  negated: boolean,
  at: number,
  semiJoin: SemiJoin,
): Condition {
  if (tokens.peek().text === '(' && tokens.peek(1).upper === 'SELECT') {
    tokens.next();
    const query = tokens.nested(() => semiJoin(tokens));
    return { kind: 'semijoin', left, negated, query, at };
  }
  return { kind: 'in', left, negated, values: parseLiterals(tokens), at };
}

function parseLiterals(tokens: Tokens): Literal[] {
  if (tokens.peek().text === ':') parseLiteral(tokens, false);
  tokens.expect('(');
  const values = tokens.list(() => parseLiteral(tokens, false));
  tokens.expect(')');
  return values;
}
