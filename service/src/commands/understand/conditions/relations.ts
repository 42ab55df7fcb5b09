import type { ObjectDescribe } from '../../../salesforce/types.ts';
import type { Condition } from '../intents.ts';
import type { NumberMatch } from '../numbers.ts';
import { nameCost } from '../name-cost.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import { stateAt } from './states.ts';
import { is, type BuildCondition, type ConditionRule } from './types.ts';

/** Salesforce allows no semi-join on them. */
const NOT_JOINED: ReadonlySet<string> = new Set(['Task', 'Event']);

/** "open opportunities" of an account: which records point to it, and how they stand. */
function relatedAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): Pick<Condition & { kind: 'related' }, 'object' | 'field' | 'of'> | undefined {
  for (let i = to - 1; i >= from; i--) {
    for (const noun of s.vocabulary.objectsAt(s.tokens, i)) {
      // "Without activity": of no kind, and since when is not said.
      if (noun.end !== to || /^activit/.test(s.word(i))) continue;
      for (const name of noun.objects) {
        const child = s.vocabulary.objects.get(name);
        const field = child && (NOT_JOINED.has(name) ? activityLookup(o) : lookupTo(child, o));
        const state = i > from && child ? stateAt(s, from, i, child) : undefined;
        if (field !== undefined && (i === from || state))
          return { object: name, field, of: state ? [state.value] : [] };
      }
    }
  }
  return undefined;
}

/** Activities point to a person or to another record. */
function activityLookup(o: ObjectDescribe): string {
  return o.name === 'Contact' || o.name === 'Lead' ? 'WhoId' : 'WhatId';
}

/** The lookup of one object to another, when it is clear which. */
function lookupTo(child: ObjectDescribe, o: ObjectDescribe): string | undefined {
  const lookups = child.fields.filter(
    (f) => f.type === 'reference' && f.referenceTo.length === 1 && f.referenceTo[0] === o.name,
  );
  return (
    lookups.find((f) => f.name === `${o.name}Id`)?.name ??
    (lookups.length === 1 ? lookups[0]!.name : undefined)
  );
}

const related =
  (not: boolean): BuildCondition =>
  (s, c, o) => {
    const found = relatedAt(s, c.rel!.from, c.rel!.to, o);
    return found && is({ kind: 'related', ...found, not }, 0.08);
  };

const FOLLOW_UPS =
  'follow up|follow ups|follow up action|follow up actions|follow up tasks|next action|next actions|action item|action items|to dos';

/** "With follow-up actions": open tasks. */
const owed =
  (not: boolean): BuildCondition =>
  (s, _c, o) => {
    if (!s.vocabulary.objects.has('Task')) return undefined;
    const of: Condition[] = [{ kind: 'compare', path: 'IsClosed', op: '=', value: false }];
    return is({ kind: 'related', object: 'Task', field: activityLookup(o), of, not }, 0.04);
  };

/** "With more than five contacts". */
const counted =
  (op: '=' | '<' | '<=' | '>' | '>='): BuildCondition =>
  (s, c, o) => {
    const found = relatedAt(s, c.rel!.from, c.rel!.to, o);
    const { value, unit } = c.number!.found as NumberMatch;
    if (!found || unit !== 'plain' || !Number.isInteger(value)) return undefined;
    return is({ kind: 'related', ...found, not: false, count: { op, value } }, 0.06);
  };

/** "Contacts at healthcare accounts": what they belong to is told apart, too. */
const under: BuildCondition = (s, c, o) => {
  const parents = targetAt(s, c.rel!.from, c.rel!.to)?.value;
  const [object] = parents?.objects ?? [];
  if (!parents || parents.kind !== 'set' || object === undefined || object === o.name) return undefined;
  if (parents.names.length > 0 || parents.possessor !== undefined || parents.count !== undefined)
    return undefined;
  if (parents.except || parents.conditions.length === 0) return undefined;
  const parent = s.vocabulary.objects.get(object);
  const field = parent && !NOT_JOINED.has(o.name) ? lookupTo(o, parent) : undefined;
  return field === undefined ? undefined : is({ kind: 'under', object, field, of: parents.conditions }, 0.1);
};

