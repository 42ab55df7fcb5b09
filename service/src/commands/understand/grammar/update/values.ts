import { endsInTalk } from '../../asides.ts';
import { valueAndMore } from '../../assignments.ts';
import { hidesCommand, hidesDelete } from '../../imperatives.ts';
import type { Assignment } from '../../intents.ts';
import { numberAt } from '../../numbers.ts';
import { isValueOfSome, picklistsOf } from '../../picklists.ts';
import type { Read } from '../../rules.ts';
import { rules } from '../../rules.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';
import { bareValue, givenTo, standing } from './value-of.ts';
import { ANY_MORE, CHANGED, MARKED, NO_LONGER, PAUSE, WISH } from './words.ts';

const rename: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  const { from, to } = c.value!;
  if (to - from > 14) return undefined;
  let best: Read<Assignment[]> | undefined;
  for (const reading of valueAndMore(s, from, to)) {
    const { from: start, to: end } = reading.value;
    const more = hidesCommand(s, start, end) || hidesDelete(s, start, end) || endsInTalk(s, start, end);
    const hidden = more ? 4 : 0;
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

/** "Make Orchard a Platinum client": a value of a picklist, and what kind of record has it. */
const ofClass: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const { objects } = c.noun!.found as ObjectPhrase;
  const of = objects.find((name) => s.vocabulary.objects.get(name)?.updateable);
  const o = of === undefined ? undefined : s.vocabulary.objects.get(of);
  if (!target || !o || (target.value.objects.length > 0 && !target.value.objects.includes(o.name)))
    return undefined;
  const said = s.said(c.value!.from, c.value!.to);
  const fields = picklistsOf(o).filter((f) => isValueOfSome([f], said.text, s.vocabulary.synonyms));
  const [only, other] = fields;
  if (!only || other) return undefined;
  const assignment = { fields: [{ object: o.name, field: only.name }], fieldText: '', value: said };
  return intent(
    { kind: 'update', target: { ...target.value, objects: [o.name] }, assignments: [assignment] },
    target.cost,
  );
};

