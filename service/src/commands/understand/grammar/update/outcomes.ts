import { assignmentsAt } from '../../assignments.ts';
import type { Assignment } from '../../intents.ts';
import { STATUS_VERBS } from '../../lexicon/values.ts';
import type { Captured } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** "We need to win it", "let us not lose it": to win and to lose are no commands, so they are wishes. */
function isWished(s: Sentence, target: Captured | undefined): boolean {
  let at = (target?.from ?? 0) - 1;
  while (at > 0 && /^(the|a|an|out|,)$/.test(s.word(at))) at--;
  return (
    /^(win|lose)$/.test(s.word(at)) &&
    /^(to|should|must|can|could|will|would|us|may|might|not)$/.test(s.word(at - 1))
  );
}

const statusVerb =
  (means: string): BuildIntent =>
  (s, c) => {
    const target = isWished(s, c.target) ? undefined : targetOf(s, c);
    if (!target) return undefined;
    const noun = target.value.objects.length > 0 || target.value.kind === 'context' ? 0 : 0.3;
    const assignments: Assignment[] = [
      { fields: [], fieldText: '', value: { text: means, phrase: means, quoted: false } },
    ];
    return intent({ kind: 'update', target: target.value, assignments }, 0.3 + target.cost + noun);
  };

const becomes =
  (value: string): BuildIntent =>
  (s, c) => {
    const target = isWished(s, c.target) ? undefined : targetOf(s, c);
    const more = c.assignments ? assignmentsAt(s, c.assignments.from, c.assignments.to) : undefined;
    if (!target || (c.assignments && !more)) return undefined;
    const first: Assignment = {
      fields: [],
      fieldText: '',
      value: { text: value, phrase: value, quoted: false },
    };
    return intent(
      { kind: 'update', target: target.value, assignments: [first, ...(more?.value ?? [])] },
      0.2 + target.cost + (more?.cost ?? 0),
    );
  };

/** "The case can be closed": the participle is the value. */
const canBe: BuildIntent = (s, c) => {
  const read = becomes(s.phrase(c.done!.from, c.done!.to))(s, c);
  const [update] = read?.value ?? [];
  return update?.kind === 'update' && update.target.kind !== 'set' ? read : undefined;
};

/** "…, update the stage": asks for what the clause before already said. */
const confirm: BuildIntent = (_s, c) =>
  intent({ kind: 'confirm', fields: (c.field?.found as FieldRef[] | undefined) ?? [] }, 0.15);

/** How something ended or stands, said by a verb: won, lost, done, escalated. One line is one phrasing. */
export const OUTCOMES: ClauseRule[] = [
  ...Object.entries(STATUS_VERBS).flatMap(([verb, means]) =>
    rules<BuildIntent>([`${verb} [out] {target}`], statusVerb(means)),
  ),
  ...rules<BuildIntent>(['(close|wrap|shut) {target} (out|up|off|down)'], statusVerb('closed')),
  ...rules<BuildIntent>(
    [
      '{target} (can|should|must|may|needs to|has to) [now|also] be {done:finished}',
      '{target} (is|got|has been|was) [now|finally|just|all] {done:finished} [now]',
    ],
    canBe,
  ),
  ...rules<BuildIntent>(
    [
      '<fix> (it|that|this|them|everything|the record|the records|the system|the data|the change|that change|accordingly|his record|her record|their record|its record) [accordingly|too|there|up|as well]',
      '<fix> (the|his|her|their|its|that|this|my) [deal|opportunity|account|contact|lead|case|task|record] {field} [field] [accordingly|too|there|as well]',
      '(update|adjust|change|fix|correct|make) [the] (change|update|correction|adjustment|changes) [please]',
      '[please|pls] (update|fix|correct|adjust|record|save)',
    ].map((p) =>
      p.replace(
        '<fix>',
        '(update|change|fix|correct|adjust|amend|reflect|edit|modify|record|save|mark|note|put in|enter)',
      ),
    ),
    confirm,
  ),
  ...rules<BuildIntent>(
    [
      '(update|change|fix|correct|adjust|amend|edit|modify) (the|his|her|their|its|that|this|my) {object} [record] [accordingly|too|there|as well]',
    ],
    () => intent({ kind: 'confirm', fields: [] }, 0.1),
  ),
  ...rules<BuildIntent>(
    [
      '[<we>] (won|win) {target}',
      '(close|close out|mark) {target} [out] (as|to) [closed] won',
      '(close|close out|mark) {target} [out] (as|to) [closed] won (with|,|and) {assignments}',
      'close {target} won',
      'we [just] won {target} , [please] (close|update|mark) it [out] [as won|closed won|won|as closed won]',
      '{target} (is|was) [a] (won|closed won) [now]',
      '{target} (closed won|is a win|has been won|just closed won|came through|signed|has signed)',
      'we (closed|landed|signed|got) {target}',
      '{target} [,] (we|i) [just|have|finally] (won|got|landed|signed) it',
    ].map((p) => p.replace('<we>', 'we just|we|i|i just|we have|i have')),
    becomes('won'),
  ),
  ...rules<BuildIntent>(
    [
      '[<we>] (lost|lose) {target}',
      '(close|close out|mark) {target} [out] (as|to) [closed] lost',
      '(close|close out|mark) {target} [out] (as|to) [closed] lost (with|,|and) {assignments}',
      '[<we>] (lost|lose) {target} to {x}',
      'close {target} lost',
      '{target} (is|was) [a] (lost|closed lost|dead) [now]',
      '(i|we) [just] lost {target} [deal] , [please] (close|update|mark) it [out] [as lost]',
      '{target} [,] (we|i) [just|have] lost it',
      '{target} [,] (we|i) [just|have] lost it to {x}',
      '{target} (fell through|is dead|died|has been lost|closed lost|is a loss|went to a competitor|just fell through)',
    ].map((p) => p.replace('<we>', 'we just|we|i|i just|we have|i have')),
    becomes('lost'),
  ),
  ...rules<BuildIntent>(
    [
      '(mark|set|check|tick) {target} [off] [as|to] (complete|completed|done|finished)',
      '{target} [is|are] [all] (done|complete|completed|finished) [now]',
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
  // One is done with what was to do.
  ...rules<BuildIntent>(
    [
      '[(i|we) (am|are)] [now|all|finally] (done|finished|through) with {target} [now]',
      '[(i|we) [have]] [just|already|finally|also] (finished|completed|done|knocked out|wrapped up|ticked off) {target} [today|this morning|already|just now]',
      '(i|we) [have] [just|already|finally|also] (did|took care of) {target} [today|this morning|already|just now]',
      '[(i|we) [have]] [just|finally] got {target} (done|finished|completed|out of the way)',
      '(check|tick|cross|strike) {target} off [(my|the) (list|to do list|todo list|tasks|task list|to dos)]',
      '(check|tick|cross) off {target}',
    ],
    (s, c) => {
      const read = becomes('completed')(s, c);
      const [update] = read?.value ?? [];
      if (!read || update?.kind !== 'update' || update.target.kind !== 'named') return read;
      const objects = update.target.objects.length > 0 ? update.target.objects : ['Task'];
      return intent({ ...update, target: { ...update.target, objects } }, read.cost);
    },
  ),
];
