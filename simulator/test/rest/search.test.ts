import { describe, expect, test } from '@jest/globals';
import { ACME, DEAL, KAREN, useOrg } from './org.ts';

const org = useOrg();

describe('Search', () => {
  test('finds records by SOSL', async () => {
    const sosl = encodeURIComponent(
      'FIND {acme} IN NAME FIELDS RETURNING Account(Id, Name), Opportunity(Name)',
    );
    const { status, body } = await org.call('GET', `search/?q=${sosl}`);
    expect(status).toBe(200);
    expect(body.searchRecords).toMatchObject([
      { attributes: { type: 'Account' }, Id: ACME, Name: 'Acme Corp' },
      { attributes: { type: 'Opportunity' }, Name: 'Acme Pilot' },
    ]);
  });

  test('finds records by parameters, in the body or in the URL', async () => {
    const body = {
      q: 'whitfield',
      in: 'NAME',
      sobjects: [{ name: 'Contact', fields: ['Id', 'Name'], limit: 5 }],
    };
    const posted = await org.call('POST', 'parameterizedSearch', body);
    expect(posted.body.searchRecords).toMatchObject([{ Id: KAREN, Name: 'Karen Whitfield' }]);
    const got = await org.call(
      'GET',
      'parameterizedSearch?q=pilot&sobject=Opportunity&Opportunity.fields=Id,StageName&Opportunity.limit=2',
    );
    expect(got.body.searchRecords).toMatchObject([{ Id: DEAL, StageName: 'Qualification' }]);
  });

  test('says what is wrong', async () => {
    expect((await org.call('GET', 'search')).body[0].errorCode).toBe('MALFORMED_SEARCH');
    expect((await org.call('GET', `search?q=${encodeURIComponent('LOOK FOR {x}')}`)).body[0].errorCode).toBe(
      'MALFORMED_SEARCH',
    );
  });
});
