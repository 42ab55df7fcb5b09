import { statusOf } from '../../conditions/members.ts';
import { nameCost } from '../../name-cost.ts';
import type { Condition } from '../../intents.ts';
import { rules } from '../../rules.ts';
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
    if (status && status !== 'any') conditions.push(status);
    const text = s.text(0, to);
    const noun = s.word(to) === 'campaign' ? 0 : 0.3;
    return asked(
      { mode, target: { text, kind: 'set', objects: ['CampaignMember'], names: [], conditions } },
      0.15 + cost + noun,
    );
  };

const WHO = 'who|which people|which members|which leads|which contacts|which leads and contacts';
const EVERYBODY = 'everyone|everybody|all [the] (people|contacts|leads)|people|contacts|leads';
const SHOW = 'show|show me|list|give me|get|get me|who are|pull up|find';
const MEMBERS = 'members|people|responders|invitees|attendees|participants';
const COUNT = 'how many|how many people|how many members|how many leads|how many contacts|count how many';

/** Who is in a campaign, and with which status. One line is one phrasing. */
export const MEMBERS_OF: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${WHO}) [has|have|was|were|is|are] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} [campaign]`,
      `(${SHOW}) [all] [of] [the] [${MEMBERS}] (who|that) [has|have|was|were] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} [campaign]`,
      `(${SHOW}) [me] (${EVERYBODY}) [who|that] [has|have|were|was] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} [campaign]`,
      `(${WHO}) [has|have] [already] {status:word} [the|our|my] {name} [campaign]`,
      `(${WHO}) (is|are|was|were) [already|currently] [a] (in|on|part of|members of|member of) [the|our|my] {name} campaign`,
      `(${WHO}) (is|are|was|were) [already|currently] [a] (part of|members of|member of) [the|our|my] {name}`,
      `(${SHOW}) [all] [the] campaign members (of|in|on|for) [the|our|my] {name} [campaign]`,
      `(${SHOW}) [all] [of] [the] {status:word} (members|people) (of|in|on) [the|our|my] {name} [campaign]`,
      `(${SHOW}) [all] [of] [the] members (of|in|on) [the|our|my] {name} [campaign]`,
      `(${SHOW}) [all] [of] [the] members (of|in|on) [the|our|my] {name} [campaign] (who|that) [has|have|was|were] [already] [been] {status:word}`,
    ],
    membersOf('list'),
  ),
  ...rules<BuildIntent>(
    [
      `(${COUNT}) [has|have|was|were|are] [already] [been] {status:word} (to|for|in|at|by) [the|our|my] {name} [campaign]`,
      `(how many|count) [the] members (of|in|on) [the|our|my] {name} [campaign]`,
      'how many members (are|do we have) (in|on) [the|our|my] {name} [campaign]',
      'how many members does [the|our|my] {name} [campaign] have',
    ],
    membersOf('count'),
  ),
];
