import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import { wordsOf } from '../understand/tokens.ts';
import type { Value } from '../types.ts';
import type { Session } from './session.ts';

/** One field with its value for one record, and why. */
export interface Written {
  field: string;
  value: Value;
  why?: string;
}

/** Ends the run with a question about a value; the answer belongs to these words of this field. */
export function asks(
  session: Session,
  object: ObjectDescribe,
  field: FieldDescribe | undefined,
  said: string,
  question: string,
  choices: string[] = [],
): never {
  session.ask(
    `value:${object.name}.${field?.name ?? ''}:${wordsOf(said)}`,
    question,
    { slot: 'value', object: object.name, ...(field ? { field: field.name } : {}) },
    choices.map((value) => ({ value, label: labelOf(field, value) })),
  );
}

function labelOf(field: FieldDescribe | undefined, value: string): string {
  return field?.picklistValues.find((v) => v.value === value)?.label ?? value;
}
