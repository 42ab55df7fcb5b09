import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Measurement } from './measure.ts';

/** `npm run bench simulator`: every benchmark of this folder, as a table and as JSON. */
const results: Record<string, Measurement[]> = {};
for (const name of ['data', 'soql']) {
  const { bench } = (await import(`./${name}.ts`)) as { bench(): Promise<Measurement[]> };
  results[name] = await bench();
  for (const { name: what, value, unit, note } of results[name])
    console.log(
      `${what.padEnd(44)} ${value.toFixed(value < 10 ? 2 : 0).padStart(9)} ${unit.padEnd(5)} ${note ?? ''}`,
    );
}
const folder = new URL('../../bench-results/', import.meta.url);
await mkdir(folder, { recursive: true });
const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown' };
const file = new URL('simulator.json', folder);
await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2)}\n`);
console.log(`Written to ${file.pathname}`);
