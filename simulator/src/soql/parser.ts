import type { Alias, Expression, FieldPath, From, OrderItem, Query, SelectItem, TypeofItem } from './ast.ts';
import { parseConditions } from './parse-condition.ts';
import { parseDistance, parseExpression } from './parse-expression.ts';
import { queryError } from './errors.ts';
import { Tokens } from './tokens.ts';

/** Longest query that the API takes. */
const maxChars = 100_000;

/**
 * Parses one SOQL query.
 *
 * @throws ApiError MALFORMED_QUERY with row and column.
 */
export function parseQuery(soql: string): Query {
  if (soql.length > maxChars) {
    throw queryError(
      soql,
      maxChars,
      'MALFORMED_QUERY',
      `SOQL statements cannot be longer than ${maxChars} characters.`,
    );
  }
  const tokens = new Tokens(soql);
  const query = parseInner(tokens);
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return query;
}

function parseInner(tokens: Tokens): Query {
  const at = tokens.peek().at;
  tokens.expect('SELECT');
  const countOnly = isCountOnly(tokens);
  const query = emptyQuery(at, countOnly ? [] : tokens.list(() => parseSelectItem(tokens)));
  query.countOnly = countOnly;
  tokens.expect('FROM');
  query.from = tokens.list(() => parseFrom(tokens, query));
  if (tokens.take('WHERE')) query.where = parseConditions(tokens, parseSemiJoin);
  while (tokens.peek().upper === 'WITH') parseWith(tokens, query);
  if (tokens.take('GROUP')) parseGroup(tokens, query);
  parseOrderAndLimits(tokens, query);
  parseTracking(tokens, query);
  return query;
}

function parseOrderAndLimits(tokens: Tokens, query: Query): void {
  if (tokens.take('ORDER')) {
    tokens.expect('BY');
    query.order = tokens.list(() => parseOrderItem(tokens));
  }
  if (tokens.take('LIMIT')) query.limit = tokens.integer();
  if (tokens.take('OFFSET')) query.offset = tokens.integer();
}

/** A SOSL field specification, `Account(Id, Name WHERE … ORDER BY … LIMIT …)`, as the query that it stands for. */
export function parseFieldSpec(tokens: Tokens): Query {
  const object = tokens.name();
  const query = emptyQuery(object.at, []);
  query.from = [{ object: object.text, at: object.at, alias: null }];
  if (!tokens.take('(')) {
    query.select = [
      { kind: 'expression', expression: { kind: 'field', path: 'Id', at: object.at }, alias: null },
    ];
    return query;
  }
  query.select = tokens.list(() => parseSelectItem(tokens));
  if (tokens.take('WHERE')) query.where = parseConditions(tokens, parseSemiJoin);
  parseOrderAndLimits(tokens, query);
  tokens.expect(')');
  return query;
}

function emptyQuery(at: number, select: SelectItem[]): Query {
  return {
    select,
    countOnly: false,
    from: [],
    scope: null,
    where: null,
    with: [],
    group: null,
    having: null,
    order: [],
    limit: null,
    offset: null,
    allRows: null,
    update: null,
    at,
  };
}

function isCountOnly(tokens: Tokens): boolean {
  if (tokens.peek().upper !== 'COUNT' || tokens.peek(1).text !== '(' || tokens.peek(2).text !== ')')
    return false;
  tokens.next();
  tokens.next();
  tokens.next();
  return true;
}

function parseSelectItem(tokens: Tokens): SelectItem {
  const at = tokens.peek().at;
  if (tokens.take('(')) {
    const query = tokens.nested(() => parseInner(tokens));
    parseAlias(tokens);
    return { kind: 'subquery', query, at };
  }
  if (tokens.peek().upper === 'TYPEOF' && tokens.peek(1).kind === 'name' && tokens.peek(2).upper === 'WHEN') {
    return parseTypeof(tokens);
  }
  const distance = parseDistance(tokens);
  const expression = distance ?? parseExpression(tokens);
  return { kind: 'expression', expression, alias: parseAlias(tokens) };
}

function parseAlias(tokens: Tokens): Alias | null {
  if (!tokens.startsName() || startsClause(tokens)) return null;
  const token = tokens.next();
  return { name: token.text, at: token.at };
}

function parseTypeof(tokens: Tokens): TypeofItem {
  const at = tokens.next().at;
  const relationship = tokens.name().text;
  const fields = (): FieldPath[] =>
    tokens.list(() => {
      const token = tokens.name();
      return { kind: 'field', path: token.text, at: token.at };
    });
  const item: TypeofItem = { kind: 'typeof', relationship, whens: [], otherwise: null, at };
  while (tokens.take('WHEN')) {
    const object = tokens.name();
    tokens.expect('THEN');
    item.whens.push({ object: object.text, at: object.at, fields: fields() });
  }
  if (tokens.take('ELSE')) item.otherwise = fields();
  tokens.expect('END');
  return item;
}

