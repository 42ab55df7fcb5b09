import { isSomeStatus } from '../assignments.ts';
import { commandsAfterPause, hidesCommand, IMPERATIVES } from '../imperatives.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** Longer than what anybody tells of a record before saying what to do with it. */
const LONGEST = 10;

/** Words that make a command or a condition of what is told. */
const NOT_ONLY_TOLD =
  /^(if|unless|when|whenever|once|until|till|should|must|needs?|ought|delete|deleted|remove|removed|cancel|cancelled|canceled|convert|converted|supposed|meant|going)$/;

/** Whether the words hold something that a record could get: a number, a day, a field, a value, somebody's address. */
export function saysValue(s: Sentence, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const { kind, word } = s.tokens[i]!;
    if (kind !== 'word' && kind !== 'punct') return true;
    if (kind === 'punct' && /^[:;()]$/.test(word)) return true;
    if (NOT_ONLY_TOLD.test(word) || s.date(i) || s.recognise('number', i, to)!.length > 0) return true;
    if (s.vocabulary.fieldsAt(s.tokens, i).length > 0) return true;
    if (/^\p{Lu}/u.test(s.tokens[i]!.text) || s.vocabulary.objectsAt(s.tokens, i).length > 0) return true;
    if (
      /^(with|at|from|for|of)$/.test(word) &&
      !/^(us|me|it|them|him|her|this|that|now|all|sure|good)$/.test(s.word(i + 1))
    )
      return true;
    if (FUNCTION_WORDS.has(word) || /^(not|longer)$/.test(s.word(i - 1))) continue;
    if (isSomeStatus(s, s.text(i, i + 1)) || (i + 1 < to && isSomeStatus(s, s.text(i, i + 2)))) return true;
  }
  return false;
}

/**
 * What is told of somebody, something or (`many`) of several records and holds no value: they stay in mind for what is commanded next,
 * where "it", "them" and "both" are they.
 */
const told =
  (base: number, many = false): BuildIntent =>
  (s, c) => {
    const target = targetAt(s, c.target!.from, c.target!.to);
    const several = target?.value.kind === 'set' || target?.value.list !== undefined;
    if (!target || (several ? !many : target.value.kind !== 'named')) return undefined;
    // "A customer is upset": nobody in particular.
    if (/^an? \p{Ll}/u.test(target.value.text.replace(/^A/, 'a'))) return undefined;
    const { from, to: end } = c.text ?? { from: 0, to: 0 };
    const to = end - from > 1 && s.word(end - 1) === ':' ? end - 1 : end;
    if (to - from > LONGEST || saysValue(s, from, to) || hidesCommand(s, from, to)) return undefined;
    if (commandsAfterPause(s, from, to) || asksForIt(s, to)) return undefined;
    const cost = base + target.cost + 0.03 * (to - from);
    return intent({ kind: 'topic', target: target.value, must: true }, cost);
  };

/** "Casey is a duplicate lead": the lead that is called so. */
const ofKind: BuildIntent = (s, c) => {
  const read = told(0.25)(s, c);
  const [topic] = read?.value ?? [];
  const { objects, plural, either } = c.noun!.found as ObjectPhrase;
  if (!read || topic?.kind !== 'topic' || (plural && !either)) return undefined;
  const { target } = topic;
  if (target.objects.length > 0 && !target.objects.some((name) => objects.includes(name))) return undefined;
  return intent({ ...topic, target: { ...target, objects } }, read.cost);
};

/** "Sofia has a bunch of overdue tasks": hers. */
const hers: BuildIntent = (s, c) => {
  const target = targetAt(s, c.target!.from, c.target!.to);
  const whose = targetAt(s, c.user!.from, c.user!.to);
  if (target?.value.kind !== 'set' || target.value.possessor !== undefined) return undefined;
  if (whose?.value.kind !== 'named' || whose.value.objects.length > 0 || whose.value.list) return undefined;
  if (target.value.conditions.some((condition) => condition.kind === 'owner')) return undefined;
  const text = s.text(c.user!.from, c.target!.to);
  const value = { ...target.value, text, possessor: s.text(c.user!.from, c.user!.to) };
  return intent({ kind: 'topic', target: value, must: true }, 0.1 + target.cost + whose.cost);
};

