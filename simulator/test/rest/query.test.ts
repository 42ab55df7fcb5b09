import { describe, expect, test } from '@jest/globals';
import { ACME, BEN, useOrg, V } from './org.ts';

const TASKS = 4500;
const org = useOrg({
  records: { Task: Array.from({ length: TASKS }, (_, n) => ({ Subject: `Task ${n}`, WhatId: ACME })) },
});

const query = (soql: string, options: { headers?: Record<string, string>; as?: string } = {}) =>
  org.call('GET', `query/?q=${encodeURIComponent(soql)}`, undefined, options);

describe('Query', () => {
  test('answers 2,000 rows a page and the rest behind nextRecordsUrl', async () => {
    const seen = new Set<string>();
    let answer = (await query('SELECT Id FROM Task')).body;
    expect(answer.nextRecordsUrl).toMatch(new RegExp(`^${V}/query/01g\\w{15}-2000$`));
    for (;;) {
      expect(answer.totalSize).toBe(TASKS);
      for (const record of answer.records) seen.add(record.Id);
      if (answer.done) break;
      answer = (await org.call('GET', answer.nextRecordsUrl)).body;
    }
    expect(seen.size).toBe(TASKS);
    expect(answer).not.toHaveProperty('nextRecordsUrl');
  });

  test('takes a batch size between 200 and 2,000', async () => {
    const batch = async (size: number) =>
      (await query('SELECT Id FROM Task', { headers: { 'sforce-query-options': `batchSize=${size}` } })).body
        .records.length;
    expect([await batch(300), await batch(5), await batch(9000)]).toEqual([300, 200, 2000]);
  });

  test('forgets a cursor after two days, knows it for its user alone, and keeps ten', async () => {
    const { nextRecordsUrl } = (await query('SELECT Id FROM Task')).body;
    const other = await org.call('GET', nextRecordsUrl, undefined, { as: BEN });
    expect(other.body).toEqual([{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }]);
    for (let n = 0; n < 9; n++) await query('SELECT Id FROM Task');
    expect((await org.call('GET', nextRecordsUrl)).status).toBe(200);
    const latest = (await query('SELECT Id FROM Task')).body.nextRecordsUrl;
    expect((await org.call('GET', nextRecordsUrl)).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
    expect((await org.call('GET', latest)).status).toBe(200);
    org.org.clock.advance(2 * 86_400 + 1);
    org.renew();
    expect((await org.call('GET', latest)).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
  });

  test('finds deleted rows with queryAll only', async () => {
    const id = (await org.call('POST', 'sobjects/Account', { Name: 'Ghost' })).body.id;
    await org.call('DELETE', `sobjects/Account/${id}`);
    const soql = encodeURIComponent("SELECT Id, IsDeleted FROM Account WHERE Name = 'Ghost'");
    expect((await org.call('GET', `query?q=${soql}`)).body.totalSize).toBe(0);
    expect((await org.call('GET', `queryAll?q=${soql}`)).body.records).toMatchObject([
      { Id: id, IsDeleted: true },
    ]);
  });

  test('describes its columns and explains itself', async () => {
    const soql = encodeURIComponent('SELECT Id, Owner.Name FROM Account');
    const { columnMetadata, entityName, idSelected } = (await org.call('GET', `query?q=${soql}&columns=true`))
      .body;
    expect([
      entityName,
      idSelected,
      columnMetadata.map((column: { columnName: string }) => column.columnName),
    ]).toEqual(['Account', true, ['Id', 'Owner']]);
    const { plans } = (await org.call('GET', `query?explain=${soql}`)).body;
    expect(plans).toMatchObject([
      { cardinality: 2, sobjectCardinality: 2, sobjectType: 'Account', leadingOperationType: 'TableScan' },
    ]);
  });

  test('says what is wrong', async () => {
    expect((await query('SELECT Nothing FROM Account')).body[0].errorCode).toBe('INVALID_FIELD');
    expect((await org.call('GET', 'query')).body[0].errorCode).toBe('MALFORMED_QUERY');
  });
});

describe('A Bulk query job', () => {
  const create = (body: object) => org.call('POST', 'jobs/query', body);
  const finished = async (id: string) => {
    for (;;) {
      const { body } = await org.call('GET', `jobs/query/${id}`);
      if (body.state !== 'UploadComplete' && body.state !== 'InProgress') return body;
    }
  };

  test('writes CSV in pages with a locator', async () => {
    const { body, status } = await create({
      operation: 'query',
      query: 'SELECT Id, Subject, Owner.Name FROM Task',
    });
    expect([status, body.state, body.object, body.jobType]).toEqual([
      200,
      'UploadComplete',
      'Task',
      'V2Query',
    ]);
    expect(await finished(body.id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: TASKS });
    const rows: string[] = [];
    let locator = '';
    do {
      const answer = await org.call(
        'GET',
        `jobs/query/${body.id}/results?maxRecords=2000${locator && `&locator=${locator}`}`,
      );
      const [header, ...lines] = (answer.body as string).trim().split('\n');
      expect(header).toBe('"Id","Subject","Owner.Name"');
      expect(answer.headers.get('sforce-numberofrecords')).toBe(String(lines.length));
      rows.push(...lines);
      locator = answer.headers.get('sforce-locator')!;
    } while (locator !== 'null');
    expect(rows).toHaveLength(TASKS);
    expect(rows[7]).toMatch(/^"00T\w{15}","Task 7","Ada Brandt"$/);
    expect((await org.call('DELETE', `jobs/query/${body.id}`)).status).toBe(204);
  });

  test('is refused at once for a query that cannot run or has aggregates', async () => {
    expect((await create({ operation: 'query', query: 'SELECT Nothing FROM Task' })).body[0].errorCode).toBe(
      'INVALID_FIELD',
    );
    expect(
      (await create({ operation: 'query', query: 'SELECT Id, (SELECT Id FROM Contacts) FROM Account' }))
        .body[0].errorCode,
    ).toBe('API_ERROR');
    expect((await create({ operation: 'insert', query: 'SELECT Id FROM Task' })).body[0].errorCode).toBe(
      'INVALIDJOB',
    );
  });

  test('can be aborted while it works, and then has no results', async () => {
    const rule = {
      id: 'slow',
      at: 'bulkJob',
      match: { object: 'Task' },
      times: 1,
      action: { type: 'bulkJob', state: 'InProgress' },
    };
    await fetch(`${org.url}/__sim/faults`, { method: 'POST', body: JSON.stringify(rule) });
    const { id } = (
      await create({ operation: 'query', query: 'SELECT Id FROM Task', columnDelimiter: 'PIPE' })
    ).body;
    expect((await org.call('PATCH', `jobs/query/${id}`, { state: 'Aborted' })).body.state).toBe('Aborted');
    expect((await org.call('GET', `jobs/query/${id}/results`)).status).toBe(404);
    expect((await org.call('DELETE', `jobs/query/${id}`)).status).toBe(204);
  });
});
