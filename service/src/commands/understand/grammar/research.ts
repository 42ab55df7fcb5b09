import type { Intent } from '../intents.ts';
import { propertiesAt } from '../properties.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** The name of an outside list; which lists exist is known to the research sources. */
interface ListPhrase {
  name: string;
}

const create: BuildIntent = (s, c) => {
  const list = c.list!.found as ListPhrase;
  const object = c.object ? (c.object.found as ObjectPhrase).objects[0]! : 'Lead';
  const describe = s.vocabulary.objects.get(object);
  if (!describe || !['Lead', 'Account'].includes(object)) return undefined;
  const properties = c.rest ? propertiesAt(s, c.rest.from, c.rest.to, describe) : { value: [], cost: 0 };
  if (!properties) return undefined;
  const made: Intent & { kind: 'list-create' } = {
    kind: 'list-create',
    list: list.name,
    object,
    conditions: [],
    properties: properties.value,
  };
  const where = whereOf(s, c);
  if (where === undefined) return undefined;
  if (where !== '') made.where = where;
  if (c.owner)
    made.properties = [...made.properties, { kind: 'owner', text: s.text(c.owner.from, c.owner.to) }];
  return intent(made, 0.05 + properties.cost + (where === '' ? 0 : 0.1));
};

function whereOf(s: Sentence, c: Parameters<BuildIntent>[1]): string | undefined {
  const parts: string[] = [];
  for (const slot of ['before', 'where'] as const) {
    const at = c[slot];
    if (!at) continue;
    let { from, to } = at;
    while (
      from < to &&
      /^(list|names|name|in|that|are|is|from|work|works|working|the|which|operating|who|based|focused|on|all|every|each|of|any|a|do|companies|startups|we|have|industry|sector|space|doing)$/.test(
        s.word(from),
      )
    )
      from++;
    while (
      to > from &&
      /^(industry|sector|space|companies|startups|company|startup|ones|batch|vertical)$/.test(s.word(to - 1))
    )
      to--;
    // "Fintech and assign them to Raj": what shall be done with them is no industry.
    if (to - from > 5 || s.tokens.slice(from, to).some((t) => /^(assign|give|hand|them)$/.test(t.word)))
      return undefined;
    if (to > from) parts.push(s.text(from, to));
  }
  return parts.join(' ');
}

const read =
  (count: boolean): BuildIntent =>
  (s, c) => {
    const where = whereOf(s, c);
    if (where === undefined) return undefined;
    return intent(
      {
        kind: 'list-read',
        list: (c.list!.found as ListPhrase).name,
        ...(where === '' ? {} : { where }),
        ...(count ? { count: true } : {}),
      },
      0.05 + (where === '' ? 0 : 0.1),
    );
  };

const ADD =
  'add|import|create|load|bring in|pull in|put|make|get|enter|upload|save|turn|bring|set up|insert|pull';
const THINGS =
  'companies|startups|company|startup|businesses|ones|members|list|batch|firms|companies list|company list';

/** One line is one phrasing. */
export const RESEARCH: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${ADD}) [all|every|each|me] [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}] (to|in|into) [my|our|the] [salesforce|crm|system|org|pipeline] (as|as a) [new] {object} [{rest}]`,
      `(${ADD}) [all|every|each|me] [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}] (as|into|to|in as|in) [a|my|our] [new] {object} [{rest}]`,
      `(${ADD}) [a|an|new] [new] {object} for (each|every|all|all of) [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}]`,
      `(${ADD}) [new] {object} (for|from|out of) [all|every] [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}]`,
      `(${ADD}) [a|an|new] [new] {object} for (each|every|all|all of) [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [,|and] (assign|assigned|give|hand) [them|it|each|all of them|the leads|the accounts] to {owner:x}`,
      `(${ADD}) [new] {object} (for|from|out of) [all|every] [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [,|and] (assign|assigned|give|hand) [them|it|each|all of them|the leads|the accounts] to {owner:x}`,
      `(${ADD}) [all|every|each] [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}] (to|in|into) [my|our|the] (salesforce|crm|system|org)`,
    ],
    create,
  ),
  ...rules<BuildIntent>(
    [
      `(find|get|show|show me|list|look up|take|identify|research|pull|pull up|fetch|search for) [all|every|each|me] [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}] [,|.] (and|then) [then] (${ADD}) (them|these|those|all of them|them all|each|each one|each of them|it) [all] [(to|in|into) [my|our|the] (salesforce|crm|system|org|pipeline)] (as|as a|as an) [new] {object} [{rest}]`,
    ],
    create,
  ),
  ...rules<BuildIntent>(
    [
      `(which|what|show|show me|list|find|get|give me|who are|what are|tell me|name|are there any|look up|which were|who were|what were) [all|all of|every|me] [of] [the] [{before}] [${THINGS}] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}]`,
    ],
    read(false),
  ),
  ...rules<BuildIntent>(
    [
      `(how many|count|number of|count of) [of] [the] [{before}] [${THINGS}] [are|were] [there] [from|in|of|on] [the] {list} [batch|list] [${THINGS}] [{where}]`,
    ],
    read(true),
  ),
];