/** What a record gets that is said without the name of the field. One line is one phrasing. */
export const VALUES: ClauseRule[] = [
  ...rules<BuildIntent>(['{more}'], standing),
  ...rules<BuildIntent>(
    [
      '<set> {target} [stage|status] [from {old}] <to> {more}',
      '<set> {target} [over|on|forward|back|along|down] <to> {more}',
      '(put|place|roll|bring|take|set) {target} [back] (on|in|into|to|under) {more}',
      '(chalk|write|book|chalk up|write off|close|close out) {target} [up|off|down] as [a|an] {more}',
      '(i|we) (are|am) [now|still|currently] (in|at|on) {more} [(with|on|at|for) {target}] [now]',
      `${WISH} {target} (in|at|on|to be [in|at|on]|[to be|be|is|are|gets] (${MARKED}) [as|to|in|at|under]) {more}`,
      `{target} (<will>|can|<did>) [be] (${MARKED}) [as|in|at|under] {more}`,
      '(treat|consider|count|regard|view|list|file|see) {target} as [a|an] {more}',
      '{target} (qualifies|counts) as [a|an] {more}',
      '[<set>] {target} out of {old} [and|,] (in|into|to) {more}',
      `{target} was {old} ${PAUSE} [and|but] (now [it is|is]|(it|he|she) is now|is now) {more}`,
      '(mark|put|set|bring|list|show|record) {target} [as|to be] back (in|on|at|to) {more}',
      '{target} <be> [back] [in|at|on] {more} (again|once more|once again)',
      '{target} belongs (in|at|to|under) {more}',
      '{target} [:|,|-|–|—] [(is|should be|goes) [in|at|to]] not [in|at|to] {old} [,] but [in|at|to] {more}',
      '{target} [:|,|-|–|—] (down|up|back|forward|out|over|on) to {more}',
      '{target} (entered|enters|reached|reaches|has reached|has entered|hit|has hit|made it to|made it into|got to|is entering|advanced into) {more} [stage|phase|status]',
      '{target} [<did>] <went> from {old} (to|into) {more}',
      '{target} (turned|has turned|went|has gone|got) {more}',
      '{target} turned out [to be] {more}',
      '(reschedule|rebook|postpone|move) {target} (for|onto) {more}',
    ],
    bareValue(1.2),
  ),
  ...rules<BuildIntent>(
    [
      '(knock|talk|negotiate|haggle|mark|write|trim|cut|beat|dial) <what> (down|up|back) to {more}',
      '(putting|moving|setting|changing|updating|switching|bringing|pushing|bumping) <what> [over|on|forward|back|along] <to> {more}',
      '[i|we] (get|have|need|want|would like) <what> <changed> [on|out|back|up|down|over|forward] <to> {more}',
      '<what> (<will>|can) [now] be <changed> [on] <to> {more}',
      '(correct|fix) [the] (spelling|wording) of <what> <to> {more}',
      "({field} <of> {target}|{target} ['s] {field}) [<did>] <went> from {old} (to|into) {more}",
    ].map((p) => p.replace('<changed>', `(${CHANGED})`)),
    givenTo(1.2),
  ),
  ...rules<BuildIntent>(
    [
      '{target} <be> [now|officially|currently|all|both|each] [in|at|on|a|to] {more}',
      '(i|we) would (call|rate|say|consider|mark) {target} [is|as] [a|an] {more}',
      '{target} (<be>|looks|seems|feels|sounds) [now|officially|currently|like] [in|at|on|a|to] {more} [to me|now] , [please] (update|change|mark|set|fix) (it|that|them|the record) [please]',
      '{target} <be> worth {more} [now]',
      '{target} <be> {more} , not {old}',
      `{target} ${NO_LONGER} {old} ${ANY_MORE} ${PAUSE} [and|but] ((it|he|she|they) (is|are) [now]|but [now]|now) [a|an] {more}`,
      `{target} ${NO_LONGER} [a|an] {old} ${ANY_MORE} ${PAUSE} [and|so] [please|can you] (set|move|change|make|put|drop|lower|raise|bump|downgrade|upgrade|bring|take|switch) it [down|up|back|over] [to|as] [a|an] {more}`,
      `{target} (should|ought to|must|needs to|need to|has to|have to) [now|all|both|each] be [all|both|each|now] [in|at|on] {more} [by now|already] ${PAUSE} [and|so] [please|can you] (move|set|update|change|put|fix|bring) (it|them) [there|over] [please]`,
      '{target} (goes|go|went) (to|into) {more}',
      '{target} [->|to] {more}',
    ],
    bareValue(3),
  ),
  ...rules<BuildIntent>(['<set> {more} <of> {target}'], (s, c) =>
    // "Drop 5k from …": what is taken away is no value.
    s.word(c.more!.to) === 'from' && numberAt(s.tokens, c.more!.from) ? undefined : bareValue(4)(s, c),
  ),
  ...rules<BuildIntent>(
    [
      'make it {more}',
      '(mark|flag) as {more}',
      '<set> it <to> {more}',
      'make that {more}',
      '(move|set|switch|put) {target} {more}',
    ],
    bareValue(1.5),
  ),
  ...rules<BuildIntent>(
    [
      '(make|mark|flag|consider|call|rate|classify|treat|turn) {target} [as|into] (a|an) {value:short} {noun:object}',
    ],
    ofClass,
  ),
  ...rules<BuildIntent>(
    ['(mark|flag|call|rate|turn|grade|classify|label|tag|make|consider) {target} {more}'],
    (s, c) => (s.date(c.more!.from) ? undefined : bareValue(1.5)(s, c)),
  ),
  ...rules<BuildIntent>(
    [
      'rename {target} <to> {value}',
      'rename {target} {value:quote}',
      '(change|set|update) [the] name of {target} to {value}',
      "(change|set|update) {target} 's name to {value}",
      'call {target} {value} instead',
      '(retitle|relabel|rechristen|rebrand) {target} (to|as) {value}',
      '(they|we|it|management|[the|our] (customer|client)) [have|has|just] (renamed|rebranded|rechristened) {target} (to|as) {value}',
      '{target} [<did>] (renamed|rebranded|rechristened) [to|as|into] {value} [now]',
      '{target} (is|should be|must be|needs to be|will be) [now] called {value} [now]',
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
