import type { Operation } from './types.ts';

/** Last name of a lead whose source names a company and no person: Salesforce wants one, and ours must not look like somebody's. */
export const UNKNOWN_PERSON = 'Unknown';

/** What a record that does not exist yet is called in preview and receipt; empty where nothing in it is a name. */
export function nameOfNew({ object, set = {} }: Pick<Operation, 'object' | 'set'>): string {
  const text = (field: string): string => {
    const value = set[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  const person = `${text('FirstName')} ${text('LastName')}`.trim();
  const company = text('Company');
  if (object === 'Lead' && company !== '') {
    return ['', company, UNKNOWN_PERSON].includes(person) ? company : `${person}, ${company}`;
  }
  return text('Name') || text('Subject') || person || text('Title') || '';
}
