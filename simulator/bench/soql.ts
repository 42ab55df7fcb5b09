import { pathToFileURL } from 'node:url';
import { makeId } from '../src/schema/ids.ts';
import type { Row } from '../src/schema/types.ts';
import { runSosl } from '../src/search/sosl.ts';
import { runQuery } from '../src/soql/run.ts';
import type { Source } from '../src/soql/source.ts';
import { memorySource } from '../test/soql/memory-source.ts';
import { objects } from '../test/soql/world.ts';

const contacts = 100_000;
const opportunities = 100_000;
const accounts = 20_000;

export interface SoqlBenchRow {
  name: string;
  /** Records or, for COUNT(), the count. */
  rows: number;
  /** Median of the runs, in milliseconds. */
  medianMs: number;
  minMs: number;
}

const first = makeId('001', 1);
const fifth = makeId('003', 5);

const queries: [name: string, soql: string][] = [
  ['by id', `SELECT Id, Name FROM Contact WHERE Id = '${fifth}'`],
  ['by 15-character id', `SELECT Id, Name FROM Contact WHERE Id = '${fifth.slice(0, 15)}'`],
  ['by reference', `SELECT Id, Name FROM Contact WHERE AccountId = '${first}'`],
  ['count all', 'SELECT COUNT() FROM Contact'],
  ['all rows, 4 fields and a parent', 'SELECT Id, Name, Email, Phone, Account.Name FROM Contact'],
  ['first 2,000', 'SELECT Id, Name, Email FROM Contact LIMIT 2000'],
  ['text =', "SELECT Id FROM Contact WHERE LastName = 'éclair'"],
  ['text !=', "SELECT Id FROM Contact WHERE LastName != 'Smith'"],
  ['NOT IN', "SELECT Id FROM Contact WHERE LastName NOT IN ('Smith', 'Jones')"],
  ['LIKE', "SELECT Id FROM Contact WHERE LastName LIKE '%son%'"],
  ['number and date', 'SELECT Id FROM Opportunity WHERE Amount > 50000 AND CloseDate = THIS_YEAR'],
  ['3-level parent filter', "SELECT Id FROM Contact WHERE Account.Parent.Owner.Name = 'Rep 1'"],
  [
    'semi-join',
    "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Closed Won')",
  ],
  [
    'anti-join',
    "SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity WHERE StageName = 'Closed Won')",
  ],
  [
    '2,000 parents with 2 child queries',
    'SELECT Id, (SELECT Id, Name FROM Contacts ORDER BY Name LIMIT 5), (SELECT Id FROM Opportunities WHERE Amount > 1000) FROM Account LIMIT 2000',
  ],
  [
    'GROUP BY and HAVING',
    'SELECT StageName, COUNT(Id), SUM(Amount) FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1',
  ],
  ['GROUP BY a parent field', 'SELECT Account.Industry, COUNT(Id) FROM Contact GROUP BY Account.Industry'],
  [
    'GROUP BY CALENDAR_MONTH',
    'SELECT CALENDAR_MONTH(CloseDate), SUM(Amount) FROM Opportunity GROUP BY CALENDAR_MONTH(CloseDate)',
  ],
  ['ORDER BY number LIMIT 100', 'SELECT Id FROM Opportunity ORDER BY Amount DESC LIMIT 100'],
  ['ORDER BY picklist LIMIT 2,000', 'SELECT Id FROM Opportunity ORDER BY StageName, Name LIMIT 2000'],
  ['ORDER BY text, all', 'SELECT Id FROM Contact ORDER BY LastName, FirstName'],
];

const lastNames = [
  'Smith',
  'Jones',
  'Éclair',
  'Anderson',
  'Johnson',
  'Müller',
  'Nguyen',
  'O’Neill',
  'Ζαχαρίας',
  'Li',
];
const industries = ['Technology', 'Banking', 'Apparel', null];
const stages = ['Prospecting', 'Qualification', 'Negotiation/Review', 'Closed Won', 'Closed Lost'];

/** The same rows in every run: a linear congruential generator, not Math.random. */
function pickers(): { pick<T>(from: readonly T[]): T; upTo(n: number): number } {
  let state = 42;
  const upTo = (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return { upTo, pick: (from) => from[upTo(from.length)]! };
}

function largeSource(): Source {
  const { pick, upTo } = pickers();
  const rows = (count: number, make: (n: number) => Row): Row[] =>
    Array.from({ length: count }, (_, n) => make(n + 1));
  return memorySource(
    objects,
    {
      User: rows(20, (n) => ({ Id: makeId('005', n), Name: `Rep ${n}`, IsActive: true, IsDeleted: false })),
      Account: rows(accounts, (n) => ({
        Id: makeId('001', n),
        Name: `Account ${n}`,
        Industry: pick(industries),
        OwnerId: makeId('005', 1 + upTo(20)),
        ParentId: n > 100 ? makeId('001', 1 + upTo(100)) : null,
        IsDeleted: false,
      })),
      Contact: rows(contacts, (n) => ({
        Id: makeId('003', n),
        Name: `First ${n % 1000} ${lastNames[n % lastNames.length]}`,
        FirstName: `First ${n % 1000}`,
        LastName: pick(lastNames),
        Email: n % 3 ? `c${n}@example.test` : null,
        Phone: null,
        AccountId: n % 10 ? makeId('001', 1 + upTo(accounts)) : null,
        IsDeleted: false,
      })),
      Opportunity: rows(opportunities, (n) => ({
        Id: makeId('006', n),
        Name: `Deal ${n}`,
        StageName: pick(stages),
        Amount: n % 7 ? upTo(100_000) : null,
        CloseDate: `${2025 + upTo(3)}-${String(1 + upTo(12)).padStart(2, '0')}-15`,
        AccountId: makeId('001', 1 + upTo(accounts)),
        OwnerId: makeId('005', 1 + upTo(20)),
        IsDeleted: false,
      })),
    },
    { now: new Date('2026-11-23T09:30:00Z') },
  );
}

const runs = 5;

function measure(name: string, run: () => number): SoqlBenchRow {
  let rows = run();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    rows = run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const round = (ms: number): number => Math.round(ms * 100) / 100;
  return { name, rows, medianMs: round(times[runs >> 1]!), minMs: round(times[0]!) };
}

/** SOQL by kind of query over 100,000 contacts, 100,000 opportunities and 20,000 accounts in memory, one warm-up and five runs each. */
export async function soqlBench(): Promise<{ rows: SoqlBenchRow[] }> {
  const source = largeSource();
  const rows = queries.map(([name, soql]) => measure(name, () => runQuery(soql, source).totalSize));
  rows.push(
    measure(
      'SOSL over 100,000 names',
      () => runSosl('FIND {müll*} IN NAME FIELDS RETURNING Contact(Id)', source, []).searchRecords.length,
    ),
  );
  return { rows };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.table((await soqlBench()).rows);
