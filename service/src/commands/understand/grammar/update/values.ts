import { assign, assignmentsAt, bestMisfit, isSomeStatus, valueAndMore } from '../../assignments.ts';
import { hidesCommand } from '../../imperatives.ts';
import type { Assignment, Target } from '../../intents.ts';
import type { Read } from '../../rules.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

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
    const fitting = fieldsOn(target.value, fields);
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

const manyAssignments: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const read = assignmentsAt(s, c.assignments!.from, c.assignments!.to);
  if (!target || !read) return undefined;
  const off =
    target.value.objects.length > 0 && read.value.some((a) => fieldsOn(target.value, a.fields).length === 0)
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

/** Which value a field gets. One line is one phrasing. */
export const VALUES: ClauseRule[] = [
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
