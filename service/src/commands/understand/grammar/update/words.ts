/** Words that phrasings of more than one file are made of. */

/** What has been done to a value. */
export const CHANGED =
  'moved|changed|set|updated|bumped|pushed|put|switched|raised|lowered|increased|reduced|marked|corrected|adjusted|brought|shifted|rescheduled|extended|cut';

/** How a record is called or where it is put. */
export const MARKED =
  'marked|rated|flagged|classified|graded|labelled|labeled|tagged|listed|set|moved|put|changed|switched|updated|logged|recorded|considered|treated';

/** A wish that something be so. */
export const WISH =
  '((i|we) [really|just|also] (want|need|would like|would love|would prefer|expect)|what (i|we) (want|need) is|(make|be) sure [that]|ensure [that]|see [to it] that|have|get)';

export const NO_LONGER = '(is|are|was) (no longer|not)';
export const ANY_MORE = '[any more|anymore|any longer]';

/** A pause, or nothing. */
export const PAUSE = '[,|;|:|.|-|–|—]';
