import { ofKind } from '../../calls.ts';
import type { Condition, Target } from '../../intents.ts';
import { nameCost } from '../../name-cost.ts';
import type { Captured } from '../../pattern.ts';
import { rules, type Read } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked, setOf } from './types.ts';

/** "Anyone at Contoso": the company. */
const ANYONE = /^(anyone|anybody|someone|somebody|people|everyone|any of them|them)$/;

/** Whom the question is about, and on which days. */
function about(s: Sentence, { from, to }: Captured): Read<Condition[]> | undefined {
  let end = to;
  const conditions: Condition[] = [];
  for (let cut = from + 1; cut < to; cut++) {
    const when = s.date(cut);
    if (when?.end !== to) continue;
    conditions.push({ kind: 'days', path: '', from: when.range.from, to: when.range.to });
    end = cut;
    break;
  }
  if (/^(on|in|during)$/.test(s.word(end - 1))) end--;
  let start = from;
  if (ANYONE.test(s.word(start)) && /^(at|from)$/.test(s.word(start + 1))) start += 2;
  if (/^(the|a|an)$/.test(s.word(start))) start++;
  // "The Halcyon renewal deal": the noun in small letters is no part of the name.
  const noun = s.vocabulary
    .objectsAt(s.tokens, end - 1)
    .find(
      (n) => n.end === end && !n.plural && end - start > 1 && s.word(end - 1) === s.tokens[end - 1]!.text,
    );
  if (noun) end--;
  const cost = nameCost(s, start, end);
  if (cost === undefined || cost > 1.2) return undefined;
  conditions.unshift({ kind: 'about', name: s.text(start, end), company: true });
  return { value: conditions, cost };
}

/** Who is to have done it: "I" is the rep, "we" anybody. */
function doers(s: Sentence, at: Captured | undefined): Condition[] | undefined {
  const said = at ? s.phrase(at.from, at.to) : '';
  if (said === 'i') return [{ kind: 'owner', who: 'me' }];
  if (/^(|we|you|anyone|anybody|someone|somebody|any of us|one of us)$/.test(said)) return [];
  const cost = at && nameCost(s, at.from, at.to);
  return cost !== undefined && cost < 0.6 ? [{ kind: 'owner', who: s.text(at!.from, at!.to) }] : undefined;
}

/** What was done about somebody: calls, e-mails and finished tasks, or meetings. */
const done =
  (object: 'Task' | 'Event', subtype?: string): BuildIntent =>
  (s, c) => {
    const whom = about(s, c.whom!);
    const by = doers(s, c.by);
    if (!whom || !by) return undefined;
    const path = object === 'Task' ? 'ActivityDate' : 'StartDateTime';
    const conditions = [
      ...whom.value.map((one) => (one.kind === 'days' ? { ...one, path } : one)),
      ...by,
      ...(subtype === undefined ? [] : [ofKind(subtype)]),
      ...(object === 'Task'
        ? [{ kind: 'compare' as const, path: 'IsClosed', op: '=' as const, value: true }]
        : [{ kind: 'days' as const, path, to: s.calendar.today }]),
    ];
    const target: Target = {
      text: s.text(c.whom!.from, c.whom!.to),
      kind: 'set',
      objects: [object],
      names: [],
      conditions,
    };
    return asked({ mode: 'list', target, ...lastOnly(s, object, path) }, 0.1 + whom.cost);
  };

/** "What did we last do with Globex": the latest alone. */
function lastOnly(s: Sentence, object: string, field: string) {
  if (!s.tokens.some((t) => t.word === 'last' && !s.date(s.tokens.indexOf(t)))) return {};
  return { limit: 1, orderBy: { fields: [{ object, field }], descending: true } };
}

/** "Did I log a call with Amira last week": those that are there. */
const logged: BuildIntent = (s, c) => {
  const target = setOf(s, c);
  const by = doers(s, c.by);
  const [object] = target?.value.objects ?? [];
  if (!target || !by || !/^(Task|Event)$/.test(object ?? '') || target.value.names.length > 0)
    return undefined;
  const conditions: Condition[] = target.value.conditions.map((one) =>
    one.kind === 'about' ? { ...one, company: true as const } : one,
  );
  const own = conditions.some((one) => one.kind === 'owner') ? [] : by;
  // What is still to do was not done.
  if (c.by && object === 'Task') conditions.push({ kind: 'compare', path: 'IsClosed', op: '=', value: true });
  return asked(
    { mode: 'list', target: { ...target.value, kind: 'set', conditions: [...conditions, ...own] } },
    0.1 + target.cost,
  );
};

const BY = '(did|have|has|had) {by:by} [ever|already|actually|recently|just]';

/** Whether and when somebody did something about a record. One line is one phrasing. */
export const ACTIVITIES: ClauseRule[] = [
  ...rules<BuildIntent>([`${BY} (call|called|phone|phoned|ring|rang|rung) {whom}`], done('Task', 'Call')),
  ...rules<BuildIntent>(
    [`${BY} (email|emailed|e mail|mail|mailed|write to|written to) {whom}`],
    done('Task', 'Email'),
  ),
  ...rules<BuildIntent>(
    [
      `${BY} (meet|met|visit|visited|see|seen) [with] {whom}`,
      `${BY} (had|have|hold|held) [a|any] (meeting|meetings) with {whom}`,
    ],
    done('Event'),
  ),
  ...rules<BuildIntent>(
    [
      `${BY} (talk|talked|speak|spoken|reach out|reached out|follow up|followed up) (to|with) {whom}`,
      `${BY} (contact|contacted|reach|reached|touch|touched) {whom}`,
      `${BY} been in touch with {whom}`,
      '(what was|show me|when was) [the] last (thing|activity|task|touchpoint|touch point|step|action) [we|i|anyone|that we] [did|logged|had] (with|on|for|at|about) {whom}',
      '(show|show me|list|what is|give me)? [the|all] [recent|latest|completed] (activity|activity history|history|activities) (with|on|for|at|of) {whom}',
      'what (did|have) {by:by} [last] (do|did|done|discuss|discussed|talk about|talked about|speak about|agree|agree on|agreed|agreed on|say) (with|on|for|about|to|at) {whom} [last|last time]',
      'what happened (with|at|on) {whom}',
      '(what is|show|show me|give me|list|pull up) [the|our|all] (history|activity history|interaction history|timeline|past activities|past activity) (of|with|on|for|at) {whom}',
    ],
    done('Task'),
  ),
  ...rules<BuildIntent>(
    [
      `${BY} (log|logged|make|made|record|recorded|send|sent|hold|held) [any|a|an] {target}`,
      '(is|are) there [any|a|an] {target} [logged|recorded|on file]',
    ],
    logged,
  ),
];
