import { describe, expect, test } from '@jest/globals';
import { ACME, DEAL, KAREN, useOrg, V } from './org.ts';

const org = useOrg({ schema: { fields: { Account: ['Sayso_Key__c string(64) external unique'] } } });

interface Sub {
  referenceId: string;
  httpStatusCode: number;
  httpHeaders: Record<string, string>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

const composite = async (compositeRequest: object[], more: object = {}): Promise<Sub[]> => {
  const { status, body } = await org.call('POST', 'composite', { ...more, compositeRequest });
  expect([status, body]).toEqual([200, { compositeResponse: expect.any(Array) }]);
  return body.compositeResponse;
};
const post = (referenceId: string, object: string, body: object) => ({
  method: 'POST',
  url: `${V}/sobjects/${object}`,
  referenceId,
  body,
});
const HALTED = [
  {
    errorCode: 'PROCESSING_HALTED',
    message: 'The transaction was rolled back since another operation in the same transaction failed.',
  },
];

describe('Composite', () => {
  test('passes ids and values of earlier answers on', async () => {
    const [account, read, contact, found] = await composite([
      post('newAccount', 'Account', { Name: 'Sample Account', BillingCity: 'Oslo' }),
      {
        method: 'GET',
        url: `${V}/sobjects/Account/@{newAccount.id}?fields=Name,BillingCity`,
        referenceId: 'info',
      },
      post('newContact', 'Contact', {
        LastName: '@{info.Name}',
        AccountId: '@{newAccount.id}',
        MailingCity: '@{info.BillingCity}',
      }),
      {
        method: 'GET',
        url: `${V}/sobjects/Contact/@{newContact.id}?fields=Name,MailingCity,AccountId`,
        referenceId: 'check',
      },
    ]);
    expect(account).toMatchObject({ httpStatusCode: 201, body: { success: true, errors: [] } });
    expect(account!.httpHeaders.Location).toBe(`${V}/sobjects/Account/${account!.body.id}`);
    expect(read!.body.Name).toBe('Sample Account');
    expect(contact!.httpStatusCode).toBe(201);
    expect(found!.body).toMatchObject({
      Name: 'Sample Account',
      MailingCity: 'Oslo',
      AccountId: account!.body.id,
    });
  });

  test('the journal names the queries inside, as they ran', async () => {
    const soql = (name: string) => `SELECT Id FROM Account WHERE Name = '${name}'`;
    const query = (referenceId: string, text: string) => ({
      method: 'GET',
      url: `${V}/query?q=${encodeURIComponent(text)}`,
      referenceId,
    });
    const { body: before } = await org.call('GET', '/__sim/journal');
    await composite([
      { method: 'GET', url: `${V}/sobjects/Account/${ACME}?fields=Name`, referenceId: 'account' },
      {
        ...query('again', ''),
        url: `${V}/query?q=${encodeURIComponent(soql('@@')).replace('%40%40', '@{account.Name}')}`,
      },
      query('wrong', 'SELECT Nothing FROM Account'),
    ]);
    const { body: entries } = await org.call('GET', `/__sim/journal?since=${before.at(-1)?.n ?? 0}`);
    expect(entries).toEqual([
      expect.objectContaining({ subqueries: [soql('Acme Corp'), 'SELECT Nothing FROM Account'] }),
    ]);
  });

  test('passes rows of a query and of a collection on', async () => {
    const soql = "SELECT Id, Owner.Name FROM Account WHERE Name = 'Acme Corp'";
    const [found, made, task] = await composite([
      { method: 'GET', url: `${V}/query?q=${encodeURIComponent(soql)}`, referenceId: 'found' },
      {
        method: 'POST',
        url: `${V}/composite/sobjects`,
        referenceId: 'made',
        body: {
          records: [
            {
              attributes: { type: 'Contact' },
              LastName: '@{found.records[0].Owner.Name}',
              AccountId: '@{found.records[0].Id}',
            },
          ],
        },
      },
      post('task', 'Task', { Subject: '@{found.totalSize} account', WhoId: '@{made[0].id}' }),
    ]);
    expect([found!.httpStatusCode, made!.httpStatusCode, task!.httpStatusCode]).toEqual([200, 200, 201]);
    expect(org.stored('Contact', made!.body[0].id)).toMatchObject({
      LastName: 'Ada Brandt',
      AccountId: ACME,
    });
    expect(org.stored('Task', task!.body.id)).toMatchObject({
      Subject: '1 account',
      WhoId: made!.body[0].id,
    });
  });

  test('goes on after a failure without allOrNone, and refuses what needs the failed answer', async () => {
    const [bad, dependent, free] = await composite([
      post('bad', 'Account', {}),
      post('dependent', 'Contact', { LastName: 'x', AccountId: '@{bad.id}' }),
      post('free', 'Contact', { LastName: 'free' }),
    ]);
    expect(bad).toMatchObject({
      httpStatusCode: 400,
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }],
    });
    expect(dependent).toMatchObject({
      httpStatusCode: 400,
      body: [
        {
          errorCode: 'PROCESSING_HALTED',
          message: 'Invalid reference specified. No value for bad.id found in bad',
        },
      ],
    });
    expect(free!.httpStatusCode).toBe(201);
  });

