import { askNone } from './none-found.ts';
import { mentionOf, recordsFor } from '../resolve/records.ts';
import { Early, type Session } from '../resolve/session.ts';
import { nameFit } from '../resolve/soql.ts';
import { usersNamed } from '../resolve/users.ts';
import { hasTarget, type Intent, type Target } from '../understand/intents.ts';
import { notUnderstood } from './not-understood.ts';
import { objectsFor } from './update.ts';

/**
 * "Redwood asked for a discount, take 5% off Redwood Data Hub": which Redwood it was is not asked, the change names its record. What
 * comes behind such a change is about that one.
 */
function saysItsOwn(rest: readonly Intent[]): boolean {
  for (const intent of rest) {
    if (intent.kind === 'confirm' || intent.kind === 'topic' || intent.kind === 'story') continue;
    if (intent.kind === 'activity') {
      const parties = intent.activity.parties.filter((p) => p.preposition !== 'log-it');
      if (parties.length < intent.activity.parties.length && parties.length === 0) continue;
      return parties.length > 0 && parties.every((p) => p.target.kind === 'named');
    }
    if (intent.kind !== 'update' && intent.kind !== 'delete' && intent.kind !== 'convert') return false;
    return intent.target.kind !== 'context' && !/^(his|her|their)$/.test(intent.target.possessor ?? '');
  }
  return rest.some((i) => i.kind === 'confirm');
}

/** Remembers what the next clauses are about; a name that nobody knows is asked about if it is needed or is the last thing said. */
export async function mentionTopic(
  session: Session,
  { target, must, speaks, whose }: Intent & { kind: 'topic' },
  rest: readonly Intent[],
): Promise<void> {
  if (target.kind === 'context') return;
  const lead = rest.some((i) => i.kind === 'convert');
  const next = rest.find(
    (i) => i.kind === 'update' && i.target.kind === 'context' && i.assignments.length > 0,
  );
  const accepting = next?.kind === 'update' ? objectsFor(session, next.assignments) : [];
  const customs = [...session.vocabulary.objects.keys()].filter((o) => o.endsWith('__c'));
  const objects =
    target.objects.length > 0
      ? target.objects
      : lead
        ? ['Lead']
        : ['Opportunity', 'Account', 'Contact', 'Lead', 'Case', ...customs].filter((o) =>
            session.vocabulary.objects.has(o),
          );
  // What the next clause changes says which kind is meant; a kind that cannot take it still counts when no other can.
  const able = objects.filter((o) => accepting.includes(o));
  const his = rest.some((i) => hasTarget(i) && /^(his|her|their)$/.test(i.target.possessor ?? ''));
  if (his && target.names.length > 0) {
    const users = await usersNamed(session, target.names.at(-1)!, false);
    if (users.length === 1) {
      session.mention([{ object: 'User', id: String(users[0]!.Id), name: String(users[0]!['Name']) }]);
      return;
    }
  }
  const among = async (kinds: string[]) => {
    try {
      return await recordsFor(session, target, {
        objects: kinds,
        fields: ['AccountId'],
        write: true,
        optional: true,
      });
    } catch (error) {
      if (error instanceof Early && rest.length > 0 && saysItsOwn(rest)) return 'any' as const;
      throw error;
    }
  };
  const narrowed = target.objects.length === 0 && able.length > 0 && able.length < objects.length;
  const lesser = ['Task', 'Event', 'Campaign'].filter((o) => session.vocabulary.objects.has(o));
  // "Grand Hotels froze everything. All their deals …": whose they are is somebody, no deal of that name.
  const shown = whose === true && rest[0]?.kind === 'read';
  const owners = target.objects.length === 0 && (his || shown) ? ['Account', 'Contact', 'Lead'] : [];
  const found =
    (owners.length > 0 ? await among(owners.filter((o) => session.vocabulary.objects.has(o))) : undefined) ??
    (narrowed ? await among(able) : undefined) ??
    (await among(objects)) ??
    (target.objects.length === 0 && !lead ? await among(lesser) : undefined);
  if (found === 'any') return;
  if (found) {
    const object = session.describe(found.object);
    if (found.rows.length === 0) askNone(session, object, target.text);
    session.mention(
      found.rows.map((row) => ({ ...mentionOf(object, row), ...(must ? { topic: true } : {}) })),
    );
    return;
  }
  const users = target.names.length > 0 ? await usersNamed(session, target.names.at(-1)!, false) : [];
  if (users.length === 1 && !speaks)
    session.mention([{ object: 'User', id: String(users[0]!.Id), name: String(users[0]!['Name']) }]);
  else if ((must || rest.length === 0) && !rest.some((i) => i.kind === 'create' && isAbout(i.name, target)))
    notUnderstood(session, [target.text]);
}

/** What is told of a company that the next clause creates: "Nordlicht is growing. Create an account Nordlicht - HQ." */
function isAbout(name: string | undefined, target: Target): boolean {
  return target.names.some((said) => nameFit(said, name) !== undefined);
}
