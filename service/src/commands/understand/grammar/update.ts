import type { ClauseRule } from './types.ts';
import { AGAIN } from './update/again.ts';
import { BOXES } from './update/boxes.ts';
import { CHANGES } from './update/changes.ts';
import { FACTS } from './update/facts.ts';
import { LISTS } from './update/lists.ts';
import { NEWS } from './update/news.ts';
import { OUTCOMES } from './update/outcomes.ts';
import { OWNERS } from './update/owners.ts';
import { PAIRS } from './update/pairs.ts';
import { VALUES } from './update/values.ts';
import { VALUE_VERBS } from './update/value-verbs.ts';

export { HERE, targetOf } from './target-of.ts';

export const UPDATES: ClauseRule[] = [
  ...VALUES,
  ...BOXES,
  ...CHANGES,
  ...VALUE_VERBS,
  ...OUTCOMES,
  ...OWNERS,
  ...FACTS,
  ...NEWS,
  ...PAIRS,
  ...LISTS,
  ...AGAIN,
];
