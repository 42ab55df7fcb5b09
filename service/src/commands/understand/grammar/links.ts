import type { Intent, Target } from '../intents.ts';
import type { Captured } from '../pattern.ts';
import { nearestValues } from '../picklists.ts';
import { rules } from '../rules.ts';
import { fieldOf } from '../schema.ts';
import type { Said, Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { HERE as HERE_TARGET, targetOf } from './target-of.ts';

/** What a person is in a deal: one of the picklist's roles, "primary contact", or nothing in particular. */
function roleAt(
  s: Sentence,
  { from, to }: Captured,
): { role?: Said; primary: boolean; cost: number } | undefined {
  if (POINT.test(s.phrase(from, to))) return { primary: true, cost: 0.05 };
  if (s.tokens.slice(from, to).some((t) => /^(on|for|of|to|with|at|and|is|,)$/.test(t.word)))
    return undefined;
  const said = s.said(from, to);
  const primary = /\b(primary|main)\b/.test(said.phrase);
  const text = said.phrase.replace(/\b(primary|contact|role|main)\b/g, '').trim();
  if (text === '') return { primary, cost: primary ? 0.05 : 0.5 };
  const field = fieldOf(s.vocabulary.objects.get('OpportunityContactRole'), 'Role');
  const known = field && nearestValues(field, text, s.vocabulary.synonyms).length > 0;
  return { role: said, primary, cost: known ? 0.05 : 1.5 };
}

/** The one person of a deal. */
const POINT = /^(main |primary |first )?(point of contact|poc)$/;

/** `change`: whoever has another role already gets this one. */
const roleOf =
  (change?: 'may' | 'must'): BuildIntent =>
  (s, c) => {
    const person = targetAt(s, c.person!.from, c.person!.to);
    const deal = c.target ? targetAt(s, c.target.from, c.target.to) : targetOf(s, c);
    if (!person || !deal || person.cost > 3 || person.value.kind === 'set') return undefined;
    const is = roleAt(s, c.role!);
    if (!is) return undefined;
    if (c.primary && !/^(primary|main)( contact)?$/.test(s.phrase(c.primary.from, c.primary.to)))
      return undefined;
    const primary = is.primary || c.primary !== undefined;
    const made = (who: Target, as: Said | undefined): Intent => ({
      kind: 'role',
      person: who,
      deal: deal.value,
      ...(as ? { role: as } : {}),
      ...(primary ? { primary: true } : {}),
      ...(change ? { change } : {}),
      ...(c.old ? { from: s.said(c.old.from, c.old.to) } : {}),
    });
    const value = [made(person.value, is.role)];
    let cost = 0.15 + is.cost + person.cost + deal.cost;
    if (c.other && c.otherRole) {
      const other = targetAt(s, c.other.from, c.other.to);
      const as = roleAt(s, c.otherRole);
      if (!other || !as) return undefined;
      value.push(made(other.value, as.role));
      cost += other.cost + as.cost;
    }
    return { value, cost };
  };

const role = roleOf();

/** A value of the org's own list. */
export function isKnownRole(s: Sentence, { from, to }: Captured): boolean {
  const field = fieldOf(s.vocabulary.objects.get('OpportunityContactRole'), 'Role');
  return field !== undefined && nearestValues(field, s.text(from, to), s.vocabulary.synonyms).length > 0;
}

/** "… and Gavin Belson as the decision maker": in the deal that is just made; a role that the org knows. */
export const inNewDeal: BuildIntent = (s, c) => {
  if (!isKnownRole(s, c.role!)) return undefined;
  const read = role(s, { person: c.person!, role: c.role! });
  const [made] = read?.value ?? [];
  return made?.kind === 'role'
    ? { value: [{ ...made, deal: { ...made.deal, objects: ['Opportunity'] } }], cost: read!.cost }
    : undefined;
};

/** A list of many names is no unlikelier than one of few. */
const DEAREST_LIST = 2.2;

/** Dearest words for those who are meant: a name, or so many. */
function dearest({ list }: Target): number {
  return Math.max(2, 0.8 * (list?.length ?? 1));
}

const member: BuildIntent = (s, c) => {
  const people = targetAt(s, c.people!.from, c.people!.to);
  const campaign = targetAt(s, c.campaign!.from, c.campaign!.to);
  if (!people || !campaign || people.cost > Math.max(3.5, dearest(people.value))) return undefined;
  const target = { ...campaign.value, objects: ['Campaign'] };
  // "Add Ivo to it as technical buyer": what nobody is in a campaign is rather a role in a deal.
  const field = fieldOf(s.vocabulary.objects.get('CampaignMember'), 'Status');
  const known =
    !c.status ||
    !field ||
    nearestValues(field, s.text(c.status.from, c.status.to), s.vocabulary.synonyms).length > 0;
  return intent(
    {
      kind: 'member',
      people: people.value,
      campaign: target,
      ...(c.status ? { status: s.said(c.status.from, c.status.to) } : {}),
    },
    0.1 + Math.min(people.cost, DEAREST_LIST) + campaign.cost + (known ? 0 : UNKNOWN_STATUS),
  );
};

const UNKNOWN_STATUS = 1.2;

/** "Mark Marcus as responded in the Partner Push campaign": what a member's status becomes. */
const memberStatus: BuildIntent = (s, c) => {
  const read = member(s, c);
  const [made] = read?.value ?? [];
  const field = fieldOf(s.vocabulary.objects.get('CampaignMember'), 'Status');
  const { from, to } = c.status!;
  if (!read || made?.kind !== 'member' || !field || made.people.kind !== 'named') return undefined;
  if (nearestValues(field, s.text(from, to), s.vocabulary.synonyms).length !== 1) return undefined;
  return intent({ ...made, known: true }, read.cost + 0.1);
};

const JOINED = ['Campaign', 'Opportunity'];

/** Off a campaign or a deal. "Remove Dana from ACME Corp" names whose she is, unless a noun says where she shall be no longer. */
const unlink: BuildIntent = (s, c) => {
  const people = targetAt(s, c.people!.from, c.people!.to);
  const from = targetOf(s, c);
  if (!people || !from || people.value.kind === 'set' || people.cost > 3) return undefined;
  const { objects, kind } = from.value;
  if (kind === 'set' || !objects.every((o) => JOINED.includes(o))) return undefined;
  // A task, a deal or a field is no person.
  if (!people.value.objects.every((o) => /^(Contact|Lead)$/.test(o))) return undefined;
  const noun = objects.length > 0 ? 0 : 0.1;
  return intent(
    { kind: 'unlink', people: people.value, target: from.value },
    0.1 + people.cost + from.cost + noun,
  );
};

const ADD =
  'add|set|make|put|link|attach|register|assign|mark|list|associate|tag|connect|tie|record|enter|include|bring in|name';
const IN = 'on|for|in|at|with|of';
const HERE =
  'on it|there|for it|here|on that|on this|on the deal|on this deal|for that deal|for this deal|on the opportunity|for the deal|for the opportunity|on that one|for that one';

const INVITED = 'leads|contacts|people|persons|members|invitees|guests|attendees|participants|names';
const MEMBERS =
  'member|members|invitee|invitees|participant|participants|attendee|attendees|guest|guests|registrant|registrants';
const THERE = 'there|to it|of it|too|as well';
const LIST =
  '(the|its|our|this) (invite|invitation|invitee|guest|attendee|participant|member|mailing|campaign) list|the (invitees|guests|attendees|invites)';

const ROLES = 'contact roles|contact role|roles|contacts|stakeholders|contact list|buying committee';
const NOW = 'any more|anymore|any longer|now|at all';
const SO = '(,|;|.|-|–|—|and|so) [so|and] [please|can you]';
const OUGHT = 'should|must|needs to|need to|has to|have to|ought to|is to|are to|can';

/** One line is one phrasing. */
export const LINKS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(take|pull|drop|remove|delete|kick|strike|cut|scratch|leave) {people} [out|back] (off|off of|from|out of|as a member of|as member of) {target}',
      '(take|pull|drop|remove|delete|strike) {people} [out|off] (from|of) [the] (contacts|contact roles|stakeholders|contact list|people|buying committee) (of|on|for|in) {target}',
      `(take|pull|drop|remove|delete|strike) {people} [out|off] (from|of) {target} (${ROLES})`,
      `{people} (has|have|plays|play) no [longer a|longer any] [contact] (role|part|say) (in|on|for) {target} [${NOW}] ${SO} (remove|take|drop|delete|strike) (him|her|them) [(from|off|out of|off of) [the|its] (${ROLES}|deal|opportunity|list)]`,
      `{people} (is|are) (no longer|not) [involved|active] (in|on|part of|working on) {target} [${NOW}] ${SO} (remove|take|drop|delete|strike) (him|her|them) [(from|off|out of|off of) [the|its] (${ROLES}|deal|opportunity|list)]`,
      '(unenroll|unenrol|uninvite|disinvite|unlink|deregister|unregister|detach|disassociate|dissociate|disconnect|decouple) {people} (from|for|of) {target}',
      '(take|drop|remove|delete|strike) {people} as [a|an|the] [campaign|contact|buying] (member|role|contact role|stakeholder|participant) (of|from|on|in) {target}',
    ],
    unlink,
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) {person} [in|down] (as|to be) [the|a|an|our|their] {role} (on|for|of|to|in|with|at) {target}`,
      `(${ADD}) {person} (to|on|with|onto) {target} [too|as well] (as|in the role of|with the role|with role|with the role of) [the|a|an|our] {role}`,
      `(${ADD}) {person} (to|on|with|onto) {target} [too|as well] [,|-|.|;] (he|she|they|who) (is|are|will be) [the|a|an|our|their] {role}`,
      `(${ADD}) {person} [in|down] as [the|a|an|our|their] {role} and {other:person} as [the|a|an|our|their] {otherRole:role} (on|for|of|to|in|with|at) {target}`,
      `(${ADD}) {person} (to|on|with|onto) {target} (as|in the role of) [the|a|an|our|their] {role} and {other:person} (as|in the role of) [the|a|an|our|their] {otherRole:role}`,
      'add [a] contact role (for|of) {person} (on|to|for) {target} as [the|a|an|our|their] {role}',
      '(add|set|make|put|mark|list) [the|our|its] {role} (on|for|of) {target} to [be] {person}',
    ],
    role,
  ),
  ...rules<BuildIntent>(
    [
      'make {person} [the|a|an|our|their] {role} (on|for|of|in) {target}',
      'make {person} [the|a|an|our|their] {role} (on|for|of|in) {target} [,] (instead of|not|rather than|no longer) [the|a|an] {old}',
      'make {person} [the|a|an|our|their] {role} (on|for|of|in) {target} and [its|the|also|also its|also the] {primary:primary}',
      '{person} (is|is now|will be|should be|is going to be|acts as|serves as|becomes|is also|needs to be|works as) [the|a|an|our|their] {role} (on|for|of|in) {target}',
      '{person} (belongs|goes|should be|needs to be|has to be|should go) (on|in|onto|into) {target} as [the|a|an|our|their] {role} [[,|;|.|-] [so|and] [please|can you] (add|put|link|include|record) (him|her|them) [to it|there|on it|as such]]',
      '{person} (is|is now|will be|becomes|acts as|serves as) [the|a|an|our|their] {role} (on|for|of|in) {target} [,|;|.|-|so|and] [please|can you] (add|put|link|attach|include|record) (him|her|them) [to it|there|on it|as such|to the (deal|opportunity)]',
      '{target} [now|also] (needs|has|should have|gets|:|-|,) {person} as [the|a|an|our|their] {role}',
      '(on|for|in) {target} [,] (we|i) (need|want|would like) {person} [too|as well|also] [,] (role|as|as the|in the role of|with the role) [:] [the|a|an|our] {role}',
      '{target} (:|-) {person} (is|is now|will be|should be|becomes) [the|a|an|our|their] {role}',
      '{person} (is|should be|goes|can be|needs to be) [put|set|listed] down as [the|a|an|our|their] {role} (on|for|of|in) {target}',
      '{person} are [both|all|now|the] {role} (on|for|of|in) {target}',
      `(i|we) [also|still] (want|need|would like) {person} [in|down] as [the|a|an|our|their] {role} (on|for|in|of) {target} [[,|and|-] [as|the|also|also the|is] [{primary:primary}]]`,
      '{person} [has|just|have] (joined|joins|is part of|was added to|is in|sits in|is involved in) [the] [evaluation|buying|project|deal|decision|steering|selection] [team|committee|board|group|process|circle] (for|on|of|in|at) {target} [,|;|-|and|so|. so] [so|and] [(he|she|they) is|he is|she is|they are] [now] (as|the|a|an|our|their) {role} [there|on it]',
      '(on|for|in) {target} [,] {person} (is|is now|will be|should be|is going to be|acts as|serves as|becomes|is also|needs to be|works as) [the|a|an|our|their] {role}',
    ],
    roleOf('may'),
  ),
  ...rules<BuildIntent>([`(${ADD}) {person} (to|on|onto) {target} (,|-|–|—|;) [as] {role}`], (s, c) =>
    isKnownRole(s, c.role!) ? roleOf('may')(s, c) : undefined,
  ),
  ...rules<BuildIntent>(
    [
      `<set> {person} 's [contact] role (${IN}) {target} [from {old}] <to> [the|a|an] {role}`,
      `<set> {person} 's [contact] role [from {old}] <to> [the|a|an] {role} (${IN}) {target}`,
      `<set> [the] [contact] role (of|for) {person} (${IN}) {target} [from {old}] <to> [the|a|an] {role}`,
      `<set> {person} from {old} <to> [the|a|an] {role} (${IN}) {target}`,
      `{person} 's [contact] role (${IN}) {target} [is|should be|has|will] [now|changed|to|change|be] [from {old}] [to] [the|a|an] {role} [,] [(not|no longer|instead of|rather than) [the|a|an] {old}]`,
    ],
    roleOf('must'),
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) {person} [in|down] (as|to be) [the|a|an|our|their] {role} [${HERE}]`,
      `make {person} [the|a|an|our|their] {role} [${HERE}]`,
      `(put|bring|get|have) {person} (on|in) as [the|a|an|our|their] [new] {role} [instead] [${HERE}]`,
      `{person} (is|is now|will be|should be|is going to be|acts as|serves as|becomes|is also|needs to be|works as) [the|a|an|our|their] {role} (${HERE})`,
    ],
    (s, c) => {
      const read = role(s, c);
      return read && { value: read.value, cost: read.cost + 0.1 };
    },
  ),
  ...rules<BuildIntent>(
    [
      '(associate|link|connect|attach|tie|relate|assign) {person} (with|to|on|under) {target}',
      'add {person} (to|on) {target} [as a contact role|as contact role|as a contact]',
      'add [a] contact role (for|of) {person} (on|to|for) {target}',
      'add {person} as [a] contact role (on|to|for) {target}',
    ],
    (s, c) => {
      const person = targetAt(s, c.person!.from, c.person!.to);
      const deal = targetAt(s, c.target!.from, c.target!.to);
      if (!person || !deal || deal.value.kind === 'set' || person.value.kind === 'set') return undefined;
      const { objects } = deal.value;
      if (objects.length > 0 && !objects.some((o) => /^(Opportunity|Account)$/.test(o))) return undefined;
      return intent(
        { kind: 'role', person: person.value, deal: deal.value },
        0.3 + person.cost + deal.cost + (deal.value.objects.length === 0 ? 0.4 : 0),
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      '(mark|set|flag|record|log|list|change|update|count) {people} [down] (as|to) {status} (in|on|for|of) {campaign} [campaign]',
      "(set|change|update) {people} 's [campaign] [member] status (in|on|for|of) {campaign} [campaign] (to|as) {status}",
      '(set|change|update) [the] [member] status of {people} (in|on|for) {campaign} [campaign] (to|as) {status}',
      '{people} (is|are|has|have) [now] {status} (in|on|to) {campaign} campaign',
      '{people} {status} to {campaign} campaign',
      '{people} [has|have|just] (responded|replied|registered|signed up) (to|for) {campaign} [campaign] (,|;|.|-|and|so) [please|can you] (mark|set|flag|change) (him|her|them) [down] (as|to) {status} [there|in it]',
    ],
    memberStatus,
  ),
  ...rules<BuildIntent>(
    [
      '(invite|enroll|enrol|sign up) {people} [to it|to that|there|too|as well]',
      `(invite|enroll|enrol|sign up|add|include) [these|the following] [${INVITED}] [(to|in|on) (it|this campaign|the campaign|that campaign|${LIST})] : {people}`,
      `(add|put|include|get) {people} (to|on|in|onto) (${LIST})`,
      `(add|put|include|get|register) {people} [in|there] as [a|an|the] [campaign] (${MEMBERS}) [${THERE}]`,
    ],
    (s, c) => {
      const people = targetAt(s, c.people!.from, c.people!.to);
      if (!people || people.value.kind === 'context' || people.cost > dearest(people.value)) return undefined;
      const campaign: Target = { ...HERE_TARGET, objects: ['Campaign'] };
      return intent(
        { kind: 'member', people: people.value, campaign },
        0.4 + Math.min(people.cost, DEAREST_LIST),
      );
    },
  ),
  ...rules<BuildIntent>(['[and|also] (add|include|invite) {people} [as well|too]'], (s, c) => {
    // "Create a campaign Alumni Mixer and add Jane Grey": to what was just made.
    const before = s.phrase(0, c.people!.from);
    if (
      !/\b(create|set up|start|new|make|add|launch|plan|open)\b.*\bcampaign\b.* (add|include|invite)$/.test(
        before,
      )
    )
      return undefined;
    const people = targetAt(s, c.people!.from, c.people!.to);
    if (!people || people.value.kind === 'context' || people.cost > dearest(people.value)) return undefined;
    if (people.value.objects.some((o) => !/^(Contact|Lead)$/.test(o))) return undefined;
    const campaign: Target = { ...HERE_TARGET, objects: ['Campaign'] };
    return intent(
      { kind: 'member', people: people.value, campaign },
      0.6 + Math.min(people.cost, DEAREST_LIST),
    );
  }),
  ...rules<BuildIntent>(
    [
      '(add|invite|enroll|enrol|put|include|assign|sign up|register|attach|link) {people} [over] (to|in|into|for|on|onto|with) {campaign} [campaign]',
      '(add|invite|enroll|enrol|put|include|sign up|register) {people} (to|in|into|for|on) {campaign} [campaign] [,] (with status|as|with the status|with a status of|and mark as|and set status to|and set the status to|status) {status}',
      '(add|put|include|get) {people} (to|on|in|onto) (the|its|our) (invite|invitation|invitee|guest|attendee|participant|member|mailing|campaign) list (of|for) {campaign} [campaign]',
      'sign {people} up (to|for) {campaign} [campaign]',
      'sign {people} up (to|for) {campaign} [campaign] [,] (with status|as|with the status|with a status of|status) {status}',
      '(add|put|register) {people} as [a|an] [new] [campaign] (member|members|participant|participants|attendee|attendees) (of|to|in|for|on) {campaign} [campaign]',
      `{people} (${OUGHT}) be (added to|in|part of|on|invited to|put on|included in) {campaign} (campaign|list|invite list|guest list|mailing list|invitation list)`,
      `{people} (${OUGHT}) be (added to|in|part of|on|invited to|put on|included in) {campaign} (campaign|list|invite list|guest list|mailing list|invitation list) [,] (with status|as|with the status|with a status of|status) {status}`,
      '{people} [has|have|just] (responded|replied|registered|signed up) (to|for) {campaign} [campaign] (,|;|.|-|and|so) [please|can you] (add|put|record|list) (him|her|them) [in|down] (as|to|with status) {status} [there|in it]',
      '(bring|get|pull|move|place) {people} [over] (into|in|onto|on) {campaign} (campaign|list)',
      '{people} [->|=|to] {campaign} (campaign|list)',
    ],
    (s, c) => {
      const read = member(s, c);
      if (!read) return undefined;
      const end = c.campaign!.to;
      const says =
        s.word(end) === 'campaign' ||
        s.word(end - 1) === 'campaign' ||
        /^(it|this|that)$/.test(s.phrase(c.campaign!.from, end)) ||
        s.word(c.campaign!.from) === 'campaign';
      return {
        value: read.value,
        cost: read.cost + (says ? 0 : /invite|enrol/.test(s.word(c.people!.from - 1)) ? 0.2 : 0.7),
      };
    },
  ),
];
