import type { Condition } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import { nearestValues } from '../picklists.ts';
import { rules } from '../rules.ts';
import { fieldOf } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { nameOf } from './parties.ts';
import type { BuildCondition, ConditionRule } from './types.ts';

/** What somebody can have done with an invitation; where the org has no such status the rep is asked which is meant. */
const DID =
  /^(attended|invited|registered|responded|replied|accepted|declined|joined|came|clicked|opened|subscribed|confirmed|visited)$/;

export function statusOf(s: Sentence, c: Captures): Condition | 'any' | undefined {
  const field = fieldOf(s.vocabulary.objects.get('CampaignMember'), 'Status');
  const said = s.text(c.status!.from, c.status!.to);
  const [near, other] = field ? nearestValues(field, said, s.vocabulary.synonyms) : [];
  // Whoever is in a campaign was invited.
  if (!near && s.phrase(c.status!.from, c.status!.to) === 'invited') return 'any';
  if (field && (!near || other) && DID.test(said)) {
    const candidates = field.picklistValues.filter((v) => v.active).map((v) => v.value);
    return { kind: 'unclear', field: 'Status', said, candidates };
  }
  if (!near || other) return undefined;
  return { kind: 'compare', path: 'Status', op: '=', value: near.value, why: `'${said}' → ${near.value}` };
}

/** "Leads who responded to GC Product Webinar": without the noun only a campaign's whole name counts. */
const invited: BuildCondition = (s, c, o) => {
  const { from, to } = c.name!;
  if (o.name !== 'Lead' && o.name !== 'Contact') return undefined;
  const whole = s.word(to) === 'campaign' || (to - from === 1 && s.tokens[from]!.kind === 'name');
  const status = whole && DID.test(s.text(c.status!.from, c.status!.to)) ? statusOf(s, c) : undefined;
  const named = status && nameOf(s, c);
  if (!named || (status !== 'any' && status.kind !== 'compare')) return undefined;
  const as = status === 'any' ? {} : { status: String(status.value) };
  return { value: { kind: 'campaign', name: named.name, ...as }, cost: named.cost };
};

/** What people did with an invitation to a campaign. One line is one phrasing. */
export const INVITED: ConditionRule[] = rules<BuildCondition>(
  [
    '<who> [has|have|was|were] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name}',
    '<who> [has|have|was|were] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} campaign',
  ],
  invited,
);
