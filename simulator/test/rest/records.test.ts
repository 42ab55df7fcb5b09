import { describe, expect, test } from '@jest/globals';
import { ACME, ADA, BEN, DEAL, GLOBEX, KAREN, useOrg, V } from './org.ts';

const org = useOrg({
  schema: {
    fields: { Account: ['Sayso_Key__c string(64) external unique', 'Loose__c string(20) external'] },
    objects: [
      {
        name: 'Visit__c',
        nameFormat: 'V-{0000}',
        fields: ['Account__c ->Account kids Visits__r', 'Outcome__c picklist restricted = *Good; Bad'],
      },
    ],
  },
});

describe('Versions and resources', () => {
  test('are listed without a session, the newest last', async () => {
    const response = await fetch(`${org.url}/services/data`);
    const versions = (await response.json()) as { label: string; url: string; version: string }[];
    expect(versions.at(-1)).toEqual({ label: "Winter '27", url: '/services/data/v68.0', version: '68.0' });
    expect(versions.find(({ version }) => version === '66.0')!.label).toBe("Spring '26");
    expect(versions.find(({ version }) => version === '41.0')!.label).toBe("Winter '18");
    expect(response.headers.has('sforce-limit-info')).toBe(false);
  });

  test('that are retired or not there yet are refused', async () => {
    expect((await org.call('GET', '/services/data/v30.0/sobjects')).status).toBe(410);
    expect((await org.call('GET', '/services/data/v69.0/sobjects')).status).toBe(404);
    expect((await org.call('GET', '/services/data/v31.0/sobjects')).status).toBe(200);
  });

  test('name the identity of the session', async () => {
    const { body } = await org.call('GET', V);
    expect(body).toMatchObject({ sobjects: `${V}/sobjects`, identity: `${org.url}/id/${org.org.id}/${ADA}` });
  });
});

describe('Reading a record', () => {
  test('gives every visible field, or the ones that are named and the id', async () => {
    const all = (await org.call('GET', `sobjects/Account/${ACME}`)).body;
    expect(all).toMatchObject({
      attributes: { type: 'Account', url: `${V}/sobjects/Account/${ACME}` },
      Id: ACME,
      Phone: null,
    });
    expect(all.BillingAddress).toMatchObject({ city: 'Bremen', street: null });
    expect(all.ShippingAddress).toBeNull();
    const some = (await org.call('GET', `sobjects/Account/${ACME.slice(0, 15)}?fields=name,OWNERID`)).body;
    expect(Object.keys(some)).toEqual(['attributes', 'Name', 'OwnerId', 'Id']);
  });

  test('knows 304', async () => {
    const { headers } = await org.call('GET', `sobjects/Account/${ACME}`);
    const since = { 'if-modified-since': headers.get('last-modified')! };
    expect((await org.call('GET', `sobjects/Account/${ACME}`, undefined, { headers: since })).status).toBe(
      304,
    );
  });

  test('follows relationships', async () => {
    expect((await org.call('GET', `sobjects/Contact/${KAREN}/Account?fields=Name`)).body.Name).toBe(
      'Acme Corp',
    );
    expect((await org.call('GET', `sobjects/Account/${ACME}/Contacts?fields=LastName`)).body).toMatchObject({
      totalSize: 1,
      done: true,
      records: [{ LastName: 'Whitfield' }],
    });
    expect((await org.call('GET', `sobjects/Account/${ACME}/Ponies`)).status).toBe(404);
  });

  test.each([
    ['sobjects/Unicorn/001Hs0000000001IAA', 404, 'NOT_FOUND', 'The requested resource does not exist'],
    ['sobjects/Account/001Hs0000000ZZZIAA', 404, 'NOT_FOUND', 'The requested resource does not exist'],
    [
      'sobjects/Account/acme',
      404,
      'NOT_FOUND',
      'Provided external ID field does not exist or is not accessible: acme',
    ],
    [
      'sobjects/Account/Phone/5',
      404,
      'NOT_FOUND',
      'Provided external ID field does not exist or is not accessible: Phone',
    ],
    ['sobjects/Account/Sayso_Key__c/none', 404, 'NOT_FOUND', 'The requested resource does not exist'],
  ])('of %s answers %i %s', async (path, status, errorCode, message) => {
    const answer = await org.call('GET', path);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual([{ errorCode, message }]);
  });
});