function parseFrom(tokens: Tokens, query: Query): From {
  const object = tokens.name();
  const alias = tokens.take('AS') ? tokens.name().text : (parseAlias(tokens)?.name ?? null);
  if (tokens.take('USING')) {
    tokens.expect('SCOPE');
    const scope = tokens.name();
    query.scope = { name: scope.upper, at: scope.at };
  }
  return { object: object.text, at: object.at, alias };
}

/** These words begin a clause here, though alone they could be an alias. */
function startsClause(tokens: Tokens): boolean {
  const following = tokens.peek(1);
  switch (tokens.peek().upper) {
    case 'GROUP':
    case 'ORDER':
      return following.upper === 'BY';
    case 'OFFSET':
      return following.kind === 'number';
    case 'ALL':
      return following.upper === 'ROWS';
    default:
      return false;
  }
}

/** A semi-join sub-select: one field, FROM, WHERE and WITH; no order, limit or grouping. */
function parseSemiJoin(tokens: Tokens): Query {
  const at = tokens.peek().at;
  tokens.expect('SELECT');
  const expression = parseExpression(tokens);
  const query = emptyQuery(at, [{ kind: 'expression', expression, alias: null }]);
  tokens.expect('FROM');
  query.from = tokens.list(() => parseFrom(tokens, query));
  if (tokens.take('WHERE')) query.where = parseConditions(tokens, parseSemiJoin);
  if (tokens.peek().upper === 'WITH') parseWith(tokens, query);
  return query;
}

function parseWith(tokens: Tokens, query: Query): void {
  tokens.expect('WITH');
  const first = tokens.name();
  if (first.upper === 'DATA' && tokens.peek().upper === 'CATEGORY') {
    tokens.next();
    parseDataCategories(tokens);
    query.with.push({ name: 'DATA CATEGORY', at: first.at });
    return;
  }
  query.with.push({ name: first.upper, at: first.at });
  if (tokens.take('=')) {
    tokens.require((token) => token.kind === 'string');
  } else if (tokens.take('(')) {
    tokens.list(() => {
      tokens.name();
      tokens.expect('=');
      tokens.require(
        ({ kind, upper }) => kind === 'string' || kind === 'number' || upper === 'TRUE' || upper === 'FALSE',
      );
    });
    tokens.expect(')');
  }
}

function parseDataCategories(tokens: Tokens): void {
  do {
    tokens.name();
    tokens.require(({ upper }) => ['AT', 'ABOVE', 'BELOW', 'ABOVE_OR_BELOW'].includes(upper));
    if (tokens.take('(')) {
      tokens.list(() => tokens.name());
      tokens.expect(')');
    } else tokens.name();
  } while (tokens.take('AND'));
}

function parseGroup(tokens: Tokens, query: Query): void {
  tokens.expect('BY');
  const word = tokens.peek().upper;
  const grouping = (word === 'ROLLUP' || word === 'CUBE') && tokens.peek(1).text === '(';
  if (grouping) {
    tokens.next();
    tokens.next();
  }
  const by = tokens.list((): Expression => parseExpression(tokens));
  if (grouping) tokens.expect(')');
  query.group = { mode: !grouping ? 'plain' : word === 'CUBE' ? 'cube' : 'rollup', by };
  if (tokens.take('HAVING')) query.having = parseConditions(tokens, parseSemiJoin);
}

function parseOrderItem(tokens: Tokens): OrderItem {
  const expression = parseDistance(tokens) ?? parseExpression(tokens);
  const descending = !tokens.take('ASC') && tokens.take('DESC');
  let nulls: OrderItem['nulls'] = 'first';
  if (tokens.take('NULLS')) {
    if (tokens.take('LAST')) nulls = 'last';
    else tokens.expect('FIRST');
  }
  return { expression, descending, nulls };
}

function parseTracking(tokens: Tokens, query: Query): void {
  if (tokens.take('FOR')) {
    if (!tokens.take('VIEW')) tokens.expect('REFERENCE');
  }
  const token = tokens.peek();
  if (tokens.take('UPDATE')) {
    query.update = token.at;
    tokens.list(() => tokens.name());
  }
  if (token.upper === 'ALL' && tokens.peek(1).upper === 'ROWS') {
    query.allRows = token.at;
    tokens.next();
    tokens.next();
  }
}