const SEVERAL =
  '(a bunch of|a few|some|several|a couple of|a number of|a handful of|lots of|a lot of|quite a few|many|two|three|all these|all those)';

/** "…, update": asks for what was told. */
function asksForIt(s: Sentence, to: number): boolean {
  return s.word(to - 2) === ',' && IMPERATIVES.has(s.word(to - 1));
}

/** Longest words for what is the matter with a case. */
const LONGEST_MATTER = 24;

/** "The 'Crew app crash' case needs a specialist. Please escalate it": what is the matter with it, and nothing that it could get. */
const matter: BuildIntent = (s, c) => {
  const target = targetAt(s, c.target!.from, c.target!.to);
  const { from, to } = c.text ?? { from: 0, to: 0 };
  if (target?.value.kind !== 'named' || target.value.list || to - from > LONGEST_MATTER) return undefined;
  const quoted = c.target!.to - c.target!.from === 1 && s.tokens[c.target!.from]!.kind === 'quote';
  if (!quoted && !target.value.objects.includes('Case')) return undefined;
  if (hidesCommand(s, from, to) || commandsAfterPause(s, from, to)) return undefined;
  for (let i = from; i < to; i++) {
    const { kind, word } = s.tokens[i]!;
    if (kind !== 'word' || NOT_ONLY_TOLD.test(word.replace(/^(should|needs?)$/, '')) || s.date(i))
      return undefined;
    // "Needs the priority raised", "has status escalated": a field of its own may be meant.
    if (
      s.vocabulary
        .fieldsAt(s.tokens, i)
        .some((f) => f.fields.some((r) => r.object === 'Case' && STATE.test(r.field)))
    )
      return undefined;
  }
  return intent({ kind: 'topic', target: target.value, must: true }, 0.6 + target.cost + 0.02 * (to - from));
};

const STATE = /^(Status|Priority|Origin|Type|Reason|OwnerId|ContactId|AccountId)$/;

