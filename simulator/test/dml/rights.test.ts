import { describe, expect, test } from '@jest/globals';
import { ACME, ADA, ADMIN, BEN, DEAL, GLOBEX, LEAD, RITA, useOrg } from '../rest/org.ts';

const org = useOrg({
  meta: {
    profilePermissions: {
      'Standard User': {
        create: true,
        edit: true,
        delete: false,
        objects: { Lead: { read: false }, Opportunity: { delete: true } },
        fields: {
          'Account.AnnualRevenue': 'hidden',
          'Account.Rating': 'read',
          'Contact.DoNotCall': 'hidden',
        },
      },
      'Read Only': { create: false, edit: false, delete: false },
    },
  },
  permissionSets: [
    {
      name: 'Lead_Reader',
      objects: { Lead: { read: true } },
      fields: { 'Account.AnnualRevenue': 'read', 'Account.Secret__c': 'edit' },
    },
  ],
  schema: { fields: { Account: ['Secret__c string(20) grant'] } },
  sharing: { Opportunity: 'private', Case: 'publicRead' },
});

const at = (as: string) => ({ as });
const describeFields = async (as: string) =>
  (await org.call('GET', 'sobjects/Account/describe', undefined, at(as))).body.fields as {
    name: string;
    updateable: boolean;
  }[];

describe('Object and field permissions', () => {
  test('an object that may not be read does not exist', async () => {
    expect((await org.call('GET', `sobjects/Lead/${LEAD}`)).status).toBe(404);
    expect((await org.call('GET', `sobjects/Lead/${LEAD}`, undefined, at(RITA))).status).toBe(200);
    const names = (await org.call('GET', 'sobjects')).body.sobjects.map(
      (object: { name: string }) => object.name,
    );
    expect(names).not.toContain('Lead');
  });

  test('a hidden field does not exist, a read-only field cannot be written', async () => {
    const fields = await describeFields(ADA);
    expect(fields.map((field) => field.name)).not.toContain('AnnualRevenue');
    expect(fields.find((field) => field.name === 'Rating')!.updateable).toBe(false);
    const hidden = await org.call('PATCH', `sobjects/Account/${ACME}`, { AnnualRevenue: 5 });
    expect(hidden.body).toEqual([
      { errorCode: 'INVALID_FIELD', message: "No such column 'AnnualRevenue' on sobject of type Account" },
    ]);
    const locked = await org.call('PATCH', `sobjects/Account/${ACME}`, { Rating: 'Hot' });
    expect(locked.body[0]).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['Rating'],
    });
    expect((await org.call('GET', `sobjects/Account/${ACME}`)).body).not.toHaveProperty('AnnualRevenue');
  });

  test('fields that the user cannot see take part in a save all the same', async () => {
    const { body } = await org.call('POST', 'sobjects/Contact', { LastName: 'x' });
    expect(org.stored('Contact', body.id)).toMatchObject({ DoNotCall: false });
    expect((await org.call('GET', `sobjects/Contact/${body.id}`)).body).not.toHaveProperty('DoNotCall');
  });

  test('a permission set adds what the profile lacks, from the moment it is assigned', async () => {
    const set = [...org.org.data.rows('PermissionSet')].find((row) => row.Name === 'Lead_Reader')!;
    const grant = { PermissionSetId: set.Id, AssigneeId: BEN };
    expect((await org.call('POST', 'sobjects/PermissionSetAssignment', grant)).body[0].errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
    expect((await describeFields(BEN)).map((field) => field.name)).not.toContain('Secret__c');
    const { body, status } = await org.call('POST', 'sobjects/PermissionSetAssignment', grant, at(ADMIN));
    expect(status).toBe(201);
    expect((await describeFields(BEN)).map((field) => field.name)).toEqual(
      expect.arrayContaining(['Secret__c', 'AnnualRevenue']),
    );
    expect((await org.call('GET', `sobjects/Lead/${LEAD}`, undefined, at(BEN))).status).toBe(200);
    expect((await org.call('PATCH', `sobjects/Account/${GLOBEX}`, { Secret__c: 'x' }, at(BEN))).status).toBe(
      204,
    );
    await org.call('DELETE', `sobjects/PermissionSetAssignment/${body.id}`, undefined, at(ADMIN));
    expect((await org.call('GET', `sobjects/Lead/${LEAD}`, undefined, at(BEN))).status).toBe(404);
  });

  test('deleting needs its own right', async () => {
    const { body } = await org.call('POST', 'sobjects/Account', { Name: 'Keep' });
    expect((await org.call('DELETE', `sobjects/Account/${body.id}`)).body[0].errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
    expect((await org.call('DELETE', `sobjects/Account/${body.id}`, undefined, at(ADMIN))).status).toBe(204);
  });

  test('only administrators change users', async () => {
    expect((await org.call('PATCH', `sobjects/User/${BEN}`, { Title: 'AE' })).body[0].errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
    expect((await org.call('PATCH', `sobjects/User/${BEN}`, { IsActive: false }, at(ADMIN))).status).toBe(
      204,
    );
    expect(org.stored('User', BEN)).toMatchObject({ IsActive: false });
    await org.call('PATCH', `sobjects/User/${BEN}`, { IsActive: true }, at(ADMIN));
  });
});

describe('Sharing', () => {
  test('a private record is not found by others, and seen by its owner and administrators', async () => {
    for (const [as, status] of [
      [ADA, 200],
      [BEN, 404],
      [ADMIN, 200],
    ] as const)
      expect((await org.call('GET', `sobjects/Opportunity/${DEAL}`, undefined, at(as))).status).toBe(status);
    expect((await org.call('PATCH', `sobjects/Opportunity/${DEAL}`, { NextStep: 'x' }, at(BEN))).status).toBe(
      404,
    );
    const roles = await org.call('POST', 'sobjects/Task', { Subject: 'x', WhatId: DEAL }, at(BEN));
    expect(roles.body).toEqual([
      {
        errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        message: `insufficient access rights on cross-reference id: ${DEAL}`,
        fields: [],
      },
    ]);
  });

  test('what belongs to a private record is as private', async () => {
    const contact = (await org.call('POST', 'sobjects/Contact', { LastName: 'Role', AccountId: ACME })).body
      .id;
    const role = (
      await org.call('POST', 'sobjects/OpportunityContactRole', { OpportunityId: DEAL, ContactId: contact })
    ).body.id;
    expect(
      (await org.call('GET', `sobjects/OpportunityContactRole/${role}`, undefined, at(BEN))).status,
    ).toBe(404);
    expect((await org.call('GET', `sobjects/OpportunityContactRole/${role}`)).status).toBe(200);
  });

  test('public read-only lets others look and not write', async () => {
    const { body } = await org.call('POST', 'sobjects/Case', { Subject: 'Mine' });
    expect((await org.call('GET', `sobjects/Case/${body.id}`, undefined, at(BEN))).status).toBe(200);
    expect(
      (await org.call('PATCH', `sobjects/Case/${body.id}`, { Subject: 'Yours' }, at(BEN))).body[0].errorCode,
    ).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });
});
