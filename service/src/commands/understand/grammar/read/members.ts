import { nameCost } from '../../name-cost.ts';
import type { Condition } from '../../intents.ts';
import type { Captures } from '../../pattern.ts';
import { nearestValues } from '../../picklists.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked } from './types.ts';

/** The members of the campaign that is named, of one status if one is said. */
const membersOf =
  (mode: 'list' | 'count'): BuildIntent =>
  (s, c) => {
    const { from, to } = c.name!;
    const cost = nameCost(s, from, to);
    const status = c.status && statusOf(s, c);
    if (cost === undefined || !s.vocabulary.objects.has('CampaignMember') || (c.status && !status))
      return undefined;
    const named: Condition = { kind: 'named', name: s.text(from, to) };
    const conditions: Condition[] = [{ kind: 'under', object: 'Campaign', field: 'CampaignId', of: [named] }];
    if (status) conditions.push(status);
    const text = s.text(0, to);
    return asked(
      { mode, target: { text, kind: 'set', objects: ['CampaignMember'], names: [], conditions } },
      0.15 + cost,
    );
  };

function statusOf(s: Sentence, c: Captures): Condition | undefined {
  const field = fieldOf(s.vocabulary.objects.get('CampaignMember'), 'Status');
  const said = s.text(c.status!.from, c.status!.to);
  const [near, other] = field ? nearestValues(field, said, s.vocabulary.synonyms) : [];
  if (!near || other) return undefined;
  return { kind: 'compare', path: 'Status', op: '=', value: near.value, why: `'${said}' → ${near.value}` };
}

const WHO = 'who|which people|which members|which leads|which contacts|which leads and contacts';
const SHOW = 'show|show me|list|give me|get|get me|who are|pull up|find';
const MEMBERS = 'members|people|responders|invitees|attendees|participants';
const COUNT = 'how many|how many people|how many members|how many leads|how many contacts|count how many';

/** Who is in a campaign, and with which status. One line is one phrasing. */
export const MEMBERS_OF: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${WHO}) [has|have] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} campaign`,
      `(${SHOW}) [all] [of] [the] [${MEMBERS}] (who|that) [has|have|were] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} campaign`,
      `(${SHOW}) [all] [of] [the] {status:word} (members|people) (of|in|on) [the|our|my] {name} campaign`,
      `(${SHOW}) [all] [of] [the] members (of|in|on) [the|our|my] {name} campaign`,
      `(${SHOW}) [all] [of] [the] members (of|in|on) [the|our|my] {name} campaign (who|that) [has|have|were] [already] [been] {status:word}`,
    ],
    membersOf('list'),
  ),
  ...rules<BuildIntent>(
    [
      `(${COUNT}) [has|have] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} campaign`,
      `(how many|count) [the] members (of|in|on) [the|our|my] {name} campaign`,
      'how many members (are|do we have) (in|on) [the|our|my] {name} campaign',
      'how many members does [the|our|my] {name} campaign have',
    ],
    membersOf('count'),
  ),
];
