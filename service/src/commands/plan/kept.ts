import type { Operation } from '../types.ts';
import type { Intent } from '../understand/intents.ts';

/** Whether something is changed that the command says it leaves alone. */
export function changesKept(intents: readonly Intent[], operations: readonly Operation[]): boolean {
  const kept = intents.flatMap((i) => (i.kind === 'keep' ? i.fields : []));
  return operations.some((o) =>
    kept.some((f) => f.object === o.object && o.set !== undefined && f.field in o.set),
  );
}
