import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ListRow, ListSource, OutsideList } from './types.ts';

/** Headings under which lists keep the name, in order of preference. */
const NAME_HEADINGS = [
  'name',
  'company',
  'company name',
  'account',
  'account name',
  'organization',
  'organisation',
  'firm',
];

/** Rows of a CSV text with a heading line (comma, semicolon or tab); undefined when no column holds names. */
export function csvRows(text: string): ListRow[] | undefined {
  let records: Record<string, string>[];
  try {
    records = parse(text, {
      columns: (headings: string[]) => headings.map((heading) => heading.trim()),
      delimiter: [',', ';', '\t'],
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as Record<string, string>[];
  } catch {
    return undefined;
  }
  const headings = Object.keys(records[0] ?? {});
  const find = (...wanted: string[]): string | undefined =>
    wanted
      .map((name) => headings.find((heading) => heading.toLowerCase() === name))
      .find((heading) => heading !== undefined);
  const name = find(...NAME_HEADINGS);
  if (name === undefined) return undefined;
  const website = find('website', 'url', 'homepage', 'web');
  const industry = find('industry', 'sector');
  const batch = find('batch', 'cohort');
  return records.flatMap((record) => {
    const own = record[name] ?? '';
    if (own === '') return [];
    const cell = (heading: string | undefined): string | null =>
      heading === undefined ? null : record[heading] || null;
    return [
      { name: own, website: cell(website), industry: cell(industry), batch: cell(batch), columns: record },
    ];
  });
}

/**
 * Names that a rep pasted: one a line (bullets and numbers taken off) or, on a single line, between commas or semicolons.
 * A text with a heading line is read as a table.
 */
export function pastedRows(text: string): ListRow[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–—]|\d{1,4}[.)])\s+/, '').trim())
    .filter((line) => line !== '');
  if (lines.length > 1 && /[,;\t]/.test(lines[0] ?? '')) {
    const table = csvRows(lines.join('\n'));
    if (table !== undefined && table.length > 0) return table;
  }
  const names = lines.length > 1 ? lines : (lines[0] ?? '').split(/\s*[,;]\s*(?:and\s+)?/);
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => ({ name, website: null, industry: null, batch: null }));
}

/** CSV files of a folder, each a list by its file name: `trade-show-leads.csv` is "trade show leads". */
export function createCsvSource(folder: string): ListSource {
  return {
    async find(words) {
      const files = csvFiles(folder);
      const said = plain(words);
      const file = files
        .filter((name) => ` ${said} `.includes(` ${plain(name.slice(0, -4))} `))
        .sort((a, b) => b.length - a.length)[0];
      if (file === undefined) return undefined;
      const rows = csvRows(await readFile(join(folder, file), 'utf8'));
      return rows === undefined ? undefined : listOf(file, rows);
    },
  };
}

/** `trade-show-leads.csv` → `trade show leads` */
export function csvListNames(folder: string): string[] {
  return csvFiles(folder).map((name) => plain(name.slice(0, -4)));
}

/** A folder that is missing holds no list. */
function csvFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.toLowerCase().endsWith('.csv'));
  } catch {
    return [];
  }
}

function listOf(file: string, rows: ListRow[]): OutsideList {
  const title = file.slice(0, -4);
  return { id: `csv-${plain(title).replaceAll(' ', '-')}`, title, rows, origin: file };
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
