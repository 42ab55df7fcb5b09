import type { OutsideList } from '../research/types.ts';
import type { ObjectDescribe, Salesforce } from '../salesforce/types.ts';
import type { LanguageModel } from './model/types.ts';
import { understandByModel } from './model/understand.ts';
import { planOf } from './plan.ts';
import { speakable } from './policy.ts';
import { knownNames } from './resolve/known-names.ts';
import { Early, Session, type Answer, type Dialogue } from './resolve/session.ts';
import type { CommandInput, Outcome, Policy } from './types.ts';
import { beyondRecords, type BeyondRecords } from './understand/beyond.ts';
import { calendarOf } from './understand/calendar.ts';
import { fieldOf } from './understand/schema.ts';
import { Sentence } from './understand/sentence.ts';
import { wordsOf } from './understand/tokens.ts';
import { otherReadings, understand, type Understanding } from './understand/understand.ts';
import { withoutTalk } from './understand/without-talk.ts';
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
  const attempt = async (reading: Understanding, exactNames: boolean): Promise<Outcome> => {
    try {
      return await planOf(new Session(input, deps, vocabulary, calendar, answers, exactNames), reading);
    } catch (error) {
      if (error instanceof Early) return error.outcome;
      throw error;
    }
  };
  const spoken = understand(input.text, calendar, vocabulary, lists);
  const outcome = await attempt(spoken, false);
  const untold = async (names: readonly string[][]): Promise<Outcome | undefined> => {
    for (const reading of withoutTalk(Sentence.of(input.text, calendar, vocabulary, names), lists)) {
      const planned = await attempt(reading, false);
      if (planned.kind === 'plan' || planned.kind === 'answer' || hasCandidates(planned)) return planned;
    }
    return undefined;
  };
  if (understood(spoken, outcome, vocabulary))
    return outcome.kind === 'clarify' && !hasCandidates(outcome) ? ((await untold([])) ?? outcome) : outcome;
  const decidedBy = async (readings: Understanding[]): Promise<Outcome | undefined> => {
    let asked: Outcome | undefined;
    for (const reading of readings) {
      const decided = await attempt(reading, true);
      if (!understood(reading, decided, vocabulary) || decided.kind === 'refuse') continue;
      if (decided.kind !== 'clarify') return decided;
      asked ??= decided;
    }
    return asked;
  };
  const decided = await decidedBy(spoken.unexplained.length > 0 ? [] : otherReadings(spoken));
  if (decided) return decided;
  const { salesforce, model } = deps;
  const names = await knownNames(input.text, { calendar, vocabulary, salesforce });
  if (names.length > 0) {
    const named = understand(input.text, calendar, vocabulary, lists, names);
    const found = await decidedBy([named, ...otherReadings(named)]);
    if (found) return found;
  }
  const bare = (await untold([])) ?? (names.length > 0 ? await untold(names) : undefined);
  if (bare) return bare;
  const modelled =
    model && spoken.unexplained.length > 0
      ? await understandByModel(model, input.text, calendar, vocabulary)
      : undefined;
  if (modelled) return attempt(modelled, false);
  const beyond = missed(outcome, vocabulary)
    ? beyondRecords(Sentence.of(input.text, calendar, vocabulary))
    : undefined;
  return beyond ? cannot(beyond) : outcome;
}

/** Nothing of it was understood, and it speaks of what no command does. */
function cannot({ reason, deed, instead }: BeyondRecords): Outcome {
  return {
    kind: 'refuse',
    reason,
    message: `Sayso changes records in Salesforce and nothing else, so it can't ${deed}.`,
    instead,
  };
}

/** Every word was explained, and by records and fields that exist. */
function understood(reading: Understanding, outcome: Outcome, vocabulary: Vocabulary): boolean {
  return reading.unexplained.length === 0 && !missed(outcome, vocabulary);
}

/** Which of several records is meant is all that is asked. */
function hasCandidates(outcome: Outcome): boolean {
  return outcome.kind === 'clarify' && (outcome.clarify.candidates ?? []).length > 0;
}

/** The words were read about a record or a field that does not exist: another reading may be about one that does. */
function missed(outcome: Outcome, { objects }: Vocabulary): boolean {
  if (outcome.kind !== 'clarify') return false;
  const { slot, candidates, object = '', field = '' } = outcome.clarify;
  // "Site" is a field, and a word of a name: what is no address was never meant as one.
  if (slot === 'value' && fieldOf(objects.get(object), field)?.type === 'url') return true;
  return (
    slot === 'not-found' ||
    slot === 'field' ||
    slot === 'scope' ||
    ((slot === 'record' || slot === 'user') && !candidates?.length)
  );
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
