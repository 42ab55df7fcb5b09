import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import type { Assignment, Intent, Property, Target } from '../understand/intents.ts';
import { accountField, amountField, hasField, nameFieldOf } from '../understand/schema.ts';
import { statusField } from '../understand/picklists.ts';
import { wordsOf } from '../understand/tokens.ts';
import { recordsFor } from '../resolve/records.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { defaultRecordType, ofRecordType } from '../resolve/record-types.ts';
import { textOf } from '../resolve/session.ts';
import { likeWords, nameFit, squash } from '../resolve/soql.ts';
import { answerOf } from '../resolve/answers.ts';
import { userFor } from '../resolve/users.ts';
import { fieldFor, titled, valueFor } from '../resolve/values.ts';
import type { Operation, Value } from '../types.ts';
import { allow } from './allow.ts';

type Create = Intent & { kind: 'create' };

export async function planCreate(session: Session, intent: Create): Promise<Operation[]> {
  const whole = session.describe(intent.object);
  allow(session, 'create', whole);
  const object = await ofRecordType(session, whole, defaultRecordType(whole));
  const set: Record<string, Value> = {};
  const why: string[] = [];
  const parties: (Property & { kind: 'party' })[] = [];
  let name = intent.name;
  let title: string | undefined;
  for (const property of intent.properties) {
    switch (property.kind) {
      case 'name':
        name = name === undefined || isPerson(object) ? property.text : property.text;
        break;
      case 'party':
        parties.push(property);
        break;
      case 'title':
        title = titled(property.text);
        break;
      case 'owner': {
        const user = await userFor(session, property.text);
        set['OwnerId'] = { $id: user.id, name: user.name };
        why.push(`owner "${property.text}" → ${user.name}`);
        break;
      }
      case 'field':
        await assignField(session, object, property.assignment, set, why);
        break;
      case 'value':
        break;
      case 'times-budget':
        break;
    }
  }
  for (const property of intent.properties) {
    if (property.kind !== 'times-budget') continue;
    const budget = amountField(object);
    const base = budget ? set[budget.name] : undefined;
    const field = property.field[0]!.field;
    if (typeof base !== 'number')
      session.ask(`field:${object.name}.BudgetedCost`, 'What is the budget?', {
        slot: 'field',
        object: object.name,
        field: budget?.name ?? '',
      });
    set[field] = base * property.factor;
    why.push(`${property.factor} × ${base} = ${base * property.factor}`);
  }
  if (title !== undefined && set['Title'] === undefined) set['Title'] = title;
  // "an opportunity for Trey Research": with nothing else named, the words are the company.
  if (
    name !== undefined &&
    !isPerson(object) &&
    object.name !== 'Account' &&
    intent.name !== undefined &&
    parties.length === 0 &&
    accountField(object)
  ) {
    const account = await accountNamed(session, name);
    if (account && account.exact) {
      parties.push({ kind: 'party', preposition: 'for', text: name });
      name = intent.properties.find((p) => p.kind === 'name')?.text;
    }
  }
  await placeParties(session, object, parties, set, why);
  if (name !== undefined) nameIt(object, name, set);
  await complete(session, object, set);
  const another = await askDuplicate(session, object, set);
  const ref = session.newRef(object.name);
  const display = isPerson(object)
    ? [set['FirstName'], set['LastName']].filter((x) => typeof x === 'string').join(' ')
    : String(set[nameFieldOf(object)] ?? '');
  const account = set['AccountId'];
  const mention: Mention = {
    object: object.name,
    ref,
    name: display,
    ...(account && typeof account === 'object' && '$id' in account ? { accountId: account.$id } : {}),
  };
  session.mention([mention]);
  allow(session, 'create', object, Object.keys(set));
  return [
    {
      op: 'create',
      object: object.name,
      set,
      ref,
      ...(another ? { allowDuplicate: true } : {}),
      why: [`new ${object.label.toLowerCase()} "${display}"`, ...why],
    },
  ];
}

function isPerson(object: ObjectDescribe): boolean {
  return object.name === 'Lead' || object.name === 'Contact';
}

