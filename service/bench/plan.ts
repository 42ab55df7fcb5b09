/**
 * `npm run bench plan [-- --slowest]`: text → plan with the answers of the org at hand, so without Salesforce's time, in orgs of 60 and of 800
 * described objects; what a text's length costs; and how many API calls a command makes, by category, once the describes are cached.
 * A command counts with the least of its passes, as wall and as CPU time: on a busy machine only the second says what the planner does.
 */
import { writeFileSync } from 'node:fs';
import { planCommand } from '../src/commands/planner.ts';
import type { CommandInput } from '../src/commands/types.ts';
import type { ObjectDescribe, Salesforce } from '../src/salesforce/types.ts';
import { casesOf, type Case } from '../test/commands/corpus/cases.ts';
import { demoWorld, everythingAllowed, testOrg, WEDNESDAY } from '../test/commands/org.ts';

export interface PlanFigures {
  objects: number;
  commands: number;
  p50Ms: number;
  p95Ms: number;
  p50CpuMs: number;
  p95CpuMs: number;
}

export interface ReadFigures {
  category: string;
  commands: number;
  /** API calls of one command on average. */
  mean: number;
  most: number;
  /** Share of the commands with at most two. */
  atMostTwo: string;
}

const OBJECTS = [60, 800];
const PASSES = 2;
/** Every such sentence of the corpus. */
const EVERY = 3;
const LENGTHS = [2_500, 5_000, 10_000, 20_000];
/** What a long text can be made of: clauses, brackets, apostrophes, nothing to see. */
const UNITS = ['move zqx to negotiation and ', '((', "it's ", '\u200b'];

interface Spent {
  wallMs: number;
  cpuMs: number;
}

async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1_000 };
}

const least = (all: readonly Spent[]): Spent => ({
  wallMs: Math.min(...all.map((s) => s.wallMs)),
  cpuMs: Math.min(...all.map((s) => s.cpuMs)),
});

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length * q)]! * 100) / 100;
}

/** An object that an org made for itself: a name, a status, an account, an amount and a date. */
function custom(n: number, account: ObjectDescribe): ObjectDescribe {
  const field = (name: string) => account.fields.find((f) => f.name === name)!;
  return {
    ...account,
    name: `Asset_${n}__c`,
    label: `Asset Kind ${n}`,
    labelPlural: `Asset Kinds ${n}`,
    custom: true,
    recordTypeInfos: [],
    childRelationships: [],
    fields: [
      ...['Id', 'Name', 'OwnerId', 'CreatedDate', 'LastModifiedDate'].map(field),
      { ...field('Industry'), name: `Status_${n}__c`, label: `Status ${n}`, custom: true },
      { ...field('AnnualRevenue'), name: `Value_${n}__c`, label: `Value ${n}`, custom: true },
      { ...field('Description'), name: `Remark_${n}__c`, label: `Remark ${n}`, custom: true },
    ],
  };
}

/** The org with so many objects more, its answers kept, so that the same command can be planned again without it. */
function remembering(org: Salesforce, more: ReadonlyMap<string, ObjectDescribe>): Salesforce {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(key) as Promise<T> | undefined;
    const answer = known ?? ask();
    answers.set(key, answer);
    return answer;
  };
  const about = (soql: string) => more.has(/ FROM (\w+)/.exec(soql)?.[1] ?? '');
  return {
    principal: org.principal,
    get calls() {
      return org.calls;
    },
    describeGlobal: () => once('global', async () => [...(await org.describeGlobal()), ...more.values()]),
    describe: (object) => once(`describe ${object}`, async () => more.get(object) ?? org.describe(object)),
    picklistsOf: (object, type) => once(`picklists ${object} ${type}`, () => org.picklistsOf(object, type)),
    user: () => once('user', () => org.user()),
    query: <T>(soql: string, options?: { maxRows?: number }) =>
      once(`query ${soql}`, async () => (about(soql) ? [] : ((await org.query(soql, options)) as T[]))),
    queries: (soqls, options) =>
      once(`queries ${soqls.join()}`, async () => {
        const own = soqls.filter((soql) => !about(soql));
        const found = own.length === 0 ? [] : await org.queries(own, options);
        return soqls.map((soql) => (about(soql) ? [] : found.shift()!));
      }),
    request: <T>(...[method, path, options]: Parameters<Salesforce['request']>) =>
      once(`${method} ${path} ${JSON.stringify(options?.body)}`, () => org.request<T>(method, path, options)),
  };
}

const inputOf = ({ text, context }: Pick<Case, 'text' | 'context'>): CommandInput => ({
  text,
  now: WEDNESDAY,
  timeZone: 'Europe/Berlin',
  context,
});
const plan = (input: CommandInput, salesforce: Salesforce) =>
  planCommand(input, { salesforce, policy: everythingAllowed, research: { find: async () => undefined } });

