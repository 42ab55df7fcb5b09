import { isNewPlace } from '../asides.ts';
import { companiesIn } from '../companies-in.ts';
import type { Intent, Target, Told } from '../intents.ts';
import { givesReason } from '../reasons.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { commandsAfterPause, hidesCommand, IMPERATIVES } from '../imperatives.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { isValueOfSome, picklistsOf } from '../picklists.ts';
import { exceptedAt, targetAt } from '../target.ts';
import { holdsWish } from '../wished.ts';
import { REFUSALS } from './refusals.ts';
import { REMOVALS } from './remove.ts';
import { saysValue } from './told.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** "On Friday move it": a day is when, never what the command is about. */
function isDay(s: Sentence, from: number, to: number): boolean {
  return s.date(from)?.end === to || s.date(from - 1)?.end === to;
}

/** "For Acme Corp, create …", "I'm getting on a call with Acme Corp, show …": whose it shall be. */
function isWhose(s: Sentence, from: number): boolean {
  const before = s.word(from - 1) === 'the' ? from - 2 : from - 1;
  if (s.word(before) === 'for') return true;
  return /^((i|we) (am|are)|about to)\b/.test(s.phrase(Math.max(0, before - 12), before));
}

const topic: BuildIntent = (s, c) => {
  if (isDay(s, c.target!.from, c.target!.to) || commandsAfterPause(s, c.target!.from, c.target!.to))
    return undefined;
  const target = targetAt(s, c.target!.from, c.target!.to);
  // "Open tasks on the renewal": how they stand, and no verb.
  if (target?.value.kind === 'set' && s.word(c.target!.from - 1) === 'open') return undefined;
  return target && (target.value.kind !== 'context' || target.value.pronoun)
    ? intent(
        {
          kind: 'topic',
          target: target.value,
          must: true,
          ...(isWhose(s, c.target!.from) ? { whose: true } : {}),
        },
        0.35 + target.cost,
      )
    : undefined;
};

/** A name and nothing else: "Halcyon, move it to proposal". */
const bareTopic: BuildIntent = (s, c) => {
  const { from } = c.target!;
  const to = s.word(c.target!.to - 1) === ':' ? c.target!.to - 1 : c.target!.to;
  if (IMPERATIVES.has(s.word(from)) || isQuestion(s) || isDay(s, from, to)) return undefined;
  const target = targetAt(s, from, to);
  if (target?.value.kind !== 'named' || target.value.list) return undefined;
  const quotes = introduces(s, to);
  // "Tom wrote: …": the words of somebody else, no command.
  if (quotes !== undefined && quotes > to && SPOKE.test(s.word(to))) return undefined;
  return intent(
    { kind: 'topic', target: target.value, must: true, ...(quotes === to ? { speaks: true } : {}) },
    0.7 + target.cost,
  );
};

const SPOKE = /^(wrote|writes|emailed|called|replied|responded|said|says|texted|messaged|asked)$/;

/** Where a colon or a quotation follows the words that begin at `i`, a verb at most before it. */
function introduces(s: Sentence, i: number): number | undefined {
  for (let at = i; at <= i + 3 && at < s.tokens.length; at++) {
    if (s.word(at) === ':' || s.tokens[at]!.kind === 'quote') return at;
    if (s.tokens[at]!.kind === 'punct') return undefined;
  }
  return undefined;
}

/** "…, their billing city is Denver", "…: pass it on": more than talk. */
function tellsValue(s: Sentence, from: number, to: number): boolean {
  for (let i = from; i < to - 2; i++) {
    if (s.word(i) === ':') return true;
    if (
      /^(his|her|their|its)$/.test(s.word(i)) &&
      s.vocabulary
        .fieldsAt(s.tokens, s.word(i + 1) === 'new' ? i + 2 : i + 1)
        .some((f) => /^(is|are|will)$/.test(s.word(f.end)))
    )
      return true;
  }
  return false;
}

