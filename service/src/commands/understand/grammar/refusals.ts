import { owesFollowUp } from '../follow-ups.ts';
import { hidesCommand } from '../imperatives.ts';
import { isCapital, nameCost } from '../name-cost.ts';
import type { Captured } from '../pattern.ts';
import { rules } from '../rules.ts';
import { fieldOf } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { isValueVerb } from '../value-verbs.ts';
import type { FieldRef } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

function refuse(reason: string, message: string, instead: string): BuildIntent {
  return (s, c) => {
    if (c.me && /^(me|myself)$/.test(s.word(c.me.from))) return undefined;
    // "Book a lunch with Dana" is a meeting.
    if (c.text && /\bbook\b/.test(s.phrase(0, c.text.from)) && s.word(c.text.from) === 'with')
      return undefined;
    // "Make Login Issues escalated": capitals go on, so it is a name.
    if (reason.endsWith('user administration') && c.text && isCapital(s, c.text.from - 1, s.tokens.length))
      return undefined;
    // "Remove Phil's crane license": a thing of his, not what he may do in Salesforce.
    if (c.words && ownsMore(s, c.words)) return undefined;
    // "Email of Dana": the address.
    if (c.text && /^(e?mail|phone)$/.test(s.word(c.text.from - 1)) && isNoun(s, c.text)) return undefined;
    // "Email her the quote, and remind me on Monday": the reminder is a command of its own.
    const more =
      reason.startsWith('unsupported') &&
      c.text !== undefined &&
      (hidesCommand(s, c.text.from, c.text.to) || owesFollowUp(s, c.text.from, c.text.to));
    // "Suspend the lease": its status, where an org has one that the verb leads to.
    const at = (c.text?.from ?? 0) - 1;
    const verb = /^(the|a|an)$/.test(s.word(at)) ? at - 1 : at;
    const own = (reason.endsWith('user administration') && isValueVerb(s, verb)) || switchesBox(s);
    return intent({ kind: 'refuse', reason, message, instead }, more ? 2 : own ? 1.4 : 0.02);
  };
}

/** "The email on Dana is …", "email address should be dana@…": what is called so, rather than what to do. */
function isNoun(s: Sentence, { from, to }: Captured): boolean {
  if (/^(of|is|should|must|needs|will|inquiry|enquiry|request|thread)$/.test(s.word(from))) return true;
  // "Email for Dana Whitlock": what it is is asked.
  if (s.word(from) === 'for' && to - from <= 4 && nameCost(s, from + 1, to) !== undefined) return true;
  const address = s.tokens.slice(from, to).some((t) => t.kind === 'email');
  return address && /^(on|for|address|got|has|-|–|—|:|=)$/.test(s.word(from));
}

/** "Phil's crane": more than his name stands before what he has. */
function ownsMore(s: Sentence, { from, to }: Captured): boolean {
  return s.tokens.slice(from, to - 1).some((t) => t.kind === 'possessive');
}

/** "Turn off auto-renew for …", "subscribe her to the newsletter": a box that the org has. */
function switchesBox(s: Sentence): boolean {
  return s.once('switches-box', () =>
    s.tokens.some(
      (_, i) =>
        /^(turn|switch|subscribe|enable|disable|activate|reactivate|deactivate)$/.test(s.word(i)) &&
        s.tokens.some(
          (_, at) =>
            at > i &&
            (s.vocabulary.fieldsAt(s.tokens, at).some(({ fields }) => fields.some(isBox)) ||
              (/activate$/.test(s.word(i)) && isSwitched(at))),
        ),
    ),
  );
  /** A campaign: what can be active itself. */
  function isSwitched(at: number): boolean {
    return s.vocabulary
      .objectsAt(s.tokens, at)
      .some((n) => n.objects.some((o) => fieldOf(s.vocabulary.objects.get(o), 'IsActive')?.updateable));
  }
  function isBox({ object, field }: FieldRef): boolean {
    const found = fieldOf(s.vocabulary.objects.get(object), field);
    return found?.type === 'boolean' && found.custom;
  }
}

