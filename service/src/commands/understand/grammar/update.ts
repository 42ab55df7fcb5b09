import type { Unit } from '../calendar.ts';
import { assign, assignmentsAt, bestMisfit, isSomeStatus, valueAndMore } from '../assignments.ts';
import type { Assignment, Change, Target } from '../intents.ts';
import { hidesCommand } from '../imperatives.ts';
import { STATUS_VERBS } from '../lexicon/values.ts';
import type { NumberMatch } from '../numbers.ts';
import type { Captures } from '../pattern.ts';
import type { Read } from '../rules.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { FieldRef } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

export const HERE: Target = { text: 'it', kind: 'context', objects: [], names: [], conditions: [] };

export function targetOf(s: Sentence, c: Captures, slot = 'target'): Read<Target> | undefined {
  const at = c[slot];
  if (!at) return { value: HERE, cost: 0.05 };
  return targetAt(s, at.from, at.to);
}

/** "{field} of {target} to {more}": a named field, its value, perhaps further assignments. */
const fieldToValue: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  const fields = c.field!.found as FieldRef[];
  const at = c.more ?? c.value!;
  let best: Read<Assignment[]> | undefined;
  for (const reading of c.more ? valueAndMore(s, at.from, at.to) : [{ value: at, more: [], cost: 0 }]) {
    const first = assign(s, fields, s.text(c.field!.from, c.field!.to), reading.value.from, reading.value.to);
    if (c.old) first.from = s.said(c.old.from, c.old.to);
    const fitting = fitting_(target.value, fields);
    const cost =
      reading.cost +
      bestMisfit(s, fitting.length > 0 ? fitting : fields, first.value) +
      (fitting.length > 0 ? 0 : 2.5);
    if (!best || cost < best.cost) best = { value: [first, ...reading.more], cost };
  }
  return intent(
    { kind: 'update', target: target.value, assignments: best!.value },
    0.2 + target.cost + best!.cost,
  );
};

function fitting_(target: Target, fields: FieldRef[]): FieldRef[] {
  return target.objects.length === 0 ? fields : fields.filter((f) => target.objects.includes(f.object));
}

const manyAssignments: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const read = assignmentsAt(s, c.assignments!.from, c.assignments!.to);
  if (!target || !read) return undefined;
  const off =
    target.value.objects.length > 0 && read.value.some((a) => fitting_(target.value, a.fields).length === 0)
      ? 1.5
      : 0;
  return intent(
    { kind: 'update', target: target.value, assignments: read.value },
    0.25 + target.cost + read.cost + off,
  );
};

/** "Move {target} to {value}": the value alone says which field is meant. */
const bareValue =
  (extra: number): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    if (!target) return undefined;
    let best: Read<Assignment[]> | undefined;
    for (const reading of valueAndMore(s, c.more!.from, c.more!.to)) {
      const first = assign(s, [], '', reading.value.from, reading.value.to);
      if (c.old) first.from = s.said(c.old.from, c.old.to);
      const said = first.value;
      const flag =
        /^(do not call|do not email|inactive|active|primary|opted out|opted out of email|unsubscribed)$/.test(
          said.phrase,
        );
      const known =
        said.number !== undefined ||
        said.date !== undefined ||
        said.minutes !== undefined ||
        flag ||
        isSomeStatus(s, said.text);
      const cost =
        reading.cost +
        0.05 +
        (known
          ? 0
          : someValue(s, target.value, said.text)
            ? 0.1
            : extra + 0.3 * Math.max(0, said.phrase.split(' ').length - 2));
      if (!best || cost < best.cost) best = { value: [first, ...reading.more], cost };
    }
    return best && best.cost < 6
      ? intent(
          { kind: 'update', target: target.value, assignments: best.value },
          0.3 + target.cost + best.cost,
        )
      : undefined;
  };