/** "Whose account is owned by Tom". */
const underOwner: BuildCondition = (s, c, o) => {
  const kind = (c.object!.found as ObjectPhrase).objects.find((name) => s.vocabulary.objects.has(name));
  const parent = kind === undefined ? undefined : s.vocabulary.objects.get(kind);
  const field = parent && lookupTo(o, parent);
  if (field === undefined || nameCost(s, c.name!.from, c.name!.to) === undefined) return undefined;
  const who = s.said(c.name!.from, c.name!.to).text;
  return is({ kind: 'under', object: parent!.name, field, of: [{ kind: 'owner', who }] }, 0.3);
};

/** Of the records that were just spoken of, or of the open one. */
const theirs: BuildCondition = () => is({ kind: 'belongs', name: 'their' }, 0.05);

/** What belongs to what: "without open opportunities", "what deals do they have", "at that account". */
export const RELATIONS: ConditionRule[] = [
  ...rules<BuildCondition>(
    [
      '(without|lacking|missing) [a|an|any|a single] {rel:short}',
      '[<who>] (has|have|with|having|had) (no|not any|zero|not a single) {rel:short}',
      '[<who>] (do|does|did) not have [a|an|any|a single] {rel:short} [yet]',
      '<who> have not got [a|an|any] {rel:short}',
    ],
    related(true),
  ),
  ...rules<BuildCondition>(
    ['[<who>] (has|have|with|having) [a|an|any|some|at least one|existing] {rel:short}'],
    related(false),
  ),
  ...rules<BuildCondition>(
    [`[<who>] (has|have|with|having) [a|an|any|some] [open|pending|outstanding] (${FOLLOW_UPS})`],
    owed(false),
  ),
  ...rules<BuildCondition>(
    [
      `[<who>] (has|have|with|having) no [open|pending|outstanding] (${FOLLOW_UPS})`,
      `without [a|an|any] [open|pending|outstanding] (${FOLLOW_UPS})`,
    ],
    owed(true),
  ),
  ...(
    [
      ['>', '<gt> {number}'],
      ['>=', '(<gte> {number}|{number} or more)'],
      ['<', '<lt> {number}'],
      ['<=', '(<lte> {number}|{number} or (less|fewer))'],
      ['=', '(exactly|precisely|just) {number}'],
    ] as const
  ).flatMap(([op, amount]) =>
    rules<BuildCondition>(
      [`[<who>] (has|have|with|having|had|own|owns) ${amount} [<of> (its|their)] {rel:short}`],
      counted(op),
    ),
  ),
  ...rules<BuildCondition>(
    [
      '[<who>] [is|are|work|works|working|belong|belongs] (at|in|of|from|for|with|to|on|under|related to|belonging to|linked to|associated with|working at|working for) {rel:parents}',
    ],
    under,
  ),
  ...rules<BuildCondition>(
    [
      '(whose|where [the|their]) {object} (is|are) (owned by|assigned to) {name}',
      '(whose|where [the|their]) {object} owner is {name}',
    ],
    underOwner,
  ),
  ...rules<BuildCondition>(
    [
      '(do|does|did) (they|he|she|it) [currently|still|already] have [open]',
      '(do|does|did|has|have) (they|he|she|it) [already] got',
      '<who> (they|he|she) (have|has|got)',
      '(they|he|she) (have|has|got)',
      'of theirs',
      'there',
      'over there',
      '(at|for|with|on|of|from|under|about|related to) {those:them}',
      '[related|attached|linked] (at|for|with|on|of|from|in|under|about|to) (this|that) {object}',
    ],
    theirs,
  ),
];
