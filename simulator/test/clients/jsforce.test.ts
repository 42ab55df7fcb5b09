import { describe, expect, jest, test } from '@jest/globals';
import jsforceNode from '@jsforce/jsforce-node';
import jsforce from 'jsforce';
import { ADA, ADMIN, CALLBACK, useOrg, WORLD } from '../server/org.ts';
import { createBrowser, createPkce } from '../oauth/browser.ts';

jest.setTimeout(30_000);

const MANY = 4500;
const world = {
  ...WORLD,
  schema: { fields: { Account: ['Number__c string(20) unique external lookup "Number"'] } },
  records: {
    ...WORLD.records,
    Lead: Array.from({ length: MANY }, (_, n) => ({ LastName: `Lead ${n}`, Company: `Company ${n % 7}` })),
  },
};

describe.each([
  ['jsforce', jsforce],
  ['jsforce-node', jsforceNode as unknown as typeof jsforce],
])('%s', (_, library) => {
  const org = useOrg({ world });

  async function connect(username = ADMIN.username) {
    return new library.Connection({
      instanceUrl: org.url,
      accessToken: await org.tokenFor(username),
      version: '66.0',
    });
  }

  test('creates, reads, updates, upserts and deletes a record', async () => {
    const connection = await connect();
    const created = await connection.sobject('Account').create({ Name: 'Kelp & Sons' });
    expect(created).toMatchObject({ success: true, errors: [] });
    const id = created.id!;
    expect(await connection.sobject('Account').retrieve(id)).toMatchObject({
      Name: 'Kelp & Sons',
      OwnerId: ADMIN.id,
    });
    await connection.sobject('Account').update({ Id: id, Name: 'Kelp', Number__c: 'K-1' });
    const upserted = await connection
      .sobject('Account')
      .upsert({ Number__c: 'K-1', Name: 'Kelp AG' }, 'Number__c');
    expect(upserted).toMatchObject({ success: true, id });
    expect(await connection.sobject('Account').findOne({ Number__c: 'K-1' }, ['Name'])).toMatchObject({
      Name: 'Kelp AG',
    });
    await connection.sobject('Account').destroy(id);
    await expect(connection.sobject('Account').retrieve(id)).rejects.toMatchObject({
      errorCode: 'ENTITY_IS_DELETED',
    });
  });

  test('meets the errors of a save by code, text and fields', async () => {
    const connection = await connect();
    await expect(connection.sobject('Contact').create({ FirstName: 'Ida' })).rejects.toMatchObject({
      name: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [LastName]',
      data: { fields: ['LastName'] },
    });
    await expect(connection.sobject('Account').create({ Name: 'x'.repeat(256) })).rejects.toMatchObject({
      name: 'STRING_TOO_LONG',
    });
  });

  test('pages through a query and fetches it whole', async () => {
    const connection = await connect();
    const first = await connection.query('SELECT Id, LastName FROM Lead');
    expect(first).toMatchObject({ totalSize: MANY, done: false });
    expect(first.records).toHaveLength(2000);
    const second = await connection.queryMore(first.nextRecordsUrl!);
    const third = await connection.queryMore(second.nextRecordsUrl!);
    expect(third.done).toBe(true);
    const ids = new Set([first, second, third].flatMap(({ records }) => records.map((record) => record.Id)));
    expect(ids.size).toBe(MANY);
    const all = await connection
      .sobject('Lead')
      .find({ Company: 'Company 3' }, ['LastName'])
      .sort({ LastName: 1 })
      .execute({ autoFetch: true, maxFetch: MANY });
    expect(all).toHaveLength(Math.ceil((MANY - 3) / 7));
  });

  test('writes collections, with and without allOrNone', async () => {
    const connection = await connect();
    const records = [{ Name: 'One' }, { Name: '' }, { Name: 'Three' }];
    const partial = await connection.sobject('Account').create(records, { allOrNone: false });
    expect(partial.map(({ success }) => success)).toEqual([true, false, true]);
    const whole = await connection.sobject('Account').create(records, { allOrNone: true });
    expect(whole.map(({ errors }) => (errors[0] as unknown as { statusCode: string }).statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    ]);
    const ids = [partial[0]!.id!, partial[2]!.id!];
    const renamed = await connection.sobject('Account').update(ids.map((Id) => ({ Id, Name: 'Renamed' })));
    expect(renamed.every(({ success }) => success)).toBe(true);
    expect((await connection.sobject('Account').destroy(ids)).every(({ success }) => success)).toBe(true);
  });

  test('sends a composite request whose parts name each other', async () => {
    const connection = await connect();
    const base = '/services/data/v66.0/sobjects';
    const { compositeResponse } = await connection.requestPost<{
      compositeResponse: { httpStatusCode: number; body: Record<string, unknown> }[];
    }>('/composite', {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: `${base}/Account`, referenceId: 'account', body: { Name: 'Parent' } },
        {
          method: 'POST',
          url: `${base}/Contact`,
          referenceId: 'contact',
          body: { LastName: 'Child', AccountId: '@{account.id}' },
        },
        { method: 'GET', url: `${base}/Contact/@{contact.id}?fields=AccountId`, referenceId: 'read' },
      ],
    });
    expect(compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 201, 200]);
    expect(compositeResponse[2]!.body['AccountId']).toBe(compositeResponse[0]!.body['id']);
  });

  test('loads and queries in bulk, failed rows told apart', async () => {
    const connection = await connect();
    connection.bulk2.pollInterval = 20;
    const input = [{ Name: 'Bulk 1' }, { Name: 'x'.repeat(300) }, { Name: 'Bulk 2' }];
    const result = await connection.bulk2.loadAndWaitForResults({
      object: 'Account',
      operation: 'insert',
      input,
    });
    expect(result.successfulResults.map((row) => (row as unknown as { Name: string }).Name)).toEqual([
      'Bulk 1',
      'Bulk 2',
    ]);
    expect(result.failedResults).toMatchObject([{ sf__Error: expect.stringContaining('STRING_TOO_LONG') }]);
    expect(result.unprocessedRecords).toEqual([]);
    const stream = await connection.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'Bulk%'");
    expect(await stream.toArray()).toHaveLength(2);
  });

  test('describes, searches and reads limits', async () => {
    const connection = await connect();
    const { sobjects } = await connection.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Account', 'Opportunity', 'Task']),
    );
    const { fields } = await connection.sobject('Opportunity').describe();
    expect(fields.find(({ name }) => name === 'StageName')).toMatchObject({
      type: 'picklist',
      nillable: false,
    });
    const { searchRecords } = await connection.search(
      'FIND {Seawall} IN NAME FIELDS RETURNING Account(Id, Name)',
    );
    expect(searchRecords).toMatchObject([{ Name: 'Seawall AG' }]);
    expect(await connection.limits()).toMatchObject({ DailyApiRequests: { Max: 5_000_000 } });
    expect(connection.limitInfo.apiUsage!.used).toBeGreaterThan(0);
    expect(await connection.identity()).toMatchObject({
      username: ADMIN.username,
      organization_id: org.org.id,
    });
  });

  test('signs in with code and PKCE, and refreshes by itself when the session has ended', async () => {
    const oauth2 = new library.OAuth2({
      loginUrl: org.url,
      clientId: org.clientId,
      clientSecret: org.clientSecret,
      redirectUri: CALLBACK,
    });
    const { verifier, challenge } = createPkce();
    const url = oauth2.getAuthorizationUrl({ scope: 'api refresh_token', code_challenge: challenge });
    const browser = createBrowser(org);
    const consent = await browser.submit(await browser.open(url), { username: ADA.username, pw: 'x' });
    const back = await browser.submit(consent, { decision: 'allow' });
    const connection = new library.Connection({ oauth2, version: '66.0' });
    await connection.authorize(back.url.searchParams.get('code')!, { code_verifier: verifier });
    expect(connection.userInfo).toMatchObject({ id: ADA.id, organizationId: org.org.id });

    const first = connection.refreshToken;
    const refreshed = new Promise((resolve) => connection.on('refresh', resolve));
    await org.sim('DELETE', 'session', { username: ADA.username });
    expect((await connection.query('SELECT Id FROM Account')).totalSize).toBeGreaterThan(0);
    await refreshed;
    // Known flaw of the library: it drops the rotated token, so its next refresh replays a dead one.
    expect(connection.refreshToken).toBe(first);
    await org.sim('DELETE', 'session', { username: ADA.username });
    await expect(connection.query('SELECT Id FROM Account')).rejects.toThrow('expired access/refresh token');
    const grants = (await org.sim('GET', `grants?username=${ADA.username}`)) as Record<string, unknown>[];
    expect(grants.at(-1)).toMatchObject({ replays: 1, revokedWhy: 'a dead refresh token was presented' });
  });

  test('rotates when the caller keeps the new token, and revokes', async () => {
    const oauth2 = new library.OAuth2({
      loginUrl: org.url,
      clientId: org.clientId,
      clientSecret: org.clientSecret,
      redirectUri: CALLBACK,
    });
    let { refresh_token } = (await org.sim('POST', 'session', { username: ADA.username, approve: true })) as {
      refresh_token: string;
    };
    for (let n = 0; n < 3; n++) {
      const answer = await oauth2.refreshToken(refresh_token);
      refresh_token = (answer as unknown as { refresh_token: string }).refresh_token;
    }
    await oauth2.revokeToken(refresh_token);
    await expect(oauth2.refreshToken(refresh_token)).rejects.toMatchObject({ name: 'invalid_grant' });
  });

  test('logs in with a password over SOAP and out again', async () => {
    const connection = new library.Connection({ loginUrl: org.url, version: '66.0' });
    expect(await connection.login(ADMIN.username, 'any')).toMatchObject({ id: ADMIN.id });
    expect((await connection.query('SELECT Id FROM User')).totalSize).toBe(3);
    const { accessToken, instanceUrl } = connection;
    await connection.logout();
    const old = new library.Connection({ accessToken: accessToken!, instanceUrl, version: '66.0' });
    await expect(old.query('SELECT Id FROM User')).rejects.toMatchObject({ name: 'INVALID_SESSION_ID' });
    await expect(connection.login('nobody', 'any')).rejects.toThrow('INVALID_LOGIN');
  });
});
