import type { Assignment, Intent } from '../understand/intents.ts';
import { wordsOf } from '../understand/tokens.ts';

/** Fields with values that a clause gives. */
export function assignmentsOf(intent: Intent): Assignment[] {
  if (intent.kind === 'update') return intent.assignments;
  if (intent.kind === 'create')
    return intent.properties.flatMap((p) => (p.kind === 'field' ? [p.assignment] : []));
  return intent.kind === 'activity' ? intent.activity.properties : [];
}

/** "We lost Halcyon, close it out": how it ended was said by the clause before. */
export function closesAgain(intent: Intent, before: Intent | undefined): boolean {
  const [first, ...more] = assignmentsOf(intent);
  if (intent.kind !== 'update' || intent.target.kind !== 'context' || more.length > 0) return false;
  if (before?.kind !== 'update' || first?.value.phrase !== 'closed' || first.fields.length > 0) return false;
  return before.assignments.some((a) => a.fields.length === 0 && /^(won|lost)$/.test(a.value.phrase));
}

/** "I must call Helen by Friday, so create a task for it": that to-do and no other. */
export function asksForTask(intent: Intent, before: Intent | undefined): boolean {
  if (intent.kind !== 'activity' || before?.kind !== 'activity') return false;
  if (intent.activity.done || before.activity.done || before.activity.type !== 'task') return false;
  const { type, subject, text, day, properties, owner, parties } = intent.activity;
  const said = [subject, text, day, owner, properties[0]].some((value) => value !== undefined);
  return type === 'task' && !said && parties.every((p) => p.target.kind === 'context');
}

/** Nothing but what kind of activity it is. */
const ONLY_KIND = /^(the |this |my )?(phone )?(call|meeting|e-?mail|conversation|chat)$/i;

/** "Spoke with Helen, she is happy. Log a call": the one that was told of. */
export function logsAgain(intent: Intent, before: readonly Intent[]): boolean {
  const last = before.findLast((i) => i.kind === 'activity');
  if (intent.kind !== 'activity' || !intent.activity.done || !last?.activity.done) return false;
  const { type, subject, text, day, duration, properties, parties } = intent.activity;
  const about = ONLY_KIND.test(subject ?? 'call') ? undefined : subject;
  const said = [about, text, day, duration, properties[0], parties[0]].some((value) => value !== undefined);
  return type === last.activity.type && !said && !intent.activity.notesFromContext;
}

/** "Send it before Christmas, remind me on the 15th": one to-do or two, and for which day, nobody knows. */
export function otherReminder(intent: Intent, before: Intent | undefined): boolean {
  if (intent.kind !== 'activity' || before?.kind !== 'activity') return false;
  if (intent.activity.done || before.activity.done || before.activity.type !== 'task') return false;
  const { type, subject, text, parties, owner } = intent.activity;
  return (
    type === 'task' &&
    subject === undefined &&
    text === undefined &&
    owner === undefined &&
    parties.length === 0
  );
}

/** "… — log it": said of what the clause before already logs. */
export function isLogIt(intent: Intent): boolean {
  return intent.kind === 'activity' && intent.activity.parties.some((p) => p.preposition === 'log-it');
}

/**
 * "Contoso signed! Flip the Contoso Trial Management deal to Closed Won": what is told of a company, and the change of a deal of theirs;
 * the change alone counts, because it names its record.
 */
export function withoutToldOutcome(intents: readonly Intent[]): Intent[] {
  return intents.filter((intent, n) => !isToldAgain(intent, intents[n + 1]));
}

function isToldAgain(told: Intent, change: Intent | undefined): boolean {
  if (told.kind !== 'update' || change?.kind !== 'update') return false;
  const outcome = outcomeOf(told);
  if (outcome === undefined || outcome !== outcomeOf(change)) return false;
  const [first, second] = [told.target, change.target];
  if (first.kind !== 'named' || second.kind !== 'named' || first.list || second.list) return false;
  const [name, whole] = [first.names.at(-1), second.names.at(-1)].map((words) => wordsOf(words ?? ''));
  return first.objects.length === 0 && name !== '' && name !== whole && ` ${whole} `.includes(` ${name} `);
}

/** How a deal ended, where that is all that a clause says of it. */
function outcomeOf(intent: Intent): string | undefined {
  const [only, other] = assignmentsOf(intent);
  return other === undefined ? /\b(won|lost)$/.exec(only?.value.phrase ?? '')?.[0] : undefined;
}
