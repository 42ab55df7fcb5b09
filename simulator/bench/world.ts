import { makeId } from '../src/schema/ids.ts';
import type { World, WorldRecord } from '../src/world.ts';

export const USER = makeId('005', 1);

const INDUSTRIES = ['Technology', 'Banking', 'Energy', 'Retail', 'Media'];
const STAGES = ['Prospecting', 'Needs Analysis', 'Negotiation/Review', 'Closed Won', 'Closed Lost'];

/** An org of `records` rows: one account to four contacts, four deals and a task; the same every time. */
export function worldOf(records: number): World {
  const accounts = Math.ceil(records / 10);
  const many = <T extends WorldRecord>(count: number, make: (n: number) => T): T[] =>
    Array.from({ length: count }, (_, n) => make(n));
  const account = (n: number) => makeId('001', (n % accounts) + 1);
  return {
    meta: { name: 'bench' },
    records: {
      User: [
        {
          Id: USER,
          FirstName: 'Bench',
          LastName: 'Mark',
          Email: 'bench@bench.example',
          ProfileName: 'System Administrator',
        },
      ],
      Account: many(accounts, (n) => ({
        Id: account(n),
        Name: `Account ${n}`,
        Industry: INDUSTRIES[n % INDUSTRIES.length]!,
        AnnualRevenue: n * 1000,
        BillingCity: `City ${n % 97}`,
        OwnerId: USER,
      })),
      Contact: many(accounts * 4, (n) => ({
        Id: makeId('003', n + 1),
        FirstName: `First${n % 211}`,
        LastName: `Last${n}`,
        Email: `person${n}@bench.example`,
        AccountId: account(n),
        OwnerId: USER,
      })),
      Opportunity: many(accounts * 4, (n) => ({
        Id: makeId('006', n + 1),
        Name: `Deal ${n}`,
        StageName: STAGES[n % STAGES.length]!,
        Amount: (n % 500) * 1000,
        CloseDate: `2026-${String((n % 12) + 1).padStart(2, '0')}-15`,
        AccountId: account(n),
        OwnerId: USER,
      })),
      Task: many(accounts, (n) => ({
        Id: makeId('00T', n + 1),
        Subject: `Task ${n}`,
        Status: n % 2 === 0 ? 'Completed' : 'Not Started',
        ActivityDate: '2026-11-20',
        WhatId: makeId('006', n + 1),
        OwnerId: USER,
      })),
    },
  };
}
