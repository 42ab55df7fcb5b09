import { placeNamed } from '../../places.ts';
import { rules } from '../../rules.ts';
import { targetAt } from '../../target.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { HERE } from '../target-of.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked, setOf, SHOW } from './types.ts';

const JUNCTIONS = /^(CampaignMember|OpportunityContactRole)$/;

const value: BuildIntent = (s, c) => {
  // "Show accounts in Germany" asks for records, not for a field of a record called Germany.
  if (c.target && placeNamed(s.text(c.target.from, c.target.to))) return undefined;
  const target = c.target ? setOf(s, c) : { value: HERE, cost: 0.05 };
  if (!target || (target.value.kind === 'set' && target.value.names.length === 0 && !target.value.count))
    return undefined;
  // "The contacts at Globex" are records, too, before they are a field.
  const { from, to } = c.field!;
  if (s.vocabulary.objectsAt(s.tokens, from).some((p) => p.end === to && p.plural)) return undefined;
  // What only joins two records has no value of its own: "the opportunity for Coho Winery" is a record.
  const fields = (c.field!.found as FieldRef[]).filter((f) => !JUNCTIONS.test(f.object));
  if (fields.length === 0) return undefined;
  // "Show me the Edge SLA opportunity": a record, and what kind it is.
  const noun =
    c.target && from >= c.target.to && s.vocabulary.objectsAt(s.tokens, from).some((p) => p.end === to);
  const off =
    target.value.objects.length > 0 && !fields.some((f) => target.value.objects.includes(f.object)) ? 1.5 : 0;
  return asked(
    { mode: 'value', target: target.value, fields, fieldText: s.text(c.field!.from, c.field!.to) },
    0.15 + target.cost + off + (noun ? 0.6 : 0),
  );
};

const fixed =
  (field: (o: string) => string[]): BuildIntent =>
  (s, c) => {
    const target = c.target ? setOf(s, c) : { value: HERE, cost: 0.05 };
    const one = target?.value.kind !== 'set' || target.value.count === 1;
    if (!target || !one) return undefined;
    const objects = target.value.objects.length > 0 ? target.value.objects : [...s.vocabulary.objects.keys()];
    const fields = objects.flatMap((object) =>
      field(object)
        .filter((f) => s.vocabulary.objects.get(object)?.fields.some((d) => d.name === f))
        .map((f) => ({ object, field: f })),
    );
    return fields.length === 0
      ? undefined
      : asked({ mode: 'value', target: target.value, fields }, 0.25 + target.cost);
  };

/** "The phone and website of Hooli": one answer after the other. */
const values: BuildIntent = (s, c) => {
  const read = [c.field, c.second, c.third].flatMap((field) =>
    field ? [value(s, { target: c.target!, field })] : [],
  );
  if (read.some((one) => one === undefined)) return undefined;
  return {
    value: read.flatMap((one) => one!.value),
    cost: Math.max(...read.map((one) => one!.cost)),
  };
};

const AND = '(and|&|as well as|plus) [the|also the|its|their|his|her]';