/** "… our call, the billing city of Globex is Denver": behind the pause something is told of a record. */
function tellsField(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 2; i++) {
    const pause = s.word(i - 1) === ',' || s.word(i) === 'the';
    if (!pause && s.tokens[i - 1]!.kind !== 'possessive') continue;
    const start = s.word(i) === 'the' ? i + 1 : i;
    for (const { end } of s.vocabulary.fieldsAt(s.tokens, start))
      for (let at = end; at < Math.min(to, end + LONGEST_OWNER); at++)
        if (/^(is|are|should|must|needs|will|becomes)$/.test(s.word(at))) return true;
  }
  return false;
}

/** Tokens between a field and what it is. */
const LONGEST_OWNER = 9;

/** "Everyone at Globex should get …": what all of them are to have is a command. */
function isOwed(s: Sentence, from: number, to: number): boolean {
  if (!/^(everyone|everybody|everything)$/.test(s.word(from - 1))) return false;
  for (let i = from; i < to; i++)
    if (/^(should|must|gets?|needs?|has|will|belongs?|goes|moves?|becomes?|ought|receives?)$/.test(s.word(i)))
      return true;
  return false;
}

/** "The industry to Technology whose owner | is on holiday": a change with a limit, nobody of whom something is told. */
function isMoreThanWho(s: Sentence, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (s.word(i) === ',' || s.tokens[i]!.kind === 'quote') return true;
    if (/^(if|unless|except|whose|when|while|once|until|because|only)$/.test(s.word(i))) return true;
    const field = s.vocabulary.fieldsAt(s.tokens, i).find((f) => f.end < to);
    if (field && /^(to|as|=|:|at|by|into)$/.test(s.word(field.end))) return true;
  }
  return false;
}

/** A statement that asks for nothing. What it mentions may be what the next clause is about. */
const story: BuildIntent = (s, c) => {
  const { from, to } = c.text ?? { from: 0, to: 0 };
  if (hidesCommand(s, from, to) || commandsAfterPause(s, from, to) || holdsWish(s, from, to))
    return undefined;
  if (tellsValue(s, from, to) || isOwed(s, from, to) || tellsField(s, from, to)) return undefined;
  if (c.subject && isMoreThanWho(s, c.subject.from, c.subject.to)) return undefined;
  if (/\b(unless|only if|but only|except)\b/.test(s.phrase(from, to))) return undefined;
  const text = s.text(from, to);
  const of = c.who && toldOf(s, c.who.from, to);
  return intent(
    { kind: 'story', mentions: companiesIn(text), text, ...(of ? { of } : {}) },
    0.9 + 0.03 * (to - from) + (pauses(s, from, to) ? PAUSED : 0),
  );
};

/** What is told from the word on that says of whom. */
function toldOf(s: Sentence, from: number, to: number): Told {
  return { text: s.text(from, to), value: saysValue(s, from + 1, to) || holdsPicked(s, from + 1, to) };
}

/** "As agreed with Raj, the Halcyon deal is lost": behind the pause something else may be said. */
function pauses(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (s.word(i) === ',' && !/^(and|or|but|which|who|so|because|that)$/.test(s.word(i + 1))) return true;
  return false;
}

/** Two clauses are the cheaper reading when both of them are understood. */
const PAUSED = 1.4;

/** "They are a technology company": a value of some picklist. */
function holdsPicked(s: Sentence, from: number, to: number): boolean {
  const objects = [...s.vocabulary.objects.values()].filter((o) => o.createable);
  for (let i = from; i < to; i++)
    if (
      !FUNCTION_WORDS.has(s.word(i)) &&
      objects.some((o) => isValueOfSome(picklistsOf(o), s.word(i), s.vocabulary.synonyms))
    )
      return true;
  return false;
}

