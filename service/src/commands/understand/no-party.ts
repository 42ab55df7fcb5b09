import type { Sentence } from './sentence.ts';

/** "The buyers at Larkspur Foods" are nobody to link, and what is told of them is no call to log. */
export function isCrowd(s: Sentence, start: number): boolean {
  const from = s.word(start) === 'the' ? start + 1 : start;
  return (
    s.word(from - 1) === 'the' &&
    /^(buyers|people|folks|team|guys|owners|managers|engineers|founders|directors|executives|board|committee|crew|staff|ladies|customers|partners|users|developers|architects|analysts|others)$/.test(
      s.word(from),
    ) &&
    /^(at|from|of|over|in)$/.test(s.word(from + 1))
  );
}

/** What goes along with a message and is no party to it. */
export const DOCUMENT =
  /^(plan|plans|proposal|quote|quotes|quotation|contract|deck|slides|draft|document|documents|list|pricing|offer|brochure|agenda|minutes|summary|attachment|attachments|files?|information|info|details|numbers|report|study|invoice|terms|agreement|nda|roadmap|timeline|estimate|presentation|link|recap|notes|form|sow|sheet|datasheet|overview|specs?|schedule|figures|calculation|answers)$/;
