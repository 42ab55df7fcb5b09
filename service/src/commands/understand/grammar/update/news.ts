import { isSomeStatus } from '../../assignments.ts';
import { rules } from '../../rules.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';
import { targetOf } from '../target-of.ts';
import { dated, valueOf } from './facts.ts';
import { bareValue, beside, fieldToValue, givenTo, manyAssignments } from './value-of.ts';

/** "Close as lost all my …": the value stands before the records; only one that some record can have. */
const valueFirst: BuildIntent = (s, c) => {
  const { from, to } = c.status!;
  if (!isSomeStatus(s, s.text(from, to))) return undefined;
  return bareValue(1.2)(s, { ...c, more: c.status! });
};

/** "Everyone at Globex gets …": what many records are to have is said by the verb. */
const owed: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  return target?.value.kind === 'context' ? undefined : manyAssignments(s, c);
};

/** "Raise the amount a bit": by how much is not said, so that it is asked. */
const vaguely: BuildIntent = (s, c) => {
  const read = fieldToValue(s, { ...c, value: c.vague! });
  const [update] = read?.value ?? [];
  return update?.kind === 'update' ? intent(update, 0.6) : undefined;
};

const WRONG = '(wrong|old|incorrect|outdated|bad|false)';
const RIGHT = '(it|that|he|she|[the] (right|correct|new|current|real|actual) (one|number|address))';
const VAGUE = '{vague:vague} [more|less|higher|lower|up|down]';

/** What is told of a record is its change, and values said before the records. One line is one phrasing. */
export const NEWS: ClauseRule[] = [
  ...rules<BuildIntent>(
    ['(i|we|they) [have] [just|finally|now] (agreed|settled|landed) (on|at) {value:number} [instead|now]'],
    valueOf('Amount'),
  ),
  ...rules<BuildIntent>(
    [
      `[(we|i|you) [still|currently|actually] (have|had|got|wrote|saved)] [the|a|an] ${WRONG} {field} <of> {target} [,|;|-|.|:] [and|but] ${RIGHT} (is|should be|should read|must be|has to be|ought to be) [now|actually] {more}`,
      `[(we|i|you) [still|currently|actually] (have|had|got|wrote|saved)] {target} 's [the] ${WRONG} {field} [,|;|-|.|:] [and|but] ${RIGHT} (is|should be|should read|must be|has to be) [now|actually] {more}`,
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '{target} [has|have|just] (changed|updated|switched|moved|corrected|changes) (his|her|their|its) {field} to {more}',
      '{target} [has|have] [just] (got|gotten|received|picked up) [a|an] new {field} [,|:|-|;|which is|it is|of] {more}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '{target} (is|are) [now] [a|an|our] {more} (lead|account|contact|deal|opportunity|case|customer|prospect|campaign) [now]',
      '{target} [<did>] (upped|renegotiated|negotiated|bargained|haggled|talked|scaled|dialed|dialled|beefed|pared|whittled|trimmed|slashed|knocked|marked) [up|down|back] to {more}',
    ],
    bareValue(3),
  ),
  ...rules<BuildIntent>(
    [
      '(i|we|he|she|they|somebody|management|[the|our|my] (customer|client|boss|manager|team|buyer|prospect|legal|finance)) [have|has|just|already|finally] (moved|pushed|postponed|delayed|deferred|raised|upped|lowered|reduced|cut|increased|bumped|dropped|rescheduled|shifted|extended|changed|set|renegotiated|negotiated|pulled|slid|brought|put|advanced|progressed|upgraded|downgraded) <what> [on] (<way>)? (to|into|until|till|onto) {more}',
    ],
    givenTo(3),
  ),
  ...rules<BuildIntent>(['[the|a|an|our|their] new {field} [is|of|:] {more}'], beside),
  ...rules<BuildIntent>(
    [
      '<set> {target} (so|so that|such that) (it|they) (is|are|will be) [now|all|each] due [on|by|at] {more:date}',
      '{target} (should|must|needs to|need to|has to|have to|ought to|shall) [now|all|each] be due [on|by|at] {more:date} [now]',
      '[the|a|our|their] new (close|closing|date|deadline|day|target|finish|end|start|sign date|signing date|go live) [date] [is|:|=] {more:date}',
      '(i|we) (will not|can not|cannot|could not|do not|am not going to|are not going to|will never) (get to|get around to|get round to|make it to|do|finish|make|start|manage|be able to do|be able to finish|complete) {target} (before|until|till) {more:date} [,|;|-|.] [so|and] [please|just] (move|push|put|shift|reschedule|postpone|delay|set) (it|that|this|them) [out|back] (there|then|to|to then|to that day|to that date|until then|accordingly)',
    ],
    dated(true),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (gets|get|receives|receive|need|needs|want|wants|require|requires|deserve|deserves) [a|an|the] {assignments}',
      '{target} (should|must|needs to|need to|has to|have to|ought to|shall|is to|are to) [all|each|now] (have|get|receive|be given|be set to|show|carry) [a|an|the] {assignments}',
    ],
    owed,
  ),
  ...rules<BuildIntent>(
    [
      '(mark|flag|set|move|switch|change|close|close out|put|turn|tag|rate|record|write off|book|log|classify|make) [out|off|over] (as|to|into|in) {status} {target}',
    ],
    valueFirst,
  ),
  ...rules<BuildIntent>(
    [
      '(close|close out|finish|write off|shut) {target} [out|off|down] (as|to|with|with status) {status}',
      '(close|close out|finish|write off|shut) {target} [out|off|down] (:|;|,|.|-|and) [please] (set|mark|put|move|change) (it|them|all of them|each) [all] (as|to) {status}',
    ],
    valueFirst,
  ),
  ...rules<BuildIntent>(
    [
      `(raise|increase|bump|bump up|up|grow|boost|lift|lower|reduce|decrease|cut|drop|trim|change|adjust) {field} <of> {target} [up|down] [by] ${VAGUE}`,
      `(raise|increase|bump|bump up|up|grow|boost|lift|lower|reduce|decrease|cut|drop|trim|change|adjust) {target} 's {field} [up|down] [by] ${VAGUE}`,
      `(raise|increase|bump|bump up|up|grow|boost|lift|lower|reduce|decrease|cut|drop|trim|change|adjust) [its|his|her|their|the] {field} [up|down] [by] ${VAGUE}`,
    ],
    vaguely,
  ),
];
