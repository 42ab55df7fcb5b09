import { makeId } from '../../src/schema/ids.ts';
import type { ObjectDef, Row } from '../../src/schema/types.ts';
import { runQuery, type QueryOutput } from '../../src/soql/run.ts';
import type { Source } from '../../src/soql/source.ts';
import { defineObject, memorySource } from './memory-source.ts';

const stages = ['Prospecting', 'Qualification', 'Negotiation/Review', 'Closed Won', 'Closed Lost'];

/** Sales objects in miniature, with the real names. */
export const objects: ObjectDef[] = [
  defineObject('Account', {
    prefix: '001',
    fields: {
      Name: 'string',
      Industry: { type: 'picklist', picklist: ['Technology', 'Banking', 'Apparel'] },
      AnnualRevenue: 'currency',
      NumberOfEmployees: 'int',
      OwnerId: { type: 'reference', referenceTo: ['User'] },
      ParentId: { type: 'reference', referenceTo: ['Account'] },
      BillingStreet: 'textarea',
      BillingCity: 'string',
      BillingAddress: 'address',
      Description: { type: 'textarea', length: 32000, filterable: false, sortable: false, groupable: false },
      Active__c: 'boolean',
      Skills__c: { type: 'multipicklist', picklist: ['A', 'B', 'C'] },
      CreatedDate: 'datetime',
    },
    children: [
      ['Contacts', 'Contact', 'AccountId'],
      ['Opportunities', 'Opportunity', 'AccountId'],
      ['Tasks', 'Task', 'WhatId'],
      ['ActivityHistories', 'ActivityHistory', 'AccountId'],
    ],
  }),
  defineObject('Contact', {
    prefix: '003',
    fields: {
      Name: 'string',
      FirstName: 'string',
      LastName: 'string',
      Email: 'email',
      Phone: 'phone',
      AccountId: { type: 'reference', referenceTo: ['Account'] },
      ReportsToId: { type: 'reference', referenceTo: ['Contact'] },
      Mentor__c: { type: 'reference', referenceTo: ['Contact'], relationshipName: 'Mentor__r' },
    },
    children: [
      ['Tasks', 'Task', 'WhoId'],
      ['Mentees__r', 'Contact', 'Mentor__c'],
    ],
  }),
  defineObject('Opportunity', {
    prefix: '006',
    fields: {
      Name: 'string',
      StageName: {
        type: 'picklist',
        picklist: stages.map((value) => ({ value, label: `${value}!`, active: true, defaultValue: false })),
      },
      Amount: 'currency',
      CloseDate: 'date',
      IsClosed: 'boolean',
      AccountId: { type: 'reference', referenceTo: ['Account'] },
      OwnerId: { type: 'reference', referenceTo: ['User'] },
      CreatedDate: 'datetime',
    },
  }),
  defineObject('Lead', {
    prefix: '00Q',
    fields: {
      Name: 'string',
      Email: 'email',
      OwnerId: { type: 'reference', referenceTo: ['Group', 'User'] },
    },
  }),
  defineObject('Task', {
    prefix: '00T',
    fields: {
      Subject: 'string',
      ActivityDate: 'date',
      WhatId: { type: 'reference', referenceTo: ['Account', 'Opportunity'] },
      WhoId: { type: 'reference', referenceTo: ['Contact', 'Lead'] },
    },
  }),
  defineObject('User', { prefix: '005', fields: { Name: 'string', Email: 'email', IsActive: 'boolean' } }),
  defineObject('Group', { prefix: '00G', fields: { Name: 'string' } }),
];

export const id = {
  account: (n: number) => makeId('001', n),
  contact: (n: number) => makeId('003', n),
  opportunity: (n: number) => makeId('006', n),
  lead: (n: number) => makeId('00Q', n),
  task: (n: number) => makeId('00T', n),
  user: (n: number) => makeId('005', n),
  group: (n: number) => makeId('00G', n),
};

