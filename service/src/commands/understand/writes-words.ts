import type { Intent } from './intents.ts';
import { fieldOf } from './schema.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Whether an intent writes words of the rep's own, that no record and no picklist can confirm: a name, a text, a subject. */
export function writesWords(intent: Intent, { objects }: Vocabulary): boolean {
  switch (intent.kind) {
    case 'create':
    case 'note':
    case 'convert':
      return true;
    case 'activity':
      return intent.activity.subject !== undefined || intent.activity.text !== undefined;
    case 'update':
      return intent.assignments.some(
        ({ fields, fieldText }) =>
          fieldText === 'name' ||
          fields.some((f) => /^(string|textarea)$/.test(fieldOf(objects.get(f.object), f.field)?.type ?? '')),
      );
    default:
      return false;
  }
}
