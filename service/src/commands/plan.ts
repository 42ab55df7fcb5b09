import { together } from './plan/read/together.ts';
import { recordsFor } from './resolve/records.ts';
import type { Session } from './resolve/session.ts';
import { joined } from './plan/joined.ts';
import type { AnswerOutcome, Operation, Outcome } from './types.ts';
import { hasTarget, type Condition, type Intent, type Property, type Target } from './understand/intents.ts';
import type { Clause } from './understand/clause.ts';
import { companiesIn } from './understand/companies-in.ts';
import { FUNCTION_WORDS } from './understand/lexicon/function-words.ts';
import { nearestValues } from './understand/picklists.ts';
import { fieldOf } from './understand/schema.ts';
import type { Understanding } from './understand/understand.ts';
import { withOpportunity } from './plan/conversion.ts';
import { contactOnDeal } from './plan/contact-on-deal.ts';
import { planActivity } from './plan/activity.ts';
import { planCreate } from './plan/create.ts';
import { planConvert, planRole } from './plan/links.ts';
import { planMember } from './plan/members.ts';
import { hidden } from './plan/hidden.ts';
import { changesKept } from './plan/kept.ts';
import { leftOut } from './plan/left-out.ts';
import { answerRead } from './plan/read.ts';
import { planNote } from './plan/notes.ts';
import { withMemberStatus, withPrimary } from './plan/primary.ts';
import { toldOfAnother } from './plan/told-of-another.ts';
import { withWhomTold } from './plan/whom-told.ts';
import { describedNew } from './plan/described.ts';
import { asTold, isOfNewcomer, unlessUnknown } from './plan/newcomers.ts';
import { notUnderstood } from './plan/not-understood.ts';
import { planDelete } from './plan/remove.ts';
import {
  asksForTask,
  assignmentsOf,
  closesAgain,
  isLogIt,
  logsAgain,
  otherReminder,
  withoutToldOutcome,
} from './plan/repeated.ts';
import { meantByTold } from './plan/told.ts';
import { mentionTopic } from './plan/topic.ts';
import { planUnlink } from './plan/unlink.ts';
import { answerList, planList } from './plan/research.ts';
import { planUpdate } from './plan/update.ts';

const WRITES = new Set<Intent['kind']>([
  'update',
  'create',
  'delete',
  'note',
  'activity',
  'convert',
  'role',
  'member',
  'unlink',
  'list-create',
]);

