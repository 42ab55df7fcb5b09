import type { Salesforce } from '../salesforce/types.ts';
import { localeOf, type Reader } from './format.ts';

/** How the signed-in rep reads values, in the zone that the command came from. */
export async function readerOf(salesforce: Salesforce, timeZone: string): Promise<Reader> {
  const { locale, currency } = await salesforce.user();
  return { timeZone, locale: localeOf(locale), currency };
}
