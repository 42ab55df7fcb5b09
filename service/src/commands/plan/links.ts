import type { FieldDescribe, SObject } from '../../salesforce/types.ts';
import type { Intent, Target } from '../understand/intents.ts';
import { fieldOf, nameFieldOf } from '../understand/schema.ts';
import { nearestValues } from '../understand/picklists.ts';
import { mentionOf, recordsFor } from '../resolve/records.ts';
import { EVERYBODY, isEverybodyInCampaign } from '../resolve/everybody.ts';
import { textOf, type Mention, type Session } from '../resolve/session.ts';
import { valueFor } from '../resolve/values.ts';
import type { Operation, Value } from '../types.ts';
import { userFor } from '../resolve/users.ts';
import { allow } from './allow.ts';
import { accountNamed } from './parties.ts';
import { changedRole } from './roles.ts';
import { targetRecords, type Resolved } from './targets.ts';
import { planUpdate } from './update.ts';

/** Who can be in a campaign. */
export const PEOPLE = ['Contact', 'Lead'];

/** Records as lookup values, existing or created before. */
export function references(session: Session, resolved: Resolved): { value: Value; mention: Mention }[] {
  if (resolved.created) return resolved.created.map((m) => ({ value: { $new: m.ref! }, mention: m }));
  const object = session.describe(resolved.found!.object);
  return resolved.found!.rows.map((row) => ({
    value: { $id: String(row.Id), name: textOf(row, nameFieldOf(object)) ?? '' },
    mention: mentionOf(object, row),
  }));
}

/** Each of several people is looked for among contacts and leads: some may be the one, some the other. */
export async function peopleOf(
  session: Session,
  target: Target,
  objects: string[],
  write: boolean,
): Promise<{ value: Value; mention: Mention }[]> {
  const people: { value: Value; mention: Mention }[] = [];
  for (const part of target.list ?? ofEachKind(session, target, objects))
    people.push(
      ...references(session, await targetRecords(session, part, { objects, fields: ['AccountId'], write })),
    );
  return people;
}

/** "Everyone in the campaign": its contacts and its leads. */
function ofEachKind(session: Session, target: Target, objects: readonly string[]): Target[] {
  return isEverybodyInCampaign(target)
    ? objects.map((name) => ({
        ...target,
        text: target.text.replace(EVERYBODY, session.describe(name).labelPlural.toLowerCase()),
        objects: [name],
      }))
    : [target];
}

export async function planRole(session: Session, intent: Intent & { kind: 'role' }): Promise<Operation[]> {
  const account = await accountLinked(session, intent);
  if (account) return planUpdate(session, account);
  const object = session.describe('OpportunityContactRole');
  allow(session, intent.change === 'must' ? 'update' : 'create', object);
  const person = references(
    session,
    await targetRecords(
      session,
      {
        ...intent.person,
        objects:
          intent.person.objects.length > 0 && intent.person.objects.includes('Contact')
            ? ['Contact']
            : ['Contact'],
      },
      { objects: ['Contact'], fields: ['AccountId'], write: false },
    ),
  );
  const deal = references(session, await dealOf(session, intent, person));
  // "On the first deal and on the second", "Ann and Bob as evaluators": several of one side, never of both.
  const named = intent.person.list !== undefined || intent.deal.list !== undefined;
  if (Math.min(person.length, deal.length) !== 1 || (person.length + deal.length > 2 && !named))
    session.ask('role', 'Which one exactly?', { slot: 'record', object: 'Opportunity' });
  const operations: Operation[] = [];
  for (const one of deal)
    for (const who of person) operations.push(...(await roleIn(session, intent, who, one)));
  return operations;
}

