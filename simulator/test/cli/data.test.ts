import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ADA, ADMIN, useOrg } from '../server/org.ts';
import { CLI_TIMEOUT_MS, createSf, type Sf } from './sf.ts';

jest.setTimeout(CLI_TIMEOUT_MS);

const org = useOrg();
let sf: Sf;

beforeAll(async () => {
  sf = await createSf();
  expect(await sf.login(org, ADMIN.username)).toMatchObject({
    status: 0,
    result: { username: ADMIN.username, orgId: org.org.id, isDevHub: true },
  });
});
afterAll(() => sf.close());

describe('sf data', () => {
  test('creates, reads, updates and deletes a record', async () => {
    const created = await sf.run<{ id: string }>([
      ...['data', 'create', 'record', '--sobject', 'Contact'],
      ...['--values', "LastName='Van der Berg' Email=berg@example.com AccountId=001Hs0000000001IAA"],
    ]);
    expect(created).toMatchObject({ status: 0, result: { success: true } });
    const { id } = created.result;
    const one = ['--sobject', 'Contact', '--record-id', id];
    expect(await sf.run(['data', 'get', 'record', ...one])).toMatchObject({
      result: { LastName: 'Van der Berg', Email: 'berg@example.com', OwnerId: ADMIN.id },
    });
    expect(await sf.run(['data', 'update', 'record', ...one, '--values', 'FirstName=Ida'])).toMatchObject({
      status: 0,
    });
    expect(org.org.data.record('Contact', id)).toMatchObject({ FirstName: 'Ida', Name: 'Ida Van der Berg' });
    expect(await sf.run(['data', 'delete', 'record', ...one])).toMatchObject({ status: 0 });
    expect(org.org.data.record('Contact', id)).toBeUndefined();
  });

  test('is told what a save refuses, by its code', async () => {
    expect(
      await sf.run(['data', 'create', 'record', '--sobject', 'Contact', '--values', 'FirstName=Ida']),
    ).toMatchObject({
      name: 'REQUIRED_FIELD_MISSING',
      message: expect.stringContaining('Required fields are missing: [LastName]'),
    });
  });

  test('queries, parents included, and is told where a query is wrong', async () => {
    const query = (soql: string) => sf.run(['data', 'query', '--query', soql]);
    expect(await query("SELECT Name, Owner.Name FROM Account WHERE Owner.Name LIKE 'ada%'")).toMatchObject({
      result: { totalSize: 1, records: [{ Name: 'Nordlicht GmbH', Owner: { Name: 'Ada Brandt' } }] },
    });
    expect(await query('SELECT Nothing FROM Account')).toMatchObject({
      name: 'INVALID_FIELD',
      message: expect.stringContaining("No such column 'Nothing' on entity 'Account'"),
    });
  });

  test('imports and exports in bulk', async () => {
    const csv = await sf.file(
      'leads.csv',
      `LastName,Company\n${Array.from({ length: 250 }, (_, n) => `Lead ${n},Company ${n}`).join('\n')}\n`,
    );
    expect(
      await sf.run(['data', 'import', 'bulk', '--sobject', 'Lead', '--file', csv, '--wait', '2']),
    ).toMatchObject({
      status: 0,
      result: { processedRecords: 250, successfulRecords: 250, failedRecords: 0 },
    });
    expect(
      await sf.run([
        ...['data', 'export', 'bulk', '--query', "SELECT LastName FROM Lead WHERE LastName LIKE 'Lead 1%'"],
        ...['--output-file', 'out.csv', '--wait', '2'],
      ]),
    ).toMatchObject({ status: 0, result: { totalSize: 111 } });
    const lines = (await sf.read('out.csv')).trim().split('\n');
    expect(lines).toHaveLength(112);
    expect(lines[0]).toMatch(/^"?LastName"?$/);
  });
});

describe('sf on the org', () => {
  test('describes an object', async () => {
    const { result } = await sf.run<{ name: string; fields: { name: string; type: string }[] }>([
      ...['sobject', 'describe', '--sobject', 'Opportunity'],
    ]);
    expect(result.fields).toContainEqual(expect.objectContaining({ name: 'StageName', type: 'picklist' }));
  });

  test('lists limits with the calls that were made', async () => {
    const { result } = await sf.run<{ name: string; max: number; remaining: number }[]>([
      ...['org', 'list', 'limits'],
    ] as string[]);
    const daily = result.find((limit) => limit.name === 'DailyApiRequests')!;
    expect(daily.max).toBe(5_000_000);
    expect(daily.remaining).toBeLessThan(daily.max);
  });

  test('shows the org and opens it', async () => {
    expect(await sf.run(['org', 'display'])).toMatchObject({
      result: { id: org.org.id, username: ADMIN.username, connectedStatus: 'Connected' },
    });
    const { result } = await sf.run<{ url: string }>(['org', 'open', '--url-only']);
    const door = await fetch(result.url, { redirect: 'manual' });
    expect(door.headers.get('set-cookie')).toMatch(/^sid=00D/);
  });

  test('works with the rights of its user only', async () => {
    const other = await createSf();
    await other.login(org, ADA.username);
    expect(
      await other.run(['project', 'deploy', 'start', '--metadata-dir', await emptyPackage(other)]),
    ).toMatchObject({ message: expect.stringContaining('ModifyMetadata') });
    await other.close();
  });
});

async function emptyPackage(one: Sf): Promise<string> {
  await one.file(
    'mdapi/package.xml',
    '<?xml version="1.0"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>66.0</version></Package>',
  );
  return 'mdapi';
}