/** One line is one way to tell something before a command. */
export const TOLD: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '[since|because|now that|seeing that|as] {target} (is|was|are|has|have|does|did|quit|got|keeps|feels|sounds|seems|turned out|turns out|seemed) {text}',
      '[since|because|now that|seeing that|as] {target} [has|have|just|has just] (quit|resigned|retired|left)',
      '[since|because|now that|seeing that|as] {target} [just|finally|already|suddenly|also|never|really] {past:past} [{text}]',
      '[since|because|now that|seeing that|as] {target} (went to|went through|has gone to|have gone to|goes to|is going to|passed|cleared|is stuck (in|at|with)|hit|ran into) {text}',
      '(great|good|bad|big) news from {target} [:|,|;|-|.] [they (signed|agreed|accepted|love it|are in|are happy)]',
    ],
    told(0.9),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (is|are) (no longer|not) [really] [a|an|one of our|our] (customer|customers|client|clients|prospect|prospects|lead|partner|fit|good fit|match) [for us] [now|any longer|any more|anymore]',
    ],
    told(0.25),
  ),
  ...rules<BuildIntent>(
    [
      '{target} is [now|just|clearly|probably|apparently|really] (a|another) (duplicate|double|test) {noun:object}',
    ],
    ofKind,
  ),
  ...rules<BuildIntent>([`{user} (has|have|has got|have got) [still] ${SEVERAL} {target}`], hers),
  ...rules<BuildIntent>(
    [
      "{target} 's {field} (is|was) [still|completely|clearly] (missing|empty|blank|wrong|outdated|out of date|incorrect|not set|not filled in|unknown)",
    ],
    told(0),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (no longer wants|does not want|did not want) [to (get|receive|hear|have|see)] [any|any more|our|more|marketing] [marketing] (emails|email|mails|mail|calls|phone calls|newsletters|newsletter|messages|spam) [from us] [anymore|any more|any longer|now]',
      '{target} (unsubscribed|has unsubscribed|opted out|has opted out) [from us|from our emails|from emails|from marketing]',
      '{target} (is|are|sits|sit) [still] (under|with|assigned to|owned by) {other}',
      '(i|we) (will not|can not|cannot|am not|are not|do not) [be] [able to|going to] [have (time|capacity) (for|to)] (cover|handle|look after|manage|keep|work on|take care of|serve) {target} [anymore|any more|any longer|now|myself|ourselves]',
    ],
    told(0.5, true),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (requires|require|needs|has|have|involves|exceeds|raises|calls for|goes beyond|falls under|is beyond|is above|is too|looks like|turned out to be|touches|affects|concerns) {text}',
      '(i|we) (am|are) (out of my depth|out of our depth|stuck|struggling|lost|at a loss|overwhelmed|not making progress|not getting anywhere|having trouble|in over my head) (on|with|over|about|in) {target}',
      '(i|we) (can not|could not|do not know how to|am not able to|are not able to) (solve|fix|crack|resolve|handle|figure out) {target} [alone|on my own|myself|ourselves|any further]',
    ],
    matter,
  ),
  ...rules<BuildIntent>(
    [
      '{target} (has|have) [got] [now] (some|a bit of|a little|plenty of|lots of|enough|more) [free|spare|extra] (time|capacity|bandwidth) [now|today|this week|at the moment]',
      '{target} (can|could|will) (help|help out|jump in|step in|take over|cover|pitch in) [now|today|this week|with that|with this] [:]',
      '{target} (is|will be) (covering|filling in|standing in|subbing) for {other} [now|today|this week|next week|this month]',
    ],
    told(0.3),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (need|needs|deserve|deserves|require|requires) [a|an|some|the|more] [new|another|better|fresh] (home|owner|attention|love|push|cleanup|clean up|update|look|refresh|change|rethink|decision|work)',
      '[(i|we) [have] (decided|agreed|concluded|think|feel) [that]] (i|we) (do not|no longer|never|will not|did not) (need|want|use|have a use for) [any] [any] [more] {target} [any longer|any more|anymore|now|at all|after all]',
      '(i|we) (do not|no longer|never) (need|want) to (keep|have|track|see|hold on to|hang on to) {target} [any longer|any more|anymore|now|around|at all|on file]',
      '[there is] no (need|reason|point) (to keep|in keeping) {target} [any longer|any more|anymore|now|around|at all|on file]',
      '((i|we) [still|also] have|there (are|is) [still|also]) [a few|some|several|a couple|a couple of|a number of|a bunch of|a handful of|lots of] [of] {target}',
      '(i|we) [have] [just|finally|now] (went|gone|looked|worked|got|been) (through|over|at) {target}',
      '(i|we) [have|am|are] [just|finally|now|all] (finished|done|completed) [with] [reviewing|checking|going through|looking at|looking through|working on] {target}',
      '(i|we) [have] [just|finally|now] (reviewed|checked) {target}',
    ],
    told(0.4, true),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (is|are) [now|long|just|completely|already|clearly|probably|apparently|really] (obsolete|outdated|stale|irrelevant|redundant|superfluous|[no longer|not] (needed|relevant|required|necessary|used|in use|wanted|valid|of use)|[a|an] (duplicate [record|entry]|mistake|double|copy|test record|test|waste of time|waste|dead end|lost cause|time waster|non starter|joke)|duplicates|unnecessary|useless|history|pointless|moot|superseded|junk|rubbish|spam|garbage) [now|any longer|anymore|any more]',
      '(i|we) (have not|did not|do not|never) [really] (met|meet|spoken|speak|talked|talk|caught up|catch up|been in touch|sat down|touched base|checked in) (with|to) {target} [in|for] [quite] [a while|ages|some time|a long time|weeks|months|lately|recently|yet|a bit]',
      '(i|we) (need|have|ought|want|would like) to (sit down|get together|have a chat|have a word|have a call|sync up|sync) with {target} [soon|again]',
      '[(i|we) [have] [just|finally|also]] (heard|heard back|hear|got word) from {target} [today|yesterday|this morning|just now|again]',
      '(nobody|no one|someone|somebody) (is|was|has been) [really|actually|currently] (working|covering|handling|following up on|taking care of|looking after|working on|chasing) {target} [now|right now|at the moment]',
      '[the|our|their|my] (customer|client|legal|finance|procurement|management|board|cfo|ceo|cio|cto|boss|manager|they|he|she|we|security|purchasing|team|everyone|everybody|committee|buyer|lawyers) [has|have|just|finally] (signed off on|approved|gave the green light for|gave a green light to|green lit|okayed|is happy with|are happy with|is fine with|are fine with|cleared|blessed|agreed to|agreed on|said yes to) {target}',
    ],
    told(0.25, true),
  ),
];
