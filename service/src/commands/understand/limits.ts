import type { Assignment, Intent, Property } from './intents.ts';
import type { Sentence } from './sentence.ts';

/**
 * Words that limit a command and stand in no name and no value: "unless it is done", "except on Tuesdays", "whose owner is away",
 * "(only the open ones)", "instead of the other one", "that were created last year", "with amounts over 400k".
 */
const LIMIT =
  /\b(unless|only (if|when|the|those|these)|but only|except|excepting|whose|provided that|as long as|instead of|that (was|were|is|are|has|have)|(over|under|above|below|more than|less than) [$€£]?\d)/i;

/** Whether a reading would write down, as a name or a value, what limits the command; what stands in quotes is data. */
export function writesLimit(s: Sentence, from: number, to: number, intents: readonly Intent[]): boolean {
  if (!LIMIT.test(s.phrase(from, to))) return false;
  const spoken = s.tokens.slice(from, to).filter((token) => token.kind !== 'quote');
  if (!LIMIT.test(spoken.map((token) => token.word).join(' '))) return false;
  return intents.flatMap(written).some((text) => text !== undefined && LIMIT.test(text));
}

function written(intent: Intent): (string | undefined)[] {
  switch (intent.kind) {
    case 'update':
      return intent.assignments.map(valueOf);
    case 'create':
      return [intent.name, ...(intent.also ?? []), ...intent.properties.map(textOf)];
    case 'convert':
      return [intent.account, intent.opportunity, intent.owner, ...(intent.properties ?? []).map(textOf)];
    default:
      return [];
  }
}

function valueOf({ value }: Assignment): string | undefined {
  return value.quoted ? undefined : value.text;
}

function textOf(property: Property): string | undefined {
  if (property.kind === 'field') return valueOf(property.assignment);
  if (property.kind === 'value') return property.value.quoted ? undefined : property.value.text;
  return 'text' in property ? property.text : undefined;
}
