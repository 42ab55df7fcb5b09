import type { OutsideList } from '../research/types.ts';
import type { ObjectDescribe, Salesforce } from '../salesforce/types.ts';
import type { LanguageModel } from './model/types.ts';
import { speakable } from './policy.ts';
import { firstUnderstood } from './readings.ts';
import { remembering } from './resolve/remembering.ts';
import type { Answer, Dialogue } from './resolve/session.ts';
import type { CommandInput, Outcome, Policy } from './types.ts';
import { calendarOf } from './understand/calendar.ts';
import { wordsOf } from './understand/tokens.ts';
import { vocabularyOf, type Vocabulary } from './understand/vocabulary.ts';

export interface PlannerDeps {
  salesforce: Salesforce;
  policy: Policy;
  research: {
    find(words: string): Promise<OutsideList | undefined>;
    /** Names of lists beside the batches that are recognised by their form. */
    names?(): string[];
  };
  /** Asked only when the grammar does not explain the whole command. */
  model?: LanguageModel | undefined;
}

/** Longer texts are not commands. */
const MAX_TEXT = 20_000;

/**
 * Text → outcome. Reads records as the rep, writes nothing. Never throws for what a text says; throws `SaysoError` when
 * Salesforce or a source cannot be reached.
 */
export async function planCommand(input: CommandInput, deps: PlannerDeps): Promise<Outcome> {
  return run(input, deps, []);
}

/** Goes on with a command whose last outcome was a question. */
export async function answerQuestion(
  dialogue: unknown,
  answer: { choice?: string; text?: string },
  deps: PlannerDeps,
): Promise<Outcome> {
  const { input, answers, asked } = dialogue as Dialogue;
  const command: CommandInput = {
    text: input.text,
    now: new Date(input.now),
    timeZone: input.timeZone,
    context: input.context,
  };
  const said = (answer.choice ?? answer.text ?? '').trim();
  if (
    said === '' ||
    /^(never ?mind|cancel|forget it|forget that|stop|nothing|no thanks|abort)[.!]?$/i.test(said)
  )
    return cancelled();
  if (!asked) return run(command, deps, answers);
  const value = answer.choice ?? chosen(said, asked.choices);
  if (/^(duplicate|from):/.test(asked.key) && /^(no|n|nope|do not|don't)\b/i.test(value)) return cancelled();
  return run(command, deps, [
    ...answers,
    {
      key: asked.key,
      value: /^(duplicate|from):/.test(asked.key) && /^(y|yes|yeah|sure|create)/i.test(value) ? 'yes' : value,
    },
  ]);
}

/** What was typed instead of pressed: a number, a label, or part of one label. */
function chosen(said: string, choices: readonly { value: string; label: string; detail?: string }[]): string {
  const ordinal = /^(?:the )?(?:(\d+)|first|second|third|fourth|fifth)(?: one)?\.?$/i.exec(said);
  if (ordinal && choices.length > 0) {
    const at = ordinal[1]
      ? Number(ordinal[1]) - 1
      : ['first', 'second', 'third', 'fourth', 'fifth'].findIndex((w) => said.toLowerCase().includes(w));
    if (choices[at]) return choices[at].value;
  }
  const words = wordsOf(said);
  const exact = choices.filter((c) => wordsOf(c.label) === words);
  if (exact.length === 1) return exact[0]!.value;
  const part = choices.filter((c) => ` ${wordsOf(`${c.label} ${c.detail ?? ''}`)} `.includes(` ${words} `));
  return part.length === 1 ? part[0]!.value : said;
}

function cancelled(): Outcome {
  return {
    kind: 'refuse',
    reason: 'cancelled: by the rep',
    message: 'All right, nothing was changed.',
    instead: 'Say the next thing whenever you like.',
  };
}

async function run(input: CommandInput, deps: PlannerDeps, answers: Answer[]): Promise<Outcome> {
  if (input.text.length > MAX_TEXT) {
    return {
      kind: 'refuse',
      reason: 'unsupported: too long',
      message: `A command has at most ${MAX_TEXT.toLocaleString('en-US')} characters.`,
      instead: 'Say it in fewer words, or paste the text into a note.',
    };
  }
  const vocabulary = await vocabularyFor(input.text, deps);
  const calendar = calendarOf(input.now, input.timeZone);
  const lists = (deps.research.names?.() ?? []).map((name) => wordsOf(name).split(' '));
  return firstUnderstood({
    input,
    deps: { ...deps, salesforce: remembering(deps.salesforce) },
    answers,
    vocabulary,
    calendar,
    lists,
  });
}

const memo = new WeakMap<ObjectDescribe, readonly ObjectDescribe[]>();
/** Custom objects beyond this number count only when the text names them. */
const MAX_UNNAMED_OBJECTS = 60;

/** The words of every object that the policy lets commands write, and of those the text names. */
async function vocabularyFor(text: string, deps: PlannerDeps): Promise<Vocabulary> {
  const all = (await deps.salesforce.describeGlobal()).filter((o) => speakable(deps.policy, o));
  const phrase = ` ${wordsOf(text)} `;
  const named =
    all.length <= MAX_UNNAMED_OBJECTS
      ? all
      : all.filter(
          (o) =>
            !o.custom ||
            phrase.includes(` ${wordsOf(o.label)} `) ||
            phrase.includes(` ${wordsOf(o.labelPlural)} `),
        );
  const describes = await Promise.all(named.map((o) => deps.salesforce.describe(o.name)));
  // The same describes from the cache are the same list, so that the vocabulary built from it is found again.
  const known = describes[0] && memo.get(describes[0]);
  const list =
    known && known.length === describes.length && known.every((d, n) => d === describes[n])
      ? known
      : describes;
  if (describes[0]) memo.set(describes[0], list);
  return vocabularyOf(list, deps.policy.synonyms);
}
