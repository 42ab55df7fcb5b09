import { Early } from '../resolve/session.ts';
import type { Clause } from '../understand/clause.ts';
import type { Intent } from '../understand/intents.ts';

/** "Log a call with …": asked for, not only told. */
const ASKED =
  /^(please |can you |could you )?(log|record|add|note|track|register|enter|save|put|capture|document|file|create)/i;

/**
 * "I just met Jo Falk of Alder Foods. Create an account for them": a meeting with somebody whom nobody knows yet is told for the sake of the new
 * record; it is no activity to be logged.
 */
export function isOfNewcomer(
  intent: Intent,
  clauses: readonly Clause[],
  rest: readonly Intent[],
): intent is Intent & { kind: 'activity' } {
  if (intent.kind !== 'activity' || !intent.activity.done) return false;
  const clause = clauses.find(({ intents }) => intents.includes(intent));
  return clause !== undefined && !ASKED.test(clause.text) && rest.some((i) => i.kind === 'create');
}

/** Undefined when it is about a record that nobody finds. */
export async function unlessUnknown<T>(operations: Promise<T>): Promise<T | undefined> {
  try {
    return await operations;
  } catch (error) {
    const asked =
      error instanceof Early && error.outcome.kind === 'clarify' ? error.outcome.clarify : undefined;
    if (asked?.slot === 'not-found') return undefined;
    throw error;
  }
}

/** The clauses with what was only told as such. */
export function asTold(clauses: readonly Clause[], told: ReadonlySet<Intent>): Clause[] {
  return clauses.map((clause) => ({
    ...clause,
    intents: clause.intents.map((i) =>
      told.has(i) ? { kind: 'story', mentions: [], text: clause.text } : i,
    ),
  }));
}