export async function planBench(): Promise<{
  speed: PlanFigures[];
  reads: ReadFigures[];
  lengths: Record<string, number | string>[];
  slowest: { cpuMs: number; text: string }[];
}> {
  const world = demoWorld();
  const org = await testOrg(world);
  try {
    const cases = ['./demo.txt', './deals.txt']
      .flatMap((file) => casesOf(file, world))
      .filter((_, n) => n % EVERY === 0);
    const reads = await readsOf(cases, (email) => org.salesforce(email));
    const plainOrg = await org.salesforce();
    const account = await plainOrg.describe('Account');
    const known = (await plainOrg.describeGlobal()).length;
    const speed: PlanFigures[] = [];
    let slowest: { cpuMs: number; text: string }[] = [];
    let lengths: Record<string, number | string>[] = [];
    for (const objects of OBJECTS) {
      const more = new Map(
        Array.from({ length: objects - known }, (_, n) => custom(n, account)).map((o) => [o.name, o]),
      );
      const salesforce = remembering(plainOrg, more);
      const passes = new Map(cases.map((one) => [one, [] as Spent[]]));
      for (let pass = 0; pass <= PASSES; pass++)
        for (const [one, all] of passes) {
          const took = await spent(() => plan(inputOf(one), salesforce));
          if (pass > 0) all.push(took);
        }
      const best = [...passes].map(([one, all]) => ({ text: one.text, ...least(all) }));
      speed.push({
        objects,
        commands: best.length,
        p50Ms: quantile(
          best.map((b) => b.wallMs),
          0.5,
        ),
        p95Ms: quantile(
          best.map((b) => b.wallMs),
          0.95,
        ),
        p50CpuMs: quantile(
          best.map((b) => b.cpuMs),
          0.5,
        ),
        p95CpuMs: quantile(
          best.map((b) => b.cpuMs),
          0.95,
        ),
      });
      slowest = best.sort((a, b) => b.cpuMs - a.cpuMs).slice(0, 10);
      if (lengths.length === 0) lengths = await lengthsOf(salesforce);
    }
    return { speed, reads, lengths, slowest };
  } finally {
    await org.close();
  }
}

/** API calls by category; the first pass fills the cache of describes. */
async function readsOf(
  cases: readonly Case[],
  salesforceOf: (email?: string) => Promise<Salesforce>,
): Promise<ReadFigures[]> {
  const calls = new Map<string, number[]>();
  for (const pass of ['warm', 'count'])
    for (const one of cases) {
      const salesforce = await salesforceOf(one.email);
      const before = salesforce.calls;
      await plan(inputOf(one), salesforce);
      if (pass === 'count')
        calls.set(one.category, [...(calls.get(one.category) ?? []), salesforce.calls - before]);
    }
  const figures = (category: string, of: readonly number[]): ReadFigures => ({
    category,
    commands: of.length,
    mean: Math.round((100 * of.reduce((sum, n) => sum + n, 0)) / of.length) / 100,
    most: Math.max(...of),
    atMostTwo: `${Math.round((100 * of.filter((n) => n <= 2).length) / of.length)} %`,
  });
  return [
    ...[...calls].map(([category, of]) => figures(category, of)),
    figures('all', [...calls.values()].flat()),
  ];
}

/** CPU milliseconds by the length of a text that is one unit over and over. */
async function lengthsOf(salesforce: Salesforce): Promise<Record<string, number | string>[]> {
  const rows = [];
  for (const unit of UNITS) {
    const row: Record<string, number | string> = { unit: JSON.stringify(unit) };
    for (const length of LENGTHS) {
      const text = `Move Halcyon Observability to negotiation ${unit.repeat(length)}`.slice(0, length);
      const took = [];
      for (let pass = 0; pass < PASSES; pass++)
        took.push(await spent(() => plan(inputOf({ text }), salesforce)));
      row[`${length / 1_000} kB`] = Math.round(least(took).cpuMs * 10) / 10;
    }
    rows.push(row);
  }
  return rows;
}

if (import.meta.filename === process.argv[1]) {
  const { speed, reads, lengths, slowest } = await planBench();
  console.log('Text → plan, without the time of Salesforce');
  console.table(speed);
  console.log('CPU ms by length of the text');
  console.table(lengths);
  console.log('API calls of a command, describes cached');
  console.table(reads);
  if (process.argv.includes('--slowest')) console.table(slowest);
  writeFileSync(
    new URL('../../bench-results/plan.json', import.meta.url),
    JSON.stringify({ speed, reads, lengths }, null, 2),
  );
}
