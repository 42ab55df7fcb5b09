import type { OrgSettings } from '../data.ts';
import type { Store } from '../store/store.ts';
import type { Row } from '../schema/types.ts';
import { dateOf, dayIn, instant } from '../schema/time.ts';

export interface DeriveContext {
  store: Store;
  settings: Pick<OrgSettings, 'fiscalYearStartMonth'>;
  now: Date;
}

/**
 * Fields that the platform computes from others when a record is saved; `row` is changed in place. `given` names the fields that
 * the caller set: an explicit Probability or forecast category stays.
 */
export function derive(
  object: string,
  before: Row | undefined,
  row: Row,
  given: ReadonlySet<string>,
  context: DeriveContext,
): void {
  RULES[object]?.(before, row, given, context);
}

type Derivation = (
  before: Row | undefined,
  row: Row,
  given: ReadonlySet<string>,
  context: DeriveContext,
) => void;

const RULES: Record<string, Derivation> = {
  Contact: personName,
  Lead: personName,
  User(before, row) {
    personName(before, row);
    row.CommunityNickname ??= row.Alias ?? null;
  },
  Opportunity(before, row, given, { store, settings, now }) {
    const stage = rowByApiName(store, 'OpportunityStage', row.StageName);
    if (before === undefined || before.StageName !== row.StageName) {
      if (!given.has('Probability') || row.Probability === null)
        row.Probability = stage?.DefaultProbability ?? 0;
      if (!given.has('ForecastCategoryName') || row.ForecastCategoryName === null)
        row.ForecastCategoryName = stage?.ForecastCategoryName ?? 'Omitted';
      row.IsClosed = stage?.IsClosed ?? false;
      row.IsWon = stage?.IsWon ?? false;
      if (before !== undefined) row.LastStageChangeDate = instant(now);
    }
    row.ForecastCategory = FORECAST_CATEGORY[row.ForecastCategoryName as string] ?? 'Omitted';
    const { Amount: amount, Probability: probability } = row;
    row.ExpectedRevenue =
      typeof amount === 'number' && typeof probability === 'number'
        ? Math.round(amount * probability) / 100
        : null;
    fiscal(row, settings.fiscalYearStartMonth);
  },
  Task(before, row, _given, { store, now }) {
    row.IsClosed = rowByApiName(store, 'TaskStatus', row.Status)?.IsClosed ?? false;
    row.IsHighPriority = rowByApiName(store, 'TaskPriority', row.Priority)?.IsHighPriority ?? false;
    row.TaskSubtype ??= 'Task';
    if (row.IsClosed !== true) row.CompletedDateTime = null;
    else if (before === undefined || before.IsClosed !== true) row.CompletedDateTime ??= instant(now);
    row.AccountId = accountOf(store, row);
  },
  Event(before, row, given, { store }) {
    eventTimes(before, row, given);
    row.EventSubtype ??= 'Event';
    row.AccountId = accountOf(store, row);
  },
  Case(before, row, _given, { store, now }) {
    row.IsClosed = rowByApiName(store, 'CaseStatus', row.Status)?.IsClosed ?? false;
    if (row.IsClosed !== true) row.ClosedDate = null;
    else if (before === undefined || before.IsClosed !== true) row.ClosedDate ??= instant(now);
    const contact = typeof row.ContactId === 'string' ? store.get('Contact', row.ContactId) : undefined;
    row.ContactPhone = contact?.Phone ?? null;
    row.ContactMobile = contact?.MobilePhone ?? null;
    row.ContactEmail = contact?.Email ?? null;
    row.ContactFax = contact?.Fax ?? null;
    if (before === undefined && row.AccountId === null) row.AccountId = contact?.AccountId ?? null;
  },
  CampaignMember(before, row, _given, { store, now }) {
    const lead = typeof row.LeadId === 'string' ? store.get('Lead', row.LeadId) : undefined;
    const contact = typeof row.ContactId === 'string' ? store.get('Contact', row.ContactId) : undefined;
    const person = contact ?? lead;
    row.Status ??= 'Sent';
    row.HasResponded = responded(store, row);
    if (row.HasResponded !== true) row.FirstRespondedDate = null;
    else if (before?.HasResponded !== true) row.FirstRespondedDate ??= dayIn(now, 'GMT');
    if (person === undefined) return;
    row.Type = contact === undefined ? 'Lead' : 'Contact';
    row.LeadOrContactId = person.Id!;
    row.LeadOrContactOwnerId = person.OwnerId ?? null;
    const account =
      typeof contact?.AccountId === 'string' ? store.get('Account', contact.AccountId) : undefined;
    row.CompanyOrAccount = contact === undefined ? (lead?.Company ?? null) : (account?.Name ?? null);
    for (const field of MEMBER_COPIES) row[field] = person[field] ?? null;
    const prefix = contact === undefined ? '' : 'Mailing';
    for (const part of ['Street', 'City', 'State', 'PostalCode', 'Country'])
      row[part] = person[prefix + part] ?? null;
  },
  Campaign(_before, row) {
    for (const field of CAMPAIGN_COUNTS) row[field] ??= 0;
  },
};