/** Verbs that take a record away. */
export const DELETE =
  'delete|remove|erase|trash|get rid of|drop|purge|discard|scrap|wipe|wipe out|throw away|throw out|bin|clean out|take out|ditch|chuck|nix|axe';
const EVERYTHING =
  'everything|all records|all the records|all data|all our data|all my data|the whole database|the entire database|the database|the whole org|everything in the crm|everything in salesforce|all of it|the crm|salesforce|all the data|all of our records|all of the data|every record|every single record|all objects|it all|the org|salesforce org|all leads and contacts|everything you find|everything you can|all our records|my data|all contents';
const SEND = 'send|email|e mail|mail|text|sms|message|whatsapp|forward|reply to|cc|dm|shoot|fax|slack';

const sentence = (what: string) =>
  `Sayso changes records in Salesforce and nothing else, so it can't ${what}.`;

/** What somebody else delivers. */
const GOODS =
  'pizza|pizzas|coffee|coffees|sandwiches|catering|food|drinks|snacks|cake|cakes|flowers|gifts|supplies|swag|taxi|taxis|cab|cabs|uber|flight|flights|ticket|tickets|hotel|hotel room|rental car|laptop|laptops|toner|stationery';

/** What is nobody's business, unless the org keeps a field for it. */
const PRIVATE =
  'salary|salaries|password|passwords|bank details|bank account|credit card|credit card number|social security number|private notes|private emails|private messages|medical records|browser history';

/** Of what is done in Setup, unless a capital makes it a name or it is only what a meeting or a to-do is about. */
const setUp =
  (reason: string, deed: string): BuildIntent =>
  (s, c) => {
    const noun = s.tokens[c.words!.to];
    const rest = c.text ? s.phrase(c.text.from, c.text.to) : '';
    if (!noun || noun.text !== noun.word || /\b(task|call|meeting|review|reminder|with|deal)\b/.test(rest))
      return undefined;
    if (s.vocabulary.objectsAt(s.tokens, c.words!.to).length > 0) return undefined;
    return refuse(reason, sentence(deed), 'Ask your Salesforce admin; this is done in Setup.')(s, c);
  };

const privately: BuildIntent = (s, c) => {
  for (let i = c.x?.to ?? 0; i < (c.text?.to ?? s.tokens.length); i++)
    if (s.vocabulary.fieldsAt(s.tokens, i).some((f) => PRIVATE.split('|').includes(s.phrase(i, f.end))))
      return undefined;
  return refuse(
    'unsafe: private data',
    sentence("look into what is somebody's own"),
    'Ask for what the records in Salesforce say.',
  )(s, c);
};

