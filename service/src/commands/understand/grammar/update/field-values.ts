import { nameCost } from '../../name-cost.ts';
import { rules } from '../../rules.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { beside, fieldToValue, manyAssignments } from './value-of.ts';
import { ANY_MORE, CHANGED, NO_LONGER, PAUSE, WISH } from './words.ts';

const ITS = '[its|his|her|their|the|a|an]';
const NEW = '[new|right|correct|proper|actual|real|current|updated|latest]';
/** A field of a record that is named. */
const WHOSE = `(${NEW} {field} <of> {target}|{target} 's ${NEW} {field})`;
/** … or of the one that is open. */
const ANY = `(${NEW} {field} <of> {target}|{target} ['s] ${NEW} {field}|(its|his|her|their|the) ${NEW} {field})`;

const OUGHT = '(should|must|will|ought to|needs to|need to|has to|have to|is to|shall)';

/** That a field holds nothing, or not what it should. */
const BLANK = `(still|now|currently)? (empty|blank|missing|wrong|incorrect|outdated|off|out of date|stale|not right|not correct|not up to date|[the|an] old one|[a] typo|mistyped|misspelled)`;
const LACKS = [
  `(there is|there are|we have|i see) no {field} <of> {target} [yet|so far|on file|at all]`,
  `{target} [still] (has|have) (a|the) (wrong|old|incorrect|outdated) {field}`,
  `{target} [still] (has|have) no {field} [yet|so far|on file|at all]`,
  `{target} is [still] (missing|lacking|without) ${ITS} {field}`,
  `(i|we|you|somebody|someone) [just|also|still] (forgot to|never|did not|have not|has not) [yet] (set|enter|entered|fill in|filled in|filled out|add|added|put in|record|recorded|update|updated|change|changed) ${WHOSE} [yet|in]`,
  `${ANY} (is|was|are) ${BLANK}`,
];
const SHOULD_BE = `${PAUSE} [and|but|so] [please] ((it|that|[the] (right|correct|new|real|actual) one) <be> [now]|<set> it <to>|should (be|read|say)|must be) {more}`;

/** "The company on Dana Whitlock's lead": the lead that is called so. A first name alone may be whose it is. */
const onTheirRecord: BuildIntent = (s, c) => {
  const { objects, plural, either } = c.noun!.found as ObjectPhrase;
  const person = objects.find((name) => name === 'Lead' || name === 'Contact');
  const { from, to } = c.person!;
  const cost = nameCost(s, from, to);
  if (person === undefined || (plural && !either) || cost === undefined || to - from < 2) return undefined;
  const target = { from, to };
  const read = fieldToValue(s, { ...c, target });
  const [update] = read?.value ?? [];
  if (!read || update?.kind !== 'update' || update.target.kind !== 'named') return undefined;
  const named = { ...update.target, objects: [person] };
  return { value: [{ ...update, target: named }], cost: read.cost - 0.1 };
};

