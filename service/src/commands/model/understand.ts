import type { Calendar } from '../understand/calendar.ts';
import type { Intent } from '../understand/intents.ts';
import type { Vocabulary } from '../understand/vocabulary.ts';
import type { LanguageModel } from './types.ts';

export async function intentsByModel(
  _model: LanguageModel,
  _text: string,
  _calendar: Calendar,
  _vocabulary: Vocabulary,
): Promise<Intent[] | undefined> {
  return undefined;
}