/** One field of one record, and who has which role in it. One line is one phrasing. */
export const FIELD_VALUES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(what is|what are|what was|tell me|show me|give me|get|get me|show|find|look up|check|read me|find me) {field} (of|for|on|in|at) {target}',
      "(what is|what are|tell me|show me|give me|get|get me|show|find|look up|check|read me|find me) {target} 's {field}",
      '(what is|tell me|show me|give me|get|show|what are) {target} {field}',
      '(what|which) [percentage|percent|current] {field} (is|does|has|are) {target} [currently|now|still] [in|at|have|on|use|of|with]',
      '(what|which) {field} are we [currently|now|still] (at|in|on) (with|on|for) {target}',
      `(${SHOW}) [me] [the] (current|present|latest|exact) {field} (of|for|on|in|at) {target}`,
      '(what is|what are|tell me) (his|her|their|its) {field}',
      '(what is|what are|tell me|show me) {field}',
      '(what|which) {field} (do|did|does|are|is|was|will) (we|they|you|it) [currently|now] (use|using|used|have|booked|book|choose|chosen|go with|going with|charge|charging|plan|planning|offer|apply) (for|on|at|with|in) {target}',
      'do we have [a|an] {field} for {target}',
      'what {field} do we have for {target}',
      '{target} has what {field}',
      'how (many|much) {field} (does|do|did) {target} [now|still|currently] have [now|left]',
      'how (many|much) {field} (are|is) [there] (at|in|on) {target}',
      'how high is {field} (of|for|on) {target}',
      'who is {field} (of|for|on|at) {target}',
      'what is (in|inside|under) {field} (of|for|on) {target}',
      'what (does|do) {field} (of|for|on) {target} say',
      "what is (in|inside|under) {target} 's {field}",
      "who is {target} 's {field}",
    ],
    value,
  ),
  ...rules<BuildIntent>(
    [
      `[${SHOW}|what is|what are] [me] [both] [the] {field} ${AND} {second:field} (of|for|on|at) {target}`,
      `[${SHOW}|what is|what are] [me] {field} [the] {second:field} ${AND} {third:field} (of|for|on|at) {target}`,
      `(${SHOW}|what is|what are) {target} 's {field} ${AND} {second:field}`,
      `(${SHOW}|what is|what are) {target} 's {field} [the] {second:field} ${AND} {third:field}`,
    ],
    values,
  ),
  ...rules<BuildIntent>(["{target} 's {field}", '{field} (of|for) {target}', '{target} {field}'], (s, c) => {
    // "Alice Johnson lead status?": without a verb only a question asks.
    if (c.field!.from === c.target!.to && s.word(s.tokens.length - 1) !== '?') return undefined;
    const read = value(s, c);
    return read && { value: read.value, cost: read.cost + 0.3 };
  }),
  ...rules<BuildIntent>(
    [
      'when (does|is|will) {target} [due|expected|scheduled|supposed|set|going] [to] (close|closing|due|start|happen|end)',
      'when is {target} due',
      'when (is|was) {target}',
      'when does {target} (close|start)',
      "when is {target} 's close date",
    ],
    fixed((o) => [
      { Opportunity: 'CloseDate', Task: 'ActivityDate', Event: 'StartDateTime', Campaign: 'StartDate' }[o] ??
        '-',
    ]),
  ),
  ...rules<BuildIntent>(
    ['how (much|big) is {target} [worth]', 'what is {target} worth', 'how (much|big) (is|are) {target}'],
    fixed((o) => [{ Opportunity: 'Amount', Campaign: 'BudgetedCost' }[o] ?? '-']),
  ),
  ...rules<BuildIntent>(
    [
      'who (owns|has|is responsible for|is the owner of|is working|is working on|handles|manages|looks after|is handling|runs) {target}',
      'who is {target} assigned to',
      'whose (account|deal|opportunity|lead|contact|case) is {target}',
      'who does {target} belong to',
      "who is {target} 's owner",
      'who does {target} have as [an|the] owner',
    ],
    fixed(() => ['OwnerId']),
  ),
  ...rules<BuildIntent>(
    [
      '(what stage|which stage|where) is {target} [in|at|in the pipeline] [right now]',
      'where (are|do) we [stand] (on|with) {target}',
      'how far along is {target}',
      'what is (happening|the story|going on) with {target}',
      'how is {target} [doing|going|looking|coming along|progressing]',
      'where does {target} stand',
      'what is the (status|state) of {target}',
    ],
    fixed((o) => [
      { Opportunity: 'StageName', Lead: 'Status', Case: 'Status', Task: 'Status', Campaign: 'Status' }[o] ??
        '-',
    ]),
  ),
  ...rules<BuildIntent>(
    [
      'who is (the|our) (primary contact|main contact|primary|[main|primary] (point of contact|poc)) (on|for|of|in|at) {target}',
      'who is {target} primary contact',
      '(show|find|get|what is|tell me) [me] the (primary contact|main contact|point of contact) (on|for|of|at) {target}',
      "who is {target} 's (primary contact|main contact)",
      'primary contact (on|for|of) {target}',
    ],
    (s, c) => {
      const target = targetAt(s, c.target!.from, c.target!.to);
      return target && target.value.kind !== 'set'
        ? asked({ mode: 'primary-contact', target: target.value }, 0.1 + target.cost)
        : undefined;
    },
  ),
  ...rules<BuildIntent>(
    [
      '(who|which contacts|which people) (is|are) [involved|the contacts|the people|the stakeholders|the contact roles] (on|in|for|with) {target}',
      '(who|which contacts|which people|what contacts) (has|have|holds|hold|plays|play|got) [a|any|some] [contact] (role|roles|part) (on|in|for|at) {target}',
      `[${SHOW}] [all] [the|my|our] (contact roles|stakeholders|people involved|buying committee|buying group|roles) (on|for|of|in|at) {target}`,
      'who is (the|our) {role} (on|for|of|in) {target}',
      '(is|was) there [already|currently] (a|an|any) {role} (on|for|of|in|at) {target}',
      '(do|have) we (have|got) (a|an|any) {role} (on|for|of|in|at) {target}',
    ],
    (s, c) => {
      const target = targetAt(s, c.target!.from, c.target!.to);
      if (
        !target ||
        target.value.kind === 'set' ||
        (target.value.objects[0] && target.value.objects[0] !== 'Opportunity')
      )
        return undefined;
      const said = c.role ? s.text(c.role.from, c.role.to) : undefined;
      return asked(
        {
          mode: 'roles',
          target: { ...target.value, objects: ['Opportunity'] },
          ...(said === undefined ? {} : { fieldText: said }),
        },
        0.35 + target.cost,
      );
    },
  ),
];
