import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Measurement } from './measure.ts';

/** `npm run bench simulator`: every benchmark of this folder (a module that exports `bench`), as a table and as JSON. */
const results: Record<string, Measurement[]> = {};
for (const file of (await readdir(new URL('.', import.meta.url))).sort()) {
  if (new URL(file, import.meta.url).href === import.meta.url) continue;
  const { bench } = (await import(`./${file}`)) as { bench?(): Promise<Measurement[]> };
  if (bench === undefined) continue;
  const measured = (results[file.replace(/\.ts$/, '')] = await bench());
  for (const { name: what, value, unit, note } of measured)
    console.log(
      `${what.padEnd(44)} ${value.toFixed(value < 10 ? 2 : 0).padStart(9)} ${unit.padEnd(5)} ${note ?? ''}`,
    );
}
const target = new URL('../../bench-results/', import.meta.url);
await mkdir(target, { recursive: true });
const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown' };
const file = new URL('simulator.json', target);
await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2)}\n`);
console.log(`Written to ${file.pathname}`);
