import { describe, expect, test } from '@jest/globals';
import { ACME, ADA, ADMIN, DEAL, GLOBEX, KAREN, OLD, RITA, useOrg } from '../rest/org.ts';

const org = useOrg({
  schema: { fields: { Account: ['Sayso_Key__c string(64) external unique'], Task: ['Effort__c int'] } },
});

const create = (object: string, fields: object, as = ADA) =>
  org.call('POST', `sobjects/${object}`, fields, { as });
const update = (object: string, id: string, fields: object, as = ADA) =>
  org.call('PATCH', `sobjects/${object}/${id}`, fields, { as });

describe('Creating a record', () => {
  test('answers its id and location, and stamps it', async () => {
    const { status, body, headers } = await create('Task', {
      Subject: 'Call Karen',
      WhoId: KAREN,
      ActivityDate: '2026-11-27',
    });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.stringMatching(/^00T\w{15}$/), success: true, errors: [] });
    expect(headers.get('location')).toBe(`/services/data/v66.0/sobjects/Task/${body.id}`);
    expect(org.stored('Task', body.id)).toMatchObject({
      Status: 'Not Started',
      Priority: 'Normal',
      TaskSubtype: 'Task',
      OwnerId: ADA,
      CreatedById: ADA,
      AccountId: ACME,
      IsClosed: false,
      IsDeleted: false,
      CreatedDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+0000$/),
    });
  });

  test('takes field names in any case and clears with null and empty text', async () => {
    const { body } = await create('Account', { name: '  Initrode ', BILLINGCITY: 'Kiel', phone: '' });
    expect(org.stored('Account', body.id)).toMatchObject({
      Name: 'Initrode',
      BillingCity: 'Kiel',
      Phone: null,
    });
  });

  test('takes references with 15 characters', async () => {
    const { body } = await create('Contact', { LastName: 'Short', AccountId: ACME.slice(0, 15) });
    expect(org.stored('Contact', body.id)).toMatchObject({ AccountId: ACME, Name: 'Short' });
  });

  test.each<[string, string, object, number, string, string, string[] | undefined]>([
    [
      'names every missing field',
      'Opportunity',
      { Name: 'x' },
      400,
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [StageName, CloseDate]',
      ['StageName', 'CloseDate'],
    ],
    [
      'refuses text that is too long',
      'Task',
      { Subject: 'x'.repeat(256) },
      400,
      'STRING_TOO_LONG',
      `Subject: data value too large: ${'x'.repeat(256)} (max length=255)`,
      ['Subject'],
    ],
    [
      'refuses a field that does not exist',
      'Task',
      { Sbject: 'x' },
      400,
      'INVALID_FIELD',
      "No such column 'Sbject' on sobject of type Task",
      undefined,
    ],
    [
      'refuses a field that the platform computes',
      'Task',
      { IsClosed: true },
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: IsClosed. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
      ['IsClosed'],
    ],
    [
      'refuses a date that is none',
      'Task',
      { ActivityDate: '2026-13-01' },
      400,
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of date from VALUE_STRING value 2026-13-01 or request may be missing a required field at [line:1, column:17]',
      undefined,
    ],
    [
      'refuses the 30th of February',
      'Task',
      { ActivityDate: '2026-02-30' },
      400,
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of date from VALUE_STRING value 2026-02-30 or request may be missing a required field at [line:1, column:17]',
      undefined,
    ],
    [
      'refuses a list for a number',
      'Account',
      { NumberOfEmployees: [1] },
      400,
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of int from START_ARRAY value [ or request may be missing a required field at [line:1, column:22]',
      undefined,
    ],
    [
      'refuses a number for text',
      'Account',
      { Name: 5 },
      400,
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of string from VALUE_NUMBER_INT value 5 or request may be missing a required field at [line:1, column:9]',
      undefined,
    ],
    [
      'refuses an e-mail that is none',
      'Contact',
      { LastName: 'x', Email: 'karen@' },
      400,
      'INVALID_EMAIL_ADDRESS',
      'Email: invalid email address: karen@',
      ['Email'],
    ],
    [
      'refuses a value outside a restricted picklist',
      'Event',
      { StartDateTime: '2026-11-27T09:00:00Z', DurationInMinutes: 30, ShowAs: 'Away' },
      400,
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Show Time As: bad value for restricted picklist field: Away',
      ['ShowAs'],
    ],
    [
      'refuses the id of another object',
      'Contact',
      { LastName: 'x', AccountId: KAREN },
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      `Account ID: id value of incorrect type: ${KAREN}`,
      ['AccountId'],
    ],
    [
      'refuses an id that is none',
      'Contact',
      { LastName: 'x', AccountId: 'Acme' },
      400,
      'MALFORMED_ID',
      'Account ID: id value of incorrect type: Acme',
      ['AccountId'],
    ],
    [
      'refuses a record that does not exist',
      'Contact',
      { LastName: 'x', AccountId: '001Hs0000000ZZZIAA' },
      400,
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
      [],
    ],
    [
      'refuses an inactive owner',
      'Task',
      { OwnerId: OLD },
      400,
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${OLD}] as owner of task`,
      [],
    ],
    [
      'refuses an event without a time',
      'Event',
      { Subject: 'x' },
      400,
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [StartDateTime, DurationInMinutes]',
      ['StartDateTime', 'DurationInMinutes'],
    ],
    [
      'does not model recurring tasks',
      'Task',
      { Subject: 'x', IsRecurrence: true },
      501,
      'NOT_IMPLEMENTED',
      'The simulator does not model recurring tasks and events.',
      undefined,
    ],
    [
      'refuses numbers with too many digits',
      'Account',
      { Name: 'x', AnnualRevenue: 1e18 },
      400,
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Annual Revenue: value outside of valid range on numeric field: 1000000000000000000',
      ['AnnualRevenue'],
    ],
  ])('%s', async (_, object, fields, status, errorCode, message, names) => {
    const answer = await create(object, fields);
    expect(answer.body).toEqual([{ errorCode, message, ...(names && { fields: names }) }]);
    expect(answer.status).toBe(status);
  });

  test('stores any text in a picklist that is not restricted', async () => {
    const { body } = await create('Opportunity', {
      Name: 'Odd',
      StageName: 'Verbal Commit',
      CloseDate: '2026-12-01',
    });
    expect(org.stored('Opportunity', body.id)).toMatchObject({
      StageName: 'Verbal Commit',
      IsClosed: false,
      Probability: 0,
    });
  });

  test('rounds to the places of the field, half away from zero', async () => {
    const { body } = await create('Opportunity', {
      Name: 'r',
      StageName: 'Prospecting',
      CloseDate: '2026-12-01',
      Amount: 1.005,
    });
    expect(org.stored('Opportunity', body.id)).toMatchObject({ Amount: 1.01 });
  });

  test('refuses a second value of a unique field', async () => {
    const first = await create('Account', { Name: 'One', Sayso_Key__c: 'k-1' });
    const { status, body } = await create('Account', { Name: 'Two', Sayso_Key__c: 'K-1' });
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        errorCode: 'DUPLICATE_VALUE',
        message: `duplicate value found: Sayso_Key__c duplicates value on record with id: ${first.body.id}`,
        fields: [],
      },
    ]);
  });

  test('needs the right on the object', async () => {
    const { status, body } = await create('Account', { Name: 'x' }, RITA);
    expect([status, body[0].errorCode]).toEqual([400, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    expect((await create('User', { LastName: 'x' })).body[0].errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
  });

  test('takes a parent by its external id', async () => {
    const parent = await create('Account', { Name: 'Parent', Sayso_Key__c: 'k-parent' });
    const child = await create('Contact', { LastName: 'Child', Account: { Sayso_Key__c: 'k-parent' } });
    expect(org.stored('Contact', child.body.id)).toMatchObject({ AccountId: parent.body.id });
    const { body } = await create('Contact', { LastName: 'Child', Account: { Sayso_Key__c: 'nobody' } });
    expect(body[0]).toEqual({
      errorCode: 'INVALID_FIELD',
      message: 'Foreign key external ID: nobody not found for field Sayso_Key__c in entity Account',
    });
  });
});

describe('Updating a record', () => {
  test('answers 204, leaves other fields alone and moves the stamps', async () => {
    const before = org.stored('Account', GLOBEX)!;
    const { status, body } = await update('Account', GLOBEX, { Rating: 'Hot' }, ADMIN);
    expect([status, body]).toEqual([204, '']);
    expect(org.stored('Account', GLOBEX)).toMatchObject({
      Rating: 'Hot',
      Name: 'Globex',
      LastModifiedById: ADMIN,
      CreatedById: before.CreatedById,
    });
  });

  test('refuses an Id in the body, a cleared required field and a create-only field', async () => {
    expect((await update('Opportunity', DEAL, { Id: DEAL })).body[0].errorCode).toBe('INVALID_FIELD');
    expect((await update('Opportunity', DEAL, { Name: null })).body).toEqual([
      {
        errorCode: 'REQUIRED_FIELD_MISSING',
        message: 'Required fields are missing: [Name]',
        fields: ['Name'],
      },
    ]);
    expect((await update('Opportunity', DEAL, { ContactId: KAREN })).body[0].errorCode).toBe(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    );
  });

  test('answers 404 for a record that does not exist or was deleted, and says which', async () => {
    expect((await update('Account', '001Hs0000000ZZZIAA', { Name: 'x' })).body).toEqual([
      { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
    ]);
    const { body } = await create('Account', { Name: 'Soon gone' });
    await org.call('DELETE', `sobjects/Account/${body.id}`);
    const answer = await update('Account', body.id, { Name: 'x' });
    expect([answer.status, answer.body[0].errorCode]).toEqual([404, 'ENTITY_IS_DELETED']);
    expect((await update('Account', KAREN, { Name: 'x' })).body).toEqual([
      {
        errorCode: 'MALFORMED_ID',
        message: `Account ID: id value of incorrect type: ${KAREN}`,
        fields: ['Id'],
      },
    ]);
  });

  test('keeps to If-Unmodified-Since by the second', async () => {
    const { body } = await create('Account', { Name: 'Guarded' });
    const path = `sobjects/Account/${body.id}`;
    const since = (ms: number) => ({
      headers: { 'if-unmodified-since': new Date(org.org.clock.now().getTime() + ms).toUTCString() },
    });
    expect((await org.call('PATCH', path, { Name: 'a' }, since(0))).status).toBe(204);
    expect((await org.call('PATCH', path, { Name: 'b' }, since(-5000))).status).toBe(412);
    expect(
      (await org.call('PATCH', path, { Name: 'c' }, { headers: { 'if-unmodified-since': 'soon' } })).status,
    ).toBe(400);
    expect(org.stored('Account', body.id)).toMatchObject({ Name: 'a' });
  });
});

describe('What follows from a save', () => {
  test('a stage decides probability, forecast and state, unless they are given', async () => {
    const { body } = await create('Opportunity', {
      Name: 'Stages',
      StageName: 'Negotiation/Review',
      CloseDate: '2027-02-01',
      Amount: 1000,
    });
    const stored = () => org.stored('Opportunity', body.id);
    expect(stored()).toMatchObject({
      Probability: 90,
      ForecastCategory: 'Forecast',
      ForecastCategoryName: 'Commit',
      IsClosed: false,
      ExpectedRevenue: 900,
      Fiscal: '2027 1',
      FiscalQuarter: 1,
    });
    await update('Opportunity', body.id, { Probability: 40 });
    expect(stored()).toMatchObject({
      Probability: 40,
      StageName: 'Negotiation/Review',
      ExpectedRevenue: 400,
    });
    await update('Opportunity', body.id, { StageName: 'Closed Won' });
    expect(stored()).toMatchObject({
      Probability: 100,
      IsClosed: true,
      IsWon: true,
      ForecastCategory: 'Closed',
    });
    await update('Opportunity', body.id, {
      StageName: 'Perception Analysis',
      Probability: 33,
      ForecastCategoryName: 'Commit',
    });
    expect(stored()).toMatchObject({
      Probability: 33,
      IsClosed: false,
      IsWon: false,
      ForecastCategory: 'Forecast',
      ExpectedRevenue: 330,
    });
    await update('Opportunity', body.id, { StageName: 'Closed Lost' });
    expect(stored()).toMatchObject({
      Probability: 0,
      IsClosed: true,
      IsWon: false,
      ForecastCategoryName: 'Omitted',
    });
  });

  test('names of people are composed', async () => {
    const { body } = await create('Contact', { FirstName: 'Jo', LastName: 'Do' });
    expect(org.stored('Contact', body.id)).toMatchObject({ Name: 'Jo Do' });
    await update('Contact', body.id, { FirstName: null });
    expect(org.stored('Contact', body.id)).toMatchObject({ Name: 'Do' });
    expect((await update('Contact', body.id, { Name: 'Jo' })).body[0].errorCode).toBe(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    );
  });

  test('a closed task and an event move the last activity of deal, person and account', async () => {
    const deal = (
      await create('Opportunity', {
        Name: 'Quiet',
        AccountId: GLOBEX,
        StageName: 'Prospecting',
        CloseDate: '2026-12-01',
      })
    ).body.id;
    const last = (object: string, id: string) => org.stored(object, id)!.LastActivityDate;
    const task = (await create('Task', { Subject: 'Call', WhatId: deal, ActivityDate: '2026-11-10' })).body
      .id;
    expect(last('Opportunity', deal)).toBeNull();
    await update('Task', task, { Status: 'Completed' });
    expect(org.stored('Task', task)).toMatchObject({
      IsClosed: true,
      AccountId: GLOBEX,
      CompletedDateTime: expect.any(String),
    });
    expect([last('Opportunity', deal), last('Account', GLOBEX)]).toEqual(['2026-11-10', '2026-11-10']);
    await create('Event', {
      Subject: 'Visit',
      WhatId: deal,
      StartDateTime: '2026-11-12T09:00:00Z',
      DurationInMinutes: 30,
    });
    expect(last('Opportunity', deal)).toBe('2026-11-12');
    await org.call('DELETE', `sobjects/Task/${task}`);
    expect(last('Opportunity', deal)).toBe('2026-11-12');
  });

  test('start, end and duration of an event follow from each other', async () => {
    const { body } = await create('Event', {
      StartDateTime: '2026-11-27T10:00:00+01:00',
      EndDateTime: '2026-11-27T09:45:00Z',
    });
    const stored = () => org.stored('Event', body.id);
    expect(stored()).toMatchObject({
      StartDateTime: '2026-11-27T09:00:00.000+0000',
      DurationInMinutes: 45,
      ActivityDate: '2026-11-27',
    });
    await update('Event', body.id, { StartDateTime: '2026-11-28T12:00:00Z' });
    expect(stored()).toMatchObject({
      EndDateTime: '2026-11-28T12:45:00.000+0000',
      DurationInMinutes: 45,
      ActivityDate: '2026-11-28',
    });
    await update('Event', body.id, { DurationInMinutes: 60 });
    expect(stored()).toMatchObject({ EndDateTime: '2026-11-28T13:00:00.000+0000' });
    expect((await update('Event', body.id, { EndDateTime: '2026-11-01T00:00:00Z' })).body[0]).toMatchObject({
      errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['EndDateTime'],
    });
    const day = (await create('Event', { IsAllDayEvent: true, ActivityDate: '2026-12-24' })).body.id;
    expect(org.stored('Event', day)).toMatchObject({
      ActivityDate: '2026-12-24',
      DurationInMinutes: 1440,
      ActivityDateTime: null,
    });
  });

  test('an opportunity has one primary contact', async () => {
    const { body } = await create('Opportunity', {
      Name: 'Roles',
      StageName: 'Prospecting',
      CloseDate: '2026-12-01',
      ContactId: KAREN,
    });
    const roles = () => [...org.org.data.store.findBy('OpportunityContactRole', 'OpportunityId', body.id)];
    expect(roles()).toMatchObject([{ ContactId: KAREN, IsPrimary: true }]);
    const other = (await create('Contact', { LastName: 'Other' })).body.id;
    await create('OpportunityContactRole', {
      OpportunityId: body.id,
      ContactId: other,
      IsPrimary: true,
      Role: 'Decision Maker',
    });
    expect(roles()).toMatchObject([
      { ContactId: KAREN, IsPrimary: false },
      { ContactId: other, IsPrimary: true },
    ]);
    expect(org.stored('Opportunity', body.id)).toMatchObject({ ContactId: other });
  });

  test('a campaign counts its members, and a person joins once', async () => {
    const campaign = (await create('Campaign', { Name: 'Webinar' })).body.id;
    const member = await create('CampaignMember', {
      CampaignId: campaign,
      ContactId: KAREN,
      Status: 'Responded',
    });
    expect(org.stored('CampaignMember', member.body.id)).toMatchObject({
      Name: 'Karen Whitfield',
      CompanyOrAccount: 'Acme Corp',
      HasResponded: true,
      Type: 'Contact',
    });
    expect(org.stored('Campaign', campaign)).toMatchObject({
      NumberOfContacts: 1,
      NumberOfLeads: 0,
      NumberOfResponses: 1,
    });
    expect((await create('CampaignMember', { CampaignId: campaign, ContactId: KAREN })).body).toEqual([
      { errorCode: 'DUPLICATE_VALUE', message: 'Already a campaign member.', fields: [] },
    ]);
    await org.call('DELETE', `sobjects/CampaignMember/${member.body.id}`);
    expect(org.stored('Campaign', campaign)).toMatchObject({ NumberOfContacts: 0, NumberOfResponses: 0 });
  });

  test('a case gets a number, its account, and closes by its status', async () => {
    const { body } = await create('Case', { Subject: 'Broken', ContactId: KAREN });
    expect(org.stored('Case', body.id)).toMatchObject({
      CaseNumber: '00000001',
      AccountId: ACME,
      ContactEmail: 'karen@acme.example',
      Status: 'New',
      IsClosed: false,
    });
    await update('Case', body.id, { Status: 'Closed' });
    expect(org.stored('Case', body.id)).toMatchObject({ IsClosed: true, ClosedDate: expect.any(String) });
    expect(org.stored('Case', (await create('Case', {})).body.id)).toMatchObject({ CaseNumber: '00000002' });
  });

  test('a note makes its document and can be shared with a record', async () => {
    const { body } = await create('ContentNote', {
      Title: 'Terms',
      Content: Buffer.from('<p>net&amp;45</p>').toString('base64'),
    });
    expect(org.stored('ContentNote', body.id)).toMatchObject({
      TextPreview: 'net&45',
      FileType: 'SNOTE',
      OwnerId: ADA,
    });
    expect(org.stored('ContentDocument', body.id)).toMatchObject({ Title: 'Terms' });
    expect(
      (
        await create('ContentDocumentLink', {
          ContentDocumentId: body.id,
          LinkedEntityId: DEAL,
          ShareType: 'V',
        })
      ).status,
    ).toBe(201);
    const content = await org.call('GET', `sobjects/ContentNote/${body.id}/Content`);
    expect(content.body).toBe('<p>net&amp;45</p>');
    expect((await org.call('GET', `sobjects/ContentNote/${body.id}?fields=Content`)).body.Content).toBe(
      `/services/data/v66.0/sobjects/ContentNote/${body.id}/Content`,
    );
  });

  test('every committed change is in the change log, a refused one is not', async () => {
    const since = org.org.data.changes(0).length;
    await update('Account', ACME, { Phone: '1', Rating: 'Cold' });
    await update('Account', ACME, { Phone: '2', AnnualRevenue: 1e30 });
    const changes = org.org.data.changes(since);
    expect(
      changes.map(({ object, field, old, new: now, userId }) => [object, field, old, now, userId]),
    ).toEqual([
      ['Account', 'Phone', null, '1', ADA],
      ['Account', 'Rating', null, 'Cold', ADA],
    ]);
    expect(changes.map((change) => change.n)).toEqual([since + 1, since + 2]);
  });
});
