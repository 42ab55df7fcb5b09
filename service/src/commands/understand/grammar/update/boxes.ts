import { assign, isSomeStatus } from '../../assignments.ts';
import type { Assignment, Target } from '../../intents.ts';
import type { Captures } from '../../pattern.ts';
import { isPicklist, isValueOfSome, statusField } from '../../picklists.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { atCompany } from './facts.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

type Tick = 'yes' | 'no';

/** The boxes that the records can have of those that the slot found. */
function boxesOf(s: Sentence, c: Captures, target: Target): FieldRef[] {
  return fieldsOn(target, c.field!.found as FieldRef[]).filter((f) => {
    const field = fieldOf(s.vocabulary.objects.get(f.object), f.field);
    // "It is won": what Salesforce derives from the stage is no box.
    if (field?.type !== 'boolean' || !(field.custom || field.updateable)) return false;
    // "Mark the case as escalated": a status of that name is meant before Salesforce's own box.
    return field.custom || !isStatusOf(s, f.object, s.text(c.field!.from, c.field!.to));
  });
}

function isStatusOf(s: Sentence, object: string, said: string): boolean {
  const status = statusField(s.vocabulary.objects.get(object)!);
  return status !== undefined && isPicklist(status) && isValueOfSome([status], said, s.vocabulary.synonyms);
}

function tick(fields: FieldRef[], fieldText: string, phrase: Tick): Assignment {
  return { fields, fieldText, value: { text: phrase, phrase, quoted: false } };
}

/** A box that is ticked or not. */
const ticked =
  (phrase: Tick): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    const fields = target ? boxesOf(s, c, target.value) : [];
    if (!target || fields.length === 0) return undefined;
    const fieldText = s.text(c.field!.from, c.field!.to);
    return intent(
      { kind: 'update', target: target.value, assignments: [tick(fields, fieldText, phrase)] },
      0.15 + target.cost,
    );
  };

/** "It is done and signed off": where the record stands, and a box. */
const statusAndBox: BuildIntent = (s, c) => {
  const { from, to } = c.status!;
  const read = isSomeStatus(s, s.text(from, to)) ? ticked('yes')(s, c) : undefined;
  const [update] = read?.value ?? [];
  if (!read || update?.kind !== 'update') return undefined;
  return intent(
    { ...update, assignments: [assign(s, [], '', from, to), ...update.assignments] },
    read.cost + 0.1,
  );
};

/** "Out of warranty": the box that says "under warranty", "in warranty" or "on warranty" is off. */
const outOf: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const said = s.phrase(c.x!.from, c.x!.to);
  const fields = [...s.vocabulary.objects.values()].flatMap((o) =>
    o.fields
      .filter((f) => f.type === 'boolean' && /^(under|in|on) /i.test(f.label))
      .filter((f) => f.label.toLowerCase().replace(/^\S+ /, '') === said)
      .map((f) => ({ object: o.name, field: f.name })),
  );
  const fitting = target ? fieldsOn(target.value, fields) : [];
  if (!target || fitting.length === 0) return undefined;
  return intent(
    { kind: 'update', target: target.value, assignments: [tick(fitting, said, 'no')] },
    0.15 + target.cost,
  );
};

/** "Opt her out": Salesforce's own box on people. */
const optedOut: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const fields = [...s.vocabulary.objects.values()].flatMap((o) =>
    o.fields.filter((f) => f.name === 'HasOptedOutOfEmail').map((f) => ({ object: o.name, field: f.name })),
  );
  const fitting = target ? fieldsOn(target.value, fields) : [];
  if (!target || fitting.length === 0) return undefined;
  return intent(
    { kind: 'update', target: target.value, assignments: [tick(fitting, 'email opt out', 'yes')] },
    0.2 + target.cost,
  );
};

const MAILS =
  '[of|from] [all|any|our|the] [marketing] (emails|email|mailings|mailing list|mails|mailing|email marketing|newsletters|newsletter)';

