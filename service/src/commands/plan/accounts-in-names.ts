import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import { textOf, type Session } from '../resolve/session.ts';
import { quoted } from '../resolve/soql.ts';
import type { Value } from '../types.ts';
import { isPerson } from '../understand/persons.ts';
import { hasField, nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';

/** More words than this are told, no name. */
const MOST_WORDS = 12;

/**
 * The query for accounts that the words of a new record's name may be; undefined where an account is said already. A person's name
 * holds none at all, a deal or a case that begins with one is theirs.
 */
export function accountsIn(object: ObjectDescribe, set: Record<string, Value>): string | undefined {
  const name = nameIn(object, set);
  const placed = ['AccountId', 'ContactId'].some((field) => set[field] !== undefined);
  if (name === '' || !(isPerson(object) || (hasField(object, 'AccountId') && !placed))) return undefined;
  const words = wordsOf(name).split(' ');
  if (words.length > MOST_WORDS) return undefined;
  const begins = isPerson(object) ? words : words.slice(0, 1);
  const like = [...new Set(begins)].map((word) => `Name LIKE ${quoted(`${word}%`)}`);
  return `SELECT Id, Name FROM Account WHERE ${like.join(' OR ')} LIMIT 200`;
}

function nameIn(object: ObjectDescribe, set: Record<string, Value>): string {
  const fields = isPerson(object) ? ['FirstName', 'LastName'] : [nameFieldOf(object)];
  return fields.flatMap((field) => (typeof set[field] === 'string' ? [set[field]] : [])).join(' ');
}

/** Asks who somebody is that is called like an account, and whose a deal or a case is that is called after one. */
export function askAccount(
  session: Session,
  object: ObjectDescribe,
  set: Record<string, Value>,
  accounts: readonly SObject[],
): void {
  const name = nameIn(object, set);
  const words = wordsOf(name).split(' ');
  const fitting = accounts.filter((row) => {
    const account = wordsOf(textOf(row, 'Name') ?? '').split(' ');
    return isPerson(object)
      ? isNoPerson(words, account, set['AccountId'] !== undefined || set['Company'] !== undefined)
      : account[0] === words[0];
  });
  if (fitting.length === 0) return;
  if (isPerson(object)) {
    const [first] = fitting;
    session.ask(
      `field:${object.name}.LastName`,
      `"${textOf(first!, 'Name')}" is an account. What is the last name of the new ${object.label.toLowerCase()}?`,
      { slot: 'field', object: object.name, field: 'LastName' },
    );
  }
  const key = `account:${wordsOf(name)}`;
  const answered = session.answerTo(key);
  const chosen = fitting.find((row) => String(row.Id) === answered);
  if (chosen) set['AccountId'] = { $id: String(chosen.Id), name: textOf(chosen, 'Name')! };
  if (answered !== undefined) return;
  session.ask(
    key,
    `Which account is the new ${object.label.toLowerCase()} "${name}" for?`,
    {
      slot: 'field',
      object: object.name,
      field: 'AccountId',
      candidates: fitting.map((row) => String(row.Id)),
    },
    [
      ...fitting.map((row) => ({ value: String(row.Id), label: textOf(row, 'Name')! })),
      { value: 'none', label: 'None' },
    ],
  );
}

/** "Globex", "Coho Winery Marc Weber"; "Karl Peterson" is somebody, whoever Peterson LLC is. */
function isNoPerson(words: readonly string[], account: readonly string[], placed: boolean): boolean {
  if (words.join(' ') === account.join(' ')) return true;
  if (account.length === 1) return words.length > 2 && words[0] === account[0];
  if (words.length === 1) return !placed && words[0] === account[0];
  return ` ${words.join(' ')} `.includes(` ${account.join(' ')} `);
}
