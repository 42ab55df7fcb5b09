import { describe, expect, test } from '@jest/globals';
import { ACME, BEN, GLOBEX, openOrg, useOrg, type TestOrg } from './org.ts';

const world = { schema: { fields: { Account: ['Sayso_Key__c string(64) external unique'] } } };
const org = useOrg(world);

async function ingest(body: object, csv: string, at: TestOrg = org): Promise<string> {
  const { id } = (await at.call('POST', 'jobs/ingest', body)).body;
  const put = await at.call('PUT', `jobs/ingest/${id}/batches`, csv, {
    headers: { 'content-type': 'text/csv' },
  });
  expect([put.status, put.body]).toEqual([201, '']);
  const closed = await at.call('PATCH', `jobs/ingest/${id}`, { state: 'UploadComplete' });
  expect(closed.body.state).toBe('UploadComplete');
  return id;
}

async function finished(id: string, at: TestOrg = org) {
  for (;;) {
    const { body } = await at.call('GET', `jobs/ingest/${id}`);
    if (body.state !== 'UploadComplete' && body.state !== 'InProgress') return body;
  }
}

const csv = async (id: string, name: string, at: TestOrg = org) =>
  (await at.call('GET', `jobs/ingest/${id}/${name}`)).body as string;

describe('An ingest job', () => {
  test('goes from Open to JobComplete and answers three result sets', async () => {
    const { body } = await org.call('POST', 'jobs/ingest', { object: 'account', operation: 'insert' });
    expect(body).toMatchObject({
      object: 'Account',
      operation: 'insert',
      state: 'Open',
      jobType: 'V2Ingest',
      contentUrl: `services/data/v66.0/jobs/ingest/${body.id}/batches`,
    });
    expect(body.id).toMatch(/^750/);
    const id = await ingest(
      { object: 'Account', operation: 'insert' },
      'name,BillingState,NumberOfEmployees\n"Bulk, 1",CA,5\n,CA,\nBulk 3,CA,many\n',
    );
    expect(await finished(id)).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 3,
      numberRecordsFailed: 2,
    });
    expect(await csv(id, 'successfulResults')).toMatch(
      /^"sf__Id","sf__Created","name","BillingState","NumberOfEmployees"\n"001\w{15}","true","Bulk, 1","CA","5"\n$/,
    );
    expect((await csv(id, 'failedResults')).split('\n').slice(1, 3)).toEqual([
      '"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","","CA",""',
      '"","INVALID_TYPE_ON_FIELD_IN_RECORD:Employees: value not of required type: many:NumberOfEmployees --","Bulk 3","CA","many"',
    ]);
    expect(await csv(id, 'unprocessedrecords')).toBe('"name","BillingState","NumberOfEmployees"\n');
  });

  test('takes other delimiters and line ends, clears with #N/A and leaves empty cells alone', async () => {
    const job = { object: 'Account', operation: 'update', columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' };
    await org.call('PATCH', `sobjects/Account/${ACME}`, { Site: 'Dock', Rating: 'Hot' });
    const id = await ingest(job, `Id;Site;Rating;Phone\r\n${ACME};#N/A;;"1;2"\r\n`);
    expect(await finished(id)).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
    expect(org.stored('Account', ACME)).toMatchObject({ Site: null, Rating: 'Hot', Phone: '1;2' });
    expect(await csv(id, 'successfulResults')).toContain(`"${ACME}";"false";`);
  });

  test('upserts by external id, names parents by theirs, deletes by id', async () => {
    const upsert = { object: 'Account', operation: 'upsert', externalIdFieldName: 'Sayso_Key__c' };
    const first = await ingest(upsert, 'Sayso_Key__c,Name\nb-1,One\nb-2,Two\n');
    await finished(first);
    const second = await ingest(upsert, 'Sayso_Key__c,Name\nb-2,Two again\nb-3,Three\n');
    await finished(second);
    expect((await csv(second, 'successfulResults')).split('\n').map((line) => line.split(',')[1])).toEqual([
      '"sf__Created"',
      '"false"',
      '"true"',
      undefined,
    ]);
    const contacts = await ingest(
      { object: 'Contact', operation: 'insert' },
      'LastName,Account.Sayso_Key__c\nChild,b-1\nOrphan,b-9\n',
    );
    expect(await finished(contacts)).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    const [account] = org.org.data.store.findBy('Account', 'Sayso_Key__c', 'b-3');
    const gone = await ingest({ object: 'Account', operation: 'delete' }, `Id\n${account!.Id}\n`);
    await finished(gone);
    expect(org.stored('Account', String(account!.Id))).toBeUndefined();
  });

  test('fails as a whole for a column that does not exist', async () => {
    const id = await ingest({ object: 'Account', operation: 'insert' }, 'Name,Nmae\na,b\n');
    expect(await finished(id)).toMatchObject({
      state: 'Failed',
      errorMessage: 'InvalidBatch : Field name not found : Nmae',
    });
    expect(await csv(id, 'unprocessedrecords')).toBe('"Name","Nmae"\n"a","b"\n');
  });

  test('may be empty, aborted before the upload, deleted, and belongs to its user', async () => {
    const empty = await ingest({ object: 'Account', operation: 'insert' }, '');
    expect(await finished(empty)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 0 });
    const { id } = (await org.call('POST', 'jobs/ingest', { object: 'Account', operation: 'insert' })).body;
    expect((await org.call('GET', `jobs/ingest/${id}`, undefined, { as: BEN })).status).toBe(404);
    expect((await org.call('PATCH', `jobs/ingest/${id}`, { state: 'Aborted' })).body.state).toBe('Aborted');
    expect((await org.call('PUT', `jobs/ingest/${id}/batches`, 'Name\nx\n')).body[0].errorCode).toBe(
      'INVALIDJOBSTATE',
    );
    expect((await org.call('DELETE', `jobs/ingest/${id}`)).status).toBe(204);
    expect((await org.call('GET', `jobs/ingest/${id}`)).status).toBe(404);
    expect(
      (await org.call('GET', 'jobs/ingest')).body.records.map((job: { id: string }) => job.id),
    ).toContain(empty);
  });

  test.each([
    [{ object: 'Unicorn', operation: 'insert' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'merge' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'upsert', externalIdFieldName: 'Phone' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'insert', columnDelimiter: 'DASH' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'hardDelete' }, 'NOT_IMPLEMENTED'],
  ])('is not made from %j', async (body, errorCode) => {
    expect((await org.call('POST', 'jobs/ingest', body)).body[0].errorCode).toBe(errorCode);
  });

  test('stops where a fault says, with the rest unprocessed', async () => {
    const faulty = await openOrg(world, {
      faults: [
        {
          id: 'stop',
          at: 'bulkJob',
          match: { object: 'Account' },
          times: 1,
          action: { type: 'bulkJob', state: 'Aborted', afterRows: 2 },
        },
      ],
    });
    try {
      const id = await ingest({ object: 'Account', operation: 'insert' }, 'Name\na\nb\nc\nd\n', faulty);
      expect(await finished(id, faulty)).toMatchObject({ state: 'Aborted', numberRecordsProcessed: 2 });
      expect(await csv(id, 'unprocessedrecords', faulty)).toBe('"Name"\n"c"\n"d"\n');
      expect((await csv(id, 'successfulResults', faulty)).trim().split('\n')).toHaveLength(3);
    } finally {
      await faulty.close();
    }
  });

  test('lets other requests through while it works, and can be aborted midway', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `Row ${n}`).join('\n');
    const id = await ingest({ object: 'Account', operation: 'insert' }, `Name\n${rows}\n`);
    const { body } = await org.call('PATCH', `jobs/ingest/${id}`, { state: 'Aborted' });
    expect(body.state).toBe('Aborted');
    const done = (await finished(id)).numberRecordsProcessed as number;
    const left = (await csv(id, 'unprocessedrecords')).trim().split('\n').length - 1;
    expect(done + left).toBe(3000);
    expect(left).toBeGreaterThan(0);
    expect((await org.call('GET', `sobjects/Account/${GLOBEX}`)).status).toBe(200);
  });
});
