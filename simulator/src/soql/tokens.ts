import type { ApiError } from '../http.ts';
import { queryError } from './errors.ts';
import { type Token, tokenize } from './lexer.ts';

/** Words that name nothing; other keywords may also be fields, objects and aliases. */
const reserved = new Set(
  (
    'AND AS ASC BIND BY CUBE DESC ELSE EXCLUDES FALSE FIRST FOR FROM HAVING IN INCLUDES LAST LIKE LIMIT LOOKUP NOT NULL NULLS OR ' +
    'ROLLUP SELECT TRUE UPDATE USING WHERE WITH'
  ).split(' '),
);

/** Deepest nesting of parentheses; far beyond any real query, far below the stack. */
const maxDepth = 200;

/** A cursor over the tokens of one query. Keywords are compared in upper case. */
export class Tokens {
  readonly soql: string;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  /** Positions in errors are those of `soql`; tokens start at `from`. */
  constructor(soql: string, from = 0) {
    this.soql = soql;
    this.#tokens = tokenize(soql, from);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#next++;
    return token;
  }

  /** Consumes the word or symbol if it is next. A string with the same text does not count. */
  take(word: string): boolean {
    const token = this.peek();
    if (token.upper !== word || token.kind === 'string') return false;
    this.next();
    return true;
  }

  expect(word: string): void {
    if (!this.take(word)) throw this.unexpected();
  }

  /** Is the next token a name that is no reserved word? */
  startsName(): boolean {
    const token = this.peek();
    return token.kind === 'name' && !reserved.has(token.upper);
  }

  name(): Token {
    if (!this.startsName()) throw this.unexpected();
    return this.next();
  }

  /** Parses something in parentheses that may hold its like. */
  nested<T>(inner: () => T): T {
    if (this.#depth === maxDepth) {
      throw queryError(
        this.soql,
        this.peek().at,
        'MALFORMED_QUERY',
        `More than ${maxDepth} levels of parentheses`,
      );
    }
    this.#depth++;
    const result = inner();
    this.#depth--;
    this.expect(')');
    return result;
  }

  /** One or more, separated by commas. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.take(',')) items.push(item());
    return items;
  }

  /** Consumes the next token if it passes the test. */
  require(test: (token: Token) => boolean): Token {
    if (!test(this.peek())) throw this.unexpected();
    return this.next();
  }

  integer(): { value: number; at: number } {
    const token = this.require(({ kind, text }) => kind === 'number' && /^\d+$/.test(text));
    return { value: Number(token.text), at: token.at };
  }

  /** The error for a next token that fits nowhere. */
  unexpected(): ApiError {
    const token = this.peek();
    return queryError(this.soql, token.at, 'MALFORMED_QUERY', `unexpected token: '${token.text}'`);
  }
}
