import type { Activity, Intent, Target } from '../understand/intents.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { references } from './links.ts';
import { targetRecords } from './targets.ts';

const LIMIT = /\b(unless|except|only (if|when|those|the ones)|if (they|he|she|it)|excluding|but not)\b/i;
const KINDS = ['Account', 'Opportunity', 'Contact', 'Lead', 'Case', 'Campaign'];

/** "A task for all accounts in Singapore": one for each of them; undefined where it is one task. */
export async function toDoForEach(
  session: Session,
  { activity }: Intent & { kind: 'activity' },
): Promise<Activity[] | undefined> {
  if (activity.type !== 'task' || activity.done) return undefined;
  const sets = activity.parties.filter((p) => p.target.kind === 'set' && !p.preposition.startsWith('?'));
  const [party] = sets;
  if (activity.parties.length === 0) return forThose(session, activity);
  const [first, ...rest] = activity.parties;
  if (/^each\b/.test(first!.target.pronoun ?? '') && rest.length === 0)
    return forEachOfThem(session, activity);
  if (!party || sets.length > 1) return undefined;
  const { target } = party;
  const customs = [...session.vocabulary.objects.keys()].filter((name) => name.endsWith('__c'));
  const kinds = target.objects.length > 0 ? target.objects : [...KINDS, ...customs];
  const resolved = await targetRecords(session, target, {
    objects: kinds,
    fields: ['AccountId'],
    write: true,
  });
  const records = references(session, resolved);
  if (records.length < 2 || resolved.created) return undefined;
  // "… to send the price list unless they have it": which of them are left out nobody knows.
  if (LIMIT.test(`${activity.subject ?? ''} ${activity.text ?? ''}`))
    session.ask(`limit:${target.text}`, `Which of the ${records.length} should get one?`, {
      slot: 'scope',
      candidates: records.flatMap(({ mention }) => mention.id ?? []),
    });
  return records.map(({ mention }) => ({
    ...activity,
    parties: activity.parties.map((p) => (p === party ? { ...p, target: itself(mention) } : p)),
  }));
}

/** "For all accounts in Singapore, add a task": those that were named before. */
function forThose(session: Session, activity: Activity): Activity[] | undefined {
  const those = session.mentions.at(-1) ?? [];
  if (those.length < 2 || !those.every((m) => m.topic && m.id !== undefined)) return undefined;
  return those.map((m) => ({ ...activity, parties: [{ preposition: 'for', target: itself(m) }] }));
}

/** "Show me the new leads and create a task for each one": for all that were spoken of. */
async function forEachOfThem(session: Session, activity: Activity): Promise<Activity[] | undefined> {
  const [party] = activity.parties;
  const resolved = await targetRecords(session, party!.target, { objects: KINDS, fields: [], write: true });
  const records = references(session, resolved);
  return records.map(({ mention }) => ({ ...activity, parties: [{ ...party!, target: itself(mention) }] }));
}

function itself({ id, name, object }: Mention): Target {
  return { text: name, kind: 'ids', objects: [object], names: [], conditions: [], ids: [id!] };
}
