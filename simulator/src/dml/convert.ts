import { ApiError } from '../http.ts';
import { dayIn, instant } from '../schema/time.ts';
import type { Row, Scalar } from '../schema/types.ts';
import { touchActivityDates } from './activities.ts';
import { countCampaigns } from './automation.ts';
import { derive } from './derive.ts';
import { checkReference } from './references.ts';
import type { DmlContext } from './context.ts';
import { existing, insertRecord, noAccess } from './save.ts';
import { checkValue } from './values.ts';

/** `Database.LeadConvert`: what to do with one lead. */
export interface LeadConversion {
  leadId: string;
  /** A status of `LeadStatus` with IsConverted. */
  convertedStatus: string;
  /** Merge into this account and contact instead of creating them. */
  accountId?: string | null;
  contactId?: string | null;
  createOpportunity?: boolean;
  opportunityName?: string | null;
  /** Owner of the new records; absent = the owner of the lead. */
  ownerId?: string | null;
}

export interface LeadConversionResult {
  leadId: string;
  accountId: string;
  contactId: string;
  opportunityId: string | null;
}

/** Lead field → account field of a new account. */
const TO_ACCOUNT: Record<string, string> = {
  Company: 'Name',
  Industry: 'Industry',
  AnnualRevenue: 'AnnualRevenue',
  NumberOfEmployees: 'NumberOfEmployees',
  Phone: 'Phone',
  Fax: 'Fax',
  Website: 'Website',
  Rating: 'Rating',
  LeadSource: 'AccountSource',
  Description: 'Description',
};

const TO_CONTACT =
  'FirstName LastName Salutation Title Email Phone MobilePhone Fax LeadSource Description DoNotCall HasOptedOutOfEmail'.split(
    ' ',
  );

const ADDRESS = ['Street', 'City', 'State', 'PostalCode', 'Country'];

/** Turns a lead into account, contact and, unless refused, opportunity; activities and campaign memberships move along. */
export function convertLead(context: DmlContext, conversion: LeadConversion): LeadConversionResult {
  const { data, userId } = context;
  const { store, registry } = data;
  return data.atomic(userId, () => {
    const leads = registry.object('Lead')!;
    const lead = existing(context, leads, checkValue(leads.fields.get('id')!, conversion.leadId) as string);
    const access = data.access(userId);
    if (!access.rights('Lead').edit || !access.canEdit(leads, lead)) throw noAccess();
    if (lead.IsConverted === true)
      throw new ApiError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
    const status = store.findBy('LeadStatus', 'ApiName', conversion.convertedStatus ?? '')[0];
    if (status?.IsConverted !== true)
      throw new ApiError(400, 'INVALID_STATUS', `invalid convertedStatus: ${conversion.convertedStatus}`);
    const fault = context.fault?.({
      object: 'Lead',
      operation: 'convert',
      userId,
      row: 0,
      id: lead.Id as string,
    });
    if (fault !== undefined) throw fault;

    const owner = conversion.ownerId ?? (lead.OwnerId as string);
    const create = (object: string, values: Record<string, Scalar | undefined>) => {
      if (!access.rights(object).create) throw noAccess();
      const known = new Map(
        Object.entries(values).filter((entry): entry is [string, Scalar] => (entry[1] ?? null) !== null),
      );
      return insertRecord({ ...context, system: true }, registry.object(object)!, {
        values: known,
        parents: [],
      });
    };
    const target = (object: string, field: string, id: string | null | undefined) => {
      if (id === null || id === undefined) return undefined;
      const def = registry.object(object)!.fields.get(field.toLowerCase())!;
      const value = checkValue(def, id) as string;
      checkReference(context, registry.object(object)!, def, { [field]: value });
      return value;
    };

    const contactTarget = target('Opportunity', 'ContactId', conversion.contactId);
    const contact = contactTarget === undefined ? undefined : store.get('Contact', contactTarget);
    const accountTarget =
      target('Contact', 'AccountId', conversion.accountId) ??
      (contact?.AccountId as string | null | undefined) ??
      undefined;
    const accountId = accountTarget ?? create('Account', { ...accountFields(lead), OwnerId: owner });
    const contactId =
      contactTarget ?? create('Contact', { ...contactFields(lead), AccountId: accountId, OwnerId: owner });
    const opportunityId =
      conversion.createOpportunity === false
        ? null
        : create('Opportunity', {
            Name: conversion.opportunityName || `${lead.Company}-`,
            AccountId: accountId,
            ContactId: contactId,
            StageName: store.rows('OpportunityStage')[Symbol.iterator]().next().value?.ApiName as string,
            CloseDate: endOfQuarter(dayIn(data.clock.now(), 'GMT')),
            LeadSource: lead.LeadSource,
            OwnerId: owner,
          });

    const at = instant(data.clock.now());
    store.put('Lead', {
      ...lead,
      Status: conversion.convertedStatus,
      IsConverted: true,
      ConvertedDate: at.slice(0, 10),
      ConvertedAccountId: accountId,
      ConvertedContactId: contactId,
      ConvertedOpportunityId: opportunityId,
      LastModifiedDate: at,
      LastModifiedById: userId,
      SystemModstamp: at,
    });
    moveActivities(context, lead.Id as string, contactId, opportunityId ?? accountId);
    for (const member of store.findBy('CampaignMember', 'LeadId', lead.Id as string)) {
      store.put('CampaignMember', { ...member, ContactId: contactId });
      countCampaigns(context, member.CampaignId);
    }
    return { leadId: lead.Id as string, accountId, contactId, opportunityId };
  });
}

function accountFields(lead: Row): Record<string, Scalar | undefined> {
  const values: Record<string, Scalar | undefined> = {};
  for (const [from, to] of Object.entries(TO_ACCOUNT)) values[to] = lead[from];
  for (const part of ADDRESS) values[`Billing${part}`] = lead[part];
  return values;
}

function contactFields(lead: Row): Record<string, Scalar | undefined> {
  const values: Record<string, Scalar | undefined> = {};
  for (const field of TO_CONTACT) values[field] = lead[field];
  for (const part of ADDRESS) values[`Mailing${part}`] = lead[part];
  return values;
}

function moveActivities({ data }: DmlContext, leadId: string, contactId: string, whatId: string): void {
  for (const object of ['Task', 'Event'])
    for (const activity of data.store.findBy(object, 'WhoId', leadId)) {
      const moved: Row = { ...activity, WhoId: contactId, WhatId: activity.WhatId ?? whatId };
      derive(object, activity, moved, new Set(), { ...data, now: data.clock.now() });
      data.store.put(object, moved);
      touchActivityDates(data.store, activity, moved);
    }
}

/** Last day of the calendar quarter, the close date that a conversion gives. */
function endOfQuarter(day: string): string {
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  return new Date(Date.UTC(Number(day.slice(0, 4)), quarter * 3 + 3, 0)).toISOString().slice(0, 10);
}