/** A field, whose it is, and its value. One line is one phrasing. */
export const FIELD_VALUES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      "<set> {field} <of> {person:name} 's {noun:object} [record] [from {old}] <to> {more}",
      `[the] ${NEW} {field} <of> {person:name} 's {noun:object} [record] (<be>|${OUGHT} (be|read|say|show)|to) [now] {more}`,
    ],
    onTheirRecord,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {field} <of> {target} [from {old}] <to> {more}',
      '<set> {field} : {target} [from {old}] <to> {more}',
      "<set> {target} 's {field} [from {old}] [<to>] {more}",
      '<set> {target} {field} [from {old}] <to> {more}',
      '(add|enter|put|record|note) [a|an|the] {field} (to|on|for|of) {target} (:|=) {more}',
      `${ANY} <be> [now] {more}`,
      `${ANY} (<be>|:|to) not {old} [,] but {more}`,
      `${WHOSE} [from {old}] (to|=|:|-|–|—) {more}`,
      "{target} 's {field} now {more}",
      `${ANY} to be [${CHANGED}] [to|as|at] {more}`,
      `${WISH} ${ANY} (<be>|to|at|to (be|read|say|show|become)|(read|say|show|says|shows)|[to be|be|is|gets] (${CHANGED}) (to|as|at|on)) [now] {more}`,
      `<set> {target} (so|so that|such that|that) ${ITS} ${NEW} {field} <be> {more}`,
      '<set> {field} <of> {target} (so|such) that it <be> {more}',
      `<set> {field} <of> {target} ${PAUSE} (it|that) <be> {more}`,
      `<set> {target} ['s] {field} ${PAUSE} (it|that|he|she|they) <be> [the|a|an] {more}`,
      '{target} [<did>] (moved|relocated|switched|changed|went|slipped|slid) [its|their|his|her|the] [head office|headquarters|hq|main office|office|offices|seat] (to|into|until) {more} [,|;|-|.|and|so] [please|can you|could you] (update|change|set|fix|correct) [the|its|their|his|her] {field} [accordingly|too|as well]',
      `${WHOSE} [has|just|have] (changed|updated) [now] ${PAUSE} [it is|its|it is now] [now] {more}`,
      ...LACKS.map((lack) => `${lack} ${SHOULD_BE}`),
      `{target} ${NO_LONGER} {old} ${ANY_MORE} ${PAUSE} [and|but] ${ITS} [new] {field} <be> [now] {more}`,
      `{target} ${NO_LONGER} {old} ${ANY_MORE} ${PAUSE} [please] <set> ${ITS} {field} <to> {more}`,
      `${WHOSE} ${NO_LONGER} {old} ${ANY_MORE} ${PAUSE} (but [now]|it is now|it is|now|[please] <set> it <to>) {more}`,
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      `{target} [now|also] (has|have|gets|shows|carries|needs|need|wants|requires|${OUGHT} [now] (have|get|show|carry)) ${ITS} ${NEW} {field} [of|at|:|-|,|which is|it is|to be|[to be] (${CHANGED}) (to|as|at)] {more}`,
      `<set> {target} to have ${ITS} {field} [of|to|as] {more}`,
      `(for|on|at|with|regarding|about|in) {target} ${PAUSE} [(we|i|they) (need|want|have)] ${ITS} ${NEW} {field} (<be>|to be|to|=|:|of|at) {more}`,
      `{target} (:|-|–|—|,|=|\\() ${NEW} {field} [\\)] (:|=|-|–|—|to|<be>) {more}`,
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {field} [from {old}] <to> {value} (of|on|for|in|at|against) {target}',
      `{value} (is|becomes|${OUGHT} be) [now] ${WHOSE} [now]`,
      `(<set>|use|assign|name|appoint|book|list|add|have|note|note down|insert|make it) {value} [in|down] (as|for|in|into|under) ${ITS} (${NEW} {field} [field] <of> {target}|{target} 's ${NEW} {field} [field])`,
      `{value} (as|for) ${WHOSE}`,
      `[(make|be) sure [that]|ensure [that]] {target} [now|also] (has|have|gets|get|needs|need|want|wants|takes|uses|${OUGHT} [now] (have|get|show)) {value} as ${ITS} ${NEW} {field} [now]`,
      'make {field} <of> {target} {value:number}',
      '(appoint|name) {value} {field} <of> {target}',
      'give {target} [a|an] {field} of {value}',
      `${NEW} {field} (<be>|to|=|:|-) {value} (of|on|for|\\() {target} [\\)]`,
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> [his|her|their|its] [new] {field} [from {old}] <to> {more}',
      '(his|her|their|its|new) {field} [from {old}] <to> {more}',
      '{field} (to|is|=|:|should be|is now|now) {more}',
      '(his|her|their|its) [new] {field} [:|=] {more}',
      '<set> (his|her|their|its) [new] {field} {more}',
      '(it|he|she|they) has [a] new {field} [:|,|of|-] {more}',
    ],
    fieldToValue,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {field} <of> {target} {more}',
      '{field} {more}',
      '{field} {target} {more}',
      '{more} {field} (for|on|of|at) {target}',
      '{field} {more} (for|on|of|at) {target}',
    ],
    beside,
  ),
  ...rules<BuildIntent>(
    [
      '<set> {target} [:|,|-|so that|with|to have|as follows|as follows :|to the following :|with the following :] {assignments}',
      '(put|mark|set|log|record|list|save|enter) {target} [down] (with|at|as|as having) {assignments}',
      '<set> {assignments} (of|on|for|in|at|with|from|against) {target}',
      '<of> {target} [,|:] <set> {assignments}',
      '{target} [:|,|-|=] {assignments}',
      '<set> [:] {assignments}',
      'give {target} {assignments}',
      '{target} [now|also] (has|have|carries|shows) [now] {assignments}',
      `${WISH} {target} (to have|has|have|with|at) {assignments}`,
    ],
    manyAssignments,
  ),
];
