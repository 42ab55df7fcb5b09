import { rules } from '../../rules.ts';
import type { FieldRef } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { list, which } from './lists.ts';
import { asked, SHOW } from './types.ts';

/** "Leads with their e-mail and owner", "… as a table, including the record owner": what shall be seen of each. */
const withColumns: BuildIntent = (s, c) => {
  const read =
    c.target && s.vocabulary.objectsAt(s.tokens, c.target.from).length > 0 ? list(s, c) : which(s, c);
  const [first] = read?.value ?? [];
  if (!read || first?.kind !== 'read' || first.read.target.kind !== 'set') return undefined;
  const { objects } = first.read.target;
  const columns: FieldRef[] = [];
  for (const at of [c.field, c.second, c.third]) {
    const [own] = ((at?.found ?? []) as FieldRef[]).filter((f) => objects.includes(f.object));
    if (at && !own) return undefined;
    if (own) columns.push(own);
  }
  return asked({ ...first.read, ...(columns.length > 0 ? { columns } : {}) }, read.cost - 0.1);
};

const EACH = '[(of|for|on) (each|each one|every one|all of them|(the|each|every) {noun:object})]';
const BESIDE = `[record] {field} ${EACH} [(and|,) [and] [the|their|also the] [record] {second:field} ${EACH}] [(and|,) [and] [the|their|also the] [record] {third:field} ${EACH}]`;
const TABLE = '(as|in) [a] (table|list|grid)';

/** Lists with fields that shall be seen beside each record. One line is one phrasing. */
export const WITH_COLUMNS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `[${SHOW}] {target} (with|including|include|along with|and|plus|showing|and show|together with) (their|its|the|his|her) ${BESIDE}`,
      `(${SHOW}) {target} [.|,|;] [and] [please] [display|show|present|list|give|format|return] [it|them|me|this|the results|the result] ${TABLE} [[,] (with|including|include|showing) [the|their] ${BESIDE}]`,
    ],
    withColumns,
  ),
];
