import { ACTIVITIES } from './read/activities.ts';
import { AGENDA } from './read/agenda.ts';
import { AGGREGATES } from './read/aggregates.ts';
import { WITH_COLUMNS } from './read/columns.ts';
import { LISTS } from './read/lists.ts';
import { MEASURES } from './read/measures.ts';
import { MEMBERS_OF } from './read/members.ts';
import { NOTES_OF } from './read/notes.ts';
import { OWN_FIELD_VALUES } from './read/own-fields.ts';
import { FIELD_VALUES } from './read/values.ts';
import { RANKED } from './read/ranked.ts';
import { SEARCHES } from './read/search.ts';
import { STANDING } from './read/standing.ts';
import { UNNAMED_DEALS } from './read/unnamed.ts';
import type { ClauseRule } from './types.ts';

export const READS: ClauseRule[] = [
  ...LISTS,
  ...WITH_COLUMNS,
  ...RANKED,
  ...SEARCHES,
  ...MEMBERS_OF,
  ...NOTES_OF,
  ...AGGREGATES,
  ...MEASURES,
  ...FIELD_VALUES,
  ...OWN_FIELD_VALUES,
  ...STANDING,
  ...UNNAMED_DEALS,
  ...AGENDA,
  ...ACTIVITIES,
];
