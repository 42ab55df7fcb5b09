import type { Sentence } from './sentence.ts';

const AGAIN =
  /^(then |please |also )*(follow up|followup|check in|check back|circle back|touch base|reconnect|remind me|reach out|call (him|her|them)( back)?|call back|get back to (him|her|them))\b/;
/** What is wished or promised by somebody, no duty of the rep's. */
const WISHED =
  /\b(to|will|would|should|must|can|could|may|might|wants?|needs?|asked|agreed|promised|please)\b/;

/** "… renewal terms, follow up next Tuesday": behind a pause, what the rep is to do on a day to come. */
export function owesFollowUp(s: Sentence, from: number, to: number): boolean {
  let pause = from;
  for (let i = from; i < to; i++) {
    const before = s.word(i - 1);
    const stops = /^[.,;!–—-]$/.test(before);
    if (stops) pause = i;
    if (!stops && !/^(and|then)$/.test(before)) continue;
    if (!AGAIN.test(s.phrase(i, Math.min(to, i + 6)))) continue;
    if (!stops && WISHED.test(s.phrase(pause, i - 1))) continue;
    for (let at = i; at < to; at++) if ((s.date(at)?.day ?? '') > s.calendar.today) return true;
  }
  return false;
}