  test('takes everything back with allOrNone, and only the culprit says why', async () => {
    const since = org.org.data.changes(0).length;
    const [update, task] = await composite(
      [
        {
          method: 'PATCH',
          url: `${V}/sobjects/Opportunity/${DEAL}`,
          referenceId: 'opp',
          body: { StageName: 'Negotiation/Review' },
        },
        post('task', 'Task', {
          Subject: 'x',
          WhatId: ACME,
          Status: 'Completed',
          ActivityDate: '2026-11-20',
          OwnerId: KAREN,
        }),
        post('never', 'Task', { Subject: 'y' }),
      ],
      { allOrNone: true, collateSubrequests: false },
    );
    expect(update).toEqual({ referenceId: 'opp', httpStatusCode: 400, httpHeaders: {}, body: HALTED });
    expect(task).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }] });
    expect(org.stored('Opportunity', DEAL)).toMatchObject({ StageName: 'Qualification', Probability: 10 });
    expect(org.org.data.changes(since)).toEqual([]);
  });

  test('shows the rows of an inner collections call as saved although they were taken back', async () => {
    const [rows, bad] = await composite(
      [
        {
          method: 'POST',
          url: `${V}/composite/sobjects`,
          referenceId: 'rows',
          body: { records: [{ attributes: { type: 'Account' }, Name: 'Inner' }] },
        },
        post('bad', 'Contact', {}),
      ],
      { allOrNone: true },
    );
    expect(rows).toMatchObject({ httpStatusCode: 200, body: [{ success: true }] });
    expect(bad!.httpStatusCode).toBe(400);
    expect(org.stored('Account', rows!.body[0].id)).toBeUndefined();
  });

  test('answers 204 with a null body, and carries headers of its own', async () => {
    const path = `${V}/sobjects/Account/${ACME}`;
    const [ok, stale, forbidden] = await composite([
      { method: 'PATCH', url: path, referenceId: 'ok', body: { Site: 'North' } },
      {
        method: 'PATCH',
        url: path,
        referenceId: 'stale',
        body: { Site: 'South' },
        httpHeaders: { 'If-Unmodified-Since': 'Sun, 01 Nov 2026 00:00:00 GMT' },
      },
      { method: 'GET', url: path, referenceId: 'forbidden', httpHeaders: { Authorization: 'Bearer x' } },
    ]);
    expect(ok).toEqual({ referenceId: 'ok', httpStatusCode: 204, httpHeaders: {}, body: null });
    expect(stale!.httpStatusCode).toBe(412);
    expect(forbidden!.httpStatusCode).toBe(400);
    expect(org.stored('Account', ACME)).toMatchObject({ Site: 'North' });
  });

  test('upserts, counts as one call and ends at 25 subrequests', async () => {
    const used = () => org.org.apiUsage.used();
    const before = used();
    const [made, again] = await composite([
      {
        method: 'PATCH',
        url: `${V}/sobjects/Account/Sayso_Key__c/c-1`,
        referenceId: 'a',
        body: { Name: 'Keyed' },
      },
      {
        method: 'PATCH',
        url: `${V}/sobjects/Account/Sayso_Key__c/c-1`,
        referenceId: 'b',
        body: { Name: 'Keyed again' },
      },
    ]);
    expect([made!.httpStatusCode, made!.body.created, again!.httpStatusCode, again!.body.created]).toEqual([
      201,
      true,
      200,
      false,
    ]);
    expect(again!.body.id).toBe(made!.body.id);
    expect(used()).toBe(before + 1);
    const many = Array.from({ length: 26 }, (_, n) => post(`r${n}`, 'Task', { Subject: 'x' }));
    expect((await org.call('POST', 'composite', { compositeRequest: many })).status).toBe(400);
  });

  test('refuses reference ids that repeat or are none', async () => {
    const twice = [post('a', 'Task', {}), post('a', 'Task', {})];
    expect((await org.call('POST', 'composite', { compositeRequest: twice })).status).toBe(400);
    expect(
      (await org.call('POST', 'composite', { compositeRequest: [post('a b', 'Task', {})] })).status,
    ).toBe(400);
  });

  test('lets a fault hit one subrequest', async () => {
    await fetch(`${org.url}/__sim/faults`, {
      method: 'POST',
      body: JSON.stringify({
        id: 'session',
        at: 'subrequest',
        match: { subrequest: 1 },
        times: 1,
        action: {
          type: 'error',
          status: 401,
          errorCode: 'INVALID_SESSION_ID',
          message: 'Session expired or invalid',
        },
      }),
    });
    const answers = await composite([
      post('a', 'Task', { Subject: '1' }),
      post('b', 'Task', { Subject: '2' }),
      post('c', 'Task', { Subject: '3' }),
    ]);
    expect(answers.map((answer) => answer.httpStatusCode)).toEqual([201, 401, 201]);
  });
});