/** "Activate the roadshow campaign": what a record of that kind is ticked as; people and users have no such box. */
const activated =
  (phrase: Tick): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    const fields = (target?.value.objects ?? [])
      .filter((name) => fieldOf(s.vocabulary.objects.get(name), 'IsActive')?.updateable)
      .map((object) => ({ object, field: 'IsActive' }));
    if (!target || fields.length === 0) return undefined;
    return intent(
      { kind: 'update', target: target.value, assignments: [tick(fields, 'active', phrase)] },
      0.1 + target.cost,
    );
  };

/** Boxes by their names. One line is one phrasing. */
export const BOXES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '{target} (is|becomes|is now|will be|should be) [now] [the|our|a|an] [new] {field} (at|for|of|with) {company}',
    ],
    atCompany(ticked('yes')),
  ),
  ...rules<BuildIntent>(
    [
      '(tick|check|set|enable|activate|turn on|switch on) {field} [box|checkbox|flag|field] (on|for|of|in|at) {target}',
      '(tick|check|set|enable|activate|turn on|switch on) [his|her|their|its] {field} [box|checkbox|flag|field]',
      '{target} (is|are|was|were|has been|have been|got|gets|should be|can be|must be) [now|just|finally|already|all] {field} [now]',
      '(it|they|he|she|this|that) (is|are|was|has been|have been|got|should be) [now|just|finally|already] {field} [now]',
      '(mark|flag) {target} [as|to be] {field}',
      '(add|put) {target} (to|on|onto) [the|our|its] [list of|group of] {field} [list]',
      '(subscribe|sign up|sign|opt in|opt) {target} [up|in] (to|for|into) [our|the] {field}',
      '{target} [also|now] (wants|would like|should get|should receive|should have|asked for|signed up for|subscribed to) [to get|to receive] [our|the] {field}',
    ],
    ticked('yes'),
  ),
  ...rules<BuildIntent>(
    [
      '(cancel|stop|end) {field} (on|for|of|in|at) {target}',
      '(untick|uncheck|unset|disable|deactivate|turn off|switch off|remove) {field} [box|checkbox|flag|field] (on|for|of|in|at|from) {target}',
      '(untick|uncheck|unset|disable|turn off|switch off) [his|her|their|its] {field} [box|checkbox|flag|field]',
      '{target} (is|are|has|have) (not|no longer) [been] [yet] {field} [yet|any more|anymore|any longer]',
      '(mark|flag) {target} [as] (not|no longer|not yet) {field}',
      '(unsubscribe|sign off|opt out|sign|opt|take) {target} [out|off] (from|of|for|off) [our|the] {field}',
      '{target} (does not want|no longer wants|should not get|should no longer get|unsubscribed from|opted out of|signed off from) [to get|to receive] [our|the] {field} [any more|anymore|any longer]',
    ],
    ticked('no'),
  ),
  ...rules<BuildIntent>(['(activate|reactivate) {target}'], activated('yes')),
  ...rules<BuildIntent>(['(deactivate|inactivate) {target}'], activated('no')),
  ...rules<BuildIntent>(
    [
      `opt {target} out [${MAILS}]`,
      `(opt out|unsubscribe) {target} [${MAILS}]`,
      `(i|we) (want|need|would like) {target} [to be] (opted out|unsubscribed) [${MAILS}]`,
    ],
    optedOut,
  ),
  ...rules<BuildIntent>(
    [
      '{target} (is|are|has been|have been|was|were) [now|both] {status} and {field} [now]',
      '(mark|flag) {target} [as|both] {status} and {field}',
      '{target} (is|are|has been|have been|was|were) [now|both] {field} and {status} [now]',
    ],
    statusAndBox,
  ),
  ...rules<BuildIntent>(
    ['<set> {target} [as] out of {x}', '{target} (is|are|went|has gone|have gone) [now] out of {x} [now]'],
    outOf,
  ),
];
