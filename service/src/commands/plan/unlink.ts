import type { SObject } from '../../salesforce/types.ts';
import { mentionOf } from '../resolve/records.ts';
import { textOf, type Session } from '../resolve/session.ts';
import { quoted } from '../resolve/soql.ts';
import type { Operation } from '../types.ts';
import type { Intent } from '../understand/intents.ts';
import { nameFieldOf } from '../understand/schema.ts';
import { allow, allowAny } from './allow.ts';
import { peopleOf } from './links.ts';
import { targetRecords } from './targets.ts';

/** What joins people to a record, and by which fields. */
const JOINED: Readonly<Record<string, { by: string; to: string; people: readonly string[] }>> = {
  Campaign: { by: 'CampaignMember', to: 'CampaignId', people: ['LeadId', 'ContactId'] },
  Opportunity: { by: 'OpportunityContactRole', to: 'OpportunityId', people: ['ContactId'] },
};

/** "Take Dana off the campaign": what joins the two is deleted, neither of them. */
export async function planUnlink(
  session: Session,
  intent: Intent & { kind: 'unlink' },
): Promise<Operation[]> {
  const objects = Object.keys(JOINED).filter(
    (name) => session.vocabulary.objects.has(name) && session.vocabulary.objects.has(JOINED[name]!.by),
  );
  const wanted = intent.target.objects.length > 0 ? intent.target.objects : objects;
  allowAny(
    session,
    'delete',
    wanted.map((name) => JOINED[name]!.by),
  );
  const { found } = await targetRecords(session, intent.target, {
    objects: wanted,
    fields: [],
    write: false,
  });
  if (!found || found.rows.length !== 1)
    session.ask('unlink', 'From which one exactly?', { slot: 'record', object: wanted[0]! });
  const { by, to, people } = JOINED[found.object]!;
  const object = session.describe(by);
  allow(session, 'delete', object);
  const persons = await peopleOf(
    session,
    intent.people,
    people.length > 1 ? ['Contact', 'Lead'] : ['Contact'],
    false,
  );
  const ids = persons.flatMap((p) => (p.mention.id ? [quoted(p.mention.id)] : []));
  const place = mentionOf(session.describe(found.object), found.rows[0]!);
  const whose = people.map((field) => `${field} IN (${ids.join(', ')})`).join(' OR ');
  const where = `${to} = ${quoted(String(found.rows[0]!.Id))} AND (${whose})`;
  const rows: SObject[] =
    ids.length === 0
      ? []
      : await session.salesforce.query(`SELECT Id, ${people.join(', ')} FROM ${by} WHERE ${where}`);
  const joined = (id: string) =>
    rows.filter((row) =>
      people.some((f) => typeof row[f] === 'string' && row[f].slice(0, 15) === id.slice(0, 15)),
    );
  const missing = persons.find((p) => !p.mention.id || joined(p.mention.id).length === 0);
  if (missing)
    session.ask('unlink:none', `${missing.mention.name} is not in ${place.name}. Who should be taken out?`, {
      slot: 'not-found',
      object: by,
    });
  session.mention([place]);
  session.mention(persons.map((p) => p.mention));
  const names = persons.flatMap(({ mention }) =>
    joined(mention.id!).map((row) => [String(row.Id), `${mention.name} in ${place.name}`]),
  );
  return [
    {
      op: 'delete',
      object: by,
      ids: rows.map((row) => String(row.Id)),
      names: Object.fromEntries(names) as Record<string, string>,
      why: [`${textOf(found.rows[0]!, nameFieldOf(session.describe(found.object))) ?? ''}: ${found.why}`],
      filter: where,
    },
  ];
}