const MEMBER_COPIES =
  'Name Salutation FirstName LastName Title Email Phone Fax MobilePhone Description DoNotCall HasOptedOutOfEmail LeadSource'.split(
    ' ',
  );

const CAMPAIGN_COUNTS = (
  'NumberOfLeads NumberOfConvertedLeads NumberOfContacts NumberOfResponses NumberOfOpportunities ' +
  'NumberOfWonOpportunities AmountAllOpportunities AmountWonOpportunities'
).split(' ');

/** Forecast category label → the value that the older field keeps. */
const FORECAST_CATEGORY: Record<string, string> = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  'Best Case': 'BestCase',
  'Most Likely': 'MostLikely',
  Commit: 'Forecast',
  Closed: 'Closed',
};

export function forecastCategoryOf(label: string): string {
  return FORECAST_CATEGORY[label] ?? 'Omitted';
}

function personName(_before: Row | undefined, row: Row): void {
  row.Name = [row.FirstName, row.LastName]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
}

function rowByApiName(store: Store, object: string, value: Row[string] | undefined): Row | undefined {
  return typeof value === 'string' ? store.findBy(object, 'ApiName', value)[0] : undefined;
}

function responded(store: Store, member: Row): boolean {
  const statuses = store.findBy('CampaignMemberStatus', 'CampaignId', member.CampaignId as string);
  const own = statuses.find((status) => status.Label === member.Status);
  return own === undefined ? member.Status === 'Responded' : own.HasResponded === true;
}

/** Account of an activity: that of its "what", else that of its "who". */
function accountOf(store: Store, activity: Row): string | null {
  const what = activity.WhatId;
  if (typeof what === 'string') {
    if (what.startsWith('001')) return what;
    const parent = what.startsWith('006') ? 'Opportunity' : what.startsWith('500') ? 'Case' : undefined;
    const account = parent && store.get(parent, what)?.AccountId;
    if (typeof account === 'string') return account;
  }
  const who = activity.WhoId;
  const account =
    typeof who === 'string' && who.startsWith('003') ? store.get('Contact', who)?.AccountId : undefined;
  return typeof account === 'string' ? account : null;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** Start, end and duration of an event follow from each other: a new start keeps the duration, a new end changes it. */
function eventTimes(before: Row | undefined, row: Row, given: ReadonlySet<string>): void {
  if (
    row.IsAllDayEvent === true &&
    typeof row.ActivityDate === 'string' &&
    (given.has('ActivityDate') || row.StartDateTime === null)
  )
    row.StartDateTime = `${row.ActivityDate}T00:00:00.000+0000`;
  if (given.has('ActivityDateTime') && !given.has('StartDateTime')) row.StartDateTime = row.ActivityDateTime!;
  if (typeof row.StartDateTime !== 'string') return;
  const start = dateOf(row.StartDateTime).getTime();
  const end = typeof row.EndDateTime === 'string' ? dateOf(row.EndDateTime).getTime() : undefined;
  if (given.has('EndDateTime') && end !== undefined) {
    const minutes = Math.round((end - start) / MINUTE_MS);
    row.DurationInMinutes = row.IsAllDayEvent === true ? minutes + DAY_MINUTES : minutes;
  } else if (typeof row.DurationInMinutes === 'number') {
    const minutes =
      row.IsAllDayEvent === true ? Math.max(0, row.DurationInMinutes - DAY_MINUTES) : row.DurationInMinutes;
    row.EndDateTime = instant(new Date(start + minutes * MINUTE_MS));
  } else if (row.IsAllDayEvent === true) {
    row.DurationInMinutes = DAY_MINUTES;
    row.EndDateTime = row.StartDateTime;
  }
  row.ActivityDateTime = row.IsAllDayEvent === true ? null : row.StartDateTime;
  if (!given.has('ActivityDate') || before !== undefined || row.ActivityDate === null)
    row.ActivityDate = row.StartDateTime.slice(0, 10);
  row.EndDate = typeof row.EndDateTime === 'string' ? row.EndDateTime.slice(0, 10) : null;
}

function fiscal(row: Row, startMonth: number): void {
  if (typeof row.CloseDate !== 'string') return;
  const year = Number(row.CloseDate.slice(0, 4));
  const month = Number(row.CloseDate.slice(5, 7));
  const shifted = (month - startMonth + 12) % 12;
  row.FiscalQuarter = Math.floor(shifted / 3) + 1;
  row.FiscalYear = startMonth > 1 && month >= startMonth ? year + 1 : year;
  row.Fiscal = `${row.FiscalYear} ${row.FiscalQuarter}`;
}
