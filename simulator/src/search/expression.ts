import { ApiError } from '../http.ts';
import { foldCase } from '../soql/text.ts';

/** What is sought in a record, over the words of its searched fields. */
export type SearchExpression =
  | { kind: 'and' | 'or'; terms: SearchExpression[] }
  | { kind: 'not'; term: SearchExpression }
  /** Consecutive words; each a matcher of one folded word. */
  | { kind: 'phrase'; words: ((word: string) => boolean)[] };

/** Shortest term that a search takes. */
const minTermChars = 2;

const separators = /[^\p{L}\p{N}]+/u;
const asciiSeparators = /[^a-z0-9]+/;
const ascii = /^[\x00-\x7F]*$/;

/** The folded words of a text; everything but letters and digits separates them. Unicode classes cost four times as much as ASCII ones. */
export function wordsOf(text: string): string[] {
  const folded = foldCase(text);
  return folded.split(ascii.test(folded) ? asciiSeparators : separators);
}

interface Lexeme {
  kind: 'word' | 'phrase' | 'operator';
  text: string;
}

/**
 * Parses the text between the braces of FIND: words, "phrases", `*` and `?` wildcards, AND, OR, AND NOT and parentheses; a backslash
 * takes the next character literally. Words side by side must all be found.
 *
 * @throws ApiError MALFORMED_SEARCH.
 */
export function parseSearchExpression(text: string): SearchExpression {
  const lexemes = lex(text);
  let next = 0;
  const operator = (name: string): boolean => {
    const found = lexemes[next]?.kind === 'operator' && lexemes[next]!.text === name;
    if (found) next++;
    return found;
  };
  const parseOr = (): SearchExpression => {
    const terms = [parseAnd()];
    while (operator('OR')) terms.push(parseAnd());
    return terms.length === 1 ? terms[0]! : { kind: 'or', terms };
  };
  const parseAnd = (): SearchExpression => {
    const terms = [parseTerm()];
    for (;;) {
      const joined = operator('AND');
      if (operator('NOT')) terms.push({ kind: 'not', term: parseTerm() });
      else if (joined || startsTerm(lexemes[next])) terms.push(parseTerm());
      else return terms.length === 1 ? terms[0]! : { kind: 'and', terms };
    }
  };
  const parseTerm = (): SearchExpression => {
    if (operator('(')) {
      const inner = parseOr();
      if (!operator(')')) throw malformedSearch('Missing closing parenthesis in the search text');
      return inner;
    }
    const lexeme = lexemes[next++];
    if (!lexeme || lexeme.kind === 'operator')
      throw malformedSearch(`Unexpected ${lexeme?.text ?? 'end'} in the search text`);
    return phrase(lexeme);
  };
  const expression = parseOr();
  if (next < lexemes.length) throw malformedSearch(`Unexpected ${lexemes[next]!.text} in the search text`);
  return expression;
}

function startsTerm(lexeme: Lexeme | undefined): boolean {
  return lexeme !== undefined && (lexeme.kind !== 'operator' || lexeme.text === '(');
}

/** Escaped characters move to a private-use code point, so that wildcards and separators stay recognisable. */
const escapedOffset = 0xe000;

function lex(text: string): Lexeme[] {
  const escaped = text.replace(/\\([\s\S])/g, (_, character: string) =>
    /[\p{L}\p{N}]/u.test(character)
      ? character
      : String.fromCharCode(escapedOffset + character.charCodeAt(0)),
  );
  const lexemes: Lexeme[] = [];
  for (const [token, quoted] of escaped.matchAll(/"([^"]*)"|[()]|[^\s()"]+/g)) {
    if (quoted !== undefined) lexemes.push({ kind: 'phrase', text: quoted });
    else if (token === '(' || token === ')') lexemes.push({ kind: 'operator', text: token });
    else if (/^(?:and|or|not)$/i.test(token)) lexemes.push({ kind: 'operator', text: token.toUpperCase() });
    else lexemes.push({ kind: 'word', text: token });
  }
  return lexemes;
}

function phrase(lexeme: Lexeme): SearchExpression {
  const words = Array.from(lexeme.text.matchAll(/[\p{L}\p{N}*?]+/gu), ([word]) => word);
  const letters = words.join('').replace(/[*?]/g, '');
  if ([...letters].length < minTermChars) {
    throw malformedSearch(`search term must be longer than one character: ${letters}`);
  }
  return { kind: 'phrase', words: words.map(wordMatcher) };
}

function wordMatcher(pattern: string): (word: string) => boolean {
  const folded = foldCase(pattern);
  if (!/[*?]/.test(folded)) return (word) => word === folded;
  const expression = new RegExp(`^${folded.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
  return (word) => expression.test(word);
}

/** Does a record whose searched fields hold these words satisfy the expression? Phrases do not span fields. */
export function matches(expression: SearchExpression, fields: readonly string[][]): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.terms.every((term) => matches(term, fields));
    case 'or':
      return expression.terms.some((term) => matches(term, fields));
    case 'not':
      return !matches(expression.term, fields);
    case 'phrase':
      return fields.some((words) => holdsPhrase(words, expression.words));
  }
}

function holdsPhrase(words: readonly string[], phraseWords: ((word: string) => boolean)[]): boolean {
  for (let from = 0; from + phraseWords.length <= words.length; from++) {
    if (phraseWords.every((word, i) => word(words[from + i]!))) return true;
  }
  return false;
}

export function malformedSearch(reason: string): ApiError {
  return new ApiError(400, 'MALFORMED_SEARCH', reason);
}
