import type { ObjectDescribe } from '../../../salesforce/types.ts';
import type { Condition } from '../intents.ts';
import type { Captures } from '../pattern.ts';
import type { Read, Rule } from '../rules.ts';
import type { Sentence } from '../sentence.ts';

/** Builds conditions on one object; the object decides which fields and values the words can mean. */
export type BuildCondition = (s: Sentence, c: Captures, o: ObjectDescribe) => Read<Condition> | undefined;

export type ConditionRule = Rule<BuildCondition>;

export const is = (value: Condition, cost = 0.1): Read<Condition> => ({ value, cost });
