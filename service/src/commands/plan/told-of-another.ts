import type { Session } from '../resolve/session.ts';
import { quoted } from '../resolve/soql.ts';
import type { Intent } from '../understand/intents.ts';
import { nameFieldOf } from '../understand/schema.ts';

/** Words with capitals, one behind another. */
const NAMES = /[\p{Lu}\p{N}][\p{L}\p{N}'’.-]*(?: (?:of|and|&|[\p{Lu}\p{N}][\p{L}\p{N}'’.-]*))+/gu;

/**
 * "Helen loved the demo of Granite Meter Rollout, move it to negotiation", while another deal is open: what is told names a record of
 * the open one's kind, which may be "it". The words that tell it; undefined when no such record is named.
 */
export async function toldOfAnother(
  session: Session,
  intents: readonly Intent[],
): Promise<string | undefined> {
  const { recordId } = session.input.context ?? {};
  const open = [...session.vocabulary.objects.values()].find((o) => o.keyPrefix === recordId?.slice(0, 3));
  if (recordId === undefined || !open || /^(Contact|Lead)$/.test(open.name)) return undefined;
  const it = intents.findIndex((i) => i.kind !== 'topic' && 'target' in i && i.target?.kind === 'context');
  const told = intents
    .slice(0, Math.max(0, it))
    .flatMap((i) =>
      i.kind === 'story' ? [i.of?.text ?? i.text] : i.kind === 'topic' && i.of ? [i.of.text] : [],
    );
  const names = told.flatMap((text) => [...text.matchAll(NAMES)].flatMap(([run]) => endsOf(run)));
  if (names.length === 0) return undefined;
  const [rows] = await session.queries([
    `SELECT Id FROM ${open.name} WHERE ${nameFieldOf(open)} IN (${[...new Set(names)].map(quoted).join(', ')}) LIMIT 5`,
  ]);
  return rows!.some((row) => row.Id !== recordId) ? told.join(' ') : undefined;
}

/** "Helen Lind Granite Rollout", "Lind Granite Rollout", "Granite Rollout". */
function endsOf(run: string): string[] {
  const words = run.split(' ');
  return words.slice(0, -1).map((_, n) => words.slice(n).join(' '));
}
