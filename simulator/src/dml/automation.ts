import { ApiError } from '../http.ts';
import type { Row } from '../schema/types.ts';
import { touchActivityDates } from './activities.ts';
import { afterContentSave, beforeContentSave } from './content.ts';
import type { DmlContext } from './context.ts';
import { createRow } from './create.ts';
import { derive } from './derive.ts';

/** What a standard object checks and fills before the common checks of a save; `row` is changed in place. */
export function beforeSave(
  context: DmlContext,
  object: string,
  before: Row | undefined,
  row: Row,
  given: ReadonlySet<string>,
): void {
  if (typeof row.RecordTypeId === 'string' && given.has('RecordTypeId'))
    checkRecordType(context, object, row.RecordTypeId);
  switch (object) {
    case 'Task':
    case 'Event':
      if (row.IsRecurrence === true)
        throw new ApiError(
          501,
          'NOT_IMPLEMENTED',
          'The simulator does not model recurring tasks and events.',
        );
      if (object === 'Event') requireEventTimes(row, given);
      break;
    case 'CampaignMember':
      if (before === undefined) checkMember(context, row);
      break;
    default:
      beforeContentSave(object, before, row);
  }
}

/** What follows on other records. */
export function afterSave(context: DmlContext, object: string, before: Row | undefined, row: Row): void {
  const { data } = context;
  switch (object) {
    case 'Task':
    case 'Event':
      touchActivityDates(data.store, before, row);
      break;
    case 'Opportunity':
      if (before === undefined && typeof row.ContactId === 'string')
        createRow(context, 'OpportunityContactRole', {
          OpportunityId: row.Id!,
          ContactId: row.ContactId,
          IsPrimary: true,
        });
      countCampaigns(context, before?.CampaignId, row.CampaignId);
      break;
    case 'OpportunityContactRole':
      settlePrimary(context, row);
      break;
    case 'CampaignMember':
      countCampaigns(context, row.CampaignId);
      break;
    case 'Lead':
    case 'Contact':
      if (before !== undefined) copyPerson(context, object, row.Id as string);
      break;
    case 'User':
      if (before === undefined)
        createRow(context, 'UserLogin', { UserId: row.Id!, IsFrozen: false, IsPasswordLocked: false });
      break;
    default:
      afterContentSave(context, object, before, row);
  }
}

/** Counts and sums of campaigns, from the members and opportunities that are there. */
export function countCampaigns({ data }: DmlContext, ...ids: (Row[string] | undefined)[]): void {
  const { store } = data;
  for (const id of new Set(ids)) {
    const campaign = typeof id === 'string' ? store.get('Campaign', id) : undefined;
    if (campaign === undefined) continue;
    const members = store.findBy('CampaignMember', 'CampaignId', campaign.Id as string);
    const deals = store.findBy('Opportunity', 'CampaignId', campaign.Id as string);
    const won = deals.filter((deal) => deal.IsWon === true);
    const sum = (rows: Row[]) => rows.reduce((total, row) => total + ((row.Amount as number | null) ?? 0), 0);
    const leads = members.filter((member) => member.LeadId !== null);
    store.put('Campaign', {
      ...campaign,
      NumberOfLeads: leads.length,
      NumberOfConvertedLeads: leads.filter(
        (member) => store.get('Lead', member.LeadId as string)?.IsConverted === true,
      ).length,
      NumberOfContacts: members.filter((member) => member.ContactId !== null).length,
      NumberOfResponses: members.filter((member) => member.HasResponded === true).length,
      NumberOfOpportunities: deals.length,
      NumberOfWonOpportunities: won.length,
      AmountAllOpportunities: sum(deals),
      AmountWonOpportunities: sum(won),
    });
  }
}

function requireEventTimes(row: Row, given: ReadonlySet<string>): void {
  const start =
    row.StartDateTime ?? row.ActivityDateTime ?? (row.IsAllDayEvent === true ? row.ActivityDate : null);
  const missing: string[] = [];
  if ((start ?? null) === null) missing.push('StartDateTime');
  if (row.IsAllDayEvent !== true && row.DurationInMinutes === null && row.EndDateTime === null)
    missing.push('DurationInMinutes');
  if (missing.length > 0)
    throw new ApiError(
      400,
      'REQUIRED_FIELD_MISSING',
      `Required fields are missing: [${missing.join(', ')}]`,
      missing,
    );
  const end = given.has('EndDateTime') ? row.EndDateTime : null;
  if (typeof start === 'string' && typeof end === 'string' && end < start)
    throw new ApiError(400, 'FIELD_INTEGRITY_EXCEPTION', 'An event cannot end before it starts.', [
      'EndDateTime',
    ]);
}

function checkMember({ data }: DmlContext, row: Row): void {
  if ((row.LeadId === null) === (row.ContactId === null))
    throw new ApiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      'A campaign member needs either a lead or a contact, and not both.',
      ['LeadId', 'ContactId'],
    );
  const field = row.LeadId === null ? 'ContactId' : 'LeadId';
  if (typeof row.CampaignId !== 'string') return;
  const twin = data.store.findBy('CampaignMember', field, row[field] as string);
  if (twin.some((member) => member.CampaignId === row.CampaignId))
    throw new ApiError(400, 'DUPLICATE_VALUE', 'Already a campaign member.', []);
}

function checkRecordType({ data }: DmlContext, object: string, id: string): void {
  const type = data.settings.recordTypes.find((candidate) => candidate.id.slice(0, 15) === id.slice(0, 15));
  if (type === undefined || type.object !== object || type.active === false)
    throw new ApiError(
      400,
      'INVALID_CROSS_REFERENCE_KEY',
      `Record Type ID: this ID value isn't valid for the user: ${id}`,
      ['RecordTypeId'],
    );
}

/** One primary contact role per opportunity, and the opportunity names its contact. */
function settlePrimary({ data }: DmlContext, role: Row): void {
  const { store } = data;
  const opportunity = store.get('Opportunity', role.OpportunityId as string);
  if (role.IsPrimary === true) {
    for (const other of store.findBy('OpportunityContactRole', 'OpportunityId', role.OpportunityId as string))
      if (other.Id !== role.Id && other.IsPrimary === true)
        store.put('OpportunityContactRole', { ...other, IsPrimary: false });
    if (opportunity !== undefined && opportunity.ContactId !== role.ContactId)
      store.put('Opportunity', { ...opportunity, ContactId: role.ContactId! });
  } else if (opportunity?.ContactId === role.ContactId)
    store.put('Opportunity', { ...opportunity!, ContactId: null });
}

/** Campaign members and cases repeat fields of their person. */
function copyPerson({ data }: DmlContext, object: 'Lead' | 'Contact', id: string): void {
  const { store } = data;
  const again = (name: string, rows: Row[]) => {
    for (const row of rows) {
      const next = { ...row };
      derive(name, row, next, new Set(), { ...data, now: data.clock.now() });
      store.put(name, next);
    }
  };
  again('CampaignMember', store.findBy('CampaignMember', `${object}Id`, id));
  if (object === 'Contact') again('Case', store.findBy('Case', 'ContactId', id));
}