const about =
  (base: number): BuildIntent =>
  (s, c) => {
    const target: Target | undefined = targetAt(s, c.target!.from, c.target!.to)?.value;
    if (!target || target.kind === 'set') return undefined;
    // "A deal called Cobalt Arms" is no deal that called.
    if (c.text && s.word(c.text.from - 1) === 'called' && target.objects.length > 0) return undefined;
    const { from, to } = c.text ?? { from: 0, to: 0 };
    if (hidesCommand(s, from, to) || commandsAfterPause(s, from, to) || tellsValue(s, from, to))
      return undefined;
    if (hasSentence(s, from, to) || tellsField(s, from, to)) return undefined;
    const of = c.text && toldOf(s, c.target!.from, to);
    const intents: Intent[] = [{ kind: 'topic', target, ...(of ? { of } : {}) }];
    const told = c.text ? 0.02 * (c.text.to - c.text.from) : 0;
    return { value: intents, cost: base + (targetAt(s, c.target!.from, c.target!.to)?.cost ?? 0) + told };
  };

/** "Tom quit. All his deals go to Aisha": another sentence is no part of what is told. */
function hasSentence(s: Sentence, from: number, to: number): boolean {
  for (let i = from; i < to - 1; i++)
    if (/^[.!?;]$/.test(s.word(i)) && s.tokens[i + 1]!.from > s.tokens[i]!.to) return true;
  return false;
}

const GREW =
  'acquired|bought|launched|expanded|opened|merged|announced|introduced|hired|grown|entered|built|opens|launches|acquires|announces|expands';

/** "Alder Foods acquired two firms: Pike Lane (fish) and Mossgate (meat)": news that commands nothing. */
const companyNews: BuildIntent = (s, c) => {
  const { from, to } = c.text!;
  const target = targetAt(s, c.target!.from, c.target!.to);
  if (!target || target.value.kind === 'set' || hasSentence(s, from, to)) return undefined;
  if (hidesCommand(s, from, to) || commandsAfterPause(s, from, to) || tellsField(s, from, to))
    return undefined;
  for (let i = from; i < to - 1; i++)
    if (s.word(i) === ':' && !/^\p{Lu}/u.test(s.tokens[i + 1]!.text)) return undefined;
  const text = s.text(c.target!.from, to);
  return intent(
    { kind: 'story', mentions: target.value.names, text },
    0.7 + target.cost + 0.02 * (to - from),
  );
};

const except: BuildIntent = (s, c) => {
  // "…, not a good fit" tells why.
  if (givesReason(s, c.target!.from - (s.word(c.target!.from - 1) === 'a' ? 2 : 1))) return undefined;
  const target = exceptedAt(s, c.target!.from, c.target!.to);
  return target ? intent({ kind: 'except', target: target.value }, 0.1 + target.cost) : undefined;
};

