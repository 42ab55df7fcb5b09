import type { Clause } from './clause.ts';
import type { Activity, Intent } from './intents.ts';

/**
 * "I need to catch up with Helen. Can you schedule a call on Friday at 3?": the appointment is what was wished for, with whom was
 * told before; no to-do beside it.
 */
export function appointmentsFor(clauses: readonly Clause[]): Clause[] {
  return clauses.map((clause, n) => {
    const wish = onlyActivity(clause);
    const party = wish && isWishToMeet(wish) ? wish.parties[0] : undefined;
    const next = clauses[n + 1] && onlyActivity(clauses[n + 1]!);
    if (!party || next?.type !== 'event' || next.done || next.parties.length > 0) return clause;
    const topic: Intent = { kind: 'topic', target: party.target, must: true };
    return { ...clause, intents: [topic] };
  });
}

function onlyActivity({ intents }: Clause): Activity | undefined {
  const [first, ...more] = intents;
  return first?.kind === 'activity' && more.length === 0 ? first.activity : undefined;
}

function isWishToMeet(activity: Activity): boolean {
  const { type, done, day, text, owner, properties, parties, subject } = activity;
  return (
    type === 'task' &&
    !done &&
    day === undefined &&
    text === undefined &&
    owner === undefined &&
    properties.length === 0 &&
    parties.length === 1 &&
    /^(follow up|catch up|meet|talk|speak|sync|touch base)\b/i.test(subject ?? '')
  );
}
