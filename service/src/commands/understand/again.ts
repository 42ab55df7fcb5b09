import type { Clause } from './clause.ts';
import type { Intent, Target } from './intents.ts';

/**
 * "Move Halcyon to proposal. Same for Quantum Harbor.": what was said before, of another record. Only changes are said again, and
 * only changes of one record or set; else `undefined`: nobody knows which of them is meant.
 */
export function saidAgain(clauses: readonly Clause[]): Clause[] | undefined {
  const before: Intent[] = [];
  const read: Clause[] = [];
  for (const clause of clauses) {
    const [first] = clause.intents;
    if (first?.kind !== 'again') {
      if (!clause.intents.every((i) => i.kind === 'topic' || i.kind === 'story'))
        before.push(...clause.intents);
      read.push(clause);
      continue;
    }
    const intents = repeated(before, first.target);
    if (!intents) return undefined;
    read.push({ text: clause.text, cost: clause.cost, intents });
  }
  return read;
}

function repeated(before: readonly Intent[], target: Target): Intent[] | undefined {
  const changes: Intent[] = [];
  for (const [n, intent] of before.entries()) {
    if (intent.kind !== 'update' || intent.when || (n > 0 && intent.target.kind !== 'context'))
      return undefined;
    const objects = target.objects.length > 0 ? target.objects : intent.target.objects;
    changes.push({ ...intent, target: { ...target, objects } });
  }
  return changes.length > 0 ? changes : undefined;
}
