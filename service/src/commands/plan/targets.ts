import type { Target } from '../understand/intents.ts';
import { wordsOf } from '../understand/tokens.ts';
import { likeWords, nameFit, quoted } from '../resolve/soql.ts';
import { ownOpenRecords } from '../resolve/choices.ts';
import { mentionOf, recordsFor } from '../resolve/records.ts';
import type { Found, Wanted } from '../resolve/selected.ts';
import type { Mention, Session } from '../resolve/session.ts';

const PEOPLE = new Set(['Contact', 'Lead', 'User']);

export interface Resolved {
  /** Existing records. */
  found?: Found;
  /** Records that an operation before creates. */
  created?: Mention[];
}

/** The records that a target means: by name, by filter, by id, or from what was said before. */
export async function targetRecords(session: Session, target: Target, wanted: Wanted): Promise<Resolved> {
  const resolved = await targetRecordsIf(session, target, wanted);
  if (resolved) return resolved;
  const object =
    wanted.objects.find((o) => target.objects.includes(o)) ??
    target.objects[0] ??
    (wanted.objects.length === 1 ? wanted.objects[0] : undefined);
  session.ask(
    `record:${wordsOf(target.text)}`,
    object ? `Which ${session.describe(object).label.toLowerCase()}?` : 'Which record?',
    { slot: 'record', ...(object ? { object } : {}) },
    object ? await ownOpenRecords(session, object) : [],
  );
}

export async function targetRecordsIf(
  session: Session,
  target: Target,
  wanted: Wanted,
): Promise<Resolved | undefined> {
  if (target.kind === 'context') return fromContext(session, target, wanted);
  const made = createdAs(session, target);
  if (made) return { created: [made] };
  const found = await recordsFor(session, target, wanted);
  if (found && target.besides) {
    const object = session.describe(found.object);
    await askWhom(
      session,
      `record:${wordsOf(target.text)}`,
      target,
      found.rows.map((row) => mentionOf(object, row)),
    );
  }
  return found ? { found } : undefined;
}

/** A name that an operation before gives to a new record. */
function createdAs(session: Session, target: Target): Mention | undefined {
  for (const group of [...session.mentions].reverse()) {
    const hit = group.find(
      (m) =>
        m.ref !== undefined &&
        (target.objects.length === 0 || target.objects.includes(m.object)) &&
        target.names.some((n) => nameFit(n, m.name) === 1),
    );
    if (hit) return hit;
  }
  return undefined;
}

async function fromContext(session: Session, target: Target, wanted: Wanted): Promise<Resolved | undefined> {
  const objects = target.objects.length > 0 ? target.objects : wanted.objects;
  const person = target.pronoun !== undefined && /^(him|her|he|she)$/.test(target.pronoun);
  const fits = (m: Mention) =>
    objects.includes(m.object) && (!person || PEOPLE.has(m.object)) && (target.pronoun !== 'it' || !person);
  const key = `record:${wordsOf(target.text)}`;
  const answered = session.answerTo(key);
  if (answered !== undefined) {
    const chosen: Target =
      /^[a-zA-Z0-9]{15,18}$/.test(answered) && /\d/.test(answered)
        ? { ...target, kind: 'ids', ids: [answered] }
        : { ...target, kind: 'named', names: [answered], text: answered };
    const found = await recordsFor(session, chosen, wanted);
    return found ? { found } : undefined;
  }
  const groups = [...session.mentions].reverse();
  const both = /\bboth\b/.test(target.pronoun ?? '');
  for (const [n, group] of groups.entries()) {
    const own = group.filter(fits);
    if (own.length === 0) continue;
    const hits = both && own.length === 1 ? withOneBefore(own[0]!, groups.slice(n + 1)) : own;
    await askWhom(session, key, target, hits);
    if (both && hits.length !== 2)
      session.ask(key, `These are ${hits.length} records, not two. Which ones do you mean?`, {
        slot: 'record',
        object: hits[0]!.object,
        candidates: hits.flatMap((m) => m.id ?? []).slice(0, 50),
      });
    if (hits.every((m) => m.ref !== undefined)) return { created: hits };
    const ids = hits.flatMap((m) => (m.id === undefined ? [] : [m.id]));
    const found = await recordsFor(session, { ...target, kind: 'ids', ids }, wanted);
    return found
      ? {
          found: {
            ...found,
            why: `"${target.text}" = ${hits.length === 1 ? hits[0]!.name : `${hits.length} records`}`,
          },
        }
      : undefined;
  }
  const { recordId, mentioned } = session.input.context ?? {};
  const prefix = (id: string) =>
    [...session.vocabulary.objects.values()].find((o) => o.keyPrefix === id.slice(0, 3))?.name;
  const plural =
    target.pronoun !== undefined &&
    /^(them|these|those|they|both|all of|each of|every one|the lot|the whole lot)\b/.test(target.pronoun);
  const sources = plural
    ? [mentioned ?? [], recordId ? [recordId] : []]
    : [recordId ? [recordId] : [], mentioned ?? []];
  for (const ids of sources) {
    const fitting = ids.filter((id) => {
      const object = prefix(id);
      return object !== undefined && objects.includes(object) && (!person || PEOPLE.has(object));
    });
    if (fitting.length === 0) continue;
    if (fitting.length > 1 && !plural && ids === mentioned)
      session.ask(key, 'Which one?', { slot: 'record', object: prefix(fitting[0]!)!, candidates: fitting });
    const found = await recordsFor(session, { ...target, kind: 'ids', ids: fitting }, wanted);
    return found
      ? { found: { ...found, why: ids[0] === recordId ? 'the open record' : 'the records just mentioned' } }
      : undefined;
  }
  return undefined;
}

/** "Move A to negotiation and B to proposal, set both to commit": the last two that were spoken of, of one kind. */
function withOneBefore(last: Mention, groups: readonly Mention[][]): Mention[] {
  const before = groups.find((group) =>
    group.some((m) => m.object === last.object && (m.id ?? m.ref) !== (last.id ?? last.ref)),
  );
  const others = before?.filter((m) => m.object === last.object) ?? [];
  return others.length === 1 ? [others[0]!, last] : [last];
}

const ONE_PERSON = /^(him|her|he|she)$/;

/** "Sho wants Naomi's number. Add a note on her": of two people, one pronoun says neither. */
async function askWhom(
  session: Session,
  key: string,
  { pronoun, besides }: Target,
  hits: readonly Mention[],
): Promise<void> {
  // "Make her the primary contact": the deal is meant by another word.
  if (!hits.some((m) => PEOPLE.has(m.object) || m.object === 'Account')) return;
  const one = besides !== undefined || ONE_PERSON.test(pronoun ?? '');
  const strangers = (besides ?? []).filter((name) => !hits.some((m) => nameFit(name, m.name)));
  const people = strangers.length > 0 ? await withoutCompanies(session, strangers) : [];
  if (people.length === 0 && !(one && hits.length > 1)) return;
  session.ask(key, 'Whom do you mean?', {
    slot: 'record',
    object: hits[0]!.object,
    candidates: hits.flatMap((m) => m.id ?? []).slice(0, 50),
  });
}

async function withoutCompanies(session: Session, names: readonly string[]): Promise<string[]> {
  const found = await session.queries(
    names.map((name) => `SELECT Id FROM Account WHERE Name LIKE ${likeWords(name) ?? quoted(name)} LIMIT 1`),
  );
  return names.filter((_, n) => found[n]!.length === 0);
}
