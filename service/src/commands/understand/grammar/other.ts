import type { Intent, Target } from '../intents.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { hidesCommand, IMPERATIVES } from '../imperatives.ts';
import { exceptedAt, targetAt } from '../target.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { targetOf } from './update.ts';

const remove: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  return intent({ kind: 'delete', target: target.value }, 0.15 + target.cost);
};

const cancel: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  const event = target.value.objects.includes('Event');
  if (!event && target.value.objects.length > 0) return undefined;
  return intent(
    { kind: 'delete', target: event ? target.value : { ...target.value, objects: ['Event'] } },
    0.2 + target.cost + (event ? 0 : 0.5),
  );
};

function refuse(reason: string, message: string, instead: string): BuildIntent {
  return (s, c) => {
    if (c.me && /^(me|myself)$/.test(s.word(c.me.from))) return undefined;
    // "Email of Dana": the address.
    if (c.text && /^e?mail$/.test(s.word(c.text.from - 1)) && s.word(c.text.from) === 'of') return undefined;
    // "Email her the quote, and remind me on Monday": the reminder is a command of its own.
    const more =
      reason === 'unsupported: outbound message' &&
      c.text !== undefined &&
      hidesCommand(s, c.text.from, c.text.to);
    return intent({ kind: 'refuse', reason, message, instead }, more ? 1.2 : 0.02);
  };
}

/** "On Friday move it": a day is when, never what the command is about. */
function isDay(s: Sentence, from: number, to: number): boolean {
  return s.date(from)?.end === to || s.date(from - 1)?.end === to;
}

const topic: BuildIntent = (s, c) => {
  if (isDay(s, c.target!.from, c.target!.to)) return undefined;
  const target = targetAt(s, c.target!.from, c.target!.to);
  return target && (target.value.kind !== 'context' || target.value.pronoun)
    ? intent({ kind: 'topic', target: target.value, must: true }, 0.35 + target.cost)
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
      s.vocabulary.fieldsAt(s.tokens, i + 1).some((f) => /^(is|are|will)$/.test(s.word(f.end)))
    )
      return true;
  }
  return false;
}

/** A statement that asks for nothing. What it mentions may be what the next clause is about. */
const story: BuildIntent = (s, c) => {
  const { from, to } = c.text ?? { from: 0, to: 0 };
  if (hidesCommand(s, from, to) || tellsValue(s, from, to)) return undefined;
  if (c.subject && s.tokens.slice(c.subject.from, c.subject.to).some((t) => t.word === ',')) return undefined;
  const text = s.text(from, to);
  return intent({ kind: 'story', mentions: [], text }, 0.9 + 0.03 * (to - from));
};

const about =
  (base: number): BuildIntent =>
  (s, c) => {
    const target: Target | undefined = targetAt(s, c.target!.from, c.target!.to)?.value;
    if (!target || target.kind === 'set') return undefined;
    // "A deal called Cobalt Arms" is no deal that called.
    if (c.text && s.word(c.text.from - 1) === 'called' && target.objects.length > 0) return undefined;
    if (c.text && hidesCommand(s, c.text.from, c.text.to)) return undefined;
    const intents: Intent[] = [{ kind: 'topic', target }];
    const told = c.text ? 0.02 * (c.text.to - c.text.from) : 0;
    return { value: intents, cost: base + (targetAt(s, c.target!.from, c.target!.to)?.cost ?? 0) + told };
  };

const except: BuildIntent = (s, c) => {
  const target = exceptedAt(s, c.target!.from, c.target!.to);
  return target ? intent({ kind: 'except', target: target.value }, 0.1 + target.cost) : undefined;
};

const DELETE =
  'delete|remove|erase|trash|get rid of|drop|purge|discard|scrap|wipe|wipe out|throw away|throw out|bin|clean out|take out|ditch|chuck|nix|axe';
const EVERYTHING =
  'everything|all records|all the records|all data|all our data|all my data|the whole database|the entire database|the database|the whole org|everything in the crm|everything in salesforce|all of it|the crm|salesforce|all the data|all of our records|all of the data|every record|every single record|all objects|it all|the org|salesforce org|all leads and contacts|everything you find|everything you can|all our records|my data|all contents';
