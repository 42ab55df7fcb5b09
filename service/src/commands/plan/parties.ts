import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import type { Property, Target } from '../understand/intents.ts';
import { nearestValues } from '../understand/picklists.ts';
import { placeNamed } from '../understand/places.ts';
import { accountField, fieldOf, hasField, nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { recordsFor } from '../resolve/records.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { textOf } from '../resolve/session.ts';
import { likeWords, nameFit, squash } from '../resolve/soql.ts';
import { usersNamed } from '../resolve/users.ts';
import type { Value } from '../types.ts';

type Party = Property & { kind: 'party' };

/** The one account whose name the words are, or are part of; undefined when there is none or more than one. */
export async function accountNamed(
  session: Session,
  said: string,
): Promise<{ id: string; name: string; exact: boolean } | undefined> {
  const [only, other] = await accountsNamed(session, said);
  return other ? undefined : only;
}

/** All that are called so, or else all whose name holds the words. */
export async function accountsNamed(
  session: Session,
  said: string,
): Promise<{ id: string; name: string; exact: boolean }[]> {
  const like = likeWords(said);
  if (like === undefined) return [];
  const rows = await session.salesforce.query(
    `SELECT Id, Name FROM Account WHERE Name LIKE ${like} LIMIT 50`,
  );
  const fits = rows
    .map((row) => ({ row, fit: nameFit(said, textOf(row, 'Name')) }))
    .filter((f) => f.fit !== undefined);
  const exact = fits.filter((f) => f.fit === 1);
  return (exact.length > 0 ? exact : fits).map(({ row, fit }) => ({
    id: String(row.Id),
    name: textOf(row, 'Name')!,
    exact: fit === 1,
  }));
}

/** Companies, contacts and parents that were named: Lead.Company, lookups, or a record that the plan creates. */
export async function placeParties(
  session: Session,
  object: ObjectDescribe,
  parties: readonly Party[],
  set: Record<string, Value>,
  why: string[],
): Promise<void> {
  for (const party of parties) {
    if (object.name === 'Lead') setCompany(session, party.text, set);
    else if (object.name === 'Account') await setParentOrPlace(session, object, party, set);
    else await setLookup(session, object, party, set, why);
  }
  belongToNew(session, object, set);
}

function setCompany(session: Session, said: string, set: Record<string, Value>): void {
  const company = said.replace(/^(the )/i, '');
  if (company === '') return;
  const before = set['Company'];
  // "Summer Finn, Gotham Textiles, met at web summit": of two companies one is something else.
  if (before !== undefined && wordsOf(String(before)) !== wordsOf(company))
    session.ask(`party:${wordsOf(company)}`, `What is "${company}" for the new lead?`, {
      slot: 'field',
      object: 'Lead',
      field: 'Company',
    });
  set['Company'] = /[A-Z]/.test(company)
    ? company
    : company.replace(/(^|\s)(\p{Ll})/gu, (_, b: string, l: string) => b + l.toUpperCase());
}

async function setParentOrPlace(
  session: Session,
  object: ObjectDescribe,
  party: Party,
  set: Record<string, Value>,
): Promise<void> {
  if (party.preposition === 'under' || party.object === 'Account') {
    const parent = createdAccount(session, party) ?? (await begunLike(session, party.text));
    const found = parent ? undefined : await lookUp(session, 'Account', party.text);
    set['ParentId'] = parent ? { $new: parent.ref! } : { $id: found!.id, name: found!.name };
    return;
  }
  const industry = fieldOf(object, 'Industry');
  const near = industry && nearestValues(industry, party.text, session.vocabulary.synonyms)[0];
  if (party.preposition === 'in' && near && near.closeness <= 2) {
    set['Industry'] ??= near.value;
    return;
  }
  if (party.preposition === 'in' && setPlace(object, party.text, set)) return;
  // "A new account Halcyon for Tom Becker": whose it is to be.
  const [user, other] = party.preposition === 'for' ? await usersNamed(session, party.text, true) : [];
  if (user && !other && set['OwnerId'] === undefined) {
    set['OwnerId'] = { $id: String(user.Id), name: String(user['Name']) };
    return;
  }
  session.ask(`party:${wordsOf(party.text)}`, `What is "${party.text}" for the new account?`, {
    slot: 'field',
    object: 'Account',
  });
}

/** "Billing" of an account, "Mailing" of a contact, nothing of a lead; undefined when the object has no address. */
function addressOf(object: ObjectDescribe): string | undefined {
  return ['Billing', 'Mailing', ''].find((p) => hasField(object, `${p}City`));
}

/** What was said behind the city. */
export function setRegion(
  session: Session,
  object: ObjectDescribe,
  { text, kind }: { text: string; kind: 'Country' | 'State' },
  set: Record<string, Value>,
): void {
  const field = `${addressOf(object)}${kind}`;
  if (!hasField(object, field))
    session.ask(`region:${wordsOf(text)}`, `${object.labelPlural} have no field for "${text}".`, {
      slot: 'field',
      object: object.name,
    });
  set[field] = text;
}

/** A country as such, anything else as a city; false when the object has no address. */
export function setPlace(object: ObjectDescribe, said: string, set: Record<string, Value>): boolean {
  const prefix = addressOf(object);
  if (prefix === undefined) return false;
  const field = placeNamed(said)?.country ? `${prefix}Country` : `${prefix}City`;
  if (!hasField(object, field)) return false;
  set[field] = said;
  return true;
}

async function setLookup(
  session: Session,
  object: ObjectDescribe,
  party: Party,
  set: Record<string, Value>,
  why: string[],
): Promise<void> {
  const city = object.custom && party.preposition === 'in' ? object.fields.find(isCity) : undefined;
  if (city && party.object === undefined) {
    set[city.name] ??= party.text;
    return;
  }
  const target = (await lookupByName(session, object, party, set)) ?? lookupFor(session, object, party, set);
  // "a case for Stefan Dubois at Kiwi Orchard": the company of the person who was named first.
  if (!target && object.name === 'Case' && set['ContactId'] !== undefined) {
    const account = await accountNamed(session, party.text);
    const own = set['AccountId'];
    if (
      account &&
      own &&
      typeof own === 'object' &&
      '$id' in own &&
      own.$id.slice(0, 15) === account.id.slice(0, 15)
    ) {
      own.name = account.name;
      return;
    }
  }
  if (!target)
    session.ask(
      `party:${wordsOf(party.text)}`,
      `How does "${party.text}" belong to the new ${object.label.toLowerCase()}?`,
      { slot: 'field', object: object.name },
    );
  const made = session.mentions
    .flat()
    .findLast(
      (m) =>
        m.ref !== undefined &&
        target.referenceTo.includes(m.object) &&
        (party.text === '' || nameFit(party.text, m.name) === 1),
    );
  if (made) {
    set[target.name] = { $new: made.ref! };
    return;
  }
  if (party.text === '' || /^(it|this|that|them|the account)$/i.test(party.text)) {
    const mention = session.mentions.flat().findLast((m) => target.referenceTo.includes(m.object));
    const open = openRecord(session, target);
    const [of] = session.mentions.at(-1) ?? [];
    if (mention?.id) set[target.name] = { $id: mention.id, name: mention.name };
    // "A new contact on the Halcyon deal" is of the account that the deal is of.
    else if (target.name === 'AccountId' && of?.accountId !== undefined)
      set[target.name] = { $id: of.accountId };
    else if (open !== undefined) set[target.name] = { $id: open };
    return;
  }
  if (object.name === 'Case' && target.name === 'AccountId' && party.object === undefined) {
    if (await setCaseParty(session, party.text, set, why)) return;
  }
  const found = await lookUp(
    session,
    target.referenceTo.find((o) => session.vocabulary.objects.has(o)) ?? 'Account',
    party.text,
  );
  set[target.name] = { $id: found.id, name: found.name };
  if (squash(found.name) !== squash(party.text)) why.push(`"${party.text}" → ${found.name}`);
}

function isCity({ type, label }: FieldDescribe): boolean {
  return type === 'string' && /^(city|town|stadt|ort|ville)$/i.test(label);
}

/** Of several free lookups of one of the org's own objects the one to a record of exactly that name. */
async function lookupByName(
  session: Session,
  object: ObjectDescribe,
  party: Party,
  set: Record<string, Value>,
): Promise<FieldDescribe | undefined> {
  const free = lookupsOf(session, object).filter((f) => f.custom && set[f.name] === undefined);
  const pattern = likeWords(party.text);
  if (!object.custom || party.object !== undefined || !pattern || free.length < 2) return undefined;
  const asked = free.map((field) => {
    const to = session.describe(field.referenceTo.find((o) => session.vocabulary.objects.has(o))!);
    return { field, name: nameFieldOf(to), from: to.name };
  });
  const rows = await session.queries(
    asked.map(({ name, from }) => `SELECT ${name} FROM ${from} WHERE ${name} LIKE ${pattern} LIMIT 50`),
  );
  const fitting = asked.filter(({ name }, n) =>
    rows[n]!.some((row) => nameFit(party.text, textOf(row, name)) === 1),
  );
  return fitting.length === 1 ? fitting[0]!.field : undefined;
}

/** A case is for a company by its whole name, else for a person. */
async function setCaseParty(
  session: Session,
  said: string,
  set: Record<string, Value>,
  why: string[],
): Promise<boolean> {
  const account = await accountNamed(session, said);
  if (account?.exact) {
    set['AccountId'] = { $id: account.id, name: account.name };
    return true;
  }
  if (set['ContactId']) return false;
  const person = await recordsFor(session, plain(said, ['Contact']), {
    objects: ['Contact'],
    fields: ['AccountId'],
    write: false,
    optional: true,
  });
  if (person?.rows.length !== 1) return false;
  set['ContactId'] = { $id: String(person.rows[0]!.Id), name: textOf(person.rows[0]!, 'Name') ?? '' };
  const accountId = person.rows[0]!['AccountId'];
  if (typeof accountId === 'string') set['AccountId'] ??= { $id: accountId };
  why.push(person.why);
  return true;
}

/** The open record, or the only one just mentioned, where the lookup may point to it. */
function openRecord(session: Session, target: FieldDescribe): string | undefined {
  const { recordId, mentioned } = session.input.context ?? {};
  return [recordId, mentioned?.length === 1 ? mentioned[0] : undefined].find(
    (id) =>
      id !== undefined &&
      target.referenceTo.some((o) => session.vocabulary.objects.get(o)?.keyPrefix === id.slice(0, 3)),
  );
}

/** A contact, deal or case without a company belongs to the account that the same command creates, else to the open one. */
function belongToNew(session: Session, object: ObjectDescribe, set: Record<string, Value>): void {
  if (!['Contact', 'Opportunity', 'Case'].includes(object.name) || set['AccountId'] !== undefined) return;
  const account = accountField(object);
  if (!account) return;
  const made = session.mentions.flat().findLast((m) => m.ref !== undefined && m.object === 'Account');
  const open = openRecord(session, account);
  if (made) set[account.name] = { $new: made.ref! };
  else if (open !== undefined) set[account.name] = { $id: open };
}

/** Without a name: the account that the plan made first, the head of the family, or the one that is counted to. */
function createdAccount(session: Session, { text, nth }: Party): Mention | undefined {
  const made = accountsMade(session);
  if (nth && nth.n === 0 && made.length !== nth.of)
    session.ask('each', 'Which one belongs under which?', { slot: 'record', object: 'Account' });
  if (nth) return made[nth.n];
  return text === '' ? made[0] : made.findLast((m) => nameFit(text, m.name) === 1);
}

/** "Only under Alder", where the plan makes "Alder Foods – HQ" and nobody else is called Alder. */
async function begunLike(session: Session, text: string): Promise<Mention | undefined> {
  const words = `${wordsOf(text)} `;
  const made = accountsMade(session).filter((m) => wordsOf(m.name).startsWith(words));
  if (made.length !== 1) return undefined;
  if ((await accountNamed(session, text))?.exact)
    session.ask('parent', `Under "${text}" or under the new "${made[0]!.name}"?`, {
      slot: 'record',
      object: 'Account',
    });
  return made[0];
}

function accountsMade(session: Session): Mention[] {
  return session.mentions.flat().filter((m) => m.ref !== undefined && m.object === 'Account');
}

function plain(text: string, objects: string[]): Target {
  return { text, kind: 'named', objects, names: [text], conditions: [] };
}

/** The lookups to records that a new record can have, users aside. */
function lookupsOf(session: Session, object: ObjectDescribe): FieldDescribe[] {
  return object.fields.filter(
    (f) =>
      f.type === 'reference' &&
      f.createable &&
      f.name !== 'OwnerId' &&
      !f.referenceTo.includes('User') &&
      f.referenceTo.some((o) => session.vocabulary.objects.has(o)),
  );
}

/** Which lookup a named party fills: by the noun beside it, else the account, else the only lookup there is. */
function lookupFor(
  session: Session,
  object: ObjectDescribe,
  party: Property & { kind: 'party' },
  set: Record<string, Value>,
): FieldDescribe | undefined {
  const lookups = lookupsOf(session, object);
  if (party.preposition === 'reports to') return lookups.find((f) => f.name === 'ReportsToId');
  if (party.object && party.object !== object.name)
    return lookups.find((f) => f.referenceTo.includes(party.object!));
  const account = accountField(object);
  if (account && set[account.name] === undefined) return account;
  const open = lookups.filter(
    (f) =>
      set[f.name] === undefined &&
      f.name !== 'ParentId' &&
      f.name !== 'ReportsToId' &&
      f.name !== 'CampaignId',
  );
  return open.length === 1 ? open[0] : open.find((f) => f.custom);
}

async function lookUp(session: Session, object: string, text: string): Promise<{ id: string; name: string }> {
  const found = await recordsFor(session, plain(text, [object]), {
    objects: [object],
    fields: [],
    write: false,
  });
  const row = found!.rows[0]!;
  return { id: String(row.Id), name: textOf(row, nameFieldOf(session.describe(object))) ?? '' };
}
