import { valueAndMore } from '../../assignments.ts';
import { hidesCommand, hidesDelete } from '../../imperatives.ts';
import type { Assignment } from '../../intents.ts';
import type { Read } from '../../rules.ts';
import { rules } from '../../rules.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';
import { bareValue, beside, fieldToValue, givenTo, manyAssignments, standing } from './value-of.ts';

const rename: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  const { from, to } = c.value!;
  if (to - from > 14) return undefined;
  let best: Read<Assignment[]> | undefined;
  for (const reading of valueAndMore(s, from, to)) {
    const { from: start, to: end } = reading.value;
    const hidden = hidesCommand(s, start, end) || hidesDelete(s, start, end) ? 4 : 0;
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

const CHANGED =
  'moved|changed|set|updated|bumped|pushed|put|switched|raised|lowered|increased|reduced|marked|corrected|adjusted|brought|shifted|rescheduled|extended|cut';

const NO_LONGER = '(is|are|was) (no longer|not)';
const ANY_MORE = '[any more|anymore|any longer]';

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
      '{target} [<did>] (moved|relocated|switched|changed|went|slipped|slid) (to|into|until) {more} [,|;|-|.|and|so] [please|can you|could you] (update|change|set|fix|correct) [the|its|their|his|her] {field} [accordingly|too|as well]',
      "{target} 's {field} (to|=|:|now) {more}",
      '<set> {field} <of> {target} (so|such) that it (is|reads|says|shows|becomes|equals) {more}',
      '<set> {field} <of> {target} [:|,|;|-|.] (it|that) <be> {more}',
      "<set> {target} 's {field} [:|,|;|-|.] (it|that|he|she|they) <be> [the|a|an] {more}",
      '<set> {target} {field} [:|,|;|-|.] (it|that) <be> {more}',
      '{field} <of> {target} is (wrong|incorrect|outdated|off|out of date|not right|not correct) [,|;|-|.|:] [it|and|that] <be> {more}',
      "{target} 's {field} is (wrong|incorrect|outdated|off|out of date|not right|not correct) [,|;|-|.|:] [it|and|that] <be> {more}",
      "{target} 's {field} [has|just|have] (changed|updated) [now] [:|,|-|.|;] [it is|its|it is now] [now] {more}",
      '{field} <of> {target} [has|just|have] (changed|updated) [now] [:|,|-|.|;] [it is|its|it is now] [now] {more}',
      "{target} 's new {field} <be> {more}",
      '[the] new {field} <of> {target} <be> {more}',
      `{target} ${NO_LONGER} {old} ${ANY_MORE} [,|;|:|.|-|–|—] [and|but] [its|his|her|their|the] [new] {field} <be> [now] {more}`,
      `{target} ${NO_LONGER} {old} ${ANY_MORE} [,|;|:|.|-|–|—] [please] <set> [its|his|her|their|the] {field} <to> {more}`,
      `({field} <of> {target}|{target} ['s] {field}) ${NO_LONGER} {old} ${ANY_MORE} [,|;|:|.|-|–|—] (but [now]|it is now|it is|now|[please] <set> it <to>) {more}`,
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {field} [from {old}] <to> {value} (of|on|for|in|at|against) {target}',
      '(use|assign|name|appoint|book|list) {value} as [the] [new] {field} <of> {target}',
      '<set> {value} as [the] [new] {field} <of> {target}',
      'make {field} <of> {target} {value:number}',
      '(appoint|name) {value} {field} <of> {target}',
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
      '<set> [his|her|their|its] [new] {field} [from {old}] <to> {more}',
      '(his|her|their|its|new) {field} [from {old}] <to> {more}',
      '{field} (to|is|=|:|should be|is now|now) {more}',
      '(his|her|their|its|the|new) [new] {field} <be> [now] {more}',
      '(his|her|their|its) [new] {field} [:|=] {more}',
      '<set> (his|her|their|its) [new] {field} {more}',
      '(it|he|she|they) has [a] new {field} [:|,|of|-] {more}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(['<set> {field} <of> {target} {more}', '{field} {more}'], beside),
  ...rules<BuildIntent>(['{more}'], standing),
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
      '<set> {target} [over|on|forward|back|along|down] <to> {more}',
      '(put|place|roll|bring|take|set) {target} [back] (on|in|into|to) {more}',
      '(chalk|write|book|chalk up|write off|close|close out) {target} [up|off|down] as [a|an] {more}',
      '(i|we) (are|am) [now|still|currently] (in|at|on) {more} [with {target}] [now]',
      '(i|we) (need|want|would like) {target} (in|at|on) {more}',
      '{target} belongs (in|at|to|under) {more}',
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
      '{target} <be> [now|officially|currently] [in|at|on|a|to] {more} , [please] (update|change|mark|move|set|fix) (it|that|them|the record) [please]',
      '{target} <be> worth {more} [now]',
      '{target} <be> {more} , not {old}',
      `{target} ${NO_LONGER} {old} ${ANY_MORE} [,|;|-|–|—] (but [now]|it is now|now) {more}`,
      '{target} (goes|go|went) (to|into) {more}',
      '{target} [->|to] {more}',
    ],
    bareValue(3),
  ),
  ...rules<BuildIntent>(['<set> {more} <of> {target}'], bareValue(4)),
  ...rules<BuildIntent>(
    [
      'make it {more}',
      '(mark|flag) as {more}',
      '<set> it <to> {more}',
      'make that {more}',
      '(mark|flag|call|rate|turn|grade|classify|label|tag|make) {target} {more}',
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
      '(retitle|relabel|rechristen|rebrand) {target} (to|as) {value}',
      '(they|we|it|management|[the|our] (customer|client)) [have|has|just] (renamed|rebranded|rechristened) {target} (to|as) {value}',
      '{target} [<did>] (renamed|rebranded|rechristened) [to|as|into] {value} [now]',
      '{target} (is|are) [now] called {value} [now]',
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