function someValue(s: Sentence, target: Target, said: string): boolean {
  const objects =
    target.objects.length > 0
      ? target.objects
      : ['Opportunity', 'Lead', 'Account', 'Case', 'Task', 'Contact', 'Campaign'];
  return objects.some((name) => {
    const object = s.vocabulary.objects.get(name);
    return object?.fields.some((f) =>
      f.picklistValues.some(
        (v) =>
          v.active &&
          (v.label.toLowerCase() === said.toLowerCase() || v.value.toLowerCase() === said.toLowerCase()),
      ),
    );
  });
}

const change =
  (make: (s: Sentence, c: Captures) => Change | undefined): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    const by = make(s, c);
    if (!target || !by) return undefined;
    const fields = (c.field?.found as FieldRef[] | undefined) ?? [];
    const off = fields.length > 0 && fitting_(target.value, fields).length === 0 ? 1.5 : 0;
    return intent(
      {
        kind: 'update',
        target: target.value,
        assignments: [
          {
            fields,
            fieldText: c.field ? s.text(c.field.from, c.field.to) : '',
            value: { text: '', phrase: '', quoted: false },
            change: by,
          },
        ],
      },
      0.15 + target.cost + off,
    );
  };

const by = (sign: 'add' | 'subtract') =>
  change((_s, c) => {
    const number = c.number!.found as NumberMatch;
    return number.unit === 'ordinal'
      ? undefined
      : { by: sign, amount: number.value, unit: number.unit === 'percent' ? 'percent' : 'plain' };
  });

const later = (sign: 1 | -1) =>
  change((_s, c) => {
    const { count, unit } = c.quantity!.found as { count: number; unit: Unit };
    return { by: 'shift', count: sign * count, unit };
  });

const statusVerb: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const verb = s.text(c.verb!.from, c.verb!.to).toLowerCase();
  const means = STATUS_VERBS[verb];
  if (!target || means === undefined || c.verb!.to - c.verb!.from !== 1) return undefined;
  const noun = target.value.objects.length > 0 || target.value.kind === 'context' ? 0 : 0.3;
  const assignments: Assignment[] = [
    { fields: [], fieldText: '', value: { text: means, phrase: means, quoted: false } },
  ];
  return intent({ kind: 'update', target: target.value, assignments }, 0.3 + target.cost + noun);
};

const becomes =
  (value: string): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    if (!target) return undefined;
    return intent(
      {
        kind: 'update',
        target: target.value,
        assignments: [{ fields: [], fieldText: '', value: { text: value, phrase: value, quoted: false } }],
      },
      0.2 + target.cost,
    );
  };

const rename: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  const { from, to } = c.value!;
  if (to - from > 14) return undefined;
  let best: Read<Assignment[]> | undefined;
  for (const reading of valueAndMore(s, from, to)) {
    const hidden = hidesCommand(s, reading.value.from, reading.value.to) ? 2 : 0;
    const cost = reading.cost + hidden + 0.05 * (reading.value.to - reading.value.from);
    if (!best || cost < best.cost)
      best = {
        value: [
          { fields: [], fieldText: 'name', value: s.said(reading.value.from, reading.value.to) },
          ...reading.more,
        ],
        cost,
      };
  }
  return intent(
    { kind: 'update', target: target.value, assignments: best!.value },
    0.2 + target.cost + best!.cost,
  );
};

const reassign: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const { from, to } = c.user!;
  if (
    !target ||
    to - from > 4 ||
    s.tokens
      .slice(from, to)
      .some(
        (t) =>
          t.kind === 'punct' ||
          t.kind === 'number' ||
          /^(and|to|with|the|at|of|for|it|stage|status)$/.test(t.word),
      )
  )
    return undefined;
  if (target.value.objects[0] === 'User') return undefined;
  const value = s.said(from, to);
  if (value.date || value.number || isSomeStatus(s, value.text)) return undefined;
  return intent(
    {
      kind: 'update',
      target: target.value,
      assignments: [{ fields: [], fieldText: 'owner', value: s.said(from, to) }],
    },
    0.2 + target.cost + 0.08 * (to - from),
  );
};

