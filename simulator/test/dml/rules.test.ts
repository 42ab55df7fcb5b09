import { describe, expect, test } from '@jest/globals';
import { ACME, DEAL, KAREN, useOrg } from '../rest/org.ts';

const FORCE = { 'sforce-duplicate-rule-header': 'allowSave=true; includeRecordDetails=true' };

const org = useOrg({
  rules: {
    validation: [
      {
        object: 'Opportunity',
        name: 'Reason_For_Loss',
        formula: "AND(ISPICKVAL(StageName, 'Closed Lost'), ISBLANK(Description))",
        message: 'Say why the deal was lost.',
        field: 'Description',
      },
      {
        object: 'Opportunity',
        name: 'Big_Deals',
        formula: "Amount > 1000000 && Account.Industry <> 'Banking'",
        message: 'Too big.',
      },
      { object: 'Opportunity', name: 'Off', formula: 'TRUE', message: 'never', active: false },
    ],
    duplicate: [
      { object: 'Contact', name: 'Same_Email', match: ['Email'], action: 'alert' },
      {
        object: 'Account',
        name: 'Same_Name',
        match: ['Name'],
        action: 'block',
        message: 'That account exists.',
        on: ['insert'],
      },
    ],
  },
  recordTypes: [
    {
      object: 'Opportunity',
      developerName: 'Renewal',
      picklists: { StageName: ['Prospecting', 'Closed Won'] },
    },
  ],
});

describe('Validation rules', () => {
  test('refuse with the admin text, at the field if the rule names one', async () => {
    const path = `sobjects/Opportunity/${DEAL}`;
    expect((await org.call('PATCH', path, { StageName: 'Closed Lost' })).body).toEqual([
      {
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'Say why the deal was lost.',
        fields: ['Description'],
      },
    ]);
    expect((await org.call('PATCH', path, { Amount: 2_000_000 })).body).toEqual([
      { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Too big.', fields: [] },
    ]);
    expect((await org.call('PATCH', path, { StageName: 'Closed Lost', Description: 'price' })).status).toBe(
      204,
    );
  });
});

describe('Duplicate rules', () => {
  const twin = { LastName: 'Twin', Email: ' KAREN@acme.example ' };

  test('an alert names the records and lets the caller save anyway', async () => {
    const { status, body } = await org.call('POST', 'sobjects/Contact', twin);
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        errorCode: 'DUPLICATES_DETECTED',
        message: 'Use one of these records?',
        duplicateResut: {
          allowSave: true,
          duplicateRule: 'Same_Email',
          duplicateRuleEntityType: 'Contact',
          errorMessage: 'Use one of these records?',
          matchResults: [
            expect.objectContaining({
              entityType: 'Contact',
              rule: 'Same_Email',
              size: 1,
              success: true,
              matchRecords: [
                expect.objectContaining({
                  record: {
                    attributes: { type: 'Contact', url: `/services/data/v66.0/sobjects/Contact/${KAREN}` },
                    Id: KAREN,
                  },
                }),
              ],
            }),
          ],
        },
      },
    ]);
    expect((await org.call('POST', 'sobjects/Contact', twin, { headers: FORCE })).status).toBe(201);
  });

  test('an edit is compared only when it touches the compared fields', async () => {
    const id = (await org.call('POST', 'sobjects/Contact', { LastName: 'Third' })).body.id;
    const change = (fields: object, headers = {}) =>
      org.call('PATCH', `sobjects/Contact/${id}`, fields, { headers });
    expect((await change({ Email: 'karen@acme.example' })).body[0].errorCode).toBe('DUPLICATES_DETECTED');
    expect((await change({ Email: 'karen@acme.example' }, FORCE)).status).toBe(204);
    expect((await change({ Title: 'CTO' })).status).toBe(204);
  });

  test('a block stays a block, on the operations that the rule names', async () => {
    const { body } = await org.call('POST', 'sobjects/Account', { Name: 'acme corp' }, { headers: FORCE });
    expect(body[0]).toMatchObject({ errorCode: 'DUPLICATES_DETECTED', message: 'That account exists.' });
    expect(body[0].duplicateResut.allowSave).toBe(false);
    const other = (await org.call('POST', 'sobjects/Account', { Name: 'Other' })).body.id;
    expect((await org.call('PATCH', `sobjects/Account/${other}`, { Name: 'Acme Corp' })).status).toBe(204);
  });

  test('in a collection the row says it, and the other rows are saved', async () => {
    const { body } = await org.call('POST', 'composite/sobjects', {
      records: [
        { attributes: { type: 'Contact' }, ...twin },
        { attributes: { type: 'Contact' }, LastName: 'New' },
      ],
    });
    expect(body[0]).toMatchObject({
      success: false,
      errors: [{ statusCode: 'DUPLICATES_DETECTED', fields: [] }],
    });
    expect(body[1]).toMatchObject({ success: true });
  });
});

describe('Record types', () => {
  test('are checked, and narrow the picklists of the UI API', async () => {
    const [type] = org.org.data.settings.recordTypes;
    const { body } = await org.call(
      'GET',
      `ui-api/object-info/Opportunity/picklist-values/${type!.id}/StageName`,
    );
    expect(body.values.map((entry: { value: string }) => entry.value)).toEqual(['Prospecting', 'Closed Won']);
    expect((await org.call('PATCH', `sobjects/Opportunity/${DEAL}`, { RecordTypeId: type!.id })).status).toBe(
      204,
    );
    const wrong = await org.call('PATCH', `sobjects/Account/${ACME}`, { RecordTypeId: type!.id });
    expect(wrong.body[0]).toMatchObject({
      errorCode: 'INVALID_CROSS_REFERENCE_KEY',
      fields: ['RecordTypeId'],
    });
    const info = (await org.call('GET', 'sobjects/Opportunity/describe')).body.recordTypeInfos;
    expect(info.map(({ developerName }: { developerName: string }) => developerName)).toEqual([
      'Renewal',
      'Master',
    ]);
  });
});

describe('Locked rows', () => {
  test('a fault on a row fails that row alone', async () => {
    await fetch(`${org.url}/__sim/faults`, {
      method: 'POST',
      body: JSON.stringify([
        {
          id: 'lock',
          at: 'row',
          match: { object: 'Task', row: 1 },
          times: 1,
          action: {
            type: 'error',
            errorCode: 'UNABLE_TO_LOCK_ROW',
            message: 'unable to obtain exclusive access to this record or 1 records: x',
          },
        },
      ]),
    });
    const records = [1, 2, 3].map((n) => ({ attributes: { type: 'Task' }, Subject: `t${n}` }));
    const { body } = await org.call('POST', 'composite/sobjects', { records });
    expect(body.map((row: { success: boolean }) => row.success)).toEqual([true, false, true]);
    expect(body[1].errors[0].statusCode).toBe('UNABLE_TO_LOCK_ROW');
  });
});