describe('Upsert', () => {
  test('creates once and updates after', async () => {
    const path = 'sobjects/Account/Sayso_Key__c/u-1';
    const first = await org.call('PATCH', path, { Name: 'Up' });
    expect([first.status, first.body]).toEqual([
      201,
      { id: expect.any(String), success: true, errors: [], created: true },
    ]);
    const second = await org.call('PATCH', path, { Name: 'Up again' });
    expect([second.status, second.body]).toEqual([
      200,
      { id: first.body.id, success: true, errors: [], created: false },
    ]);
    expect((await org.call('GET', path)).body).toMatchObject({ Name: 'Up again', Sayso_Key__c: 'u-1' });
    expect((await org.call('DELETE', path)).status).toBe(204);
  });

  test('names the records when several hold the value', async () => {
    const ids = await Promise.all(
      ['a', 'b'].map(
        async (Name) => (await org.call('POST', 'sobjects/Account', { Name, Loose__c: 'twice' })).body.id,
      ),
    );
    const { status, body } = await org.call('PATCH', 'sobjects/Account/Loose__c/twice', { Name: 'x' });
    expect([status, [...body].sort()]).toEqual([300, ids.map((id) => `${V}/sobjects/Account/${id}`).sort()]);
  });

  test('with updateOnly creates nothing', async () => {
    expect(
      (await org.call('PATCH', 'sobjects/Account/Sayso_Key__c/nobody?updateOnly=true', { Name: 'x' })).status,
    ).toBe(404);
  });

  test('repeated at the same time creates one record', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, () =>
        org.call('PATCH', 'sobjects/Account/Sayso_Key__c/race', { Name: 'Race' }),
      ),
    );
    expect(results.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(results.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('Custom objects of the world', () => {
  test('can be described, numbered and related', async () => {
    const { body } = await org.call('POST', 'sobjects/Visit__c', { Account__c: GLOBEX });
    expect(body.id).toMatch(/^a00/);
    expect((await org.call('GET', `sobjects/Visit__c/${body.id}`)).body).toMatchObject({
      Name: 'V-0001',
      Outcome__c: 'Good',
      OwnerId: ADA,
    });
    const bad = await org.call('PATCH', `sobjects/Visit__c/${body.id}`, { Outcome__c: 'Ugly' });
    expect(bad.body[0].errorCode).toBe('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
    expect((await org.call('GET', `sobjects/Visit__c/${body.id}/Account__r?fields=Name`)).body.Name).toBe(
      'Globex',
    );
    const account = (await org.call('GET', 'sobjects/Account/describe')).body;
    expect(account.childRelationships).toContainEqual(
      expect.objectContaining({
        childSObject: 'Visit__c',
        field: 'Account__c',
        relationshipName: 'Visits__r',
      }),
    );
  });
});

describe('Collections', () => {
  const row = (type: string, fields: object) => ({ attributes: { type }, ...fields });

  test('save what is right and say what is wrong', async () => {
    const { body } = await org.call('PATCH', 'composite/sobjects', {
      records: [
        row('Opportunity', { id: DEAL, NextStep: 'Call' }),
        row('Account', { id: ACME, Name: '' }),
        row('Account', { Name: 'x' }),
      ],
    });
    expect(body).toEqual([
      { id: DEAL, success: true, errors: [] },
      {
        success: false,
        errors: [
          {
            statusCode: 'REQUIRED_FIELD_MISSING',
            message: 'Required fields are missing: [Name]',
            fields: ['Name'],
          },
        ],
      },
      {
        success: false,
        errors: [
          { statusCode: 'MISSING_ARGUMENT', message: 'Id not specified in an update call', fields: [] },
        ],
      },
    ]);
    expect(org.stored('Opportunity', DEAL)).toMatchObject({ NextStep: 'Call' });
  });

  test('with allOrNone take everything back', async () => {
    const count = org.org.data.store.count('Account');
    const { body } = await org.call('POST', 'composite/sobjects', {
      allOrNone: true,
      records: [row('Account', { Name: 'a' }), row('Account', {})],
    });
    expect(body[0]).toEqual({
      success: false,
      errors: [
        {
          statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
          message:
            'Record rolled back because not all records were valid and the request was using AllOrNone header',
          fields: [],
        },
      ],
    });
    expect(org.org.data.store.count('Account')).toBe(count);
  });

  test('upsert by external id, and say what a failed row would have been', async () => {
    const path = 'composite/sobjects/Account/Sayso_Key__c';
    const made = await org.call('PATCH', path, {
      records: [row('Account', { Name: 'k', Sayso_Key__c: 'col-1' })],
    });
    expect(made.body).toEqual([{ id: expect.any(String), success: true, errors: [], created: true }]);
    const { body } = await org.call('PATCH', path, {
      allOrNone: true,
      records: [
        row('Account', { Name: 'k2', Sayso_Key__c: 'col-1' }),
        row('Account', { Name: 'n', Sayso_Key__c: 'col-2', OwnerId: 'nobody' }),
      ],
    });
    expect(
      body.map((result: { success: boolean; created: boolean; errors: { statusCode: string }[] }) => [
        result.success,
        result.created,
        result.errors[0]!.statusCode,
      ]),
    ).toEqual([
      [false, false, 'ALL_OR_NONE_OPERATION_ROLLED_BACK'],
      [false, true, 'MALFORMED_ID'],
    ]);
  });

  test('delete and read by ids', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => (await org.call('POST', 'sobjects/Task', { Subject: 'x' })).body.id),
    );
    const read = await org.call(
      'GET',
      `composite/sobjects/Task?ids=${ids[0]},00THs0000000ZZZMAA,${ids[1]}&fields=Subject`,
    );
    expect(read.body).toEqual([
      expect.objectContaining({ Subject: 'x', Id: ids[0] }),
      null,
      expect.objectContaining({ Id: ids[1] }),
    ]);
    expect(
      (await org.call('POST', 'composite/sobjects/Task', { ids, fields: ['Subject'] })).body,
    ).toHaveLength(2);
    const gone = await org.call('DELETE', `composite/sobjects?ids=${ids.join(',')}&allOrNone=true`);
    expect(gone.body).toEqual(ids.map((id) => ({ id, success: true, errors: [] })));
  });

  test('have their limits: 200 rows, 10 runs of a type, known fields', async () => {
    const rows = (count: number, type: (n: number) => string) =>
      Array.from({ length: count }, (_, n) => row(type(n), { Subject: 'x' }));
    const code = async (records: object[]) =>
      (await org.call('POST', 'composite/sobjects', { records })).body[0].errorCode;
    expect(await code(rows(201, () => 'Task'))).toBe('EXCEEDED_ID_LIMIT');
    expect(await code(rows(12, (n) => (n % 2 ? 'Task' : 'Event')))).toBe('INVALID_INPUT');
    expect(await code([row('Task', { Sbject: 'x' })])).toBe('INVALID_FIELD');
    expect(await code([row('Unicorn', {})])).toBe('INVALID_TYPE');
  });
});

describe('Replication and recent items', () => {
  test('tell what changed and what was deleted', async () => {
    const id = (await org.call('POST', 'sobjects/Task', { Subject: 'here' })).body.id;
    const gone = (await org.call('POST', 'sobjects/Task', { Subject: 'gone' })).body.id;
    await org.call('DELETE', `sobjects/Task/${gone}`);
    const now = org.org.clock.now().getTime();
    const window = `start=${encodeURIComponent(new Date(now - 60_000).toISOString())}&end=${encodeURIComponent(new Date(now + 60_000).toISOString())}`;
    const updated = (await org.call('GET', `sobjects/Task/updated/?${window}`)).body;
    expect(updated.ids).toContain(id);
    expect(updated.ids).not.toContain(gone);
    const deleted = (await org.call('GET', `sobjects/Task/deleted/?${window}`)).body;
    expect(deleted.deletedRecords).toContainEqual({ id: gone, deletedDate: expect.any(String) });
    expect((await org.call('GET', 'sobjects/Task/updated/?start=x&end=y')).body[0].errorCode).toBe(
      'INVALID_REPLICATION_DATE',
    );
  });

  test('list what the user opened, the latest first', async () => {
    await org.call('GET', `sobjects/Account/${GLOBEX}`, undefined, { as: BEN });
    await org.call('GET', `sobjects/Account/${ACME}`, undefined, { as: BEN });
    const { body } = await org.call('GET', 'recent?limit=2', undefined, { as: BEN });
    expect(body.map((record: { Name: string }) => record.Name)).toEqual(['Acme Corp', 'Globex']);
    const basic = (await org.call('GET', 'sobjects/Account', undefined, { as: BEN })).body;
    expect(basic).toMatchObject({
      objectDescribe: { name: 'Account' },
      recentItems: [{ Id: ACME }, { Id: GLOBEX }],
    });
  });
});

test('The limits count API calls', async () => {
  const remaining = async () => (await org.call('GET', 'limits')).body.DailyApiRequests.Remaining;
  const first = await remaining();
  const { headers } = await org.call('GET', 'sobjects');
  expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/\d+$/);
  expect(await remaining()).toBe(first - 2);
});

test('The Connect API tells the currency of the org', async () => {
  const { status, body } = await org.call('GET', 'connect/organization');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    features: { defaultCurrencyIsoCode: 'EUR', multiCurrency: false },
    userSettings: { currencySymbol: '€' },
  });
  expect((await org.call('GET', 'connect/communities')).status).toBe(501);
});

test.each(['/services/async/66.0/job', `${V}/wave/datasets`])(
  'What is not modelled says so: %s',
  async (path) => {
    const { status, body } = await org.call('GET', path);
    expect([status, body[0].errorCode]).toEqual([501, 'NOT_IMPLEMENTED']);
  },
);
