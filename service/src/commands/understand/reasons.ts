import type { Sentence } from './sentence.ts';

const REASON =
  /^(because|since (i|we|he|she|they|it|that|this|the|our|their|his|her|my)|as (agreed|discussed|requested|promised|instructed|mentioned|per|i|we|he|she|they|(planned|decided|confirmed) (with|by|in|on))|per (our|my|the|their|his|her|your)|due to|given that|now that|seeing that|thanks to|following (our|my|the|their|his|her|your)|according to|(not|no|never) an? (good |great |right )?(fit|match)|not the right (fit|match)|no (longer )?(budget|interest|response|answer|reply)|not interested)\b/;

/** Whether what begins at a place tells why, or who said so: "because they asked for it", "as agreed with Lena". */
export function givesReason(s: Sentence, i: number): boolean {
  return s.tokens[i]?.kind === 'word' && REASON.test(s.phrase(i, Math.min(s.tokens.length, i + 5)));
}
