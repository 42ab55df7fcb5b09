import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { ApiError } from '../http.ts';

/** Names of the Bulk API → characters. */
export const DELIMITERS: Record<string, string> = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
};

export const LINE_ENDINGS: Record<string, string> = { LF: '\n', CRLF: '\r\n' };

/** Header and rows of an upload; an empty upload has no rows. */
export function readCsv(text: string, delimiter: string): { header: string[]; rows: string[][] } {
  try {
    const lines = parse(text, {
      delimiter,
      relax_column_count: false,
      skip_empty_lines: true,
      bom: true,
    }) as string[][];
    const [header = [], ...rows] = lines;
    return { header: header.map((name) => name.trim()), rows };
  } catch (cause) {
    throw new ApiError(400, 'InvalidBatch', `Failed to parse CSV: ${(cause as Error).message}`);
  }
}

/** Every cell in quotes, as the Bulk API writes results. */
export function writeCsv(
  rows: readonly (readonly string[])[],
  delimiter: string,
  lineEnding: string,
): string {
  return stringify(rows as string[][], {
    delimiter,
    record_delimiter: lineEnding,
    quoted: true,
    quoted_empty: true,
  });
}