/** What commands never do, and what to do instead. One line is one phrasing. */
export const REFUSALS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(show|tell|give|read|find|get|list|display|reveal) [me|us] [the] {x} 's (${PRIVATE})`,
      `(show|tell|give|read|find|get|list|display|reveal) [me|us] [the] [all] (${PRIVATE}) (of|for) {text}`,
      `what (is|are) {x} 's (${PRIVATE})`,
      `(show|tell|give|read|find|get|list) [me|us] [all|everyone|everybody] [the] (${PRIVATE})`,
    ],
    privately,
  ),
  ...rules<BuildIntent>(
    ['(create|add|make|define|build|set up) [a|an|the] [new] [custom] {words} object [{text}]'],
    setUp('unsupported: schema change', 'change fields, layouts or settings'),
  ),
  ...rules<BuildIntent>(
    [
      '(update|change|modify|edit|extend|fix|refactor) [the] {words} (class|trigger|component) [{text}]',
      '(execute|run|launch|start) [a|an|the] {words} (job|script|batch) [{text}]',
    ],
    setUp('unsafe: code execution', 'run or change code'),
  ),
  ...rules<BuildIntent>(
    [
      '(update|change|configure|modify|edit|adjust) [the|our] {words} (settings|template|templates) [{text}]',
      '(toggle|turn on|turn off|switch on|switch off|enable|disable|activate|deactivate) [the] {words} (feature|features|setting|settings|integration|logs) [{text}]',
      '(schedule|run|refresh|download|subscribe to) [the|a|my] {words} (report|reports|dashboard|dashboards) [{text}]',
    ],
    setUp('unsupported: settings', 'change settings, templates or reports'),
  ),
  ...rules<BuildIntent>(
    [
      '(configure|set|change|adjust|enable|disable|retrieve|get|turn on|turn off) [the] [apex] (log|logging|debug) (level|logs|log) [{text}]',
    ],
    refuse(
      'unsupported: settings',
      sentence('change what is logged'),
      'Ask your Salesforce admin; this is done in Setup.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      `(${DELETE}|reset|clear|clear out|nuke|truncate|empty|destroy|wipe clean) (${EVERYTHING}) {text}`,
      `(${DELETE}|reset|clear|clear out|nuke|truncate|empty|destroy|wipe clean) (${EVERYTHING})`,
      `(${DELETE}|reset|clear|clear out|nuke|empty|destroy|wipe clean) [absolutely] [all] [of] [the|our|my|this|your] [whole|entire|complete] (crm|database|org|system|salesforce|instance|production|pipeline) [please] [{text}]`,
      '(nuke|truncate|destroy|obliterate|hack) {text}',
      'drop (table|database|all tables) {text}',
      'drop (table|database|all tables)',
      '(drop|delete|truncate|wipe|erase) [the|our|my] [whole|entire] {noun:object} (table|tables|database)',
    ],
    refuse(
      'unsafe: unbounded delete',
      'Deleting everything is never done from a command.',
      'Name the records, or say which ones: "delete my leads with status Unqualified".',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(every|each) (day|weekday|morning|evening|night|week|month|quarter|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|other week) [morning|afternoon|evening] [at {time}] [,|:|please|and] {act:act} {text}',
      '(daily|weekly|monthly|hourly|quarterly) [at {time}] [,|:|please] {act:act} {text}',
    ],
    refuse(
      'unsupported: recurring commands',
      sentence('do something again and again'),
      'Say it when it is due, or ask for a task that reminds you.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      `(${SEND}) {text}`,
      `(can you|could you)? (send|shoot|write|draft|compose) [him|her|them|me|us] (a|an) [quick] (email|e mail|mail|message|text|sms|letter|slack message) {text}`,
      'let {words} know (that|by|via) {more}',
      '(notify|alert|ping) {me:text}',
      '(invite|add|include) {words} as [a|an] [optional|required] (attendee|attendees|participant|participants|invitee|invitees)',
      'invite everyone {text}',
      '(call|dial|phone|ring) {words} for me',
      '(print|fax) {text}',
      '(post|publish) (on|to) (slack|linkedin|twitter|chatter|teams|facebook|x) [{text}]',
      '(post|publish|share|put|drop|announce|paste) {words} (on|to|in|into) [the|our|my|a] [team|sales|company|deal|deals|wins|general|public] (slack|teams|whatsapp|discord|chatter|linkedin|twitter|facebook) [channel|chat|group|thread|feed|page|wall] [{more}]',
      '(tweet|blog) {text}',
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
      '(post|publish|push|submit|transmit|put|copy|pipe) {words} (to|at|on|into) {url}',
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
      '(run|execute|exec) [some|an|the|this] anonymous [apex|code|block|script] [{text}]',
      '(update|upsert) {words} set {words} where {text}',
      '(insert|upsert) into {text}',
      '(alter|create) (table|view|schema|index) {text}',
      'delete from {words} where {text}',
      '(delete|update|insert) \\[ select {text}',
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
      '(add|create|make|define) [a|an|the] [new] (stage|status|pipeline stage|sales stage|lead source|industry|picklist entry|record type) (called|named) {text}',
      '(add|create|make) [a|an|the] [new] {words} (checkbox|check box|custom field|field|dropdown|drop down|picklist|text field|lookup|column) (to|on|in|for) {more}',
      '(unfollow|subscribe|subscribe me to|pin|star|bookmark|favorite|favourite) {text}',
      '(make|set) {field} [field] (required|mandatory|read only|hidden|a required field) [{text}]',
      '(rename|delete|hide|change) [the] {field} field [{text}]',
      '(create|build|make|run|schedule|design|generate) [a|an|the|me a] [new] (report|dashboard|chart|graph|list view|email template|template|page|form|landing page|presentation|slide deck|pdf|quote pdf|spreadsheet) [{text}]',
      '(change|update|modify|set) [the] (plural label|singular label|label|api name|sharing model) (of|for|on) {text}',
      '(create|add|build|set up|make) [a|an|the] [new] (sales process|lead process|support process|record type|approval process|validation rule|workflow rule|workflow|page layout|assignment rule|custom field|custom object|picklist value|sharing rule|screen flow|path) {text}',
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
      '(change|update|edit|modify|rename|delete|rewrite) [the|our|my] [{words}] (email template|e mail template|mail template) [{text}]',
      '(change|update|set|upload|replace|edit|add) [my|his|her|the|your|our] [salesforce|user] (profile picture|profile photo|avatar|email signature|e mail signature|signature) [{text}]',
      '(set|change|update|adjust|configure|edit|turn on|turn off|enable|disable|switch off|mute) [up] [my|the|your|our] [default] (calendar reminders|meeting reminders|event reminders|default reminder|default reminders|default calendar reminders|calendar notifications|email notifications|notification settings|notifications|calendar settings|email settings|personal settings) [{text}]',
      '(set|configure|get) [up] [my|the|our] calendar to (email|remind|notify|alert|send|show|start) {text}',
      '(change|switch|set|update) [the|my|our] (date|time|number|currency|address) format {text}',
      '(hide|pin|unpin|rearrange|reorder) [the|my] {words} (tab|tabs|widget|panel|section|column|columns) [{more}]',
      '(add|put|remove|move) [a|an|the] [new] [dashboard|home page] (widget|dashlet) [{text}]',
      '(change|switch|set|turn on|enable|use) [the|my] [crm|salesforce|app] (dark mode|light mode|dark theme|theme|language)',
      '(change|set|switch) {words} (theme|dark mode|wallpaper) [{more}]',
    ],
    refuse(
      'unsupported: UI settings',
      sentence('change your own settings or how Salesforce looks'),
      'Open your personal settings in Salesforce.',
    ),
  ),
  ...rules<BuildIntent>(
    [
      '(freeze|unfreeze|deactivate|activate|disable|enable|lock|unlock|suspend|reactivate|offboard) [the|a] [user|account|login|access|profile|license] {text}',
      '(onboard|set up) [the|a|our|my] [new] (user|employee|rep|sales rep|colleague|team member|hire|teammate) {text}',
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
      `(order|buy|reserve|grab|book) [me|us|them] [{x}] (${GOODS}) [{text}]`,
      '(check|read|search|scan|monitor|look at|look through|go through|give|get|show) [me|us] [the|today] [latest|local|financial] (news|headlines|stock price|share price|stock market|weather|sports) [{text}]',
      'what is in [the] (news|headlines|press|papers) [{text}]',
      '(what|how) is [the] (stock price|share price|stock market) [{text}]',
      'what is {number} (times|plus|minus|divided by|x) {number}',
      '(transfer|wire|send|pay) {number} (euro|euros|dollars|bucks|pounds|usd|eur|gbp) to {text}',
      'set [an|a|the] (alarm|timer) [{text}]',
      '(open|close|lock|unlock|start|turn on|turn off|dim) [the|my] (garage|door|lights|light|tv|car|window|thermostat|heating|music) [{text}]',
      '(read|check|open|answer) [me] (my|his|her|their|all my) (emails|inbox|mailbox|mails|messages|voicemails|texts|slack) [{text}]',
      '(order|book|buy|reserve|call|get) [me|us] [a|an|the|some] (uber|taxi|flight|hotel|pizza|lunch|food|restaurant|table|ticket|tickets|train|car|coffee|room at|rental car|cab) [{text}]',
      '(what is the weather|tell me a joke|sing|translate|write a poem|play|turn on|turn off|who won (the|last) (game|match|election|cup|world cup|super bowl|race|league|night)|what time is it) [{text}]',
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
      '(find|get|check|search|read|scan|monitor|look up) {words} in [the] (news|press|media|headlines) [{more}]',
      '(check|read|search|scan|monitor|look at|look through) [the|today] [latest|local] (news|press|headlines|media|web|internet|linkedin|crunchbase) (for|about|on) {text}',
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
];
