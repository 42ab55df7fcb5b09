import type { Assignment, Target } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import type { Read } from '../rules.ts';
import type { Sentence } from '../sentence.ts';

/** One thing said about a call, a meeting or a to-do. */
export type Detail =
  | { kind: 'party'; preposition: string; target: Target }
  | { kind: 'day'; day: string; said: string; from: string; to: string }
  | { kind: 'time'; minutes: number }
  | { kind: 'until'; minutes: number }
  | { kind: 'duration'; minutes: number }
  | { kind: 'subject'; text: string; from: number; to: number }
  | { kind: 'text'; text: string; from: number; to: number }
  | { kind: 'field'; assignment: Assignment }
  | { kind: 'owner'; text: string }
  | { kind: 'notes' }
  | { kind: 'span'; minutes: number; until: number }
  | { kind: 'nothing' }
  | { kind: 'location'; text: string };

export type BuildDetail = (s: Sentence, c: Captures) => Read<Detail> | undefined;
export const it = (value: Detail, cost: number): Read<Detail> => ({ value, cost });
