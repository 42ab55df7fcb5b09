import { isSomeStatus } from '../../assignments.ts';
import type { Target } from '../../intents.ts';
import { statusField } from '../../picklists.ts';
import { rules, type Read } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import { targetOf } from '../target-of.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked } from './types.ts';

/** One field, by what it is called in each object that the target can be; undefined for many records. */
function fieldOfOne(
  s: Sentence,
  target: Read<Target> | undefined,
  named: (object: string) => string | undefined,
): ReturnType<BuildIntent> {
  if (!target || target.value.kind === 'set') return undefined;
  const { objects } = target.value;
  const fields = (objects.length > 0 ? objects : [...s.vocabulary.objects.keys()]).flatMap((object) => {
    const field = named(object);
    return field !== undefined && fieldOf(s.vocabulary.objects.get(object), field) ? [{ object, field }] : [];
  });
  return fields.length === 0
    ? undefined
    : asked({ mode: 'value', target: target.value, fields }, 0.25 + target.cost);
}

const JUNCTIONS = /^(CampaignMember|OpportunityContactRole)$/;

const status: BuildIntent = (s, c) => {
  if (c.x && !isSomeStatus(s, s.text(c.x.from, c.x.to)) && !ENDS.test(s.phrase(c.x.from, c.x.to)))
    return undefined;
  return fieldOfOne(s, targetOf(s, c), (name) => {
    const object = s.vocabulary.objects.get(name);
    return object && !JUNCTIONS.test(name) ? statusField(object)?.name : undefined;
  });
};

const ENDS =
  /^(won or lost|lost or won|open or closed|closed or open|open|closed|won|lost|done|complete|completed|finished|converted|qualified)$/;

const always =
  (...fields: string[]): BuildIntent =>
  (s, c) =>
    fieldOfOne(s, targetOf(s, c), (name) =>
      fields.find((field) => fieldOf(s.vocabulary.objects.get(name), field)),
    );

/** How one record stands, asked by yes or no, and when somebody last did something about it. One line is one phrasing. */
export const STANDING: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(is|was|has) {target} [been] [still|already|now|currently|really] [in|at|on] {x} [yet|now|already] [or not]',
      '(has|did) {target} [already] (move|moved|go|gone|progress|progressed|advance|advanced|get|gotten) [on|over] (to|into) {x} [yet|already|now] [or not]',
      '(has|did) {target} [already] (close|closed|convert|converted|sign|signed|go through|gone through|finished) [yet|already] [or not]',
      '(did|have|has) (we|i|they|anyone) [already] (win|won|lose|lost|close|closed|land|landed|convert|converted) {target} [yet|already] [or not]',
      '(what|how) (happened|became) (to|with|of) {target}',
    ],
    status,
  ),
  ...rules<BuildIntent>(['whose is {target}', 'who is on {target}'], always('OwnerId')),
  ...rules<BuildIntent>(
    [
      'how (do|can) (i|we) (reach|call|phone|contact|get hold of) {target}',
      'what number (do|can) (i|we) (reach|call) {target} [on|at]',
    ],
    always('Phone'),
  ),
  ...rules<BuildIntent>(
    [
      'when (was|did) {target} (created|added|opened|entered|come in)',
      'when (did|have|had) (we|i|you|they|somebody|someone) (create|created|add|added|open|opened|enter|entered|get|got) {target}',
      'how old is {target}',
    ],
    always('CreatedDate'),
  ),
  ...rules<BuildIntent>(
    [
      '(which|what) (company|account|firm|organization|organisation|employer) (does|do|is) {target} (work|working|belong|with|at|from|employed|in|part of) [for|at|with|to|by|of]',
      '(where|who) does {target} work [for|at|with]',
      'which (company|account) is {target} from',
    ],
    always('AccountId', 'Company'),
  ),
  ...rules<BuildIntent>(
    [
      'where is {target} (located|based|headquartered|situated|from)',
      '(in which|which|what) city is {target} [located|based|headquartered] [in]',
    ],
    always('BillingCity', 'MailingCity', 'City'),
  ),
  ...rules<BuildIntent>(
    [
      'when (did|have) (we|i|anyone|you) last (talk|talked|speak|spoken|spoke|call|called|contact|contacted|touch|touched|hear|heard) [to|with|from] {target}',
      '[when was|what was] [the] last time (we|i|anyone|anybody|someone|you|somebody|one of us) (talked|spoke|called|contacted|touched|heard|wrote|were in touch) [to|with|from|base with] {target}',
      'when was {target} last (touched|contacted|called|active)',
      'when was the last (activity|contact|touch) (on|for|with) {target}',
    ],
    always('LastActivityDate'),
  ),
];