/** Clauses → outcome: the operations in order, or the first question, or why not. */
export async function planOf(session: Session, understanding: Understanding): Promise<Outcome> {
  const { clauses, unexplained, sentence } = understanding;
  if (understanding.otherLanguage)
    session.ask(
      'scope',
      'Commands are understood in English; names, labels and values may be in any language. Can you say it in English?',
      { slot: 'scope' },
    );
  const said = clauses.flatMap((c) => c.intents);
  // "Never mind, move it to proposal": what was said before is off, what is said after it counts.
  const taken = said.findLastIndex((i) => i.kind === 'cancel');
  const memberStatus = fieldOf(session.vocabulary.objects.get('CampaignMember'), 'Status');
  const intents = withMemberStatus(
    withPrimary(
      withoutToldOutcome(withOpportunity(withWhomTold(named(said.slice(taken + 1)), session.input.text))),
    ),
    (text) =>
      memberStatus !== undefined &&
      nearestValues(memberStatus, text, session.vocabulary.synonyms).some((near) => near.closeness <= 1),
  );
  if (taken >= 0 && !intents.some((i) => WRITES.has(i.kind) || i.kind === 'read'))
    return {
      kind: 'refuse',
      reason: 'cancelled: by the rep',
      message: 'All right, nothing was changed.',
      instead: 'Say the next thing whenever you like.',
    };
  const refusals = intents.filter((i) => i.kind === 'refuse');
  const writes = intents.filter((i) => WRITES.has(i.kind));
  const unsafe = refusals.find((r) => r.reason.startsWith('unsafe'));
  if (
    unsafe &&
    (refusals.length === intents.length ||
      writes.some((w) => w.kind === 'delete') ||
      unsafe.reason !== 'unsafe: data exfiltration')
  )
    return refusal(unsafe);
  if (refusals.length > 0 && writes.length === 0) return refusal(refusals[0]!);
  if (unexplained.length > 0 || intents.length === 0) return notUnderstood(session, unexplained);
  // "Met a prospect at the fair - Jo Falk of Alder Foods. She is keen.": what shall become of it, nobody has said.
  if (
    intents.every((i) => i.kind === 'story' || i.kind === 'topic') &&
    intents.some((i) => i.kind === 'story')
  )
    return notUnderstood(session, []);
  const doubtful = intents.flatMap(assignmentsOf).find((a) => a.value.doubtful);
  if (doubtful) return notUnderstood(session, [doubtful.value.text]);
  const meant = meantByTold(intents, writes.length > 0);
  if (meant !== undefined) return notUnderstood(session, [meant]);
  const another = await toldOfAnother(session, intents);
  if (another !== undefined) return notUnderstood(session, [another]);
  const last = clauses.at(-1);
  // "Invite Jo Falk, and Dana Reed": a name that nothing follows is not only told.
  if (last && writes.length > 0 && isOnlyNamed(last)) return notUnderstood(session, [last.text]);
  noteStories(intents);
  const untold = describedNew(session, intents);
  if (untold) return notUnderstood(session, [untold]);
  const exceptions = intents.flatMap((i) => (i.kind === 'except' ? [i.target] : []));
  const operations: Operation[] = [];
  const told = new Set<Intent>();
  let answer: AnswerOutcome | undefined;
  for (const [n, intent] of intents.entries()) {
    if (intent.kind === 'confirm') {
      if (!confirms(intent, operations.at(-1))) return notUnderstood(session, [session.input.text]);
      continue;
    }
    if (closesAgain(intent, intents[n - 1]) || asksForTask(intent, intents[n - 1])) continue;
    if (otherReminder(intent, intents[n - 1])) return notUnderstood(session, [session.input.text]);
    if (logsAgain(intent, intents.slice(0, n))) continue;
    if (isLogIt(intent) && operations.some((o) => o.object === 'Task' || o.object === 'Event')) continue;
    const rest = intents.slice(n + 1);
    const planned = operationsOf(session, withExceptions(intent, exceptions, intents), rest);
    const ofNewcomer = isOfNewcomer(intent, clauses, rest);
    const made = await (ofNewcomer ? unlessUnknown(planned) : planned);
    if (made === undefined && ofNewcomer) told.add(intent);
    if (made === undefined) continue;
    if ('kind' in made) {
      if (made.kind !== 'answer') return made;
      answer = answer ? together(session, answer, made) : made;
      continue;
    }
    operations.push(...made);
  }
  if (answer && operations.length === 0) return answer;
  if (answer) session.flags.push(answer.headline);
  for (const refused of refusals) session.flags.push(refused.message);
  if (exceptions.length > 0 && !intents.some((i) => hasTarget(i) && i.target.kind !== 'context'))
    session.ask('except', 'What should be left out of what?', { slot: 'scope' });
  if (!intents.some((i) => hasTarget(i) && i.target.kind === 'set'))
    for (const target of exceptions) await leftAlone(session, target, operations);
  askUnqualified(session, operations);
  const ops = joined(session, withoutDeleted(session, operations));
  if (changesKept(intents, ops)) session.ask('keep', 'Should it change or stay as it is?', { slot: 'scope' });
  if (ops.length === 0) return notUnderstood(session, [session.input.text]);
  const left = sentence ? leftOut(session, sentence, asTold(clauses, told), ops) : [];
  if (left.length > 0) return notUnderstood(session, left);
  const more = hidden(session, sentence, clauses, ops);
  if (more !== undefined) return notUnderstood(session, [more]);
  const records = ops.reduce((sum, op) => sum + (op.ids?.length ?? 1), 0);
  if (records > session.policy.maxRecords)
    return {
      kind: 'refuse',
      reason: 'unsafe: too many records',
      message: `This would touch ${records.toLocaleString('en-US')} records; at most ${session.policy.maxRecords.toLocaleString('en-US')} are allowed at once.`,
      instead: 'Narrow it down: by owner, stage, date or account.',
    };
  const dangerous = ops.some((op) => op.op === 'delete') || records > session.policy.confirmAbove;
  return { kind: 'plan', ops, flags: session.flags, ...(dangerous ? { typeToConfirm: records } : {}) };
}

/** A record's name and nothing else. */
function isOnlyNamed({ text, intents }: Clause): boolean {
  const [intent] = intents;
  return (
    intents.length === 1 && intent?.kind === 'topic' && intent.must === true && intent.target.text === text
  );
}

