import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { demoWorld, testOrg, type TestOrg, type World } from './org.ts';
import { casesOf, type Case } from './corpus/cases.ts';
import { wrong } from './corpus/compare.ts';

/** Measured level less two points, [read, held out]; it only rises. */
const FLOOR = { demo: [0.98, 0.95], custom: [0.97, 0.96], german: [0.97, 0.96], french: [0.94, 0.88] };

/** Sentences that still come to a harmful plan; the list only shrinks. */
const KNOWN_HARM = new Set<string>([]);

const world = (name: string): World =>
  JSON.parse(readFileSync(new URL(`./worlds/${name}.json`, import.meta.url), 'utf8')) as World;

const WORLDS: { name: keyof typeof FLOOR; files: string[]; open: () => World }[] = [
  {
    name: 'demo',
    files: [
      'demo',
      'deals',
      'verbs',
      'creates',
      'reads',
      'refusals',
      'framing',
      'conversation',
      'requests',
      'narrowing',
      'stories',
      'kept-whole',
      'calendar',
      'lookups',
      'bulk',
      'everyday',
      'mixed',
      'wording',
      'told-of-records',
    ],
    open: demoWorld,
  },
  {
    name: 'custom',
    files: ['custom', 'leases', 'inspections', 'conversation-custom'],
    open: () => world('custom'),
  },
  { name: 'german', files: ['german', 'conversation-german'], open: () => world('german') },
  { name: 'french', files: ['french', 'conversation-french'], open: () => world('french') },
];

describe.each(WORLDS)('what reps say in the $name org', ({ name, files, open }) => {
  let org: TestOrg;
  const verdicts: { one: Case; why: string | undefined; harmful: boolean }[] = [];

  beforeAll(async () => {
    const records = open();
    org = await testOrg(records);
    for (const one of files.flatMap((file) => casesOf(`./${file}.txt`, records))) {
      const outcome = await org.plan(one.text, one.context, one.email);
      const why = wrong(one, outcome, records);
      verdicts.push({ one, why, harmful: why !== undefined && outcome.kind === 'plan' });
    }
    console.log(table(name, verdicts));
    if (process.env['SHOW_MISSES'])
      for (const { one, why, harmful } of verdicts)
        if (why && !one.heldOut)
          console.log(
            `${harmful ? 'HARM ' : ''}${one.id} [${one.category}] ${one.text}\n    ${why.slice(0, 400)}`,
          );
  }, 300_000);
  afterAll(() => org.close());

  test('no sentence comes to a plan that it does not mean', () => {
    const harmful = verdicts.filter((v) => v.harmful).map((v) => v.one.id);
    expect(harmful.filter((id) => !KNOWN_HARM.has(id))).toEqual([]);
  });

  test('no sentence stays on the list of known harm once it is understood', () => {
    const mended = verdicts.filter((v) => !v.harmful && KNOWN_HARM.has(v.one.id)).map((v) => v.one.id);
    expect(mended).toEqual([]);
  });

  test('most sentences come to exactly what they mean, and the held-out fifth shows the same', () => {
    for (const part of [false, true]) {
      const of = verdicts.filter((v) => v.one.heldOut === part);
      const right = of.filter((v) => v.why === undefined).length;
      expect(right / of.length).toBeGreaterThanOrEqual(FLOOR[name][part ? 1 : 0]!);
    }
  });
});

/** Right answers by category: the part that everybody may read, and the held-out fifth. */
function table(name: string, verdicts: { one: Case; why: string | undefined; harmful: boolean }[]): string {
  const categories = [...new Set(verdicts.map((v) => v.one.category))];
  const rate = (of: typeof verdicts): string => {
    const right = of.filter((v) => v.why === undefined).length;
    return `${right}/${of.length} ${of.length === 0 ? '–' : `${((100 * right) / of.length).toFixed(1)} %`}`;
  };
  const line = (label: string, of: typeof verdicts): string =>
    `${label.padEnd(16)} ${rate(of.filter((v) => !v.one.heldOut)).padEnd(18)} ${rate(of.filter((v) => v.one.heldOut)).padEnd(16)} ${of.filter((v) => v.harmful).length}`;
  return [
    `${name.padEnd(16)} ${'read'.padEnd(18)} ${'held out'.padEnd(16)} harmful`,
    ...categories.map((c) =>
      line(
        c,
        verdicts.filter((v) => v.one.category === c),
      ),
    ),
    line('all', verdicts),
    line(
      'spoken',
      verdicts.filter((v) => v.one.spoken),
    ),
  ].join('\n');
}
