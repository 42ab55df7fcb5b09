import type { Session } from '../../resolve/session.ts';
import type { AnswerOutcome } from '../../types.ts';

/**
 * The answer to a question of two parts: what is said in one line stands behind the line of the first answer. Two lists have no
 * common table, so the rep says which one counts.
 */
export function together(session: Session, first: AnswerOutcome, next: AnswerOutcome): AnswerOutcome {
  const [lines, list] = isLine(next) ? [next, first] : [first, next];
  if (!isLine(lines))
    session.ask('answer', 'I can show one list at a time. Which one first?', { slot: 'scope' });
  // Beside a list the number or value of the other part is told.
  if (list !== first)
    return {
      ...first,
      headline: `${first.headline}. ${next.headline}`,
      columns: next.columns,
      rows: next.rows,
    };
  return { ...first, headline: `${first.headline}. ${next.headline}` };
}

/** One value: the headline tells all of it. */
function isLine({ rows, answer }: AnswerOutcome): boolean {
  return answer.value !== undefined && rows.length <= 1;
}
