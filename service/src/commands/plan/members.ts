import type { Intent } from '../understand/intents.ts';
import { fieldOf } from '../understand/schema.ts';
import type { Wanted } from '../resolve/selected.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { valueFor } from '../resolve/values.ts';
import type { Operation } from '../types.ts';
import { allow } from './allow.ts';
import { planJoin } from './join.ts';
import { PEOPLE, peopleOf, references } from './links.ts';
import { targetRecords, targetRecordsIf } from './targets.ts';

export async function planMember(
  session: Session,
  intent: Intent & { kind: 'member' },
): Promise<Operation[]> {
  const object = session.describe('CampaignMember');
  const wanted: Wanted = { objects: ['Campaign'], fields: [], write: false };
  const isPeople = intent.people.objects.every((name) => PEOPLE.includes(name));
  const named = isPeople && (await targetRecordsIf(session, intent.campaign, { ...wanted, optional: true }));
  const join = named
    ? undefined
    : await planJoin(session, intent.people, { ...intent.campaign, objects: [] });
  if (join) return join;
  if (!isPeople)
    session.ask(
      'people',
      `Who of the people in "${intent.people.text}"? Only leads and contacts are in a campaign.`,
      {
        slot: 'record',
        object: 'Contact',
      },
    );
  allow(session, 'create', object);
  const campaign = references(session, named || (await targetRecords(session, intent.campaign, wanted)));
  const people = await peopleOf(session, intent.people, PEOPLE, true);
  if (campaign.length !== 1)
    session.ask('campaign', 'Which campaign?', { slot: 'record', object: 'Campaign' });
  const status = fieldOf(object, 'Status');
  const says =
    intent.status && status ? await valueFor(session, object, status, intent.status, undefined) : undefined;
  const members = await membersOf(session, campaign[0]!, people);
  const operations: Operation[] = [];
  for (const { value, mention } of people) {
    const member = mention.id ? members.get(mention.id.slice(0, 15)) : undefined;
    if (member && says && member.status !== says.value) {
      allow(session, 'update', object, [says.field]);
      operations.push({
        op: 'update',
        object: 'CampaignMember',
        ids: [member.id],
        set: { Status: says.value },
        before: { [member.id]: { Status: member.status } },
        names: { [member.id]: mention.name },
        why: [`${mention.name} in ${campaign[0]!.mention.name}`],
      });
      continue;
    }
    if (member) {
      session.flags.push(`${mention.name} is already in ${campaign[0]!.mention.name}.`);
      continue;
    }
    if (intent.known)
      session.ask(
        'member',
        `${mention.name} is not in the campaign ${campaign[0]!.mention.name}. Who do you mean?`,
        { slot: 'not-found', object: 'CampaignMember' },
      );
    operations.push({
      op: 'create',
      object: 'CampaignMember',
      set: {
        CampaignId: campaign[0]!.value,
        [mention.object === 'Lead' ? 'LeadId' : 'ContactId']: value,
        ...(says ? { Status: says.value } : {}),
      },
      why: [`${mention.name} → ${campaign[0]!.mention.name}`],
    });
  }
  if (operations.length === 0)
    session.ask(
      'member',
      `${people.map((p) => p.mention.name).join(', ')} is already in the campaign ${campaign[0]!.mention.name}.`,
      { slot: 'duplicate', object: 'CampaignMember' },
    );
  session.mention(people.map((p) => p.mention));
  session.mention([campaign[0]!.mention]);
  return operations;
}

interface Member {
  id: string;
  status: string;
}

/** Who of the people is in the campaign, by the first 15 characters of the lead's or contact's id. */
async function membersOf(
  session: Session,
  campaign: { mention: Mention },
  people: { mention: Mention }[],
): Promise<Map<string, Member>> {
  const ids = people.flatMap((p) => (p.mention.id ? [p.mention.id] : []));
  if (!campaign.mention.id || ids.length === 0) return new Map();
  const list = ids.map((id) => `'${id}'`).join(', ');
  const rows = await session.salesforce.query(
    `SELECT Id, LeadId, ContactId, Status FROM CampaignMember WHERE CampaignId = '${campaign.mention.id}' AND (LeadId IN (${list}) OR ContactId IN (${list}))`,
  );
  return new Map(
    rows.flatMap((row) =>
      [row['LeadId'], row['ContactId']]
        .filter((id) => typeof id === 'string')
        .map((id): [string, Member] => [
          id.slice(0, 15),
          { id: String(row.Id), status: String(row['Status']) },
        ]),
    ),
  );
}
