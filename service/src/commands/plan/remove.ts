import type { Intent } from '../understand/intents.ts';
import { nameFieldOf } from '../understand/schema.ts';
import { mentionOf } from '../resolve/records.ts';
import { textOf, type Session } from '../resolve/session.ts';
import type { Operation } from '../types.ts';
import { allow, allowAny } from './allow.ts';
import { order } from './update.ts';
import { targetRecords } from './targets.ts';

export async function planDelete(
  session: Session,
  intent: Intent & { kind: 'delete' },
): Promise<Operation[]> {
  const { target } = intent;
  if (
    target.kind === 'set' &&
    target.conditions.length === 0 &&
    target.names.length === 0 &&
    target.possessor === undefined &&
    target.count === undefined
  ) {
    session.refuse(
      'unsafe: unbounded delete',
      `All ${target.text.replace(/^all( of)?( the)? /i, '')} would be deleted.`,
      'Say which ones: by name, owner, status or date.',
    );
  }
  const onlyMine = target.conditions.length > 0 && target.conditions.every((c) => c.kind === 'owner');
  if (target.kind === 'set' && onlyMine && target.names.length === 0 && target.count === undefined) {
    session.refuse(
      'unsafe: unbounded delete',
      `"${target.text}" has no limit but the owner.`,
      'Say which ones: by name, status or date.',
    );
  }
  const objects = [...session.vocabulary.objects.values()]
    .filter(
      (o) => !['User', 'Note', 'ContentNote', 'OpportunityContactRole', 'CampaignMember'].includes(o.name),
    )
    .map((o) => o.name)
    .sort((a, b) => order(a) - order(b));
  allowAny(session, 'delete', target.objects.length > 0 ? target.objects : objects);
  const { found, created } = await targetRecords(session, target, {
    objects,
    fields: [],
    write: false,
    first: async (object) => allow(session, 'delete', object),
  });
  if (created || !found)
    session.ask('delete:new', 'That record does not exist yet. What should be deleted?', { slot: 'record' });
  const object = session.describe(found.object);
  if (found.rows.length === 0)
    session.ask(
      `none:${target.text}`,
      `I find no ${object.labelPlural.toLowerCase()} for "${target.text}".`,
      { slot: 'not-found', object: object.name },
    );
  allow(session, 'delete', object);
  session.mention(found.rows.map((row) => mentionOf(object, row)));
  return [
    {
      op: 'delete',
      object: object.name,
      ids: found.rows.map((r) => String(r.Id)),
      names: Object.fromEntries(found.rows.map((r) => [String(r.Id), textOf(r, nameFieldOf(object)) ?? ''])),
      why: [found.why],
      filter: found.filter,
    },
  ];
}
