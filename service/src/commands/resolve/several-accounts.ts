import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Condition } from '../understand/intents.ts';
import { accountField } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { choicesOf } from './choices.ts';
import { textOf, type Session } from './session.ts';
import { likeWords, nameFit } from './soql.ts';

/** "Contacts at Cobalt Arms and Larkspur Foods": of one or the other account, unless one account has the whole name. */
export async function severalAccounts(
  session: Session,
  object: ObjectDescribe,
  said: string,
): Promise<Condition | undefined> {
  const names = said.split(/\s*(?:,|&|\band\b|\bor\b)\s*/i).filter((name) => name !== '');
  const lookup = accountField(object);
  const account = session.vocabulary.objects.get('Account');
  if (names.length < 2 || names.length > MOST || !lookup || !account) return undefined;
  const like = [said, ...names].map((name) => likeWords(name));
  if (like.includes(undefined)) return undefined;
  const found = await session.queries(
    like.map((l) => `SELECT Id, Name FROM Account WHERE Name LIKE ${l} LIMIT 50`),
  );
  if (found[0]!.length > 0) return undefined;
  const ids: string[] = [];
  for (const [n, name] of names.entries()) {
    const fitting = found[n + 1]!.filter((row) => nameFit(name, textOf(row, 'Name')) !== undefined);
    const exact = fitting.filter((row) => nameFit(name, textOf(row, 'Name')) === 1);
    const rows = exact.length > 0 ? exact : fitting;
    const answered = session.answerTo(`account:${wordsOf(name)}`);
    const chosen = rows.find((row) => row.Id === answered || textOf(row, 'Name') === answered);
    if (rows.length !== 1 && !chosen)
      session.ask(
        `account:${wordsOf(name)}`,
        rows.length === 0 ? `I find no account called "${name}". Which one do you mean?` : `Which ${name}?`,
        {
          slot: rows.length === 0 ? 'not-found' : 'record',
          object: 'Account',
          candidates: rows.map((row) => String(row.Id)),
        },
        await choicesOf(session, account, rows),
      );
    ids.push(String((chosen ?? rows[0]!).Id));
  }
  return { kind: 'in', path: lookup.name, values: ids };
}

/** As many queries as travel in one API call, the whole name among them. */
const MOST = 4;
