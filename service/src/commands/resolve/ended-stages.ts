import type { FieldDescribe } from '../../salesforce/types.ts';
import { textOf, type Session } from './session.ts';

/**
 * "We lost it" in an org whose stage for that is called otherwise: the one stage that ends deals so (OpportunityStage.IsClosed, IsWon).
 * Undefined where there are several, or where the words say no end.
 */
export async function endedStage(
  session: Session,
  field: FieldDescribe,
  phrase: string,
): Promise<string | undefined> {
  const [, ended] = /^(?:closed )?(won|lost)$/.exec(phrase) ?? [];
  if (field.name !== 'StageName' || ended === undefined) return undefined;
  const [rows] = await session.queries([
    `SELECT MasterLabel, ApiName FROM OpportunityStage WHERE IsActive = true AND IsClosed = true AND IsWon = ${ended === 'won'}`,
  ]);
  const [only, other] = rows!.map((row) => textOf(row, 'ApiName') ?? textOf(row, 'MasterLabel'));
  return other === undefined ? (only ?? undefined) : undefined;
}
