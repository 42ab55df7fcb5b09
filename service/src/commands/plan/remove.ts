import { askNone } from './none-found.ts';
import type { Condition, Intent, Target } from '../understand/intents.ts';
import { nameFieldOf } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';
import { belonging } from '../resolve/belonging.ts';
import { decided } from '../resolve/filters.ts';
import { mentionOf } from '../resolve/records.ts';
import { textOf, type Session } from '../resolve/session.ts';
import type { Operation } from '../types.ts';
import { allow, allowAny } from './allow.ts';
import { order } from './update.ts';
import { targetRecords } from './targets.ts';

/** A set to delete needs a limit of its own: neither a number of records nor their owner is one. */
async function bounded(session: Session, target: Target): Promise<void> {
  if (target.kind !== 'set' || target.names.length > 0) return;
  const { possessor, objects } = target;
  const object = session.describe(objects[0]!);
  const limits: Condition[] = [];
  for (const condition of target.conditions) limits.push(await decided(session, object, condition));
  if (possessor !== undefined) limits.push(await belonging(session, possessor, object));
  if (!limits.every((c) => c.kind === 'owner')) return;
  if (limits.length === 0)
    session.refuse(
      'unsafe: unbounded delete',
      `All ${target.text.replace(/^all( of)?( the)? /i, '')} would be deleted.`,
      'Say which ones: by name, status or date.',
    );
  session.refuse(
    'unsafe: unbounded delete',
    `"${target.text}" has no limit but the owner.`,
    'Say which ones: by name, status or date.',
  );
}

/** "Delete the trial and its contacts": a deal has people by their roles, and its company has all of them. */
function askWhosePeople(session: Session, { possessor, objects, text }: Target): void {
  const [spoken] = session.mentions.at(-1) ?? [];
  const theirs = /^(its|their|his|her)$/.test(possessor ?? '') && objects[0] === 'Contact';
  if (theirs && spoken && spoken.object !== 'Account')
    session.ask(`whose:${wordsOf(text)}`, `Which contacts are "${text}"?`, {
      slot: 'record',
      object: 'Contact',
    });
}

/** Up to two records may well be all there are. */
const FEW = 2;

/** A filter that every record passes is none. */
async function notAll(session: Session, object: string, count: number, said: string): Promise<void> {
  if (count <= FEW) return;
  const [rows] = await session.queries([`SELECT Id FROM ${object} LIMIT ${count + 1}`]);
  if (rows!.length <= count)
    session.refuse(
      'unsafe: unbounded delete',
      `"${said}" means every one of the ${count.toLocaleString('en-US')} records there are.`,
      'Say which ones: by name, status or date.',
    );
}

export async function planDelete(
  session: Session,
  intent: Intent & { kind: 'delete' },
): Promise<Operation[]> {
  const { target } = intent;
  for (const part of target.list ?? [target]) {
    await bounded(session, part);
    askWhosePeople(session, part);
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
    removes: true,
    first: async (object) => allow(session, 'delete', object),
  });
  if (created || !found)
    session.ask('delete:new', 'That record does not exist yet. What should be deleted?', { slot: 'record' });
  const object = session.describe(found.object);
  if (found.rows.length === 0) askNone(session, object, target.text);
  allow(session, 'delete', object);
  const name = textOf(found.rows[0]!, nameFieldOf(object)) ?? '';
  // "Delete Key Renewal" is what a deal is called: nobody knows whether it should go.
  if (found.rows.length === 1 && wordsOf(name) === wordsOf(session.input.text))
    session.ask('delete:named', `What should be done with "${name}"?`, {
      slot: 'scope',
      object: object.name,
      candidates: [String(found.rows[0]!.Id)],
    });
  if (target.kind === 'set') await notAll(session, object.name, found.rows.length, target.text);
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
