/** Words that phrasings of more than one file are made of. */

/** What has been done to a value. */
export const CHANGED =
  'moved|changed|set|updated|bumped|pushed|put|switched|raised|lowered|increased|reduced|marked|corrected|adjusted|brought|shifted|rescheduled|extended|cut';

export const NO_LONGER = '(is|are|was) (no longer|not)';
export const ANY_MORE = '[any more|anymore|any longer]';

/** A pause, or nothing. */
export const PAUSE = '[,|;|:|.|-|–|—]';
