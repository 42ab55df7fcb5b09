import { ApiError } from '../http.ts';

/** Longest excerpt of a query line in an error text; longer lines are cut around the position. */
const excerptChars = 120;

/**
 * Salesforce's error for a query: the line, a caret under the offending place, `ERROR at Row:r:Column:c` (both from 1) and the reason.
 * `at` is a character offset in `soql`.
 */
export function queryError(soql: string, at: number, errorCode: string, reason: string): ApiError {
  const before = soql.slice(0, at).split('\n');
  const row = before.length;
  const column = before[row - 1]!.length + 1;
  const line = soql.split('\n')[row - 1]!;
  const from = line.length <= excerptChars ? 0 : Math.max(0, column - 1 - excerptChars / 2);
  const excerpt = line.slice(from, from + excerptChars);
  const caret = ' '.repeat(column - 1 - from) + '^';
  return new ApiError(
    400,
    errorCode,
    `\n${excerpt}\n${caret}\nERROR at Row:${row}:Column:${column}\n${reason}`,
  );
}

/** What the simulator does not model says so, instead of answering wrongly. */
export function notModelled(what: string): ApiError {
  return new ApiError(501, 'NOT_IMPLEMENTED', `The simulator does not model ${what} in SOQL.`);
}