async function roleIn(
  session: Session,
  intent: Intent & { kind: 'role' },
  person: { value: Value; mention: Mention },
  deal: { value: Value; mention: Mention },
): Promise<Operation[]> {
  const object = session.describe('OpportunityContactRole');
  const set: Record<string, Value> = { OpportunityId: deal.value, ContactId: person.value };
  const why: string[] = [];
  const role = fieldOf(object, 'Role');
  const primary = intent.primary === true;
  const said = intent.role && {
    ...intent.role,
    text: intent.role.text.replace(/\b(primary|main|contact|role)\b/gi, '').trim(),
  };
  if (said && said.text !== '' && role) {
    const written = await valueFor(
      session,
      object,
      role,
      { ...said, phrase: said.text.toLowerCase() },
      undefined,
    );
    set['Role'] = written.value;
    if (written.why) why.push(written.why);
  }
  if (primary) set['IsPrimary'] = true;
  session.mention([deal.mention]);
  session.mention([person.mention]);
  const changed = await changedRole(
    session,
    intent,
    { object, person: person.mention, deal: deal.mention },
    set,
    why,
  );
  if (changed) return changed;
  allow(session, 'create', object);
  return [{ op: 'create', object: 'OpportunityContactRole', set, why }];
}

/** "Create a contact … and link her to Larkspur Foods": an account that is called exactly so is whose the new one is. */
async function accountLinked(
  session: Session,
  { person, deal, role, primary }: Intent & { kind: 'role' },
): Promise<(Intent & { kind: 'update' }) | undefined> {
  if (role || primary || deal.kind !== 'named' || deal.list || deal.conditions.length > 0) return undefined;
  const name = deal.names.at(-1) ?? '';
  const isNew = session.mentions.flat().some((m) => m.object === 'Contact' && m.ref !== undefined);
  const named = isNew && deal.objects.length === 0 && (await accountNamed(session, name))?.exact;
  if (!named && !deal.objects.includes('Account')) return undefined;
  return {
    kind: 'update',
    target: { ...person, objects: ['Contact'] },
    assignments: [
      {
        fields: [{ object: 'Contact', field: 'AccountId' }],
        fieldText: 'account',
        value: { text: name, phrase: name.toLowerCase(), quoted: false },
      },
    ],
  };
}

/** "The open ACME opportunity" beside a contact at ACME Corp: the person's account decides between several; of roles that change the one that the person has. */
async function dealOf(
  session: Session,
  intent: Intent & { kind: 'role' },
  person: { mention: Mention }[],
): Promise<Resolved> {
  const accountId = person[0]?.mention.accountId;
  const target = { ...intent.deal, objects: ['Opportunity'] };
  const who = person[0]?.mention.id;
  if (intent.change && who !== undefined && target.kind === 'named') {
    const there = await recordsFor(
      session,
      {
        ...target,
        conditions: [
          ...target.conditions,
          {
            kind: 'related',
            object: 'OpportunityContactRole',
            field: 'OpportunityId',
            of: [{ kind: 'compare', path: 'ContactId', op: '=', value: who }],
            not: false,
          },
        ],
      },
      { objects: ['Opportunity'], fields: ['AccountId'], write: true, optional: true },
    );
    if (there) return { found: there };
  }
  if (accountId !== undefined && target.kind !== 'context' && target.kind !== 'ids') {
    const narrowed = await recordsFor(
      session,
      {
        ...target,
        kind: 'named',
        conditions: [...target.conditions, { kind: 'compare', path: 'AccountId', op: '=', value: accountId }],
      },
      { objects: ['Opportunity'], fields: ['AccountId'], write: true, optional: true },
    );
    if (narrowed && narrowed.rows.length === 1) return { found: narrowed };
  }
  return targetRecords(session, target, { objects: ['Opportunity'], fields: ['AccountId'], write: true });
}

/** "Convert it from 'Working' status": a lead in another one may not be the one that is meant. */
function stillIn(
  session: Session,
  { from }: Intent & { kind: 'convert' },
  status: FieldDescribe | undefined,
  row: SObject,
): void {
  if (!from || !status) return;
  const near = nearestValues(status, from.text, session.vocabulary.synonyms);
  const stored = textOf(row, 'Status');
  const key = `from:${String(row.Id)}:Status`;
  if (near.some((n) => n.value === stored) || session.answerTo(key) !== undefined) return;
  session.ask(
    key,
    `${status.label} is ${stored ?? 'empty'} now, not ${from.text}. Should it be converted all the same?`,
    { slot: 'value', object: 'Lead', field: 'Status' },
    [{ value: 'yes', label: 'Yes, convert it' }],
  );
}

