import { rules } from '../rules.ts';
import { targetAt } from '../target.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { targetOf } from './update.ts';

const role: BuildIntent = (s, c) => {
  const person = targetAt(s, c.person!.from, c.person!.to);
  const deal = c.target ? targetAt(s, c.target.from, c.target.to) : targetOf(s, c);
  if (!person || !deal || person.cost > 3 || person.value.kind === 'set') return undefined;
  const { from, to } = c.role ?? { from: 0, to: 0 };
  const primary = /\bprimary\b/.test(s.phrase(from, to)) || c.primary !== undefined;
  const said = c.role ? s.said(from, to) : undefined;
  const field = s.vocabulary.objects.get('OpportunityContactRole')?.fields.find((f) => f.name === 'Role');
  let fits = said === undefined || primary ? 0.05 : 1.5;
  if (said && field) {
    const text = said.phrase.replace(/\b(primary|contact|role|main)\b/g, '').trim();
    if (
      text !== '' &&
      field.picklistValues.some(
        (v) =>
          v.active &&
          v.value
            .toLowerCase()
            .replace(/[^a-z]+/g, ' ')
            .trim()
            .includes(text),
      )
    )
      fits = 0.05;
    if (/^(champion|exec sponsor|sponsor|decision maker|dm)$/.test(text)) fits = 0.05;
  }
  return intent(
    {
      kind: 'role',
      person: person.value,
      deal: deal.value,
      ...(said ? { role: said } : {}),
      ...(primary ? { primary: true } : {}),
    },
    0.15 + fits + person.cost + deal.cost,
  );
};

const member: BuildIntent = (s, c) => {
  const people = targetAt(s, c.people!.from, c.people!.to);
  const campaign = targetAt(s, c.campaign!.from, c.campaign!.to);
  if (!people || !campaign || people.cost > 3.5) return undefined;
  const target = { ...campaign.value, objects: ['Campaign'] };
  return intent(
    {
      kind: 'member',
      people: people.value,
      campaign: target,
      ...(c.status ? { status: s.said(c.status.from, c.status.to) } : {}),
    },
    0.1 + people.cost + campaign.cost,
  );
};

/** One line is one phrasing. */
export const LINKS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(add|set|make|put|link|attach|register|assign|mark|list|associate|tag) {person} [in] (as|to be) [the|a|an|our|their] {role} (on|for|of|to|in|with|at) {target}',
      '(add|link|attach|associate|connect|put|tie) {person} (to|on|with|onto) {target} (as|in the role of|with the role|with role|with the role of) [the|a|an|our] {role}',
      'make {person} [the|a|an|our|their] {role} (on|for|of|in) {target}',
      '{person} is [the|a|our|now the] {role} (on|for|of) {target}',
      '(add|set|make|put|mark|list) {role} (on|for|of) {target} to {person}',
    ],
    role,
  ),
  ...rules<BuildIntent>(
    [
      '(add|set|make|put|link|attach|register|assign|mark|list|associate|tag) {person} [in] (as|to be) [the|a|an|our|their] {role} [on it|there|for it|on that|on the deal|on this deal|for that deal]',
      'make {person} [the|a|an|our|their] {role}',
    ],
    (s, c) => {
      const read = role(s, c);
      return read && { value: read.value, cost: read.cost + 0.1 };
    },
  ),
  ...rules<BuildIntent>(
    [
      '(associate|link|connect|attach|tie|relate) {person} (with|to|on) {target}',
      'add {person} (to|on) {target} [as a contact role|as contact role|as a contact]',
      'add [a] contact role (for|of) {person} (on|to|for) {target}',
      'add {person} as [a] contact role (on|to|for) {target}',
    ],
    (s, c) => {
      const person = targetAt(s, c.person!.from, c.person!.to);
      const deal = targetAt(s, c.target!.from, c.target!.to);
      if (!person || !deal || deal.value.kind === 'set' || person.value.kind === 'set') return undefined;
      if (deal.value.objects.length > 0 && !deal.value.objects.includes('Opportunity')) return undefined;
      return intent(
        { kind: 'role', person: person.value, deal: deal.value },
        0.3 + person.cost + deal.cost + (deal.value.objects.length === 0 ? 0.4 : 0),
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      '(add|invite|enroll|enrol|put|include|assign|sign up|register|attach|link) {people} (to|in|into|for|on|onto|with) {campaign} [campaign]',
      '(add|invite|enroll|enrol|put|include) {people} (to|in|into|for|on) {campaign} [campaign] (with status|as|with the status|and mark as|and set status to|and set the status to) {status}',
      '{people} should be (added to|in|part of) {campaign} campaign',
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
