import locale from '@salesforce/i18n/locale';
import timeZone from '@salesforce/i18n/timeZone';

/** Puts values into a label's `{0}`, `{1}` … */
export function fill(label: string, ...values: (string | number)[]): string {
  return label.replace(/\{(\d+)\}/g, (placeholder, n: string) => String(values[Number(n)] ?? placeholder));
}

/** Weekday, day and time in the user's own zone and language: "Fri, 27 Nov, 09:30". */
export function moment(iso: string | undefined): string {
  if (!iso) return '';
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone
  }).format(new Date(iso));
}

const ICONS: Record<string, string> = {
  Account: 'standard:account',
  Campaign: 'standard:campaign',
  CampaignMember: 'standard:campaign_members',
  Case: 'standard:case',
  Contact: 'standard:contact',
  ContentNote: 'standard:note',
  Event: 'standard:event',
  Lead: 'standard:lead',
  Note: 'standard:note',
  Opportunity: 'standard:opportunity',
  OpportunityContactRole: 'standard:contact_list',
  Task: 'standard:task',
  User: 'standard:user'
};

/** Icon of an object; custom objects share one. */
export function iconOf(object: string | undefined): string {
  return ICONS[object ?? ''] ?? 'standard:record';
}

const OBJECTS: Record<string, string> = {
  '001': 'Account',
  '003': 'Contact',
  '006': 'Opportunity',
  '00Q': 'Lead',
  '500': 'Case',
  '701': 'Campaign'
};

/** Object of a record, from the key prefix that Salesforce gives its ids. */
export function objectOf(recordId: string | undefined): string | undefined {
  return OBJECTS[recordId?.slice(0, 3) ?? ''];
}
