import { wordsOf } from '../understand/tokens.ts';
import type { Target } from '../understand/intents.ts';
import type { Found } from '../resolve/selected.ts';
import type { Session } from '../resolve/session.ts';

/** How the records stand was said, or the filter asks for it. */
const STANDS =
  /\b(open|closed|won|lost|active|inactive|pending|done|completed|finished|including|IsClosed|IsWon|StageName|Status)\b/;
/** Fields of a deal that are over with it. */
const OF_OPEN = /^(StageName|Amount|CloseDate|Probability|ForecastCategoryName|NextStep)$/;

/** "Push all Globex deals by a month": of deals that are open and such that are over, the rep says whether all are meant. */
export function withoutClosed(
  session: Session,
  { kind, text }: Target,
  found: Found,
  fields: readonly string[],
): Found {
  const open = found.rows.filter((row) => row['IsClosed'] !== true);
  const closed = found.rows.length - open.length;
  if (kind !== 'set' || found.object !== 'Opportunity' || closed === 0 || open.length === 0) return found;
  if (STANDS.test(text) || STANDS.test(found.filter) || !fields.some((f) => OF_OPEN.test(f))) return found;
  const key = `closed:${wordsOf(text)}`;
  const answered = session.answerTo(key);
  if (answered === 'all') return found;
  if (answered === 'open') return { ...found, rows: open, filter: `(${found.filter}) AND IsClosed = false` };
  session.ask(
    key,
    `${closed} of these ${found.rows.length} deals ${closed === 1 ? 'is' : 'are'} closed. Only the open ones?`,
    { slot: 'scope', object: found.object, candidates: found.rows.slice(0, 50).map((r) => String(r.Id)) },
    [
      { value: 'open', label: `Only the ${open.length} open` },
      { value: 'all', label: `All ${found.rows.length}` },
    ],
  );
}
