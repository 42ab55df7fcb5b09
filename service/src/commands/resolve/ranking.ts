import type { ObjectDescribe, SObject } from '../../salesforce/types.ts';
import type { Target } from '../understand/intents.ts';
import { nameFieldOf } from '../understand/schema.ts';
import { belonging } from './belonging.ts';
import { accountPath, decided, filterOf } from './filters.ts';
import { select, type Wanted } from './selected.ts';
import type { Session } from './session.ts';
import { textOf } from './session.ts';
import { likeWords, nameFit } from './soql.ts';

/** A record that a name may mean. */
export interface Match {
  object: ObjectDescribe;
  row: SObject;
  /** 1 exact name, 2 part of the name, 3 through the exact account, 4 through a part of the account's name. */
  level: 1 | 2 | 3 | 4;
}

/** Asks for every record that a name could mean. */
export async function nameQuery(
  session: Session,
  object: ObjectDescribe,
  target: Target,
  names: string[],
  throughAccount: boolean,
  wanted: Wanted,
): Promise<string> {
  const name = nameFieldOf(object);
  const parts: string[] = [];
  const paths: string[] = [];
  const account = accountPath(object);
  const alternatives = [...new Set(names.map((n) => likeWords(n)).filter((l) => l !== undefined))].map(
    (like) => `${name} LIKE ${like}`,
  );
  const said = names.at(-1);
  if (said !== undefined && account && throughAccount) {
    const like = likeWords(said);
    if (like !== undefined) alternatives.push(`${account} LIKE ${like}`);
  }
  if (alternatives.length > 0)
    parts.push(alternatives.length > 1 ? `(${alternatives.join(' OR ')})` : alternatives[0]!);
  if (target.account !== undefined && account) {
    const like = likeWords(target.account);
    if (like !== undefined) parts.push(`${account} LIKE ${like}`);
  }
  const conditions = [...target.conditions];
  if (target.possessor !== undefined) conditions.push(await belonging(session, target.possessor, object));
  for (const condition of conditions) {
    const filter = await filterOf(session, object, await decided(session, object, condition));
    parts.push(filter.where);
    paths.push(...filter.paths);
  }
  if (object.name === 'Lead' && wanted.write) parts.push('IsConverted = false');
  return `${select(session, object, wanted, paths)}${parts.length > 0 ? ` WHERE ${parts.join(' AND ')}` : ''} LIMIT 200`;
}

/** Those rows that the names really fit, with how well. */
export function rank(
  object: ObjectDescribe,
  rows: SObject[],
  target: Target,
  names: string[],
  throughAccount: boolean,
): Match[] {
  const path = accountPath(object);
  const matches: Match[] = [];
  for (const row of rows) {
    const name = textOf(row, nameFieldOf(object));
    const account = path ? textOf(row, path) : null;
    // What belongs to no account can only be called so as a whole: "Bank of Aldermoor".
    if (target.account !== undefined && nameFit(target.account, path ? account : name) === undefined)
      continue;
    const fits = names.map((n) => nameFit(n, name));
    const inAccount = throughAccount && names.length > 0 ? nameFit(names.at(-1)!, account) : undefined;
    if (names.length === 0 || fits.includes(1))
      matches.push({ object, row, level: names.length === 0 ? 2 : 1 });
    else if (inAccount === 1) matches.push({ object, row, level: 3 });
    else if (fits.includes(2)) matches.push({ object, row, level: 2 });
    else if (inAccount === 2) matches.push({ object, row, level: 4 });
  }
  return matches;
}

/** Their names are those of the person they stand for, who is meant before they are. */
const BORROWED: ReadonlySet<string> = new Set(['CampaignMember', 'OpportunityContactRole']);

/** The best of them: exact before partial, open before closed, the named account before others. */
export function narrow(matches: Match[], target: Target, wanted: Wanted): Match[] {
  const own = matches.filter((m) => !BORROWED.has(m.object.name));
  if (target.objects.length === 0 && own.length > 0) matches = own;
  const exact = matches.filter((m) => m.level === 1);
  if (exact.length === 1) return exact;
  let rest = exact.length > 0 ? exact : matches;
  if (exact.length === 0 && rest.some((m) => m.level === 3))
    rest = rest.filter((m) => m.level === 3 || m.level === 2);
  if ((wanted.write || wanted.now) && rest.length > 1) {
    const open = rest.filter((m) => m.row['IsClosed'] !== true);
    if (open.length > 0) rest = open;
  }
  if (rest.length > 1 && target.account !== undefined) {
    const there = rest.filter(
      (m) => nameFit(target.account!, textOf(m.row, accountPath(m.object) ?? '-')) === 1,
    );
    if (there.length > 0) rest = there;
  }
  return rest;
}
