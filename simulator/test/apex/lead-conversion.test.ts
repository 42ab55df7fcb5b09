import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADA, BEN } from '../server/org.ts';
import { LEAD, openPackageOrg, type PackageOrg } from './org.ts';

let org: PackageOrg;
beforeAll(async () => {
  org = await openPackageOrg({});
});
afterAll(() => org.close());

const CONVERTED = 'Closed - Converted';
const convert = (body: unknown, username = ADA.username) => org.rest(username, 'lead-conversion', body);

describe('Lead conversion through Apex REST', () => {
  test.each([
    ['no JSON', 'x'],
    ['no lead', { convertedStatus: CONVERTED }],
    ['no status', { leadId: LEAD }],
    ['an id that is none', { leadId: 'x', convertedStatus: CONVERTED }],
    ['fields that are no object', { leadId: LEAD, convertedStatus: CONVERTED, opportunity: 'Amount=1' }],
  ])('refuses %s', async (_, body) => {
    const answer = await convert(body);
    expect([answer.status, answer.body[0].errorCode]).toEqual([400, 'INVALID_INPUT']);
  });

  test('does not find a lead that is not there', async () => {
    expect((await convert({ leadId: '00QHs0000000999MAA', convertedStatus: CONVERTED })).status).toBe(404);
  });

  test('is closed to users without the package', async () => {
    expect((await convert({ leadId: LEAD, convertedStatus: CONVERTED }, BEN.username)).status).toBe(403);
  });

  test('takes everything back when a field of the opportunity is wrong', async () => {
    const answer = await convert({
      leadId: LEAD,
      convertedStatus: CONVERTED,
      createOpportunity: true,
      opportunity: { Amuont: 5 },
    });
    expect([answer.status, answer.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
    expect(org.org.data.record('Lead', LEAD)!['IsConverted']).toBe(false);
    expect([...org.org.data.rows('Opportunity')]).toEqual([]);
  });

  test('makes account, contact and an opportunity with the wanted fields', async () => {
    const answer = await convert({
      leadId: LEAD,
      convertedStatus: CONVERTED,
      createOpportunity: true,
      opportunityName: 'Falk scanners',
      opportunity: { Amount: 12_500, CloseDate: '2027-02-01' },
    });
    expect(answer.status).toBe(200);
    const { data } = org.org;
    expect(data.record('Account', answer.body.accountId)).toMatchObject({ Name: 'Falk Optik' });
    expect(data.record('Contact', answer.body.contactId)).toMatchObject({ LastName: 'Falk' });
    expect(data.record('Opportunity', answer.body.opportunityId)).toMatchObject({
      Name: 'Falk scanners',
      Amount: 12_500,
      CloseDate: '2027-02-01',
      AccountId: answer.body.accountId,
    });
  });

  test('answers what the conversion made when it is asked again', async () => {
    const again = await convert({ leadId: LEAD, convertedStatus: CONVERTED, createOpportunity: true });
    const lead = org.org.data.record('Lead', LEAD)!;
    expect(again.status).toBe(200);
    expect(again.body.accountId).toBe(lead['ConvertedAccountId']);
    expect([...org.org.data.rows('Opportunity')]).toHaveLength(1);
  });
});
