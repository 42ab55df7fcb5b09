import type { ClauseRule } from './types.ts';
import { AGAIN } from './update/again.ts';
import { APPENDED } from './update/appended.ts';
import { BOX_WORDS } from './update/box-words.ts';
import { BOXES } from './update/boxes.ts';
import { CHANGES } from './update/changes.ts';
import { FACTS } from './update/facts.ts';
import { FIELD_VALUES } from './update/field-values.ts';
import { LISTS } from './update/lists.ts';
import { NEWS } from './update/news.ts';
import { OUTCOMES } from './update/outcomes.ts';
import { OWN_FIELDS } from './update/own-fields.ts';
import { OWNERS } from './update/owners.ts';
import { PAIRS } from './update/pairs.ts';
import { PARTICIPLES } from './update/participles.ts';
import { REPLACEMENTS } from './update/replacements.ts';
import { SELECTIONS } from './update/selections.ts';
import { UNKNOWN_BOXES } from './update/unknown-box.ts';
import { UNKNOWN_FIELDS } from './update/unknown.ts';
import { UNSAID_VALUES } from './update/unsaid.ts';
import { VALUES } from './update/values.ts';
import { VALUE_VERBS } from './update/value-verbs.ts';

export { HERE, targetOf } from './target-of.ts';

export const UPDATES: ClauseRule[] = [
  ...FIELD_VALUES,
  ...VALUES,
  ...BOXES,
  ...BOX_WORDS,
  ...CHANGES,
  ...APPENDED,
  ...SELECTIONS,
  ...REPLACEMENTS,
  ...VALUE_VERBS,
  ...OUTCOMES,
  ...OWNERS,
  ...FACTS,
  ...OWN_FIELDS,
  ...NEWS,
  ...PAIRS,
  ...PARTICIPLES,
  ...LISTS,
  ...AGAIN,
  ...UNKNOWN_FIELDS,
  ...UNSAID_VALUES,
  ...UNKNOWN_BOXES,
];