const raise = 'raise|increase|bump|bump up|up|grow|boost|lift|jack up|hike';
const lower = 'lower|reduce|decrease|cut|drop|bring down|knock down|discount|shrink|trim|slash';
const push =
  'push|push out|push back|move|move out|move back|shift|slide|slip|extend|delay|postpone|kick|kick out|change|bump|put back|put off|defer';
const pull =
  'pull|pull in|pull forward|bring|bring forward|move up|move forward|accelerate|bring in|move|pull up';

/** One line is one phrasing. */
export const UPDATES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '<set> {field} <of> {target} [from {old}] <to> {more}',
      "<set> {target} 's {field} [from {old}] [<to>] {more}",
      '<set> {target} {field} [from {old}] <to> {more}',
      "{target} 's {field} <be> [now] {more}",
      '{target} {field} <be> [now] {more}',
      '{field} <of> {target} <be> [now] {more}',
      '{target} has [a] new {field} [:|,|of|-|which is|it is] {more}',
      '<set> {target} to have [a|an] {field} [of|to|as] {more}',
      '{field} <of> {target} [from {old}] (to|=|:) {more}',
      "{target} 's {field} (to|=|:|now) {more}",
      '<set> {field} <of> {target} (so|such) that it is {more}',
      '<set> {field} <of> {target} [:|,|;] it (should be|needs to be|has to be|is) {more}',
      '(putting|moving|setting|changing|updating|switching) {field} <of> {target} <to> {more}',
      "{target} 's new {field} <be> {more}",
      '[the] new {field} <of> {target} <be> {more}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {field} [from {old}] <to> {value} (of|on|for|in|at|against) {target}',
      'use {value} as [the] {field} <of> {target}',
      '<set> {value} as [the] [new] {field} <of> {target}',
      'make {field} <of> {target} {value:number}',
      'put {value} in as [the] [new] {field} <of> {target}',
      'put {value} (in|into) {field} [field] <of> {target}',
      'add {value} as [the] {field} <of> {target}',
      'give {target} [a|an] {field} of {value}',
      'the {field} <be> [now] {value} <of> {target}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '[<set>] [his|her|their|its] [new] {field} [from {old}] <to> {more}',
      '(his|her|their|its|the|new) {field} <be> [now] {more}',
      '(it|he|she|they) has [a] new {field} [:|,|of|-] {more}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {target} [:|,|-|so that|with|to have|as follows|as follows :|to the following :|with the following :] {assignments}',
      '<set> {assignments} (of|on|for|in|at|with|from|against) {target}',
      '<of> {target} [,|:] <set> {assignments}',
      '{target} [:|,|-] {assignments}',
      '<set> [:] {assignments}',
      'give {target} {assignments}',
    ],
    manyAssignments,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {target} [stage|status] [from {old}] <to> {more}',
      '<set> {target} [over|on|forward|back|along] <to> {more}',
      '(putting|moving|setting|changing|switching|bringing) {target} [over|on|forward|back|along] <to> {more}',
      '(i|we) (need|want|would like) {target} in {more}',
    ],
    bareValue(1.2),
  ),
  ...rules<BuildIntent>(
    [
      '{target} <be> [now|officially|currently] [in|at|on|a|to] {more}',
      '{target} <be> [now|officially|currently] [in|at|on|a|to] {more} , [please] (update|change|mark|move|set|fix) (it|that|them|the record) [please]',
      '{target} <be> worth {more} [now]',
      '{target} (goes|go|went) (to|into) {more}',
      '{target} [->|to] {more}',
    ],
    bareValue(3),
  ),
  ...rules<BuildIntent>(['<set> {more} <of> {target}'], bareValue(4)),
  ...rules<BuildIntent>(
    [
      'make it {more}',
      '<set> it <to> {more}',
      'make that {more}',
      '(mark|flag|call) {target} {more}',
      '(move|set|switch|put) {target} {more}',
    ],
    bareValue(1.5),
  ),
  ...rules<BuildIntent>(
    [
      'rename {target} <to> {value}',
      '(change|set|update) [the] name of {target} to {value}',
      "(change|set|update) {target} 's name to {value}",
      'call {target} {value} instead',
      '(retitle) {target} [to|as] {value}',
    ],
    rename,
  ),
  ...rules<BuildIntent>(
    [
      `(${raise}) {field} <of> {target} [up] by {number}`,
      'bump {field} <of> {target} up [by] {number}',
      `(${raise}) {target} 's {field} [up] by {number}`,
      `(${raise}) {target} {field} by {number}`,
      `(${raise}) {target} [up] by {number}`,
      `(${raise}) [his|her|their|its] {field} [up] by {number}`,
      'add [another|an extra|an additional] {number} [more] to {field} <of> {target}',
      "add [another|an extra|an additional] {number} [more] to {target} 's {field}",
      'add [another|an extra|an additional] {number} [more] to {target} {field}',
      'add [another|an extra|an additional] {number} [more] to {target}',
      'add [another|an extra|an additional] {number} [more] to [its|the|his|her|their] {field}',
      'add {number} on top of {target}',
      `(${raise}) {target} [up] {number}`,
    ],
    by('add'),
  ),
  ...rules<BuildIntent>(
    [
      `(${lower}) {field} <of> {target} [down] by {number}`,
      `(${lower}) {target} 's {field} [down] by {number}`,
      `(${lower}) {target} {field} by {number}`,
      `(${lower}) {target} [down] by {number}`,
      `(${lower}) [his|her|their|its] {field} by {number}`,
      '(take|knock|shave|cut|subtract|deduct|remove) {number} (off|from|off of|out of) {field} <of> {target}',
      "(take|knock|shave|cut|subtract|deduct) {number} (off|from|off of) {target} 's {field}",
      '(take|knock|shave|cut|subtract|deduct) {number} (off|from|off of) {target}',
    ],
    by('subtract'),
  ),
  ...rules<BuildIntent>(
    [
      '(cut|reduce|slash) {field} <of> {target} in half',
      "(cut|reduce|slash) {target} 's {field} in half",
      '(cut|reduce|slash) {target} {field} in half',
      '(cut|reduce|slash) {target} in half',
      'halve {field} <of> {target}',
      "halve {target} 's {field}",
      'halve {target}',
      '(cut|reduce) {field} <of> {target} by half',
      '(cut|reduce) {target} by half',
    ],
    change(() => ({ by: 'times', factor: 0.5 })),
  ),
  ...rules<BuildIntent>(
    [
      'double {field} <of> {target}',
      "double {target} 's {field}",
      'double {target} {field}',
      'double {target}',
      'double [its|the|his|her] {field}',
    ],
    change(() => ({ by: 'times', factor: 2 })),
  ),
  ...rules<BuildIntent>(
    [
      'triple {field} <of> {target}',
      "triple {target} 's {field}",
      'triple {target} {field}',
      'triple {target}',
    ],
    change(() => ({ by: 'times', factor: 3 })),
  ),
  ...rules<BuildIntent>(
    [
      `(${push}) [out|back] {field} <of> {target} [out|back|later] [by|another|an additional|for] {quantity} [out|back|later]`,
      `(${push}) {target} 's {field} [out|back] [by|another] {quantity} [out|back|later]`,
      `(${push}) {target} {field} [out|back] [by|another] {quantity} [out|back|later]`,
      `(${push}) {target} (out|back|by|out by|back by|later by|another) {quantity} [out|back|later]`,
      `(${push}) [his|her|their|its|the] {field} (out|back|by|out by|back by) {quantity}`,
      `(${push}) {target} {quantity} (out|back|later)`,
      '(push|delay|postpone|extend|slip) {target} {quantity}',
      `(${push}) (out|back) {target} [by] {quantity}`,
      '(give|add) {quantity} to {field} <of> {target}',
    ],
    later(1),
  ),
  ...rules<BuildIntent>(
    [
      `(${pull}) [in|forward|up] {field} <of> {target} (in|forward|up|earlier) [by] {quantity}`,
      `(${pull}) {target} 's {field} (in|forward|up|earlier) [by] {quantity}`,
      `(${pull}) {target} {field} (in|forward|up|earlier) [by] {quantity}`,
      `(${pull}) {target} (in|forward|up|earlier) [by] {quantity}`,
      `(pull in|pull forward|bring forward|bring in|move up) {target} [by] {quantity}`,
      `(${pull}) {field} <of> {target} [by] {quantity} (earlier|forward|sooner)`,
      `(${pull}) {target} [by] {quantity} (earlier|forward|sooner)`,
    ],
    later(-1),
  ),
  ...rules<BuildIntent>(
    [
      '(move|advance|push|bump|progress|promote|take|bring|put|set|update|change|send) {target} [on|along|up|forward|over|ahead] [to|into] [the|its|their] (next|following) (stage|step|phase|status|one)',
      '(advance|move|bump|push|progress|promote) {target} [forward|up|ahead|on|along] [by] (one|a|1) (stage|step|phase) [further|forward|ahead|up|along|on]',
      'advance {target}',
      '(move|advance|go|push|bump|promote) [it] [on|along|up|forward] to [the] next (stage|step|phase|status)',
      '[to] [the] next stage',
      '(move|advance|push|set|change|update) {field} <of> {target} to [the] next [one|stage|value|step]',
      '(move|advance) {target} (one|a) stage',
    ],
    change(() => ({ by: 'step', steps: 1 })),
  ),
  ...rules<BuildIntent>(
    [
      '(move|push|bump|take|bring|put|set|send|roll) {target} [back] [to|into] [the|its] (previous|prior) (stage|step|phase|status)',
      '(move|bump|push|take|roll) {target} back [by] (one|a|1) (stage|step|phase)',
      '(move|bump|push) {target} [by] (one|a|1) (stage|step|phase) back',
    ],
    change(() => ({ by: 'step', steps: -1 })),
  ),
  ...rules<BuildIntent>(
    [
      '(clear|clear out|remove|delete|blank out|blank|empty|erase|wipe|wipe out|unset) {field} [field|value] (from|on|of|for|off|at) {target}',
      "(clear|clear out|remove|delete|blank out|blank|empty|erase|wipe|unset) {target} 's {field}",
      '(clear|clear out|blank out|empty|erase|wipe|unset) {target} {field}',
      '(clear|clear out|remove|blank out|empty|erase|wipe|unset) [his|her|their|its] {field}',
    ],
    change(() => ({ by: 'clear' })),
  ),
  ...rules<BuildIntent>(['{verb} [out] {target}'], statusVerb),
  ...rules<BuildIntent>(
    [
      '[<we>] (won|win) {target}',
      '(close|close out|mark) {target} [out] (as|to) [closed] won',
      'close {target} won',
      'we [just] won {target} , [please] (close|update|mark) it [out] [as won|closed won|won|as closed won]',
      '{target} (is|was) [a] (won|closed won) [now]',
      '{target} (closed won|is a win|has been won|just closed won|came through|signed|has signed)',
      'we (closed|landed|signed|got) {target}',
    ].map((p) => p.replace('<we>', 'we just|we|i|i just|we have|i have')),
    becomes('won'),
  ),
  ...rules<BuildIntent>(
    [
      '[<we>] (lost|lose) {target}',
      '(close|close out|mark) {target} [out] (as|to) [closed] lost',
      'close {target} lost',
      '{target} (is|was) [a] (lost|closed lost|dead) [now]',
      '(i|we) [just] lost {target} [deal] , [please] (close|update|mark) it [out] [as lost]',
      '{target} (fell through|is dead|died|has been lost|closed lost|is a loss|went to a competitor|just fell through)',
    ].map((p) => p.replace('<we>', 'we just|we|i|i just|we have|i have')),
    becomes('lost'),
  ),
  ...rules<BuildIntent>(
    [
      '(mark|set|check|tick) {target} [off] [as|to] (complete|completed|done|finished)',
      '(check|tick|cross) off {target}',
      '(check|tick|cross) {target} off',
      '{target} is (done|complete|completed|finished) [now]',
      'i (finished|completed|did|have finished|have completed|have done) {target}',
      '(complete|finish|close|close out|finish off|wrap up) {target}',
    ],
    (s, c) => {
      const read = becomes('completed')(s, c);
      const target = read?.value[0]?.kind === 'update' ? read.value[0].target : undefined;
      return read && target && target.objects.some((o) => o === 'Task')
        ? { value: read.value, cost: read.cost - 0.05 }
        : undefined;
    },
  ),
  ...rules<BuildIntent>(
    [
      '(reassign|assign|transfer|hand|hand over|hand off|give|pass|pass over|route|turn over|delegate|re assign|reroute|move|switch|shift|allocate) {target} [over|across|from me|back|on|off] to {user}',
      '(reassign|transfer|move|hand|switch|shift) {target} from {other} to {user}',
      'make {user} [the|new] [new] owner (of|for|on) {target}',
      'put {user} in charge of {target}',
      '(change|set|switch|update|make) [the|new] owner (of|for|on) {target} [from {other}] (to|as|=) {user}',
      "(change|set|switch|update) {target} 's owner [from {other}] (to|as) {user}",
      '(change|set|switch|update) {target} owner [from {other}] (to|as) {user}',
      '(give|hand|assign) {user} {target}',
      '{user} (should own|now owns|owns|takes over|is taking over|will own|should take over|will take over|should take|takes|gets) {target} [now]',
      'let {user} (have|take|own|take over|handle) {target}',
      '{target} (should belong|belongs|now belongs|goes|should go|go) to {user} [now]',
      '(assign|reassign) {target} {user}',
      '(i want|i would like) {user} to own {target}',
      '(change|set|update|switch) [the|its|their|his|her] owner to {user}',
      '(have|get) {user} (take over|own) {target}',
      '{user} is [now] [the] [new] owner of {target}',
    ],
    (s, c) => {
      const read = reassign(s, c);
      if (!read || !c.other) return read;
      const first = read.value[0]!;
      const who = s.text(c.other.from, c.other.to);
      if (first.kind === 'update' && c.other.to - c.other.from <= 3)
        first.target = { ...first.target, conditions: [...first.target.conditions, { kind: 'owner', who }] };
      return read;
    },
  ),
  ...rules<BuildIntent>(
    [
      '(take over|take ownership of|claim) {target}',
      'make me [the] owner of {target}',
      '(assign|reassign|give|transfer) {target} to (me|myself)',
    ],
    (s, c) => {
      const target = targetOf(s, c);
      return (
        target &&
        intent(
          {
            kind: 'update',
            target: target.value,
            assignments: [
              { fields: [], fieldText: 'owner', value: { text: 'me', phrase: 'me', quoted: false } },
            ],
          },
          0.15 + target.cost,
        )
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      'if {target} <be> [still|currently|now] [in|at] {cond} [,] [then] [<set>] (it|that|this|them) [stage|status] <to> {more}',
    ],
    (s, c) => {
      const read = bareValue(1.2)(s, c);
      const first = read?.value[0];
      if (!read || first?.kind !== 'update') return undefined;
      return intent(
        {
          ...first,
          when: [
            { kind: 'unclear', field: 'status', said: s.text(c.cond!.from, c.cond!.to), candidates: [] },
          ],
        },
        read.cost,
      );
    },
  ),
];
