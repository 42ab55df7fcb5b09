import type { Intent } from '../understand/intents.ts';

/** The speaker's own doubt about what was just commanded; what a customer doubts is a story like any other. */
const DOUBT =
  /\b(kidding|joking|second thoughts?)\b|^((i|we)( (am|are|do))? )?(unsure|uncertain|not (so |really |yet |quite |entirely )?(sure|certain|know)|do not know)\b|^((that|this|it) )?((is|would be|was|could be|might be) )?(a |the )?(wrong|mistake|too early|joke)\b/i;

/** "They agreed on 85k, close Dec 20": money that is told beside a change may be meant to be written. */
const MONEY = /[$€£]\s?\d|\b\d[\d.,]*\s?(k|m|mm|mn|mio|grand|thousand|million)\b/i;

/** "…, he's now VP Sales", "she became CFO", "her new number is …": how somebody stands since, which a record may hold. */
const NEWS =
  /(\b(is|are|has|have|goes|reports)|['’]s|['’]re) now\b|\bnow (is|are|has|have|works|reports|uses|owns)\b|\b(became|has become|was promoted|got promoted|was renamed)\b|\b(his|her|its|their) new [\p{L} ]{2,20} is\b|\b(he|she|they) ([’']s |'ve |has |have |just |also )*(moved|relocated|transferred) (over )?(to|from|into)\b/iu;

/** What is told beside a change and may be meant to change something itself, or to take the change back. */
export function meantByTold(intents: readonly Intent[], writes: boolean): string | undefined {
  if (!writes) return undefined;
  const noted = intents.some(takesStories);
  const updates = intents.some((i) => i.kind === 'update');
  for (const intent of intents) {
    if (intent.kind !== 'story') continue;
    if (DOUBT.test(intent.text)) return intent.text;
    const whole = intent.of?.text ?? intent.text;
    if (updates && !noted && (MONEY.test(whole) || NEWS.test(whole))) return whole;
  }
  return undefined;
}

/** What is told becomes its note. */
function takesStories(intent: Intent): boolean {
  return intent.kind === 'note' || (intent.kind === 'activity' && intent.activity.done);
}
