import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ACME, BEN, DEAL, useOrg } from './org.ts';

const org = useOrg({
  rules: {
    validation: [
      {
        object: 'Opportunity',
        name: 'Date',
        formula: 'CloseDate < DATE(2020, 1, 1)',
        message: 'Too early.',
        field: 'CloseDate',
      },
    ],
  },
});

test('Object info names fields, record types and children', async () => {
  const { body } = await org.call('GET', 'ui-api/object-info/opportunity');
  expect(body).toMatchObject({
    apiName: 'Opportunity',
    keyPrefix: '006',
    nameFields: ['Name'],
    defaultRecordTypeId: '012000000000000AAA',
    fields: {
      CloseDate: { dataType: 'Date', required: true },
      StageName: { dataType: 'Picklist', required: true, label: 'Stage' },
      AccountId: {
        dataType: 'Reference',
        relationshipName: 'Account',
        referenceToInfos: [{ apiName: 'Account', nameFields: ['Name'] }],
      },
    },
  });
  expect((await org.call('GET', 'ui-api/object-info/Unicorn')).status).toBe(404);
});

test('Picklist values come one by one or all at once', async () => {
  const one = (await org.call('GET', 'ui-api/object-info/Case/picklist-values/012000000000000AAA/Priority'))
    .body;
  expect(one.defaultValue).toEqual({ attributes: null, label: 'Medium', validFor: [], value: 'Medium' });
  expect(one.values.map(({ value }: { value: string }) => value)).toEqual(['High', 'Medium', 'Low']);
  const all = (await org.call('GET', 'ui-api/object-info/Case/picklist-values/012000000000000AAA')).body;
  expect(Object.keys(all.picklistFieldValues)).toEqual(
    expect.arrayContaining(['Status', 'Priority', 'Origin']),
  );
  expect(
    (await org.call('GET', 'ui-api/object-info/Case/picklist-values/012Hs0000000009AAA/Priority')).status,
  ).toBe(404);
});

describe('Records', () => {
  const path = `ui-api/records/${DEAL}`;

  test('are read with the fields that are named, also of the parent', async () => {
    const { body } = await org.call(
      'GET',
      `${path}?fields=Opportunity.Amount,Opportunity.Account.Name,Opportunity.CloseDate&optionalFields=Opportunity.Nothing`,
    );
    expect(body).toMatchObject({
      apiName: 'Opportunity',
      id: DEAL,
      lastModifiedDate: expect.stringMatching(/Z$/),
      fields: {
        Amount: { value: 50000, displayValue: '€50,000.00' },
        CloseDate: { value: '2026-12-18', displayValue: '12/18/2026' },
        Account: {
          displayValue: 'Acme Corp',
          value: { apiName: 'Account', id: ACME, fields: { Name: { value: 'Acme Corp' } } },
        },
      },
    });
    expect((await org.call('GET', `${path}?fields=Opportunity.Nothing`)).body[0].errorCode).toBe(
      'INVALID_FIELD',
    );
    expect((await org.call('GET', `${path}?layoutTypes=Full`)).status).toBe(501);
  });

  test('are created, updated with the new state as answer, and deleted', async () => {
    const made = await org.call('POST', 'ui-api/records', { apiName: 'Account', fields: { Name: 'Ui' } });
    expect([made.status, made.body.fields.Name.value]).toEqual([201, 'Ui']);
    const own = `ui-api/records/${made.body.id}`;
    const changed = await org.call('PATCH', own, { fields: { Name: 'Ui 2' } });
    expect([changed.status, changed.body.fields.Name.value]).toEqual([200, 'Ui 2']);
    const stale = { 'if-unmodified-since': 'Sun, 01 Nov 2026 00:00:00 GMT' };
    expect((await org.call('PATCH', own, { fields: { Name: 'no' } }, { headers: stale })).status).toBe(412);
    expect((await org.call('DELETE', own)).status).toBe(204);
    expect((await org.call('GET', own)).status).toBe(404);
  });

  test('say what is wrong by field', async () => {
    const { status, body } = await org.call('PATCH', path, { fields: { CloseDate: '2019-01-01' } });
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message: 'An error occurred while trying to update the record. Please try again.',
        statusCode: 400,
        enhancedErrorType: 'RecordError',
        output: {
          errors: [],
          fieldErrors: {
            CloseDate: [
              expect.objectContaining({
                errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
                field: 'CloseDate',
                fieldLabel: 'Close Date',
                message: 'Too early.',
              }),
            ],
          },
        },
      },
    ]);
  });

  test('are written once per Idempotency-Key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { apiName: 'Task', fields: { Subject: 'once' } };
    const first = await org.call('POST', 'ui-api/records', body, { headers: key });
    const again = await org.call('POST', 'ui-api/records', body, { headers: key });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await org.call('POST', 'ui-api/records', { ...body, fields: {} }, { headers: key })).status).toBe(
      422,
    );
    expect((await org.call('POST', 'ui-api/records', body, { headers: key, as: BEN })).status).toBe(409);
    expect(
      (await org.call('POST', 'ui-api/records', body, { headers: { 'idempotency-key': 'mine' } })).status,
    ).toBe(400);
    org.org.clock.advance(31 * 86_400);
    org.renew();
    const later = await org.call('POST', 'ui-api/records', body, { headers: key });
    expect(later.status).toBe(201);
    expect(later.body.id).not.toBe(first.body.id);
  });
});
