import type { SObject } from '../../salesforce/types.ts';
import { wordsOf } from '../understand/tokens.ts';
import { likeWords, nameFit } from './soql.ts';
import type { Session } from './session.ts';

const known = new WeakMap<Session, Map<string, SObject[]>>();

/** Users whose name holds the words; whole name before a part of it. Somebody who has left can still own records. */
export async function usersNamed(session: Session, said: string, active = true): Promise<SObject[]> {
  let memo = known.get(session);
  if (!memo) known.set(session, (memo = new Map()));
  const key = `${active} ${wordsOf(said)}`;
  const before = memo.get(key);
  if (before) return before;
  const like = likeWords(said);
  const rows =
    like === undefined
      ? []
      : await session.salesforce.query(
          `SELECT Id, Name, Email FROM User WHERE ${active ? 'IsActive = true AND ' : ''}Name LIKE ${like} LIMIT 50`,
        );
  const fits = rows
    .map((row) => ({ row, fit: nameFit(said, String(row['Name'])) }))
    .filter((f) => f.fit !== undefined);
  const exact = fits.filter((f) => f.fit === 1);
  const found = (exact.length > 0 ? exact : fits).map((f) => f.row);
  memo.set(key, found);
  return found;
}

/** The one user that is meant, or a question. */
export async function userFor(
  session: Session,
  said: string,
  active = true,
): Promise<{ id: string; name: string }> {
  const phrase = wordsOf(said);
  if (/^(me|myself|i|my|mine|my name)$/.test(phrase)) return { id: session.me, name: 'you' };
  // "Jason has time, give them …": a colleague who was spoken of.
  const spoken = /^(him|her|them|he|she|they)$/.test(phrase)
    ? session.mentions.flat().findLast((m) => m.object === 'User')
    : undefined;
  if (spoken?.id !== undefined) return { id: spoken.id, name: spoken.name };
  const key = `user:${phrase}`;
  const answered = session.answerTo(key);
  if (answered !== undefined && /^005/.test(answered)) return { id: answered, name: said };
  const users = await usersNamed(session, answered ?? said, active);
  if (users.length === 1) return { id: String(users[0]!.Id), name: String(users[0]!['Name']) };
  const choices = users.map((u) => ({
    value: String(u.Id),
    label: String(u['Name']),
    detail: String(u['Email'] ?? ''),
  }));
  session.ask(
    key,
    users.length === 0 ? `I know no active user called "${said}". Who should it be?` : `Which ${said}?`,
    { slot: 'user', candidates: choices.map((c) => c.value) },
    choices,
  );
}