export const rows: Record<string, Row[]> = {
  Account: [
    account(1, 'Acme', 'Banking', 500, {
      BillingCity: 'Paris',
      Active__c: true,
      Skills__c: 'A;B',
      CreatedDate: '2026-11-22T23:30:00.000+0000',
    }),
    account(2, 'bolt', 'Technology', null, {
      ParentId: id.account(1),
      Skills__c: 'C',
      CreatedDate: '2026-11-23T01:00:00.000+0000',
    }),
    account(3, 'Éclair', null, 100, {
      ParentId: id.account(2),
      OwnerId: id.user(2),
      Active__c: true,
      CreatedDate: '2026-01-01T12:00:00.000+0000',
    }),
    account(4, 'Zoo 100%', 'Apparel', 500, { CreatedDate: '2025-12-31T23:59:59.000+0000' }),
    account(5, 'Gone', null, 1, { IsDeleted: true }),
  ],
  Contact: [
    {
      Id: id.contact(1),
      Name: 'Ann Lee',
      FirstName: 'Ann',
      LastName: 'Lee',
      Email: 'ann@acme.test',
      Phone: '(555) 123-4567',
      AccountId: id.account(1),
      ReportsToId: id.contact(2),
      Mentor__c: id.contact(3),
      IsDeleted: false,
    },
    {
      Id: id.contact(2),
      Name: 'Bob Ray',
      FirstName: 'Bob',
      LastName: 'Ray',
      Email: null,
      Phone: null,
      AccountId: id.account(1),
      ReportsToId: null,
      Mentor__c: null,
      IsDeleted: false,
    },
    {
      Id: id.contact(3),
      Name: 'Cy',
      FirstName: null,
      LastName: 'Cy',
      Email: 'cy@x.test',
      Phone: null,
      AccountId: null,
      ReportsToId: null,
      Mentor__c: null,
      IsDeleted: false,
    },
    {
      Id: id.contact(4),
      Name: 'Deleted Dan',
      FirstName: 'Dan',
      LastName: 'Deleted',
      Email: null,
      Phone: null,
      AccountId: id.account(2),
      ReportsToId: null,
      Mentor__c: null,
      IsDeleted: true,
    },
  ],
  Opportunity: [
    opportunity(1, 'One', 'Closed Won', 100, '2026-11-23', 1),
    opportunity(2, 'Two', 'Prospecting', 50, '2026-11-27', 1),
    opportunity(3, 'Three', 'Negotiation/Review', null, '2026-12-31', 2),
    opportunity(4, 'Four', 'Prospecting', 25, '2026-08-01', null),
  ],
  Lead: [
    { Id: id.lead(1), Name: 'Lea Der', Email: 'lea@x.test', OwnerId: id.group(1), IsDeleted: false },
    { Id: id.lead(2), Name: 'Lou Der', Email: null, OwnerId: id.user(1), IsDeleted: false },
  ],
  Task: [
    {
      Id: id.task(1),
      Subject: 'Call',
      ActivityDate: '2026-11-23',
      WhatId: id.account(1),
      WhoId: id.contact(1),
      IsDeleted: false,
    },
    {
      Id: id.task(2),
      Subject: 'Mail',
      ActivityDate: null,
      WhatId: id.opportunity(2),
      WhoId: id.lead(1),
      IsDeleted: false,
    },
    {
      Id: id.task(3),
      Subject: 'Rest',
      ActivityDate: '2026-11-24',
      WhatId: null,
      WhoId: null,
      IsDeleted: false,
    },
  ],
  User: [
    { Id: id.user(1), Name: 'Rep One', Email: 'one@sayso.test', IsActive: true, IsDeleted: false },
    { Id: id.user(2), Name: 'Rep Two', Email: 'two@sayso.test', IsActive: false, IsDeleted: false },
  ],
  Group: [{ Id: id.group(1), Name: 'Queue', IsDeleted: false }],
};

function account(n: number, name: string, industry: string | null, revenue: number | null, more: Row): Row {
  return {
    Id: id.account(n),
    Name: name,
    Industry: industry,
    AnnualRevenue: revenue,
    OwnerId: id.user(1),
    ParentId: null,
    IsDeleted: false,
    Active__c: false,
    Skills__c: null,
    ...more,
  };
}

function opportunity(
  n: number,
  name: string,
  stage: string,
  amount: number | null,
  close: string,
  accountNumber: number | null,
): Row {
  return {
    Id: id.opportunity(n),
    Name: name,
    StageName: stage,
    Amount: amount,
    CloseDate: close,
    IsClosed: stage.startsWith('Closed'),
    AccountId: accountNumber && id.account(accountNumber),
    OwnerId: id.user(1),
    CreatedDate: `${close}T22:30:00.000+0000`,
    IsDeleted: false,
  };
}

/** Monday, 23 November 2026, 09:30 UTC, unless told otherwise. */
export function world(given: Partial<Source> = {}): Source {
  return memorySource(objects, rows, { userId: id.user(1), ...given });
}

export function query(
  soql: string,
  given: Partial<Source> = {},
  options: { includeDeleted?: boolean } = {},
): QueryOutput {
  return runQuery(soql, world(given), options);
}

/** The values of one field, or of the first alias, in result order. */
export function column(soql: string, name = 'Name', given: Partial<Source> = {}): unknown[] {
  return query(soql, given).records.map((record) => (record as Record<string, unknown>)[name]);
}

/** The records without their `attributes`, at every level. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'attributes')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