async function assignField(
  session: Session,
  object: ObjectDescribe,
  assignment: Assignment,
  set: Record<string, Value>,
  why: string[],
): Promise<void> {
  const field = fieldFor(session, object, assignment, 'create');
  if (!field) {
    session.ask(
      `field:${object.name}:${assignment.fieldText}`,
      `${object.labelPlural} have no field "${assignment.fieldText}".`,
      { slot: 'field', object: object.name },
    );
  }
  const written = await valueFor(session, object, field, assignment.value, undefined);
  if (written.field === 'Phone' && set['Phone'] !== undefined && hasField(object, 'MobilePhone')) return;
  set[written.field] = written.value;
  if (written.why) why.push(written.why);
}

/** First and last name, or the name field; a spoken name gets its capitals. */
function nameIt(object: ObjectDescribe, said: string, set: Record<string, Value>): void {
  const name = /[A-Z]/.test(said)
    ? said
    : said.replace(
        /(^|[\s-])(\p{Ll})/gu,
        (_, before: string, letter: string) => before + letter.toUpperCase(),
      );
  if (!isPerson(object)) {
    set[nameFieldOf(object)] ??= name;
    return;
  }
  const words = name.replace(/^(mr|mrs|ms|dr)\.? /i, '').split(' ');
  if (words.length > 1) set['FirstName'] ??= words.slice(0, -1).join(' ');
  set['LastName'] ??= words.at(-1)!;
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

/** Companies, contacts and parents that were named: Lead.Company, lookups, or a record created before. */
async function placeParties(
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

/** Required fields are asked for, what has a sensible beginning gets it, and a name that exists already is asked about. */
async function complete(session: Session, object: ObjectDescribe, set: Record<string, Value>): Promise<void> {
  if (object.name === 'Lead' && set['Status'] === undefined) {
    const open = statusField(object)?.picklistValues.find((v) => v.active && v.defaultValue);
    if (open) set['Status'] = open.value;
  }
  if (object.name === 'Opportunity') {
    const stage = statusField(object);
    if (stage && set['StageName'] === undefined) {
      const first =
        stage.picklistValues.find((v) => v.active && v.defaultValue) ??
        stage.picklistValues.find((v) => v.active);
      if (first) set['StageName'] = first.value;
    }
    if (set['Name'] === undefined) {
      const account = set['AccountId'];
      const label =
        account && typeof account === 'object' && '$id' in account && account.name ? account.name : undefined;
      if (label) set['Name'] = `${label} - New Opportunity`;
    }
  }
  for (const field of object.fields) {
    if (
      !field.createable ||
      field.nillable ||
      field.defaultedOnCreate ||
      field.type === 'boolean' ||
      set[field.name] !== undefined ||
      field.name === 'OwnerId' ||
      field.autoNumber
    )
      continue;
    const key = `field:${object.name}.${field.name}`;
    const answered = session.answerTo(key);
    if (answered !== undefined) {
      const written = await valueFor(session, object, field, answerOf(session, answered), undefined);
      set[written.field] = written.value;
      continue;
    }
    session.ask(
      key,
      `What is the ${field.label} of the new ${object.label.toLowerCase()}?`,
      { slot: 'field', object: object.name, field: field.name },
      field.picklistValues.filter((v) => v.active).map((v) => ({ value: v.value, label: v.label })),
    );
  }
  if (object.name === 'Lead' && set['LastName'] === undefined)
    session.ask('field:Lead.LastName', 'What is the last name of the new lead?', {
      slot: 'field',
      object: 'Lead',
      field: 'LastName',
    });
}

/** A record of that name that exists already is asked about before a second one is made; true when the rep wants another. */
async function askDuplicate(
  session: Session,
  object: ObjectDescribe,
  set: Record<string, Value>,
): Promise<boolean> {
  if (!['Account', 'Contact', 'Lead', 'Campaign'].includes(object.name) && !(object.name === 'Opportunity'))
    return false;
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
  const rows = await session.salesforce.query(
    `SELECT Id, Name${extra} FROM ${object.name} WHERE Name LIKE ${like}${object.name === 'Lead' ? ' AND IsConverted = false' : ''} LIMIT 20`,
  );
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
  if (same.length === 0) return false;
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
