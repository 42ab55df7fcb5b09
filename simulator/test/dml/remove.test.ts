import { describe, expect, test } from '@jest/globals';
import { ADA, BEN, LEAD, useOrg } from '../rest/org.ts';
import { convertLead, type LeadConversion } from '../../src/dml/convert.ts';
import type { ApiError } from '../../src/http.ts';

const org = useOrg();
const create = async (object: string, fields: object): Promise<string> => {
  const { status, body } = await org.call('POST', `sobjects/${object}`, fields);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
};
const remove = (object: string, id: string) => org.call('DELETE', `sobjects/${object}/${id}`);

describe('Deleting a record', () => {
  test('takes with it what belongs to it, and clears what only points to it', async () => {
    const account = await create('Account', { Name: 'Doomed' });
    const child = await create('Account', { Name: 'Child', ParentId: account });
    const contact = await create('Contact', { LastName: 'Doomed', AccountId: account });
    const deal = await create('Opportunity', {
      Name: 'Doomed',
      AccountId: account,
      StageName: 'Prospecting',
      CloseDate: '2026-12-01',
    });
    const role = await create('OpportunityContactRole', { OpportunityId: deal, ContactId: contact });
    const task = await create('Task', { Subject: 'Doomed', WhatId: deal });
    const note = await create('Note', { Title: 'Doomed', ParentId: deal });
    expect((await remove('Account', account)).status).toBe(204);
    for (const [object, id] of Object.entries({
      Account: account,
      Contact: contact,
      Opportunity: deal,
      OpportunityContactRole: role,
      Task: task,
      Note: note,
    }))
      expect([object, org.stored(object, id)]).toEqual([object, undefined]);
    expect(org.stored('Account', child)).toMatchObject({ ParentId: null });
    expect(org.org.data.store.get('Account', account)).toMatchObject({ IsDeleted: true });
    const gone = await org.call('GET', `sobjects/Account/${account}`);
    expect([gone.status, gone.body[0]]).toEqual([
      404,
      { errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' },
    ]);
    expect((await remove('Account', account)).body[0].errorCode).toBe('ENTITY_IS_DELETED');
  });

  test('is refused for an account with cases, by their numbers, and nothing is gone', async () => {
    const account = await create('Account', { Name: 'Held' });
    const contact = await create('Contact', { LastName: 'Held', AccountId: account });
    await create('Case', { AccountId: account, Subject: 'x' });
    const { status, body } = await remove('Account', account);
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        errorCode: 'DELETE_FAILED',
        message:
          'Your attempt to delete Held could not be completed because it is associated with the following cases.: 00000001\n',
        fields: [],
      },
    ]);
    expect(org.stored('Contact', contact)).toBeDefined();
  });

  test('is refused for an account with won deals', async () => {
    const account = await create('Account', { Name: 'Winner' });
    await create('Opportunity', {
      Name: 'Big',
      AccountId: account,
      StageName: 'Closed Won',
      CloseDate: '2026-11-01',
    });
    expect((await remove('Account', account)).body[0]).toMatchObject({ errorCode: 'DELETE_FAILED' });
  });

  test('takes both views of a note', async () => {
    const note = await create('ContentNote', { Title: 'n', Content: '' });
    expect((await remove('ContentNote', note)).status).toBe(204);
    expect(org.stored('ContentDocument', note)).toBeUndefined();
  });

  test('says no to objects that cannot be deleted and to If-Unmodified-Since', async () => {
    expect((await remove('User', BEN)).body[0].errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    const headers = { 'if-unmodified-since': new Date().toUTCString() };
    expect((await org.call('DELETE', `sobjects/Lead/${LEAD}`, undefined, { headers })).status).toBe(400);
  });
});

describe('Converting a lead', () => {
  const convert = (conversion: LeadConversion, userId = ADA) =>
    convertLead({ data: org.org.data, userId, dataUrl: '/services/data/v66.0' }, conversion);
  const lead = (more: object = {}) =>
    create('Lead', {
      FirstName: 'Mo',
      LastName: 'Lin',
      Company: 'Lin Ltd',
      Email: 'mo@lin.example',
      Street: 'Kai 1',
      LeadSource: 'Web',
      ...more,
    });

  test('makes account, contact and opportunity, and moves activities', async () => {
    const id = await lead();
    const task = await create('Task', { Subject: 'x', WhoId: id });
    const result = convert({
      leadId: id,
      convertedStatus: 'Closed - Converted',
      opportunityName: 'Lin pilot',
    });
    expect(org.stored('Account', result.accountId)).toMatchObject({
      Name: 'Lin Ltd',
      BillingStreet: 'Kai 1',
      AccountSource: 'Web',
    });
    expect(org.stored('Contact', result.contactId)).toMatchObject({
      Name: 'Mo Lin',
      AccountId: result.accountId,
      MailingStreet: 'Kai 1',
    });
    expect(org.stored('Opportunity', result.opportunityId!)).toMatchObject({
      Name: 'Lin pilot',
      StageName: 'Prospecting',
      ContactId: result.contactId,
    });
    expect(org.stored('Lead', id)).toMatchObject({
      IsConverted: true,
      Status: 'Closed - Converted',
      ConvertedOpportunityId: result.opportunityId,
    });
    expect(org.stored('Task', task)).toMatchObject({
      WhoId: result.contactId,
      WhatId: result.opportunityId,
      AccountId: result.accountId,
    });
    const late = await org.call('POST', 'sobjects/Task', { Subject: 'late', WhoId: id });
    expect(late.body[0]).toMatchObject({
      errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
      message: 'cannot reference converted lead',
    });
    const { body } = await org.call('PATCH', `sobjects/Lead/${id}`, { Rating: 'Hot' });
    expect(body).toEqual([
      { errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD', message: 'cannot reference converted lead', fields: [] },
    ]);
  });

  test('joins an account that exists, without an opportunity, for another owner', async () => {
    const account = await create('Account', { Name: 'Lin' });
    const result = convert({
      leadId: await lead(),
      convertedStatus: 'Closed - Converted',
      accountId: account,
      createOpportunity: false,
      ownerId: BEN,
    });
    expect(result).toMatchObject({ accountId: account, opportunityId: null });
    expect(org.stored('Contact', result.contactId)).toMatchObject({ OwnerId: BEN, AccountId: account });
  });

  test.each<[string, Partial<LeadConversion>, string]>([
    ['an unknown status', { convertedStatus: 'Working - Contacted' }, 'INVALID_STATUS'],
    ['an account that is none', { accountId: BEN }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['a record that does not exist', { accountId: '001Hs0000000ZZZIAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
  ])('refuses %s and leaves no trace', async (_, wrong, errorCode) => {
    const id = await lead();
    const accounts = org.org.data.store.count('Account');
    let error: ApiError | undefined;
    try {
      convert({ leadId: id, convertedStatus: 'Closed - Converted', ...wrong });
    } catch (thrown) {
      error = thrown as ApiError;
    }
    expect(error?.errorCode).toBe(errorCode);
    expect(org.org.data.store.count('Account')).toBe(accounts);
    expect(org.stored('Lead', id)).toMatchObject({ IsConverted: false });
  });

  test('refuses a lead that is converted', async () => {
    const id = await lead();
    convert({ leadId: id, convertedStatus: 'Closed - Converted' });
    expect(() => convert({ leadId: id, convertedStatus: 'Closed - Converted' })).toThrow(
      'cannot reference converted lead',
    );
  });
});
