import type { Intent } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import type { Read, Rule } from '../rules.ts';
import type { Sentence } from '../sentence.ts';

/** Reads the slots of a matched phrasing; undefined when they cannot be what the phrasing needs. */
export type BuildIntent = (s: Sentence, c: Captures) => Read<Intent[]> | undefined;

export type ClauseRule = Rule<BuildIntent>;

export function intent(value: Intent, cost: number): Read<Intent[]> {
  return { value: [value], cost };
}
