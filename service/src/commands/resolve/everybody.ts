import type { Target } from '../understand/intents.ts';

/** Words for people that do not say whether they are contacts or leads. */
export const EVERYBODY = /^(all )?(of )?(the )?(everyone|everybody|people)\b/i;

/** "Everyone who responded to the campaign": contacts and leads are in one. */
export function isEverybodyInCampaign({ kind, text, conditions }: Target): boolean {
  return kind === 'set' && EVERYBODY.test(text) && conditions.some((c) => c.kind === 'campaign');
}