describe('Composite Graph', () => {
  const graph = (graphs: object[]) => org.call('POST', 'composite/graph', { graphs });

  test('keeps each graph whole: one fails, the others stand', async () => {
    const { status, body } = await graph([
      {
        graphId: 'good',
        compositeRequest: [
          post('a', 'Account', { Name: 'Graph' }),
          post('c', 'Contact', { LastName: 'G', AccountId: '@{a.id}' }),
        ],
      },
      {
        graphId: 'bad',
        compositeRequest: [
          post('a', 'Account', { Name: 'Never' }),
          post('c', 'Contact', { AccountId: '@{a.id}' }),
        ],
      },
    ]);
    expect(status).toBe(200);
    const [good, bad] = body.graphs;
    expect(good).toMatchObject({ graphId: 'good', isSuccessful: true });
    expect(good.graphResponse.compositeResponse.map((answer: Sub) => answer.httpStatusCode)).toEqual([
      201, 201,
    ]);
    expect(bad).toMatchObject({ graphId: 'bad', isSuccessful: false });
    expect(bad.graphResponse.compositeResponse[0].body).toEqual(HALTED);
    expect(bad.graphResponse.compositeResponse[1].body[0].errorCode).toBe('REQUIRED_FIELD_MISSING');
    expect([...org.org.data.rows('Account')].filter((row) => row.Name === 'Never')).toEqual([]);
  });

  test('holds rows only', async () => {
    const query = { method: 'GET', url: `${V}/query?q=SELECT+Id+FROM+Account`, referenceId: 'q' };
    expect((await graph([{ graphId: '1', compositeRequest: [query] }])).body[0].errorCode).toBe(
      'INVALID_INPUT',
    );
  });

  test('has its limits: 500 nodes, 75 graphs, 15 levels', async () => {
    const nodes = Array.from({ length: 501 }, (_, n) => post(`r${n}`, 'Task', {}));
    expect((await graph([{ graphId: '1', compositeRequest: nodes }])).body[0].errorCode).toBe(
      'LIMIT_EXCEEDED',
    );
    const graphs = Array.from({ length: 76 }, (_, n) => ({
      graphId: `g${n}`,
      compositeRequest: [post('a', 'Task', {})],
    }));
    expect((await graph(graphs)).body[0].errorCode).toBe('LIMIT_EXCEEDED');
    const chain = Array.from({ length: 16 }, (_, n) =>
      post(`r${n}`, 'Account', { Name: 'x', ...(n > 0 && { ParentId: `@{r${n - 1}.id}` }) }),
    );
    expect((await graph([{ graphId: '1', compositeRequest: chain }])).body[0].errorCode).toBe(
      'LIMIT_EXCEEDED',
    );
    expect(
      (await graph([{ graphId: '1', compositeRequest: chain.slice(0, 15) }])).body.graphs[0].isSuccessful,
    ).toBe(true);
  });

  test('stops after 14 failed graphs', async () => {
    const graphs = Array.from({ length: 16 }, (_, n) => ({
      graphId: `g${n}`,
      compositeRequest: [post('a', n < 15 ? 'Account' : 'Task', {})],
    }));
    const { body } = await graph(graphs);
    expect(body.graphs.map((one: { isSuccessful: boolean }) => one.isSuccessful)).toEqual(
      Array(16).fill(false),
    );
    expect(body.graphs[15].graphResponse.compositeResponse[0].body).toEqual(HALTED);
  });
});