const SEND = 'send|email|e mail|mail|text|sms|message|whatsapp|forward|reply to|cc|dm|shoot|fax|slack';

const sentence = (what: string) =>
  `Sayso changes records in Salesforce and nothing else, so it can't ${what}.`;

/** One line is one phrasing. */
export const OTHERS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${DELETE}) {target}`,
      `(${DELETE}) [the] record [with] {target}`,
      'i want {target} (deleted|removed|gone)',
      '{target} (can|should) be (deleted|removed)',
      `(${DELETE}) (lead|contact|account|opportunity|case|task|record) {target}`,
    ],
    remove,
  ),
  ...rules<BuildIntent>(['(cancel|call off) {target}'], cancel),

  ...rules<BuildIntent>(
    [
      `(${DELETE}|reset|clear|clear out|nuke|truncate|empty|destroy|wipe clean) (${EVERYTHING}) {text}`,
      `(${DELETE}|reset|clear|clear out|nuke|truncate|empty|destroy|wipe clean) (${EVERYTHING})`,
      `(nuke|truncate|destroy|obliterate) {text}`,
      'drop (table|database|all tables) {text}',
      'drop (table|database|all tables)',
    ],
    refuse(
      'unsafe: unbounded delete',
      'Deleting everything is never done from a command.',
      'Name the records, or say which ones: "delete my leads with status Unqualified".',
    ),
  ),
  ...rules<BuildIntent>(
    [
      `(${SEND}) {text}`,
      `(can you|could you)? (send|shoot|write|draft|compose) [him|her|them|me|us] (a|an) [quick] (email|e mail|mail|message|text|sms|letter|slack message) {text}`,
      'let {words} know (that|by|via) {more}',
      '(notify|alert|ping) {me:text}',
      'invite everyone {text}',
      '(call|dial|phone|ring) {words} for me',
      '(print|fax) {text}',
      '(post|publish|tweet|share) {words} (on|to) (slack|linkedin|twitter|chatter|teams|facebook|x) [{more}]',
    ],
    refuse(
      'unsupported: outbound message',
      sentence('send messages'),
      'Ask for a task to remind you, or log the e-mail after you have sent it.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(export|download|dump|extract|copy|leak|upload|back up|backup) {text}',
      '(save|put|move) {words} (to|into|in) (excel|a spreadsheet|a csv|google sheets|my drive|dropbox|csv)',
    ],
    refuse(
      'unsafe: data exfiltration',
      sentence('take data out of Salesforce'),
      "Use a report in Salesforce; its export follows your admin's rules.",
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(run|execute|eval|evaluate) [this|the|some|an|a] [anonymous] (apex|code|script|sql|soql|query|javascript|python|command) {text}',
      '(run|execute) {words} apex {more}',
      'ignore [all] [your|the|my|any] [previous|prior|above] (rules|instructions|guidelines|prompt|restrictions|policy|policies) {text}',
      '(ignore|forget|disregard|bypass|override) [all] [of] [your|the|my|any|those|these] [previous|prior|above|earlier] (rules|instructions|guidelines|prompts|restrictions|policies|safety) [{text}]',
      'select {words} from {more}',
      '(deploy|compile|write|install) {words} (apex|trigger|code|package|class|lwc) [{more}]',
      '(write|create|add|deploy|modify) [a|an|the] [new] (apex|trigger|lwc|lightning component|validation rule|flow|process builder|workflow rule|workflow|approval process|apex class|web service|batch job|cron job) [{text}]',
      'you are now {text}',
      'pretend {text}',
      '(reveal|print|show me|show|tell me|give me|what is|what are|output|repeat) [your|the|my] (system prompt|prompt|access token|token|password|secret|api key|session id|credentials|refresh token|instructions|system instructions) [{text}]',
    ],
    refuse(
      'unsafe: code execution',
      'Commands never run code or queries as written.',
      'Say in words what should change.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(add|create|make|delete|remove|rename|change|modify|define|build) [a|an|the] [new] [custom|required|picklist|text|lookup|formula|checkbox|date|number|currency] {words} (field|column|picklist|object|record type|page layout|layout|list view|relationship|picklist value|custom object) (to|on|in|for|from|called|named|of) {more}',
      '(add|create|make|delete|remove|define|build) [a|an|the] [new] [custom|picklist|text|lookup|formula|checkbox|date|number|currency] (field|column|picklist value|custom object|object|record type|page layout|layout|list view|tab|app|report type|relationship|custom field) {text}',
      '(add|create) {words} (to|in) the [stage|status|industry] picklist [{more}]',
      '(add|create|make) [a|an|the] [new] {words} (checkbox|check box|custom field|field|dropdown|drop down|picklist|text field|lookup|column) (to|on|in|for) {more}',
      '(unfollow|subscribe|subscribe me to|pin|star|bookmark|favorite|favourite) {text}',
      '(make|set) {field} [field] (required|mandatory|read only|hidden|a required field) [{text}]',
      '(rename|delete|hide|change) [the] {field} field [{text}]',
      '(create|build|make|run|schedule|design|generate) [a|an|the|me a] [new] (report|dashboard|chart|graph|list view|email template|template|page|form|landing page|presentation|slide deck|pdf|quote pdf|spreadsheet) [{text}]',
      '(change|edit|modify|update|alter) [the] (schema|page layout|layout|object manager|data model|sharing rule|sharing rules|sharing settings|validation rule|validation rules|org settings|company settings|fiscal year|field level security|picklist) [{text}]',
    ],
    refuse(
      'unsupported: schema change',
      sentence('change fields, layouts, reports or settings'),
      'Ask your Salesforce admin; this is done in Setup.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(change|switch|set|update|turn|make|enable|activate|use) [the|my|our] [crm|salesforce|app|ui|page|org] (theme|color|colour|background|layout|font|language|dark mode|light mode|home page|logo|interface|appearance|display|view|navigation|time zone|timezone|locale|currency) {text}',
      '(change|switch|set|turn on|enable|use) [the|my] [crm|salesforce|app] (dark mode|light mode|dark theme|theme|language)',
      '(change|set|switch) {words} (theme|dark mode|wallpaper) [{more}]',
    ],
    refuse(
      'unsupported: UI settings',
      sentence('change how Salesforce looks'),
      'Open your personal settings in Salesforce.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(freeze|unfreeze|deactivate|activate|disable|enable|lock|unlock|suspend|reactivate|offboard|onboard) [the|a] [user|account|login|access|profile|license] {text}',
      '(reset|change) [the|my|his|her] {words} password [{more}]',
      '(reset|change|set) [the|my|his|her|a] password {text}',
      '(reset|change) [my|his|her|the] password',
      '(add|create|make|invite|set up|remove|delete) [a|an|the] [new] [salesforce] (user|profile|permission set|permission|role hierarchy|login|user account|queue|public group|license|admin|permission sets|sandbox) {text}',
      'share {words} with {more}',
      '(give|grant|revoke|assign|remove) {words} (access|permission|permissions|permission set|admin rights|license|admin access|a license|the permission set|admin|profile|system administrator|sysadmin) [{more}]',
      'make {words} (an admin|an administrator|a system administrator|system administrator|admin|sysadmin|a user)',
      '(freeze|deactivate|unfreeze|disable) {text}',
      '(change|update|set) {words} (profile|permission set|permissions|role in the hierarchy|license) (to|from) {more}',
      '(log in|login|log|sign) [in] as {text}',
    ],
    refuse(
      'unsupported: user administration',
      sentence('manage users, permissions or passwords'),
      'Ask your Salesforce admin; this is done in Setup.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(order|book|buy|reserve|call|get) [me|us] [a|an|the|some] (uber|taxi|flight|hotel|pizza|lunch|food|restaurant|table|ticket|tickets|train|car|coffee|room at|rental car|cab) [{text}]',
      '(what is the weather|tell me a joke|sing|translate|write a poem|play|turn on|turn off|who won|what time is it) [{text}]',
      '(sync|integrate|connect|import|merge) {words} (with|to|from|into) (hubspot|marketo|outlook|gmail|google|slack|excel|mailchimp|linkedin|zoom|jira|sap|quickbooks|teams|my phone|csv|a csv|a spreadsheet|a file|google calendar|zapier|netsuite|a list) [{more}]',
      '(post|put|add) {words} (on|to) (slack|linkedin|twitter|the website|my calendar app|facebook|teams) [{more}]',
      '(sync|integrate|merge|dedupe|deduplicate|combine) {text}',
      '(approve|submit|recall) {words} [for approval]',
      'sign [the|a|this] (contract|agreement|nda|quote|order|document) {text}',
      'sign [the|a|this] (contract|agreement|nda|quote|order|document)',
      '(generate|draft|write|prepare|make|create) [a|an|the|me a] (quote|contract|proposal|invoice|pdf|slide|document|email|letter|presentation|order form) [{text}]',
      '(attach|upload) [a|an|the|this] (file|document|pdf|contract|attachment|picture|image|spreadsheet) [{text}]',
      '(transcribe) [the|this|my] (call|meeting|audio) [{text}]',
      '(pay|invoice|charge|refund|wire) {text}',
      '(restore|undelete|recover|undo) {text}',
      '(clone|duplicate|copy) {text}',
      '(start|launch|run) [the|a] (data loader|dataloader|flow|batch|job|process|import) [{text}]',
    ],
    refuse(
      'unsupported: outside the CRM records',
      sentence('do that'),
      'Ask for a change to a record, a task, a note or a look-up.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(research|google|search the web for|look online for|look up online|browse for|scrape|crawl|search online for|search the internet for) {text}',
      '(find|look up|get|check|search) {words} (on the web|online|on the internet|on linkedin|on google|on crunchbase|from the web|on wikipedia|from linkedin|in the news|from crunchbase|using google) [{more}]',
      '(enrich) {text}',
    ],
    refuse(
      'unsupported: no such data source configured',
      'No web source is set up that could answer this.',
      'An admin can add a research source; lists that exist can be named directly.',
    ),
  ),

  ...rules<BuildIntent>(
    [
      '(never mind|nevermind|forget it|forget that|scratch that|cancel|cancel that|stop|abort|nothing|never mind that|do nothing|no forget it|ignore that|ignore this|do not do anything)',
    ],
    () => intent({ kind: 'cancel' }, 0),
  ),
  ...rules<BuildIntent>(
    [
      '(do not|but do not|never|please do not) (touch|change|update|modify|move|delete|include|reassign|alter|do|remove|edit) {target}',
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
      '(for|regarding|about|on|re|concerning|as for|with|in|with regard to|with respect to|when it comes to|looking at|open|go to|take|pull up) {target}',
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
      '{target} (moved|has moved|relocated|has relocated|is moving|are moving) (to|into|out of|from) {text}',
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
    [
      '(i|we|he|she|they|it|there) (just|have|had|am|are|was|were|will|would|is|has|met|talked|spoke|got|think|said|wants|want|falls|looks|seems|need|needs|went|agreed|decided|signed|called|heard|reviewed|discussed|learned|found|hope|believe|know|noticed|forgot|made|did|did not|do not|can|like|liked|love|loved|came|could) {text}',
      '(since|because|now that|so that|due to|seeing that|considering|even though|although) {text}',
      // "As soon as they sign" and "after they sign" are conditions.
      'as (we|i|he|she|it|they|the|our|this|that|per|of|a) {text}',
      'after (talking|speaking|meeting|discussing|reviewing|the|our|my|today|yesterday) {kind:meetkind} [{text}]',
      'after (talking|speaking|meeting|discussing|reviewing) {text}',
      '(thanks|thank you|cheers|great|perfect|awesome|good job|nice|cool|sounds good|love it|hope that helps|that would be great|appreciate it) [{text}]',
      '(the|our|this|that|my|their) {subject} (is|are|was|were|has|have|opens|wants|needs|went|said|will|plans|looks|signed|called|moved|came|got|decided|agreed|fell|made) {text}',
      'let me know {text}',
      '(this|that) (is|was|will) {text}',
      'everyone {text}',
    ],
    story,
  ),
  ...rules<BuildIntent>(
    ['(today|yesterday|this morning|earlier|last week|earlier today|this afternoon) {text}'],
    (s, c) => (tells(s, c.text!.from, c.text!.to) ? story(s, c) : undefined),
  ),
];

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
