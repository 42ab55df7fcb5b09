import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Target } from '../understand/intents.ts';
import { nameFieldOf } from '../understand/schema.ts';
import { accountPath } from './filters.ts';
import type { Match } from './ranking.ts';
import { select, type Wanted } from './selected.ts';
import { textOf, type Session } from './session.ts';
import { likeWords, nameFit } from './soql.ts';

/**
 * "The O'Malley Patient App deal": words of the account's name, then the whole name of one of its records. At most one query, of
 * records that have both an account with the first word and a name with the last one.
 */
export async function byAccountAndName(
  session: Session,
  object: ObjectDescribe,
  target: Target,
  said: string,
  wanted: Wanted,
): Promise<Match[]> {
  const path = accountPath(object);
  const words = said.trim().split(/\s+/);
  const first = likeWords(words[0]!);
  const last = likeWords(words.at(-1)!);
  if (!path || target.conditions.length > 0 || words.length < 2 || !first || !last) return [];
  const name = nameFieldOf(object);
  const rows = await session.salesforce.query(
    `${select(session, object, wanted, [path])} WHERE ${path} LIKE ${first} AND ${name} LIKE ${last} LIMIT 200`,
  );
  const cuts = words.slice(1).map((_, n) => [words.slice(0, n + 1).join(' '), words.slice(n + 1).join(' ')]);
  return rows
    .filter((row) =>
      cuts.some(
        ([account, rest]) =>
          nameFit(rest!, textOf(row, name)) === 1 && nameFit(account!, textOf(row, path)) !== undefined,
      ),
    )
    .map((row) => ({ object, row, level: 4 }));
}