/** "We met Calder Aerospace. Register the company as an account": the name that was told last. */
function named(intents: readonly Intent[]): Intent[] {
  let name: string | undefined;
  return intents.map((intent, n) => {
    const owned = ofTopic(intent, intents[n - 1]);
    if (owned) return owned;
    if (intent.kind === 'story') name = intent.mentions.at(-1) ?? name;
    if (intent.kind === 'activity' && intent.activity.done) {
      const met = intent.activity.parties.find((p) => p.preposition === 'with')?.target.names.at(-1);
      const told = companiesIn(`with ${intent.activity.text ?? ''}`).at(-1);
      name = told ?? (met !== undefined && isProper(met) ? met : name);
    }
    const topic = intent.kind === 'topic' ? intent.target.names.at(-1) : undefined;
    if (topic !== undefined && isProper(topic)) name = topic;
    if (intent.kind !== 'create' || intent.name !== undefined || name === undefined) return intent;
    const properties = intent.properties.filter((p) => !(p.kind === 'party' && p.text === ''));
    const forThem = intent.object === 'Account' && properties.length < intent.properties.length;
    return intent.told || forThem ? { ...intent, name, properties } : intent;
  });
}

/** "For Acme Corp, create an opportunity …", "…, show the open deals": of what was named before, unless it is said whose else. */
function ofTopic(intent: Intent, before: Intent | undefined): Intent | undefined {
  if (before?.kind !== 'topic' || before.target.kind !== 'named') return undefined;
  // "Larkspur Foods called, open a case": theirs, too.
  if (!before.whose && (!before.must || intent.kind !== 'create')) return undefined;
  const name = before.target.names.at(-1) ?? before.target.text;
  if (intent.kind === 'read') {
    const { target } = intent.read;
    if (target.kind !== 'set' || target.names.length > 0 || target.possessor !== undefined) return undefined;
    if (target.conditions.some((c) => /^(account|belongs|about|within|owner|named|campaign)$/.test(c.kind)))
      return undefined;
    const conditions: Condition[] = [...target.conditions, { kind: 'belongs', name }];
    return { ...intent, read: { ...intent.read, target: { ...target, conditions } } };
  }
  if (intent.kind !== 'create' || /^(Account|Lead|Campaign)$/.test(intent.object) || intent.target)
    return undefined;
  if (intent.properties.some((p) => p.kind === 'party')) return undefined;
  const object = before.target.objects[0];
  const party: Property = { kind: 'party', preposition: 'for', text: name, ...(object ? { object } : {}) };
  return { ...intent, properties: [party, ...intent.properties] };
}

/** A name as it is written, no beginning of a sentence. */
function isProper(name: string): boolean {
  const words = name.split(' ');
  return (
    words.every((w) => /^[\p{Lu}\p{N}&]|^(of|and)$/u.test(w)) && !FUNCTION_WORDS.has(words[0]!.toLowerCase())
  );
}

/** "… and don't touch Hooli": of single records, what is to be left alone is another one. */
async function leftAlone(session: Session, target: Target, operations: readonly Operation[]): Promise<void> {
  const objects = [...session.vocabulary.objects.keys()].filter((name) => SPOKEN_OF.test(name));
  const found =
    target.kind === 'named'
      ? await recordsFor(session, target, { objects, fields: [], write: true, optional: true })
      : undefined;
  const touched = operations.flatMap((o) => o.ids ?? []);
  if (!found || found.rows.some((row) => touched.includes(String(row.Id))))
    session.ask('except', 'What should be left out of what?', { slot: 'scope' });
}

const SPOKEN_OF = /^(Opportunity|Account|Contact|Lead|Case)$|__c$/;

/** "Kit Sommer is a dead lead, delete it": a record that goes is not changed before; after it is gone nothing can be. */
function withoutDeleted(session: Session, operations: readonly Operation[]): Operation[] {
  const goes = new Map<string, number>();
  for (const [n, { op, ids }] of operations.entries())
    if (op === 'delete') for (const id of ids ?? []) goes.set(id, n);
  return operations.flatMap((operation, n) => {
    const { op, ids = [], names } = operation;
    if (op === 'delete' || !ids.some((id) => goes.has(id))) return [operation];
    const late = ids.find((id) => goes.has(id) && (op !== 'update' || goes.get(id)! < n));
    if (late !== undefined)
      session.ask('deleted', `Should ${names?.[late] ?? 'it'} be deleted or changed?`, { slot: 'scope' });
    const kept = ids.filter((id) => !goes.has(id));
    return kept.length > 0 ? [{ ...operation, ids: kept }] : [];
  });
}