export async function planConvert(
  session: Session,
  intent: Intent & { kind: 'convert' },
): Promise<Operation[]> {
  const lead = session.describe('Lead');
  allow(session, 'convert', lead);
  const { found } = await targetRecords(
    session,
    { ...intent.target, objects: ['Lead'] },
    { objects: ['Lead'], fields: ['Company', 'IsConverted', 'Status'], write: true },
  );
  if (!found) session.ask('record:lead', 'Which lead?', { slot: 'record', object: 'Lead' });
  const status = fieldOf(lead, 'Status');
  const converted = status
    ? nearestValues(status, 'Closed - Converted').filter((n) => !/not/i.test(n.value))
    : [];
  const operations: Operation[] = [];
  const owner = intent.owner !== undefined ? await userFor(session, intent.owner) : undefined;
  for (const row of found.rows) {
    stillIn(session, intent, status, row);
    const company = textOf(row, 'Company') ?? '';
    const name = intent.account ?? company;
    const set: Record<string, Value> = {};
    const why = [found.why];
    set['ConvertedStatus'] =
      converted[0]?.value ??
      status?.picklistValues.find((v) => /conver/i.test(v.value) && !/not|nicht|non/i.test(v.value))?.value ??
      'Closed - Converted';
    const existing = await accountNamed(session, name);
    if (existing?.exact || (existing && intent.account !== undefined && !intent.newAccount)) {
      if (intent.newAccount) {
        const key = `duplicate:Account:${name.toLowerCase()}`;
        if (session.answerTo(key) === undefined)
          session.ask(
            key,
            `There is already an account called "${existing.name}". Use it?`,
            { slot: 'duplicate', object: 'Account', candidates: [existing.id] },
            [
              { value: 'yes', label: `Use ${existing.name}` },
              { value: 'no', label: 'Create a new one' },
            ],
          );
      }
      set['AccountId'] = { $id: existing.id, name: existing.name };
      why.push(`account ${existing.name} exists`);
    } else if (intent.account !== undefined && !intent.newAccount) {
      session.ask(`record:${intent.account.toLowerCase()}`, `I find no account called "${intent.account}".`, {
        slot: 'not-found',
        object: 'Account',
      });
    } else if (intent.account !== undefined) {
      const account = session.describe('Account');
      const fields: Record<string, Value> = { Name: intent.account };
      if (intent.accountIndustry !== undefined) {
        const field = fieldOf(account, 'Industry');
        if (field)
          fields['Industry'] = (
            await valueFor(
              session,
              account,
              field,
              { text: intent.accountIndustry, phrase: intent.accountIndustry.toLowerCase(), quoted: false },
              undefined,
            )
          ).value;
      }
      if (owner) fields['OwnerId'] = { $id: owner.id, name: owner.name };
      const ref = session.newRef('Account');
      allow(session, 'create', account, Object.keys(fields));
      operations.push({
        op: 'create',
        object: 'Account',
        ref,
        set: fields,
        why: [`new account "${intent.account}"`],
      });
      set['AccountId'] = { $new: ref };
    }
    if (intent.noOpportunity) set['CreateOpportunity'] = false;
    else if (intent.opportunity !== undefined || intent.properties || intent.withOpportunity) {
      set['CreateOpportunity'] = true;
      if (intent.opportunity !== undefined) set['OpportunityName'] = intent.opportunity;
    }
    for (const property of intent.properties ?? []) {
      if (property.kind === 'field') {
        const opportunity = session.describe('Opportunity');
        const field = fieldOf(
          opportunity,
          property.assignment.fields.find((f) => f.object === 'Opportunity')?.field ?? '',
        );
        if (field)
          set[`Opportunity.${field.name}`] = (
            await valueFor(session, opportunity, field, property.assignment.value, undefined)
          ).value;
      }
    }
    if (owner) set['OwnerId'] = { $id: owner.id, name: owner.name };
    const id = String(row.Id);
    operations.push({
      op: 'convert',
      object: 'Lead',
      ids: [id],
      set,
      names: { [id]: textOf(row, 'Name') ?? id },
      why,
      filter: found.filter,
    });
  }
  session.mention(found.rows.map((row) => mentionOf(lead, row)));
  return operations;
}
