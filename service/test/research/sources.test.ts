import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createResearch } from '../../src/research/sources.ts';
import { csvRows, pastedRows } from '../../src/research/tables.ts';
import { createYcSource, ycBatchOf } from '../../src/research/yc.ts';

describe('the words for a YC batch', () => {
  test.each([
    'YC W23',
    'yc winter 2023',
    'Y Combinator Winter 2023',
    'Winter 2023 batch',
    "all YC W'23 companies",
    'ycombinator w23 startups',
    'Y Combinator’s winter ’23 cohort',
  ])('%s is Winter 2023', (words) => {
    expect(ycBatchOf(words)).toEqual({ season: 'Winter', year: 2023 });
  });

  test.each(['winter 2023', 'the W23 model', 'YC', 'YC 2023', 'YC W04', 'my open opportunities', ''])(
    '"%s" names none',
    (words) => {
      expect(ycBatchOf(words)).toBeUndefined();
    },
  );

  test('any text is read without failing', () => {
    fc.assert(fc.property(fc.string(), (words) => void ycBatchOf(words)));
  });
});

describe('the YC source', () => {
  let server: Server;
  let base: string;
  let folder: string;
  const batch = [
    {
      name: 'Acme AI',
      website: 'https://acme.example',
      industry: 'B2B',
      batch: 'Summer 2024',
      long_description: 'not ours to keep',
    },
    { name: ' Beta ', website: '', industry: null, batch: 'Summer 2024' },
    { name: 'Other', batch: 'Winter 2024' },
  ];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sayso-lists-'));
    await writeFile(join(folder, 'summer-2024.json'), JSON.stringify(batch));
    await writeFile(join(folder, 'fall-2024.json'), '{"not": "a list"}');
    server = createServer((request, response) => {
      if (request.url === '/batches/summer-2024.json') response.end(JSON.stringify(batch));
      else if (request.url === '/batches/spring-2025.json')
        response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      else if (request.url === '/batches/summer-2025.json') response.writeHead(500).end('<html>');
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/batches`;
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await new Promise((closed) => server.close(closed));
  });

  test('comes with the facts of Winter 2023 and nothing but facts', async () => {
    const list = await createResearch().find('YC W23');
    expect(list).toMatchObject({ id: 'yc-winter-2023', title: 'Y Combinator Winter 2023' });
    expect(list?.rows).toHaveLength(274);
    expect(new Set(list?.rows.flatMap(Object.keys))).toEqual(
      new Set(['name', 'website', 'industry', 'batch']),
    );
    expect(list?.rows.filter(({ name }) => name === 'Metal')).toHaveLength(2);
  });

  test.each(['url', 'file'] as const)(
    'reads a batch from its %s: names trimmed, other batches left out',
    async (where) => {
      const source = createYcSource(where === 'url' ? { url: base } : { file: folder });
      const list = await source.find('the YC S24 batch');
      expect(list?.rows).toEqual([
        { name: 'Acme AI', website: 'https://acme.example', industry: 'B2B', batch: 'Summer 2024' },
        { name: 'Beta', website: null, industry: null, batch: 'Summer 2024' },
      ]);
      expect(list?.origin).toBe(where === 'url' ? new URL(base).host : 'summer-2024.json');
    },
  );

  test('takes an address with {batch} in it', async () => {
    const list = await createYcSource({ url: `${base}/{batch}.json` }).find('YC S24');
    expect(list?.rows).toHaveLength(2);
  });

  test.each([
    ['YC W21', 'not among those'],
    ['YC X25', 'could not be reached'],
    ['YC S25', 'answered 500'],
  ])('%s from a server says why it cannot be read', async (words, why) => {
    await expect(createYcSource({ url: base }).find(words)).rejects.toMatchObject({
      code: 'list_unavailable',
      message: expect.stringContaining(why),
      actions: [expect.stringContaining('Paste')],
    });
  });

  test.each([
    ['YC F24', 'not a list of companies'],
    ['YC W21', 'not among those'],
  ])('%s from a folder says why it cannot be read', async (words, why) => {
    await expect(createYcSource({ file: folder }).find(words)).rejects.toMatchObject({
      code: 'list_unavailable',
      message: expect.stringContaining(why),
    });
  });

  test('a CSV of the folder is named by its file', async () => {
    await writeFile(join(folder, 'trade-show-leads.csv'), 'Company;City\nGlobex;Berlin\n');
    const research = createResearch({ csvFolder: folder });
    expect(await research.find('everybody on the trade show leads list')).toMatchObject({
      id: 'csv-trade-show-leads',
      rows: [{ name: 'Globex', columns: { City: 'Berlin' } }],
    });
    expect(await research.find('some other list')).toBeUndefined();
    expect(research.names()).toEqual(['trade show leads']);
    expect(createResearch({ csvFolder: join(folder, 'none') }).names()).toEqual([]);
  });
});

describe('tables and pasted lists', () => {
  test.each([
    ['Acme\nBeta Corp\nGamma', ['Acme', 'Beta Corp', 'Gamma']],
    ['- Acme\n- Beta Corp\n\n• Gamma', ['Acme', 'Beta Corp', 'Gamma']],
    ['1. Acme\n2) Beta Corp', ['Acme', 'Beta Corp']],
    ['Acme, Beta Corp, and Gamma', ['Acme', 'Beta Corp', 'Gamma']],
    ['37signals', ['37signals']],
    ['', []],
  ])('%j pasted', (text, names) => {
    expect(pastedRows(text).map(({ name }) => name)).toEqual(names);
  });

  test('a pasted table keeps its columns', () => {
    expect(pastedRows('Company\tWebsite\tSector\nAcme\tacme.example\tTech')).toMatchObject([
      { name: 'Acme', website: 'acme.example', industry: 'Tech' },
    ]);
  });

  test('a CSV with quotes, a byte-order mark and an empty name', () => {
    expect(
      csvRows('\uFEFFName,URL\n"Smith, Jones & Co",https://sj.example\n,https://none.example\n'),
    ).toEqual([expect.objectContaining({ name: 'Smith, Jones & Co', website: 'https://sj.example' })]);
  });

  test('a table without names is no list of companies', () => {
    expect(csvRows('Date,Amount\n2026-01-01,5\n')).toBeUndefined();
  });

  test('every pasted line is one row, whatever it holds', () => {
    const line = fc.string({ minLength: 1 }).map((text) => `x${text.replaceAll(/[\r\n,;\t]/g, '')}`);
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 20 }), (lines) => {
        expect(pastedRows(lines.join('\n'))).toHaveLength(lines.length);
      }),
    );
  });
});
