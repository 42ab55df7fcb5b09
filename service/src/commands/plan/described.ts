import type { Session } from '../resolve/session.ts';
import type { Intent } from '../understand/intents.ts';
import { fieldOf } from '../understand/schema.ts';

/**
 * What is told of a record right behind the words that create it becomes its description; what may be a value of a field and was not
 * read as one comes back, so that somebody asks.
 */
export function describedNew(session: Session, intents: readonly Intent[]): string | undefined {
  for (const [n, intent] of intents.entries()) {
    if (intent.kind !== 'create') continue;
    const told: string[] = [];
    for (let at = n + 1; at < intents.length; at++) {
      const next = intents[at]!;
      if ((next.kind !== 'story' && next.kind !== 'topic') || !next.of) break;
      if (next.kind === 'topic' && next.target.kind !== 'context') break;
      if (next.of.value) return next.of.text;
      told.push(next.of.text);
    }
    const object = session.describe(intent.object);
    if (told.length === 0 || !fieldOf(object, 'Description')?.createable) continue;
    const text = told.map((one) => one[0]!.toUpperCase() + one.slice(1)).join('. ');
    intent.properties.push({
      kind: 'field',
      assignment: {
        fields: [{ object: object.name, field: 'Description' }],
        fieldText: 'description',
        value: { text, phrase: text.toLowerCase(), quoted: true },
      },
    });
  }
  return undefined;
}
