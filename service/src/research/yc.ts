import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SaysoError } from '../errors.ts';
import type { ListRow, ListSource, OutsideList } from './types.ts';

export interface YcBatch {
  season: 'Winter' | 'Spring' | 'Summer' | 'Fall';
  year: number;
}

const SEASONS: Record<string, YcBatch['season']> = {
  w: 'Winter',
  winter: 'Winter',
  x: 'Spring',
  sp: 'Spring',
  spring: 'Spring',
  s: 'Summer',
  summer: 'Summer',
  f: 'Fall',
  fall: 'Fall',
  autumn: 'Fall',
};
/** The first batch was Summer 2005. */
const FIRST_YEAR = 2005;

/**
 * `YC W23`, `Y Combinator Winter 2023`, `Winter 2023 batch`, `W '23`. A bare season needs "YC", "Y Combinator" or "batch"
 * beside it: "winter 2023" alone is a date.
 */
export function ycBatchOf(words: string): YcBatch | undefined {
  const text = words.toLowerCase().replaceAll(/[’']/g, '').replaceAll(/\s+/g, ' ');
  const named = /\b(?:yc|y ?combinator|y-combinator|ycombinator|batch|cohort)\b/.test(text);
  const long = /\b(winter|spring|summer|fall|autumn)[ -]?(20\d\d|\d\d)\b/.exec(text);
  const short = /\b(w|x|sp|s|f)[ -]?(20\d\d|\d\d)\b/.exec(text);
  const match = long ?? short;
  if (!named || match === null) return undefined;
  const season = SEASONS[match[1] ?? ''];
  const digits = Number(match[2]);
  const year = digits < 100 ? 2000 + digits : digits;
  return season === undefined || year < FIRST_YEAR ? undefined : { season, year };
}

/** Only facts that a record may carry; whatever else a public list says about a company stays there. */
const rowsSchema = z.array(
  z.object({
    name: z.string().trim().min(1),
    website: z.string().trim().nullish(),
    industry: z.string().trim().nullish(),
    batch: z.string().trim().nullish(),
  }),
);

/** A batch of a few hundred companies is about a megabyte. */
const MAX_BYTES = 20 * 1024 * 1024;
/** A static file; slower than this, the rep should hear that it cannot be read. */
const TIMEOUT_MS = 10_000;

/** Facts of batches that come with the service, for a try without a network. */
const SNAPSHOTS = new URL('./data/', import.meta.url).pathname;

/**
 * Batches in the public yc-oss JSON shape. `url`: the address of one batch with `{batch}` in it (`winter-2023`), or a base
 * to which `winter-2023.json` is added. `file`: one batch, or a folder of `yc-winter-2023.json` or `winter-2023.json`.
 */
export function createYcSource({
  url,
  file,
}: {
  url?: string | undefined;
  file?: string | undefined;
}): ListSource {
  return {
    async find(words) {
      const batch = ycBatchOf(words);
      if (batch === undefined) return undefined;
      const found =
        file !== undefined || url === undefined
          ? await fromFile(file ?? SNAPSHOTS, batch)
          : await fromUrl(url, batch);
      if (found === undefined) throw unavailable(batch, 'This list is not among those that are set up.');
      return listOf(batch, found.text, found.origin);
    },
  };
}

/** `winter-2023` */
function slugOf({ season, year }: YcBatch): string {
  return `${season.toLowerCase()}-${year}`;
}

async function fromFile(path: string, batch: YcBatch): Promise<{ text: string; origin: string } | undefined> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) throw unavailable(batch, 'The file that it is kept in is missing.');
  const names = info.isDirectory()
    ? [`yc-${slugOf(batch)}.json`, `${slugOf(batch)}.json`].map((name) => join(path, name))
    : [path];
  for (const name of names) {
    const text = await readFile(name, 'utf8').catch(() => undefined);
    if (text !== undefined) return { text, origin: name.split(/[\\/]/).at(-1) ?? name };
  }
  return undefined;
}

async function fromUrl(base: string, batch: YcBatch): Promise<{ text: string; origin: string } | undefined> {
  const slug = slugOf(batch);
  const address = new URL(
    base.includes('{batch}') ? base.replaceAll('{batch}', slug) : `${base.replace(/\/$/, '')}/${slug}.json`,
  );
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404) return undefined;
    if (!response.ok) throw unavailable(batch, `${address.host} answered ${response.status}.`);
    return { text: await readLimited(response, batch), origin: address.host };
  } catch (cause) {
    throw cause instanceof SaysoError
      ? cause
      : unavailable(batch, `${address.host} could not be reached.`, cause);
  }
}

async function readLimited(response: Response, batch: YcBatch): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw unavailable(batch, 'The list is larger than any batch should be.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listOf(batch: YcBatch, text: string, origin: string): OutsideList {
  const title = `${batch.season} ${batch.year}`;
  let rows: ListRow[];
  try {
    rows = rowsSchema.parse(JSON.parse(text)).map(({ name, website, industry, batch: of }) => ({
      name,
      website: website || null,
      industry: industry || null,
      batch: of || null,
    }));
  } catch (cause) {
    throw unavailable(batch, `${origin} is not a list of companies.`, cause);
  }
  // A file that holds several batches serves each of them.
  const own = rows.filter(
    (row) =>
      row.batch === null || row.batch.toLowerCase() === title.toLowerCase() || shortName(batch) === row.batch,
  );
  if (own.length === 0) throw unavailable(batch, `${origin} has no company of that batch.`);
  return { id: `yc-${slugOf(batch)}`, title: `Y Combinator ${title}`, rows: own, origin };
}

/** `W23`, as older lists write it. */
function shortName({ season, year }: YcBatch): string {
  return `${season === 'Spring' ? 'X' : season.slice(0, 1)}${String(year % 100).padStart(2, '0')}`;
}

function unavailable(batch: YcBatch, why: string, cause?: unknown): SaysoError {
  return new SaysoError(
    'list_unavailable',
    `The companies of Y Combinator ${batch.season} ${batch.year} cannot be read. ${why}`,
    {
      status: 503,
      kind: 'configuration',
      actions: [
        'Paste the list of companies into the command, or ask the people who run Sayso to set up this source.',
      ],
      cause,
    },
  );
}
