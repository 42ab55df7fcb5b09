import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Condition } from '../understand/intents.ts';
import { accountField, ownerPath } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { ofParent } from './parents.ts';
import type { Session } from './session.ts';
import { textOf } from './session.ts';
import { quoted } from './soql.ts';
import { usersNamed } from './users.ts';

/** Whose records: a rep's or a company's; "his" is the user's who was spoken of, else of the record that was. */
export async function belonging(session: Session, said: string, object: ObjectDescribe): Promise<Condition> {
  const phrase = wordsOf(said);
  if (/^(his|her|their|its|he|she|they|it|(this|that) (account|customer|client|company))$/.test(phrase)) {
    const user = session.mentions.flat().findLast((m) => m.object === 'User');
    const those = user ? undefined : await ofThose(session, object, /^th/.test(phrase));
    if (those) return those;
    const who = user?.name ?? session.answerTo('record:whose');
    if (who === undefined)
      session.ask('record:whose', `Whose ${object.labelPlural.toLowerCase()} do you mean?`, {
        slot: 'record',
        object: object.name,
      });
    return user ? { kind: 'owner', who } : belonging(session, who, object);
  }
  const users =
    ownerPath(session.vocabulary, object) !== undefined ? await usersNamed(session, said, false) : [];
  if (users.length > 0) return { kind: 'owner', who: said };
  return (await ofParent(session, object, said)) ?? { kind: 'account', name: said };
}

/** Those that point to the records just spoken of, or to their company. */
async function ofThose(
  session: Session,
  object: ObjectDescribe,
  company: boolean,
): Promise<Condition | undefined> {
  const { recordId, mentioned } = session.input.context ?? {};
  const said = session.mentions.at(-1)?.flatMap((m) => m.id ?? []) ?? [];
  const ids = said.length > 0 ? said : mentioned?.length ? mentioned : recordId ? [recordId] : [];
  const there = ids.length > 0 ? objectOf(session, ids) : undefined;
  if (!there) return undefined;
  const lookups = object.fields.filter(
    (f) => f.type === 'reference' && f.referenceTo.includes(there.name) && f.name !== 'ParentId',
  );
  const lookup =
    lookups.find((f) => f.name === `${there.name}Id`) ?? (lookups.length === 1 ? lookups[0] : undefined);
  if (lookup) return { kind: 'in', path: lookup.name, values: ids };
  const own = accountField(object);
  const theirs = accountField(there);
  if (!own || !theirs || (!company && PEOPLE.has(there.name))) return undefined;
  const [rows] = await session.queries([
    `SELECT ${theirs.name} FROM ${there.name} WHERE Id IN (${ids.map(quoted).join(', ')})`,
  ]);
  const accounts = [...new Set(rows!.map((row) => textOf(row, theirs.name)).filter((id) => id !== null))];
  return accounts.length > 0 ? { kind: 'in', path: own.name, values: accounts } : undefined;
}

/** Her deals are hers, not her company's. */
const PEOPLE: ReadonlySet<string> = new Set(['Contact', 'Lead']);

function objectOf(session: Session, ids: readonly string[]): ObjectDescribe | undefined {
  const prefixes = new Set(ids.map((id) => id.slice(0, 3)));
  const [prefix] = prefixes;
  return prefixes.size === 1
    ? [...session.vocabulary.objects.values()].find((o) => o.keyPrefix === prefix)
    : undefined;
}