/** "Kit Sommer is not qualified, convert him": a lead gets a status or is converted, which has one of its own. */
function askUnqualified(session: Session, operations: readonly Operation[]): void {
  const converted = new Set(operations.flatMap(({ op, ids }) => (op === 'convert' ? (ids ?? []) : [])));
  for (const { op, ids = [], set, names } of operations) {
    const id = ids.find((one) => converted.has(one));
    if (op === 'update' && id !== undefined && set?.['Status'] !== undefined)
      session.ask(
        'unqualified',
        `Should ${names?.[id] ?? 'the lead'} be ${String(set['Status'])}, or be converted?`,
        {
          slot: 'value',
          object: 'Lead',
          field: 'Status',
        },
      );
  }
}

/** "Spoke with Helen Lind. She wants a discount. Log it.": what was told beside a logged activity is its note. */
function noteStories(intents: readonly Intent[]): void {
  const told = intents.flatMap((i) =>
    i.kind === 'story' ? [i.text] : i.kind === 'topic' && i.of ? [i.of.text] : [],
  );
  const done = intents.filter((i) => i.kind === 'activity' && i.activity.done);
  const logged = done.find((i) => !isLogIt(i)) ?? done[0];
  if (told.length > 0 && logged?.kind === 'activity' && logged.activity.text === undefined)
    logged.activity.text = told.join('. ');
}

function refusal(intent: Intent & { kind: 'refuse' }): Outcome {
  return { kind: 'refuse', reason: intent.reason, message: intent.message, instead: intent.instead };
}

function confirms(intent: Intent & { kind: 'confirm' }, before: Operation | undefined): boolean {
  if (before?.op !== 'update') return false;
  const { fields } = intent;
  return fields.length === 0 || fields.some((f) => f.object === before.object && f.field in before.set!);
}

/** "… but don't touch Hooli": the exception belongs to the sets of the clauses before it. */
function withExceptions(intent: Intent, exceptions: Target[], all: readonly Intent[]): Intent {
  if (exceptions.length === 0 || !hasTarget(intent) || intent.target.kind !== 'set') return intent;
  void all;
  return {
    ...intent,
    target: { ...intent.target, except: [...(intent.target.except ?? []), ...exceptions] },
  } as Intent;
}

async function eachOf(
  session: Session,
  intents: readonly Intent[],
  rest: readonly Intent[],
): Promise<Operation[] | Outcome> {
  const operations: Operation[] = [];
  for (const [n, intent] of intents.entries()) {
    const made =
      intent.kind === 'create'
        ? await planCreate(session, intent)
        : await operationsOf(session, intent, [...intents.slice(n + 1), ...rest]);
    if (made && 'kind' in made) return made;
    operations.push(...(made ?? []));
  }
  return operations;
}

async function operationsOf(
  session: Session,
  intent: Intent,
  rest: readonly Intent[],
): Promise<Operation[] | Outcome | undefined> {
  switch (intent.kind) {
    case 'update':
      return planUpdate(session, intent);
    case 'create': {
      const steps = await contactOnDeal(session, intent);
      return steps ? eachOf(session, steps, rest) : planCreate(session, intent);
    }
    case 'delete':
      return planDelete(session, intent);
    case 'note':
      return planNote(session, intent);
    case 'activity':
      return planActivity(session, intent);
    case 'convert':
      return planConvert(session, intent);
    case 'role':
      return planRole(session, intent);
    case 'member':
      return planMember(session, intent);
    case 'unlink':
      return planUnlink(session, intent);
    case 'list-create':
      return planList(session, intent);
    case 'list-read':
      return answerList(session, intent);
    case 'read': {
      const answer = await answerRead(session, intent);
      const writes = rest.filter((i) => WRITES.has(i.kind));
      if (writes.length === 0) return answer;
      // "Find the renewal and push it" asks nothing; "How many are open? And log a call" does.
      const found = JSON.stringify(writes).includes('"kind":"context"');
      if (!found && answer.kind === 'answer') session.flags.push(answer.headline);
      return undefined;
    }
    case 'topic':
      await mentionTopic(session, intent, rest);
      return undefined;
    case 'story':
    case 'except':
    case 'keep':
    case 'confirm':
    case 'again':
    case 'refuse':
    case 'cancel':
      return undefined;
  }
}
