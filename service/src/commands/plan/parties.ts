import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import type { Property, Target } from '../understand/intents.ts';
import { nearestValues } from '../understand/picklists.ts';
import { accountField, fieldOf, hasField, nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { recordsFor } from '../resolve/records.ts';
import { textOf, type Mention, type Session } from '../resolve/session.ts';
import { likeWords, nameFit, squash } from '../resolve/soql.ts';
import type { Value } from '../types.ts';

/** Companies, contacts and parents that were named: Lead.Company, lookups, or a record created before. */
export async function placeParties(
  session: Session,
  object: ObjectDescribe,
  parties: (Property & { kind: 'party' })[],
  set: Record<string, Value>,
  why: string[],
): Promise<void> {
  for (const party of parties) {
    if (object.name === 'Lead') {
      const company = party.text.replace(/^(the )/i, '');
      set['Company'] ??= /[A-Z]/.test(company)
        ? company
        : company.replace(/(^|\s)(\p{Ll})/gu, (_, b: string, l: string) => b + l.toUpperCase());
      continue;
    }
    if (object.name === 'Account') {
      if (party.preposition === 'under' || party.object === 'Account') {
        const parent = createdAccount(session, party.text);
        if (parent) {
          set['ParentId'] = { $new: parent.ref! };
          continue;
        }
        const account = await lookUp(session, 'Account', party.text);
        set['ParentId'] = { $id: account.id, name: account.name };
        continue;
      }
      const industry = fieldOf(object, 'Industry');
      const [near] = industry ? nearestValues(industry, party.text, session.vocabulary.synonyms) : [];
      if (party.preposition === 'in' && near && near.closeness <= 2) {
        set['Industry'] ??= near.value;
        continue;
      }
      const field = ['BillingCountry', 'BillingCity'].find((f) => hasField(object, f));
      if (party.preposition === 'in' && field) {
        set[
          field === 'BillingCountry' &&
          /^(usa|us|uk|germany|france|spain|japan|india|canada)$/i.test(party.text)
            ? 'BillingCountry'
            : 'BillingCity'
        ] = party.text;
        continue;
      }
      session.ask(`party:${wordsOf(party.text)}`, `What is "${party.text}" for the new account?`, {
        slot: 'field',
        object: 'Account',
      });
    }
    const target = lookupFor(session, object, party, set);
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
      continue;
    }
    if (
      party.text === '' ||
      /^(it|this|that|them|this company|that company|this account|that account|the account)$/i.test(
        party.text,
      )
    ) {
      const mention = session.mentions.flat().findLast((m) => target.referenceTo.includes(m.object));
      if (mention?.id) set[target.name] = { $id: mention.id, name: mention.name };
      else if (
        session.input.context?.recordId &&
        target.referenceTo.some(
          (o) =>
            session.vocabulary.objects.get(o)?.keyPrefix === session.input.context!.recordId!.slice(0, 3),
        )
      )
        set[target.name] = { $id: session.input.context.recordId };
      continue;
    }
    if (
      object.name === 'Case' &&
      target.name === 'AccountId' &&
      party.object === undefined &&
      !set['ContactId']
    ) {
      const person = await recordsFor(session, plain(party.text, ['Contact']), {
        objects: ['Contact'],
        fields: ['AccountId'],
        write: false,
        optional: true,
      });
      if (person?.rows.length === 1) {
        set['ContactId'] = { $id: String(person.rows[0]!.Id), name: textOf(person.rows[0]!, 'Name') ?? '' };
        const account = person.rows[0]!['AccountId'];
        if (typeof account === 'string') set['AccountId'] ??= { $id: account };
        why.push(person.why);
        continue;
      }
    }
    const found = await lookUp(
      session,
      target.referenceTo.find((o) => session.vocabulary.objects.has(o)) ?? 'Account',
      party.text,
    );
    set[target.name] = { $id: found.id, name: found.name };
    if (squash(found.name) !== squash(party.text)) why.push(`"${party.text}" → ${found.name}`);
  }
}

/** Without a name: the account that the plan made first, the head of the family. */
function createdAccount(session: Session, text: string): Mention | undefined {
  const made = session.mentions.flat().filter((m) => m.ref !== undefined && m.object === 'Account');
  return text === '' ? made[0] : made.findLast((m) => nameFit(text, m.name) === 1);
}

function plain(text: string, objects: string[]): Target {
  return { text, kind: 'named', objects, names: [text], conditions: [] };
}

/** Which lookup a named party fills: by the noun beside it, else the account, else the only lookup there is. */
function lookupFor(
  session: Session,
  object: ObjectDescribe,
  party: Property & { kind: 'party' },
  set: Record<string, Value>,
): FieldDescribe | undefined {
  const lookups = object.fields.filter(
    (f) =>
      f.type === 'reference' &&
      f.createable &&
      f.name !== 'OwnerId' &&
      !f.referenceTo.includes('User') &&
      f.referenceTo.some((o) => session.vocabulary.objects.has(o)),
  );
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

export async function accountNamed(
  session: Session,
  said: string,
): Promise<{ id: string; name: string; exact: boolean } | undefined> {
  const like = likeWords(said);
  if (like === undefined) return undefined;
  const rows = await session.salesforce.query(
    `SELECT Id, Name FROM Account WHERE Name LIKE ${like} LIMIT 50`,
  );
  const fits = rows
    .map((row) => ({ row, fit: nameFit(said, textOf(row, 'Name')) }))
    .filter((f) => f.fit !== undefined);
  const exact = fits.filter((f) => f.fit === 1);
  const chosen = exact.length > 0 ? exact : fits;
  if (chosen.length !== 1) return undefined;
  return {
    id: String(chosen[0]!.row.Id),
    name: textOf(chosen[0]!.row, 'Name')!,
    exact: chosen[0]!.fit === 1,
  };
}
