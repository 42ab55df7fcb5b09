import type { Session } from '../resolve/session.ts';
import type { Operation } from '../types.ts';
import type { Clause } from '../understand/clause.ts';
import type { Sentence } from '../understand/sentence.ts';
import { commandInText, denied, reported } from './commands-in-text.ts';
import { refusedWith, swallowed } from './swallowed.ts';
import { unplaced } from './unplaced.ts';

/** Words of a plan that seem to mean more than it does with them, whatever they were taken for. */
export function hidden(
  session: Session,
  s: Sentence | undefined,
  clauses: readonly Clause[],
  operations: readonly Operation[],
): string | undefined {
  const said = refusedWith(session, clauses) ?? reported(clauses, session.input.text) ?? denied(clauses);
  if (said !== undefined || !s) return said;
  return (
    swallowed(session, s, operations) ?? unplaced(session, s, operations) ?? commandInText(s, operations)
  );
}