/** One line is one phrasing. */
export const OTHERS: ClauseRule[] = [
  ...REMOVALS,
  ...REFUSALS,

  ...rules<BuildIntent>(
    [
      '(never mind|nevermind|forget it|forget that|scratch that|cancel|cancel that|stop|abort|nothing|never mind that|do nothing|no forget it|ignore that|ignore this|do not do anything)',
    ],
    () => intent({ kind: 'cancel' }, 0),
  ),
  ...rules<BuildIntent>(
    [
      '[but|and] (do not|but do not|never|please do not|[there is] no need to|(i|we|you) (do not (need|want|have) to|need not)) (touch|change|update|modify|move|delete|include|reassign|alter|do|remove|edit) {target}',
      '(leave|but leave|keep|but keep) {target} (alone|out|as is|as it is|as they are|unchanged|untouched|where it is|where they are|out of it|out of this|the way it is)',
      '[but|and|only] (leave|keep) {target} (with|for|under) (him|her|them|me|us)',
      '[but|and|only] (let|have) (him|her|them|me) keep {target}',
      '[but|and|only] (i|he|she|they) [will|gets to|get to|should|shall] (keep|keeps|hold on to|holds on to|hang on to|hangs on to|retain|retains) {target}',
      '[but|and|only] {target} (stays|stay|remains|remain|should stay|should remain) (with (him|her|them|me|us)|where (it is|they are)|as (it is|they are)|mine|his|hers|put)',
      '(except|except for|but not|just not|with the exception of|not including|not counting|but exclude|but leave out|excluding|apart from|other than|skip|but skip|leave out|leave off|exclude|minus|without|ignore|not|all but) {target}',
    ],
    except,
  ),

  ...rules<BuildIntent>(
    [
      '(build|set up|create|do|prepare|map|model) [the|a|this|our] [whole|account|company] (hierarchy|structure|family|family tree|org structure|tree|set up|setup) (for|of) {target}',
      '(for|under|regarding|about|on|re|concerning|as for|with|in|with regard to|with respect to|when it comes to|looking at|(open|go to|go into|get into|pull up|bring up|find|look up) [the record (of|for)]|take) {target}',
      '(i|we) (am|are) [just|now] (getting on|hopping on|jumping on|getting into|going into|walking into|heading into|about to get on|about to join|preparing for|prepping for|about to start) [a|the|my|our] [quick] (call|meeting|demo|review) with {target}',
      '[(i|we) (am|are)] about to (call|phone|ring|meet|meet with|visit|talk to|speak to|speak with) {target}',
    ],
    topic,
  ),
  ...rules<BuildIntent>(
    [
      '{target}',
      '{target} (moved|slipped|changed|grew|shrank|called|emailed|wrote|signed|responded|replied|called back|got back to (me|us)|came back) [today|yesterday|again|finally]',
      '{target} (is|was|has been|got) [now|just|been] (delayed|slipping|slipped|late|running late|behind|behind schedule|stalled|in|back|progressing|coming along|moving along|under way|underway|promoted|excited|happy|interested|keen) [now|again]',
    ],
    bareTopic,
  ),
  ...rules<BuildIntent>(
    [
      '[our|the|my|today] {target} {kind:meetkind} {went:went} [{text}]',
      '[our|the|my|today] {target} {kind:callkind} {went:went} [{text}]',
      '[our|the|my|today] {kind:meetkind} (with|at|for|on) {target} [today|yesterday|this morning] {went:went} [{text}]',
      '[our|the|my|today] {kind:callkind} (with|at|for|on) {target} [today|yesterday|this morning] {went:went} [{text}]',
      '{target} {went:went}',
      '{target} {went:went} {text}',
      '{target} is ready [to go|for it|to buy|to move forward|now]',
      '{target} is (not [just|only|really|even]|no longer|in the bag|a done deal|done deal) [{text}]',
      '{target} (chose|picked|went with|accepted|declined|rejected|signed|loved|likes|liked|asked|thinks|pushed back|emailed|called|wants to|wants|would like to|is interested in|agreed to|decided to|has decided to|asked for|needs|confirmed|said|replied|is looking|is looking good|is going well|looks good|is moving forward) {text}',
      '{target} (left|has left|quit|is leaving|resigned|has resigned|retired|is on leave|moved on|is out) [the company|us|the team|the firm|today|this week|last week] [{text}]',
      'good news (on|about|from) {target}',
      '(great|good|bad|nice|big) (news|call|meeting|conversation|chat) (on|about|from|with) {target}',
    ],
    about(0.5),
  ),
  ...rules<BuildIntent>(
    ['{target} (moved|has moved|relocated|has relocated|is moving|are moving) (to|into|out of|from) {text}'],
    (s, c) => (isNewPlace(s, c.text!.from) ? undefined : about(0.5)(s, c)),
  ),
  ...rules<BuildIntent>(
    [
      `{target} (has|have|had) [both|also|just|recently|already|not yet|now|finally] (${GREW}) {text}`,
      `{target} [both|also|just|recently|already|now|finally] (${GREW}) {text}`,
      '{target} (is|are) [now|currently|rapidly|quickly] (expanding|growing|opening|launching|hiring|restructuring|evaluating|merging|scaling) {text}',
    ],
    companyNews,
  ),
  ...rules<BuildIntent>(
    [
      '(i|we|{who:they}|there) (just|have|had|am|are|was|were|will|would|is|has|met|talked|spoke|got|think|said|wants|want|falls|looks|seems|need|needs|went|agreed|decided|signed|called|heard|reviewed|discussed|learned|found|hope|believe|know|noticed|forgot|made|did|did not|do not|can|like|liked|love|loved|came|could) {text}',
      '(since|because|now that|so that|due to|seeing that|considering|even though|although) {text}',
      '(not|no|never) (a|an|the) [good|great|right] (fit|match) [for us|for them] [at all|right now|now|at the moment]',
      '(no [longer] [any] (budget|interest|response|answer|reply)|not [really] interested) [in us|from them|yet] [at all|right now|now|at the moment|this year|any more|anymore]',
      '(i|we|they) (no longer|never) (need|needed|want|wanted|use|used) (it|them|this|that|these|those) [anyway|at all|now|really]',
      // "As soon as they sign" and "after they sign" are conditions.
      'as (we|i|he|she|it|they|the|our|this|that|per|of|a) {text}',
      'as (agreed|discussed|requested|promised|instructed|mentioned) [{text}]',
      'as (planned|decided|confirmed) (with|by|in|on) {text}',
      '(he|she|they|[the|our|my|their] (client|customer|buyer|prospect|boss|manager|team)) [has|have|just] (confirmed|agreed|approved|insisted|said so|asked for|requested) [to] [it|this|that]',
      'after (talking|speaking|meeting|discussing|reviewing|the|our|my|today|yesterday) {kind:meetkind} [{text}]',
      'after (talking|speaking|meeting|discussing|reviewing|connecting|chatting|catching up|sitting down|networking|touring|visiting) {text}',
      '[a|an] (quick|short|brief) (follow up|followup|update|recap) (from|after|following) {text}',
      '[there is] [a|some] (definite|definitely|real|great|huge|big|clear|strong|lots of|plenty of|high) (potential|upside|interest|fit) [here|there|for us|for growth]',
      '(the|our|this|that|my|their|a|an|some|several|multiple|many|another) {subject} (is|are|was|were|has|have|opens|wants|needs|went|said|will|plans|looks|signed|called|moved|came|got|decided|agreed|fell|made|reported|report|asked|complained|complain) {text}',
      'let me know {text}',
      '(this|that) (is|was|will) {text}',
      '(everyone|everybody|nobody|no one|nothing|everything|somebody|someone|something) {text}',
      '(despite|in spite of|notwithstanding|as part of|in line with|in light of|in view of|in preparation for|in response to|in anticipation of|as a result of|as a consequence of|as a follow up to|as a reminder of|with a view to|on account of|owing to|thanks to|based on|per|according to|following|further to|in the course of|for the purposes of) {text}',
    ],
    story,
  ),
  ...rules<BuildIntent>(
    [
      '(thanks|thank you|cheers|great|perfect|awesome|good job|nice|cool|sounds good|love it|hope that helps|that would be great|appreciate it) [{text}]',
    ],
    (s, c) => (c.text && namesActivity(s, c.text.from, c.text.to) ? undefined : story(s, c)),
  ),
  ...rules<BuildIntent>(
    ['(today|yesterday|this morning|earlier|last week|earlier today|this afternoon) {text}'],
    (s, c) => (tells(s, c.text!.from, c.text!.to) ? story(s, c) : undefined),
  ),
];

/** "Thank-you call task for tomorrow": something to be done, no thanks. */
function namesActivity(s: Sentence, from: number, to: number): boolean {
  for (let i = from; i < to; i++)
    if (/^(note|card|call|email|letter|task|reminder)$/.test(s.word(i)) && s.word(from - 1) === 'you')
      return true;
  return false;
}

/** "Yesterday Tom signed": a day and what happened; "last week Tom" tells nothing yet. */
function tells(s: Sentence, from: number, to: number): boolean {
  for (let i = from; i < to; i++)
    if (
      /^(is|are|am|was|were|has|have|had|did|went|said|met|spoke|got|came|told|left|saw|heard|sent|gave|took|made|had|wrote|won|lost)$|.ed$/.test(
        s.word(i),
      )
    )
      return true;
  return false;
}

export function isQuestion(s: Sentence): boolean {
  return (
    /^(what|who|how|when|where|which|why|is|are|do|does|did|show|list|count|find)$/.test(s.word(0)) ||
    s.source.trim().endsWith('?')
  );
}
