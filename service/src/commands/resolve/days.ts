import { localeOf } from '../format.ts';
import type { Said } from '../understand/sentence.ts';
import type { Session } from './session.ts';

const SLASHED = /^(\d{1,2})\/(\d{1,2})((?:\/\d{2,4})?)$/;
/** Where the month comes first. */
const MONTH_FIRST = /^en-(US|PH|PR|GU|AS|VI)$/i;

/**
 * The other day that "03/04" can be, as `YYYY-MM-DD`, where the rep's own country writes the day first; a sentence is read with
 * the month first. Undefined when there is no doubt.
 */
export async function otherDay(session: Session, said: string): Promise<string | undefined> {
  const [, month, day, year] = SLASHED.exec(said.trim()) ?? [];
  if (month === undefined || Number(month) > 12 || Number(day) > 12 || Number(month) === Number(day))
    return undefined;
  const { locale } = await session.deps.salesforce.user();
  if (MONTH_FIRST.test(localeOf(locale))) return undefined;
  const swapped: Said = session.said(`${day}/${month}${year}`);
  return swapped.date?.day;
}
