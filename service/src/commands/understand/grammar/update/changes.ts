import type { Unit } from '../../calendar.ts';
import type { Change } from '../../intents.ts';
import type { NumberMatch } from '../../numbers.ts';
import type { Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
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
    const fields = (c.field?.found as FieldRef[] | undefined) ?? [];
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

const later = (sign: 1 | -1) =>
  change((_s, c) => {
    const { count, unit } = c.quantity!.found as { count: number; unit: Unit };
    return { by: 'shift', count: sign * count, unit };
  });

const raise = 'raise|increase|bump|bump up|up|grow|boost|lift|jack up|hike';
const lower = 'lower|reduce|decrease|cut|drop|bring down|knock down|discount|shrink|trim|slash';
const push =
  'push|push out|push back|move|move out|move back|shift|slide|slip|extend|delay|postpone|kick|kick out|change|bump|put back|put off|defer';
const pull =
  'pull|pull in|pull forward|bring|bring forward|move up|move forward|accelerate|bring in|move|pull up';

/** How a value changes from what is stored: more, less, later, earlier, the next one, none. One line is one phrasing. */
export const CHANGES: ClauseRule[] = [
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
      '(tack|tack on|slap|pile|stick) [on] [another|an extra|an additional] {number} [more|extra] (onto|on to|on|to|on top of) {target}',
      "(tack|tack on|slap|pile|stick) [on] [another|an extra|an additional] {number} [more|extra] (onto|on to|on|to) {target} 's {field}",
      '(tack|tack on|slap|pile) [on] [another|an extra|an additional] {number} [more|extra] (onto|on to|on|to) {field} <of> {target}',
      '(tack|tack on|slap|pile|add) [on] [another|an extra|an additional] {number} [more|extra] [on top]',
      'give {target} [a|an|another|an extra] {number} (more|extra|raise|bump|increase|uplift)',
      `(${raise}) {target} [up] {number}`,
      '{target} [<did>] (grew|grown|increased|rose|risen|raised|went up|gone up|bumped up|up) by {number}',
      '{field} <of> {target} [<did>] (grew|grown|increased|rose|risen|raised|went up|gone up|bumped up|up) by {number}',
      '(take|bring|move|put) {field} <of> {target} up by {number}',
      '(take|bring|move|put) {target} up by {number}',
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
      '(take|knock|shave|cut|subtract|deduct|trim|slice|lop) {number} (off|from|off of) {target}',
      '(take|knock|shave|cut|trim|slice|lop) off {number} (from|for|on) {target}',
      '(take|knock|shave|cut|trim|slice|lop) {number} off',
      '(take|knock|shave|cut|trim|slice|lop) off {number}',
      '{target} [<did>] (shrank|shrunk|decreased|dropped|fell|fallen|reduced|lowered|cut|went down|gone down|down) by {number}',
      '{field} <of> {target} [<did>] (shrank|shrunk|decreased|dropped|fell|fallen|reduced|lowered|cut|went down|gone down|down) by {number}',
      '(take|bring|move) {field} <of> {target} down by {number}',
      '(take|bring|move) {target} down by {number}',
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
      'give {target} {quantity} [more|longer|extra]',
      '{target} [<did>] (slipped|slips|slip|delayed|pushed|postponed|moved|extended|deferred|shifted) [out|back] [by] {quantity} [out|back|later]',
      '{target} [now] (closes|close|signs|starts|ends|renews|<will> (close|sign|start|end|renew|slip|be)) {quantity} later',
      '(i|we|they|he|she|[the|our] (customer|client)) [have|has|just] (pushed|postponed|delayed|deferred|slipped|moved) {target} [out|back] [by] {quantity} [out|back|later]',
      "{target} 's {field} [<did>] (slipped|slips|delayed|pushed|postponed|moved|extended|shifted) [out|back] [by] {quantity} [out|back|later]",
      '{field} <of> {target} [<did>] (slipped|slips|delayed|pushed|postponed|moved|extended|shifted) [out|back] [by] {quantity} [out|back|later]',
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
      '{target} [<did>] (pulled|brought|moved) (in|forward|up) [by] {quantity}',
      '{target} [now] (closes|close|signs|starts|ends|renews|<will> (close|sign|start|end|renew|be)) {quantity} (earlier|sooner)',
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
];