describe('Composite Batch', () => {
  test('answers each request by itself, and stops when told to', async () => {
    const requests = [
      { method: 'PATCH', url: `v66.0/sobjects/Account/${ACME}`, richInput: { Site: 'Batch' } },
      { method: 'GET', url: `v66.0/sobjects/Account/${ACME}?fields=Site` },
      { method: 'GET', url: 'v66.0/sobjects/Account/001Hs0000000ZZZIAA' },
      { method: 'GET', url: `v66.0/sobjects/Account/${ACME}?fields=Name` },
    ];
    const { body } = await org.call('POST', 'composite/batch', { batchRequests: requests });
    expect(body.hasErrors).toBe(true);
    expect(body.results.map((result: { statusCode: number }) => result.statusCode)).toEqual([
      204, 200, 404, 200,
    ]);
    expect(body.results[1].result).toMatchObject({ Site: 'Batch' });
    const halted = await org.call('POST', 'composite/batch', { haltOnError: true, batchRequests: requests });
    expect(halted.body.results[3]).toEqual({
      statusCode: 412,
      result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
    });
  });
});

describe('Composite Tree', () => {
  const record = (type: string, referenceId: string, fields: object) => ({
    attributes: { type, referenceId },
    ...fields,
  });

  test('creates records with their children', async () => {
    const { status, body } = await org.call('POST', 'composite/tree/Account', {
      records: [
        record('Account', 'ref1', {
          Name: 'Tree',
          Contacts: {
            records: [
              record('Contact', 'ref2', { LastName: 'Smith' }),
              record('Contact', 'ref3', { LastName: 'Evans' }),
            ],
          },
        }),
        record('Account', 'ref4', { Name: 'Leaf' }),
      ],
    });
    expect(status).toBe(201);
    expect(body.hasErrors).toBe(false);
    expect(body.results.map((result: { referenceId: string }) => result.referenceId)).toEqual([
      'ref1',
      'ref2',
      'ref3',
      'ref4',
    ]);
    expect(org.stored('Contact', body.results[2].id)).toMatchObject({
      LastName: 'Evans',
      AccountId: body.results[0].id,
    });
  });

  test('creates nothing when one record is wrong, and names it', async () => {
    const { status, body } = await org.call('POST', 'composite/tree/Account', {
      records: [
        record('Account', 'a', {
          Name: 'Stump',
          Contacts: { records: [record('Contact', 'b', { Email: 'nobody' })] },
        }),
      ],
    });
    expect(status).toBe(400);
    expect(body).toEqual({
      hasErrors: true,
      results: [
        {
          referenceId: 'b',
          errors: [
            {
              statusCode: 'INVALID_EMAIL_ADDRESS',
              message: 'Email: invalid email address: nobody',
              fields: ['Email'],
            },
          ],
        },
      ],
    });
    expect([...org.org.data.rows('Account')].filter((row) => row.Name === 'Stump')).toEqual([]);
  });

  test('refuses repeated references, unknown relations and too many levels', async () => {
    const tree = (records: object[]) => org.call('POST', 'composite/tree/Account', { records });
    expect(
      (await tree([record('Account', 'a', { Name: 'x' }), record('Account', 'a', { Name: 'y' })])).status,
    ).toBe(400);
    const unknown = await tree([
      record('Account', 'a', { Name: 'x', Ponies: { records: [record('Contact', 'b', { LastName: 'z' })] } }),
    ]);
    expect(unknown.body.results[0].errors[0]).toMatchObject({ statusCode: 'INVALID_FIELD' });
    let deep = record('Account', 'r6', { Name: 'x' });
    for (let level = 5; level > 0; level--)
      deep = record('Account', `r${level}`, { Name: 'x', ChildAccounts: { records: [deep] } });
    expect((await tree([deep])).status).toBe(400);
  });
});
