import type { Unit } from '../../calendar.ts';
import type { Change } from '../../intents.ts';
import type { NumberMatch } from '../../numbers.ts';
import type { Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

const change =
  (make: (s: Sentence, c: Captures) => Change | undefined): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    const by = make(s, c);
    if (!target || !by) return undefined;
    // "Tom's leads" are records before they are a field.
    const { from = 0, to = 0 } = c.field ?? {};
    if (c.field && s.vocabulary.objectsAt(s.tokens, from).some((n) => n.plural && n.end === to))
      return undefined;
    const fields = ((c.field?.found as FieldRef[] | undefined) ?? []).filter(({ object, field }) =>
      takes(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? '', by),
    );
    if (c.field && fields.length === 0) return undefined;
    const off = fields.length > 0 && fieldsOn(target.value, fields).length === 0 ? 1.5 : 0;
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

/** Days move, numbers grow: "delay Gantry Hall Lease by a week" is not about a lookup called Lease. */
function takes(type: string, { by }: Change): boolean {
  if (by === 'shift') return type.startsWith('date');
  if (by === 'add' || by === 'subtract' || by === 'times')
    return /^(currency|double|int|percent)$/.test(type);
  return true;
}

const by = (sign: 'add' | 'subtract') =>
  change((_s, c) => {
    const number = c.number!.found as NumberMatch;
    return number.unit === 'ordinal'
      ? undefined
      : {
          by: sign,
          amount: number.value,
          unit: number.unit === 'percent' ? 'percent' : 'plain',
          ...(number.currency ? { currency: number.currency } : {}),
        };
  });

/** "A 20 % discount": off the amount, or the rate that the record has a field for. */
const discounted = change((_s, c) => {
  const { value: amount, unit, currency } = c.number!.found as NumberMatch;
  if (unit === 'ordinal') return undefined;
  if (unit === 'percent') return { by: 'subtract', amount, unit, discount: true };
  return { by: 'subtract', amount, unit: 'plain', ...(currency ? { currency } : {}) };
});

/** "Add 5 seats": the field is what is counted; "by 10 kW": what the field counts in. */
const byCounted =
  (sign: 'add' | 'subtract'): BuildIntent =>
  (s, c) => {
    const counted = ((c.unit ?? c.field)!.found as FieldRef[]).filter(({ object, field }) =>
      /^(double|int|currency|percent)$/.test(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? ''),
    );
    const named = (c.field?.found as FieldRef[] | undefined) ?? counted;
    const found = counted.filter((f) => named.some((n) => n.object === f.object && n.field === f.field));
    const number = c.number!.found as NumberMatch;
    return found.length > 0 && number.unit === 'plain'
      ? by(sign)(s, { ...c, field: { ...(c.field ?? c.unit)!, found } })
      : undefined;
  };

const later = (sign: 1 | -1) =>
  change((_s, c) => {
    // "By 30 minutes": of what takes place at a time.
    const { minutes } = (c.duration?.found as { minutes: number } | undefined) ?? {};
    if (minutes !== undefined) return { by: 'shift', count: sign * minutes, unit: 'minute' };
    const { count, unit } = c.quantity!.found as { count: number; unit: Unit };
    return { by: 'shift', count: sign * count, unit };
  });

const SPAN = '({quantity}|{duration})';

const raise = 'raise|increase|bump|bump up|up|grow|boost|lift|jack up|hike';
const lower = 'lower|reduce|decrease|cut|drop|bring down|knock down|discount|shrink|trim|slash';
/** "Another 5k", "an extra 5k more". */
const MORE = '[another|an extra|an additional] {number} [more|extra]';
const takeOff =
  'take|knock|shave|cut|subtract|deduct|remove|trim|slice|lop|chop|drop|lower|reduce|strip|dock';
const push =
  'push|push out|push back|move|move out|move back|shift|slide|slip|extend|delay|postpone|kick|kick out|change|bump|put back|put off|defer';
const pull =
  'pull|pull in|pull forward|bring|bring forward|move up|move forward|accelerate|bring in|move|pull up';

/** How a value changes from what is stored: more, less, later, earlier, the next one, none. One line is one phrasing. */
export const CHANGES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${raise}) <what> [up] by ${MORE}`,
      `(${raise}) {target} [up] ${MORE}`,
      `(bump|move|take|bring|put|push) <what> up [by] ${MORE}`,
      '(set|change|adjust|update|make) <what> up by {number}',
      `add ${MORE} (to|onto|on top of) <what>`,
      `(tack|tack on|slap|pile|stick) [on] ${MORE} (onto|on to|on|to|on top of) {target}`,
      `(tack|slap|pile|stick) [on] ${MORE} [on top]`,
      'give {target} [a|an|another|an extra] {number} (more|extra|raise|bump|increase|uplift)',
      '<what> [<did>] (grew|grown|increased|rose|risen|raised|went up|gone up|bumped up|up) by {number}',
      'with [all|the|their|its] {field} (increased|raised|upped|bumped [up]|up) by {number}',
    ],
    by('add'),
  ),
  ...rules<BuildIntent>(
    [
      `(${lower}) <what> [down] by {number}`,
      '(take|bring|move|put|knock|talk|negotiate|mark|dial|come) <what> down [by] {number}',
      '(set|change|adjust|update|make) <what> down by {number}',
      `(${takeOff}) {number} (off|from|off of|out of) <what>`,
      `(${takeOff}) off {number} (from|for|on) <what>`,
      `(${takeOff}) {number} off`,
      `(${takeOff}) off {number}`,
      '[(i|we) [had to|have to|have|just]] (give|gave|grant|granted|offer|offered|allow|allowed) {target} [a|an|another|an extra] {number} (off|reduction|price cut)',
      '{target} (gets|got|receives|received) [a|an|another|an extra] {number} (off|reduction|price cut)',
      '<what> [<did>] (shrank|shrunk|decreased|dropped|fell|fallen|reduced|lowered|cut|went down|gone down|down) by {number}',
      'with [all|the|their|its] {field} (decreased|reduced|lowered|cut|down) by {number}',
    ],
    by('subtract'),
  ),
  ...rules<BuildIntent>(
    [
      '[(i|we) [had to|have to|have|just]] (give|gave|grant|granted|offer|offered|allow|allowed) {target} [a|an] {number} (discount|rebate)',
      '{target} (gets|got|receives|received) [a|an] {number} (discount|rebate)',
      'discount {target} {number}',
    ],
    discounted,
  ),
  ...rules<BuildIntent>(
    [
      '[(i|we) [had to|have to|have|just]] (give|gave|grant|granted|offer|offered|allow|allowed) {target} (another|an extra|an additional) {number} (discount|rebate)',
      '{target} (gets|got|receives|received) (another|an extra|an additional) {number} (discount|rebate)',
    ],
    by('subtract'),
  ),
  ...rules<BuildIntent>(
    [
      `(${raise}) <what> [up] by ${MORE} {unit:field}`,
      `add ${MORE} {field} (to|for|on) {target}`,
      'give {target} (another|an extra|an additional) {number} {field}',
      'give {target} {number} (more|extra|additional) {field}',
      'give {target} {number} {field} (more|extra)',
      `{target} (needs|gets|got|bought|ordered|added|wants) (another|an extra|an additional) {number} {field}`,
      `{target} (needs|gets|got|bought|ordered|added|wants) {number} (more|extra|additional) {field}`,
    ],
    byCounted('add'),
  ),
  ...rules<BuildIntent>(
    [
      `(${lower}) <what> [down] by {number} {unit:field}`,
      `(${takeOff}) {number} {field} (off|from|off of|out of|of) {target}`,
    ],
    byCounted('subtract'),
  ),
  ...rules<BuildIntent>(
    ['(cut|reduce|slash) <what> (in half|by half)', 'halve <what>'],
    change(() => ({ by: 'times', factor: 0.5 })),
  ),
  ...rules<BuildIntent>(
    ['double <what>'],
    change(() => ({ by: 'times', factor: 2 })),
  ),
  ...rules<BuildIntent>(
    ['triple <what>'],
    change(() => ({ by: 'times', factor: 3 })),
  ),
  ...rules<BuildIntent>(
    [
      `(${push}) [out|back] <what> (out|back|by|out by|back by|later by|another|for another) ${SPAN} [out|back|later]`,
      `(${push}) [out|back] {field} <of> {target} ${SPAN} [out|back|later]`,
      `(${push}) <what> ${SPAN} (out|back|later)`,
      `(push|delay|postpone|extend|slip|put off|put back|kick out) {target} ${SPAN}`,
      `(${push}) (out|back) {target} [by] ${SPAN}`,
      '(give|add) {quantity} to {field} <of> {target}',
      'give {target} [another] {quantity} [more|longer|extra]',
      `<what> [<did>] (slipped|slips|slip|delayed|pushed|postponed|moved|extended|deferred|shifted) [out|back] [by] ${SPAN} [out|back|later]`,
      `{target} [now] (closes|close|signs|starts|ends|renews|<will> (close|sign|start|end|renew|slip|be)) ${SPAN} later [than (planned|expected|thought)]`,
      `(i|we|they|he|she|[the|our] (customer|client|buyer)) [have|has|just] (pushed|postponed|delayed|deferred|slipped|moved) <what> [out|back] [by] ${SPAN} [out|back|later]`,
    ],
    later(1),
  ),
  ...rules<BuildIntent>(
    [
      `(${pull}) [in|forward|up] <what> (in|forward|up|earlier) [by] ${SPAN}`,
      `(pull in|pull forward|bring forward|bring in|move up) {target} [by] ${SPAN}`,
      `(${pull}) <what> [by] ${SPAN} (earlier|forward|sooner)`,
      `<what> [<did>] (pulled|brought|moved) (in|forward|up) [by] ${SPAN}`,
      `{target} [now] (closes|close|signs|starts|ends|renews|<will> (close|sign|start|end|renew|be)) ${SPAN} (earlier|sooner) [than (planned|expected|thought)]`,
    ],
    later(-1),
  ),
  ...rules<BuildIntent>(
    [
      '(move|advance|push|bump|progress|promote|nudge|shift|step|take|bring|put|set|update|change|send) {target} [on|along|up|forward|over|ahead] [to|into] [the|its|their] (next|following) (stage|step|phase|status|one)',
      '(advance|move|bump|push|progress|promote|nudge|shift|step) {target} [forward|up|ahead|on|along] [by] (one|a|1) (stage|step|phase) [further|forward|ahead|up|along|on]',
      '(move|advance|go|push|bump|promote|nudge|shift|step) [it] [on|along|up|forward] to [the] next (stage|step|phase|status)',
      '[to] [the] next stage',
      '{target} [:|,|-|–|—] [goes|moves|advances] [on|up|forward] [to] [the|its] next (stage|phase)',
      '(move|advance|push|set|change|update) {field} <of> {target} to [the] next [one|stage|value|step]',
      '(move|advance) {target} (one|a) stage',
    ],
    change(() => ({ by: 'step', steps: 1 })),
  ),
  ...rules<BuildIntent>(['advance {target}'], (s, c) =>
    // "Advance the renewal to proposal": where it shall stand is said.
    s.tokens.slice(c.target!.from, c.target!.to).some((t) => /^(to|into)$/.test(t.word))
      ? undefined
      : change(() => ({ by: 'step', steps: 1 }))(s, c),
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
];
