import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { bench } from './data.ts';
import { soqlBench } from './soql.ts';

/** `npm run bench simulator`: both benchmarks as tables, and as JSON under `bench-results/`. */
const data = await bench();
for (const { name, value, unit, note } of data)
  console.log(
    `${name.padEnd(34)} ${value.toFixed(value < 10 ? 2 : 0).padStart(7)} ${unit.padEnd(3)} ${note ?? ''}`,
  );

const { rows: soql } = await soqlBench();
console.log('\nSOQL over 100,000 contacts, 100,000 opportunities, 20,000 accounts: median of five');
for (const { name, medianMs, rows } of soql)
  console.log(`${name.padEnd(34)} ${medianMs.toFixed(2).padStart(7)} ms  ${rows.toLocaleString('en')} rows`);

const target = new URL('../../bench-results/', import.meta.url);
await mkdir(target, { recursive: true });
const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown' };
const file = new URL('simulator.json', target);
await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), machine, data, soql }, null, 2)}\n`);
console.log(`\nWritten to ${file.pathname}`);
