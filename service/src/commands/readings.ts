import { understandByModel } from './model/understand.ts';
import { planOf } from './plan.ts';
import type { PlannerDeps } from './planner.ts';
import { knownNames } from './resolve/known-names.ts';
import { Early, Session, type Answer } from './resolve/session.ts';
import type { CommandInput, Outcome } from './types.ts';
import { beyondRecords, type BeyondRecords } from './understand/beyond.ts';
import type { Calendar } from './understand/calendar.ts';
import { fieldOf } from './understand/schema.ts';
import { Sentence } from './understand/sentence.ts';
import { otherReadings, understand, type Understanding } from './understand/understand.ts';
import { withoutTalk } from './understand/without-talk.ts';
import type { Vocabulary } from './understand/vocabulary.ts';

interface Run {
  input: CommandInput;
  deps: PlannerDeps;
  answers: Answer[];
  vocabulary: Vocabulary;
  calendar: Calendar;
  /** Words of the outside lists that can be named. */
  lists: readonly string[][];
}

/**
 * The outcome of the first reading that is understood: the cheapest one, its dearer alternatives, the text with the names of the
 * org, the text without its talk, and what a language model makes of it, each only if the one before fails. What none of them
 * understands is asked as the cheapest reading asks it.
 */
export async function firstUnderstood(run: Run): Promise<Outcome> {
  const { input, deps, vocabulary, calendar, lists } = run;
  const said = understand(input.text, calendar, vocabulary, lists);
  const outcome = await outcomeOf(run, said);
  if (understood(run, said, outcome))
    return outcome.kind === 'clarify' && !hasCandidates(outcome)
      ? ((await withoutItsTalk(run, [])) ?? outcome)
      : outcome;
  const decided = await byRecords(run, said.unexplained.length > 0 ? [] : otherReadings(said));
  if (decided) return decided;
  const names = await knownNames(input.text, { calendar, vocabulary, salesforce: deps.salesforce });
  if (names.length > 0) {
    const named = understand(input.text, calendar, vocabulary, lists, names);
    const found = await byRecords(run, [named, ...otherReadings(named)]);
    if (found) return found;
  }
  const bare =
    (await withoutItsTalk(run, [])) ?? (names.length > 0 ? await withoutItsTalk(run, names) : undefined);
  if (bare) return bare;
  const modelled =
    deps.model && !explained(said)
      ? await understandByModel(deps.model, input.text, calendar, vocabulary)
      : undefined;
  if (modelled) return outcomeOf(run, modelled);
  const beyond = missed(outcome, vocabulary)
    ? beyondRecords(Sentence.of(input.text, calendar, vocabulary))
    : undefined;
  return beyond ? cannot(beyond) : outcome;
}

async function outcomeOf(
  { input, deps, vocabulary, calendar, answers }: Run,
  reading: Understanding,
  exactNames = false,
): Promise<Outcome> {
  try {
    return await planOf(new Session(input, deps, vocabulary, calendar, answers, exactNames), reading);
  } catch (error) {
    if (error instanceof Early) return error.outcome;
    throw error;
  }
}

/** Readings that only the records can decide between: a record counts by its whole name. */
async function byRecords(run: Run, readings: readonly Understanding[]): Promise<Outcome | undefined> {
  let asked: Outcome | undefined;
  for (const reading of readings) {
    const decided = await outcomeOf(run, reading, true);
    if (!understood(run, reading, decided) || decided.kind === 'refuse') continue;
    if (decided.kind !== 'clarify') return decided;
    asked ??= decided;
  }
  return asked;
}

async function withoutItsTalk(run: Run, names: readonly string[][]): Promise<Outcome | undefined> {
  const sentence = Sentence.of(run.input.text, run.calendar, run.vocabulary, names);
  const fitting: Outcome[] = [];
  for (const reading of withoutTalk(sentence, run.lists)) {
    const planned = await outcomeOf(run, reading);
    if (planned.kind === 'plan' || planned.kind === 'answer' || hasCandidates(planned)) fitting.push(planned);
  }
  // Of two records that were told of, the command fits one, or it is asked about.
  return fitting.length === 1 ? fitting[0] : undefined;
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

/** Every word, and some of them as a command: what is only told explains nothing. */
function explained({ unexplained, clauses }: Understanding): boolean {
  const told = clauses.every((c) => c.intents.every((i) => i.kind === 'story' || i.kind === 'topic'));
  return unexplained.length === 0 && !told;
}

/** Every word was explained, and by records and fields that exist. */
function understood({ vocabulary }: Run, reading: Understanding, outcome: Outcome): boolean {
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
