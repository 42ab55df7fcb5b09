/** What a call, a meeting or a to-do is for, said before its kind: no name of anybody. */
export const PURPOSES: ReadonlySet<string> = new Set(
  (
    'kickoff kick off prep preparation planning intro introduction introductory discovery demo review onboarding training status strategy ' +
    'scoping debrief closing renewal pricing contract technical security procurement legal negotiation handover alignment sync feedback ' +
    'budget implementation integration qualification escalation support internal team sales project product design architecture ' +
    'migration rollout pilot proposal launch retrospective forecast pipeline board executive exec signing working brainstorming courtesy ' +
    'commercial compliance quote invoice billing payment account business quarterly'
  ).split(' '),
);
