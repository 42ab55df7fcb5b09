import type { ObjectDescribe } from '../../salesforce/types.ts';
import { wordsOf } from '../understand/tokens.ts';
import { textOf, type Session } from '../resolve/session.ts';
import { likeWords, nameFit, squash } from '../resolve/soql.ts';
import type { Value } from '../types.ts';
import { accountsIn, askAccount } from './accounts-in-names.ts';

/**
 * A record of that name that exists already is asked about before a second one is made; true when the rep wants another. The same API
 * call tells the accounts that the name may be.
 */
export async function askDuplicate(
  session: Session,
  object: ObjectDescribe,
  set: Record<string, Value>,
): Promise<boolean> {
  const accounts = accountsIn(object, set);
  if (!['Account', 'Contact', 'Lead', 'Campaign', 'Opportunity'].includes(object.name)) {
    if (accounts !== undefined) askAccount(session, object, set, (await session.queries([accounts]))[0]!);
    return false;
  }
  const first = typeof set['FirstName'] === 'string' ? `${set['FirstName']} ` : '';
  const name =
    object.name === 'Contact' || object.name === 'Lead'
      ? `${first}${String(set['LastName'])}`
      : String(set['Name'] ?? '');
  const key = `duplicate:${object.name}:${wordsOf(name)}`;
  if (session.answerTo(key) === 'yes') return true;
  const like = likeWords(name);
  if (like === undefined) return false;
  const extra =
    object.name === 'Contact' || object.name === 'Opportunity'
      ? ', AccountId, Account.Name'
      : object.name === 'Lead'
        ? ', Company'
        : '';
  const [rows = [], named = []] = await session.queries([
    `SELECT Id, Name${extra} FROM ${object.name} WHERE Name LIKE ${like}${object.name === 'Lead' ? ' AND IsConverted = false' : ''} LIMIT 20`,
    ...(accounts === undefined ? [] : [accounts]),
  ]);
  const same = rows.filter((row) => {
    if (nameFit(name, textOf(row, 'Name')) !== 1) return false;
    if (object.name === 'Lead')
      return squash(textOf(row, 'Company') ?? '') === squash(String(set['Company'] ?? ''));
    if (object.name === 'Contact' || object.name === 'Opportunity') {
      const account = set['AccountId'];
      return (
        account !== undefined &&
        typeof account === 'object' &&
        account !== null &&
        '$id' in account &&
        account.$id.slice(0, 15) === String(row['AccountId'] ?? '').slice(0, 15)
      );
    }
    return true;
  });
  if (same.length === 0) {
    askAccount(session, object, set, named);
    return false;
  }
  session.ask(
    key,
    `There is already ${/^[aeiou]/i.test(object.label) ? 'an' : 'a'} ${object.label.toLowerCase()} called "${textOf(same[0]!, 'Name')}". Create another one?`,
    { slot: 'duplicate', object: object.name, candidates: same.map((r) => String(r.Id)) },
    [
      { value: 'yes', label: 'Create another one' },
      { value: 'no', label: 'No, leave it' },
    ],
  );
}
