import type { ObjectDescribe } from '../../salesforce/types.ts';
import { saysDay } from './appointments.ts';
import { oneCallAt } from './calls.ts';
import { allOf, conditionsAt } from './conditions.ts';
import { eitherOf } from './conditions/alternatives.ts';
import { everythingDue } from './everything-due.ts';
import type { Condition, Target } from './intents.ts';
import { DETERMINERS } from './lexicon/function-words.ts';
import { holdsJob, isDepartment } from './lexicon/jobs.ts';
import { modifiers } from './modifiers.ts';
import { nameCost } from './name-cost.ts';
import { idsAt, pronounAt } from './pronouns.ts';
import type { Read } from './rules.ts';
import type { Sentence } from './sentence.ts';
import { holdsNoun, sharedNoun } from './shared-noun.ts';
import { valuedAt, valueNouns } from './valued.ts';
import type { ObjectPhrase } from './vocabulary.ts';

const memo = new WeakMap<Sentence, Map<string, Read<Target> | undefined>>();

/** Which records a stretch of words is about; all words explained. */
export function targetAt(s: Sentence, from: number, to: number): Read<Target> | undefined {
  let known = memo.get(s);
  if (!known) memo.set(s, (known = new Map()));
  const key = `${from}:${to}`;
  if (!known.has(key)) {
    known.set(key, undefined);
    known.set(key, read(s, from, to));
  }
  return known.get(key);
}

function read(s: Sentence, start: number, end: number): Read<Target> | undefined {
  let [from, to] = [start, end];
  while (to > from && /^[.,;:!?-]$/.test(s.word(to - 1))) to--;
  while (from < to && (s.word(from) === ',' || s.word(from) === ':')) from++;
  // "A and B both": says no more than the "and".
  if (to - from > 3 && s.word(to - 1) === 'both' && s.tokens.slice(from, to).some((t) => t.word === 'and'))
    to--;
  if (from >= to || to - from > 40 || /^(that|which|who|and|but|or)$/.test(s.word(to - 1))) return undefined;
  const text = s.text(from, to);
  const blank = (): Target => ({ text, kind: 'named', objects: [], names: [], conditions: [] });

  const exception = exceptAt(s, from, to);
  if (exception) {
    const base = targetAt(s, from, exception.cut);
    if (base && base.value.kind === 'set')
      return {
        value: { ...base.value, text, except: [...(base.value.except ?? []), ...exception.except] },
        cost: base.cost + exception.cost,
      };
  }
  const ids = idsAt(s, from, to);
  if (ids) return { value: { ...blank(), kind: 'ids', ids }, cost: 0.1 };
  const pronoun = pronounAt(s, from, to);
  if (pronoun) return { value: { ...blank(), kind: 'context', ...pronoun }, cost: 0.15 };

  const options = [
    withNoun(s, from, to, text),
    ones(s, from, to, text),
    named(s, from, to, text),
    several(s, from, to, text),
    sharedNoun(s, from, to, text),
    valued(s, from, to, text),
    valuesAsNoun(s, from, to, text),
    everythingDue(s, from, to, text),
    oneCallAt(s, from, to),
  ].filter((o) => o !== undefined);
  // As cheap as a bare name, the noun is no part of it.
  const best = options.reduce<Read<Target> | undefined>(
    (least, one) => (least && one.cost > least.cost - 1e-9 ? least : one),
    undefined,
  );
  // "A and B" may be one name or two: the records decide.
  const parts = options.find((o) => o.value.list)?.value.list;
  if (best && parts && best.value.kind === 'named' && !best.value.list && best.value.objects.length === 0)
    return { value: { ...best.value, list: parts }, cost: best.cost };
  return best;
}

function exceptAt(
  s: Sentence,
  from: number,
  to: number,
): { cut: number; except: Target[]; cost: number } | undefined {
  for (let i = from + 1; i < to - 1; i++) {
    let start: number | undefined;
    const word = s.word(i);
    if (word === 'except' || word === 'excluding' || word === 'besides')
      start = s.word(i + 1) === 'for' || s.word(i + 1) === 'from' ? i + 2 : i + 1;
    else if ((word === 'apart' || word === 'aside') && s.word(i + 1) === 'from') start = i + 2;
    else if (word === 'other' && s.word(i + 1) === 'than') start = i + 2;
    else if (word === 'but' && s.word(i + 1) === 'not') start = i + 2;
    else if (word === 'minus') start = i + 1;
    else if (word === 'with' && s.word(i + 2) === 'exception' && s.word(i + 3) === 'of') start = i + 4;
    else if (word === 'not' && /^(including|counting)$/.test(s.word(i + 1))) start = i + 2;
    if (start === undefined || start >= to) continue;
    if (s.word(start) === 'the' && s.word(start + 1) === 'one') start += 2;
    if (/^(for|at|on|with|from)$/.test(s.word(start))) start++;
    const target = exceptedAt(s, start, to);
    return target ? { cut: i, except: [target.value], cost: target.cost } : undefined;
  }
  return undefined;
}

/** "the Cascade ones", "the one in negotiation": of the kind that was spoken of before. */
function ones(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  for (let i = from; i < to; i++) {
    const plural = s.word(i) === 'ones';
    // "Quantum Harbor Phase One" is a name.
    if (!plural && !(s.tokens[i]!.text === 'one' && s.word(from) === 'the')) continue;
    const object = spokenOfBefore(s, from);
    const describe = object === undefined ? undefined : s.vocabulary.objects.get(object);
    const noun = { end: i + 1, objects: describe ? [describe.name] : [], plural };
    const read = describe && around(s, from, to, i, noun, describe, text);
    if (!read) return undefined;
    const names = read.value.names.slice(-1);
    const among = plural ? { among: true as const } : {};
    return { value: { ...read.value, names, ...among }, cost: read.cost };
  }
  return undefined;
}

/** The kind of the records that the words before are about. */
function spokenOfBefore(s: Sentence, at: number): string | undefined {
  for (let i = at - 1; i >= 0; i--) {
    const noun = s.vocabulary.objectsAt(s.tokens, i).find((n) => n.end <= at);
    if (noun) return noun.objects.find((name) => s.vocabulary.objects.has(name));
  }
  return undefined;
}

/** What an exception leaves out; "Diego's" are those of the same kind that are his. */
export function exceptedAt(s: Sentence, from: number, to: number): Read<Target> | undefined {
  if (to - from < 2 || s.tokens[to - 1]!.kind !== 'possessive') return targetAt(s, from, to);
  const cost = nameCost(s, from, to - 1);
  const object = spokenOfBefore(s, from);
  if (cost === undefined || object === undefined) return undefined;
  const possessor = s.text(from, to - 1);
  return {
    value: { text: s.text(from, to), kind: 'set', objects: [object], names: [], possessor, conditions: [] },
    cost,
  };
}

/** "Every MRI at Northgate", "all my CTs": the org's word for a kind of records, and no noun. */
function valued(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  if (!/^(all|every|each|both)$/.test(s.word(from))) return undefined;
  let at = from + 1;
  while (at < to && /^(of|the|my|our|single)$/.test(s.word(at))) at++;
  const found = valuedAt(s, at, to);
  const o = found && s.vocabulary.objects.get(found.object);
  const noun = found && { end: found.end, objects: [found.object], plural: true };
  const read = o && around(s, from, to, at, noun!, o, text);
  if (!read) return undefined;
  // "Every MRI and CT scanner": of one kind or the other.
  const others = read.value.conditions;
  const same = others.findIndex((other) => eitherOf(found!.condition, other, false));
  const conditions =
    same < 0
      ? [...others, found!.condition]
      : others.with(same, eitherOf(found!.condition, others[same]!, false)!);
  return { value: { ...read.value, conditions }, cost: read.cost + 0.2 };
}

/** "Mercy ventilators", "our CT scanners": the plural of a value stands for the records that have it. */
function valuesAsNoun(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  for (const { at, end, object, condition } of valueNouns(s)) {
    const o = at >= from && end <= to ? s.vocabulary.objects.get(object) : undefined;
    const read = o && around(s, from, to, at, { end, objects: [o.name], plural: true }, o, text);
    if (read)
      return {
        value: { ...read.value, conditions: [...read.value.conditions, condition] },
        cost: read.cost + 0.2,
      };
  }
  return undefined;
}

/** A phrase around a noun for an object: "all my open deals in tech", "the Globex renewal opportunity", "contact Sarah Chen". */
function withNoun(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  let best: Read<Target> | undefined;
  for (let i = from; i < to; i++) {
    for (const noun of s.vocabulary.objectsAt(s.tokens, i)) {
      if (noun.end > to) continue;
      for (const object of noun.objects) {
        const describe = s.vocabulary.objects.get(object);
        const found = describe && around(s, from, to, i, noun, describe, text);
        if (found && (!best || found.cost < best.cost - 1e-9)) best = found;
      }
    }
  }
  return best;
}

/** What is said before and behind a noun. */
export function around(
  s: Sentence,
  from: number,
  to: number,
  at: number,
  noun: ObjectPhrase,
  o: ObjectDescribe,
  text: string,
): Read<Target> | undefined {
  const before = modifiers(s, from, at, o, noun.plural);
  if (!before || (before.name && holdsNoun(s, before.name, o))) return undefined;
  const after = s.word(noun.end) === 'record' || s.word(noun.end) === 'records' ? noun.end + 1 : noun.end;
  const numbered = before.name ? undefined : numberedAt(s, after, to, o);
  if (numbered)
    return {
      value: {
        text,
        kind: noun.plural ? 'set' : 'named',
        objects: [o.name],
        names: [],
        conditions: [...before.conditions, numbered],
      },
      cost: before.cost + 0.1,
    };
  const post = conditionsAt(s, after, to, o);
  const set = before.all || before.count !== undefined || noun.plural;
  const base: Target = {
    text,
    kind: set ? 'set' : 'named',
    objects: [o.name],
    names: [],
    conditions: [...before.conditions],
    ...(before.count === undefined ? {} : { count: before.count }),
    ...(before.order ? { order: before.order } : {}),
    ...(before.possessor ? { possessor: before.possessor } : {}),
  };
  if (post) {
    const names = spellings(s, before.name, at, noun.end);
    const conditions = allOf([...base.conditions, ...post.value]);
    // "These open leads": the ones that were spoken of, never all of them.
    if (before.pointed && post.value.length + names.length === 0 && !before.possessor) return undefined;
    if (before.ofDay && !conditions.some(saysDay)) return undefined;
    const called = conditions.find((c) => c.kind === 'named' && !c.not);
    if (!set && called?.kind === 'named') {
      return {
        value: { ...base, names: [called.name], conditions: conditions.filter((c) => c !== called) },
        cost: before.cost + post.cost,
      };
    }
    if (!set && names.length === 0 && conditions.length === 0 && !before.possessor) return undefined;
    // "The next Globex meeting" may be called so, or be with Globex.
    if (set && o.name === 'Event' && names.length > 0)
      return {
        value: {
          ...base,
          conditions: [...conditions, { kind: 'about', name: names.at(-1)!, subject: true }],
        },
        cost: before.cost + post.cost + 0.1,
      };
    return { value: { ...base, names, conditions }, cost: before.cost + post.cost + 0.1 };
  }
  if (set || (before.name && !IDLE.test(s.phrase(before.name.from, before.name.to)))) return undefined;
  // "Update opportunity: Globex Renewal amount …": the colon only sets the name off.
  const start = s.word(after) === ':' ? after + 1 : after;
  const name = named(s, start, to, text);
  if (!name || name.value.kind !== 'named' || /^(at|for|from|with|of|in|on)$/.test(s.word(after)))
    return undefined;
  return {
    value: { ...name.value, objects: [o.name], conditions: base.conditions, text },
    cost: before.cost + name.cost + 0.05,
  };
}

/** "The test lead Tom Import": says nothing of a record that is called by its name. */
const IDLE = /^(test|demo|dummy|sample|fake)$/;

/** "case 00001004", "cases no. 1004 and 1005": the numbers that the org counts records by. */
function numberedAt(s: Sentence, from: number, to: number, o: ObjectDescribe): Condition | undefined {
  const field = o.fields.find((f) => f.autoNumber);
  if (!field) return undefined;
  while (/^(number|numbers|no|nr|nos|#|:|\.|id)$/.test(s.word(from)) && from < to) from++;
  const values: string[] = [];
  for (let i = from; i < to; i++) {
    if (/^([a-z]{1,6}-?)?\d{3,12}$/.test(s.word(i))) values.push(s.tokens[i]!.text);
    else if (!/^(and|,|&|#|or)$/.test(s.word(i))) return undefined;
  }
  return values.length === 0 ? undefined : { kind: 'in', path: field.name, values };
}

/** The name without and with the noun: "Acme Enterprise Deal" may be a name as a whole. */
function spellings(
  s: Sentence,
  name: { from: number; to: number } | undefined,
  at: number,
  nounEnd: number,
): string[] {
  if (!name) return [];
  const names: string[] = [];
  for (let end = nounEnd; end >= name.to; end--) names.push(s.text(name.from, end));
  return names;
}

/** A bare name, perhaps with the account it belongs to: "Maria Delgado at Globex". */
function named(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  while (from < to - 1 && DETERMINERS.has(s.word(from))) from++;
  // "My Harborview demo": whose it is says no more than an article.
  if (from < to - 2 && /^(my|our)$/.test(s.word(from))) from++;
  if (s.tokens[from]!.kind === 'quote' && to - from === 1)
    return {
      value: { text, kind: 'named', objects: [], names: [s.tokens[from]!.text], conditions: [] },
      cost: 0.15,
    };
  let best: Read<Target> | undefined;
  const whole = nameCost(s, from, to);
  if (whole !== undefined)
    best = {
      value: { text, kind: 'named', objects: [], names: [s.text(from, to)], conditions: [] },
      cost: whole,
    };
  for (let i = from + 1; i < to - 1; i++) {
    const word = s.word(i);
    // "Bob Brown (RetailCo)": of whom; "Paula Jensen (CFO)": what she is.
    const bracket =
      word === '(' && i < to - 2 && s.tokens.findIndex((t, n) => n > i && /^[()]$/.test(t.text)) === to - 1;
    if (!/^(at|from|of|with)$/.test(word) && !(word === 'over' && s.word(i + 1) === 'at') && !bracket)
      continue;
    const start = word === 'over' ? i + 2 : i + 1;
    // "Helen Lind with title Head of Sales": what she gets, and nobody she is of.
    const fields = word === 'with' ? s.vocabulary.fieldsAt(s.tokens, start) : [];
    if (fields.length > 0 && /^\p{Ll}/u.test(s.tokens[start]!.text)) continue;
    let end = bracket ? to - 1 : to;
    const job = bracket && (holdsJob(s.phrase(start, end)) || isDepartment(s.phrase(start, end)));
    if (
      end - start > 1 &&
      s.vocabulary.objectsAt(s.tokens, end - 1).some((p) => p.end === end && p.objects.includes('Account'))
    )
      end--;
    const quoted = i - from === 1 && s.tokens[from]!.kind === 'quote';
    const [left, right] = [
      quoted ? 0.1 : nameCost(s, from, i),
      nameCost(s, DETERMINERS.has(s.word(start)) ? start + 1 : start, end),
    ];
    if (left === undefined || right === undefined) continue;
    const cost = left + right - (word === 'at' ? 0.15 : 0);
    if (!best || cost < best.cost) {
      best = {
        value: {
          text,
          kind: 'named',
          objects: [],
          names: [s.text(from, i)],
          ...(job ? {} : { account: s.text(DETERMINERS.has(s.word(start)) ? start + 1 : start, end) }),
          conditions: [],
        },
        cost,
      };
    }
  }
  return best;
}

const REPEATED = /^(on|to|at|for|from|of|in|with)$/;

/** "A and B", "A, B and C": each a target of its own. The plain reading stays, because names contain "and" and commas. */
function several(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  const cuts: number[] = [];
  for (let i = from + 1; i < to - 1; i++)
    if (s.word(i) === 'and' || s.word(i) === ',' || s.word(i) === '&') cuts.push(i);
  if (cuts.length === 0 || cuts.length > 10) return undefined;
  const list: Target[] = [];
  let start = s.word(from) === 'both' ? from + 1 : from;
  let cost = 0;
  for (const cut of [...cuts, to]) {
    // "On the first deal and on the second": the preposition before them all, said again.
    if (start > from && s.word(start) === s.word(from - 1) && REPEATED.test(s.word(start))) start++;
    if (cut > start) {
      const part = cut - start === 1 && s.word(start) === 'and' ? undefined : targetAt(s, start, cut);
      if (!part) return undefined;
      if (part.value.kind === 'context' && /^(it|he|she|they)?$/.test(part.value.pronoun ?? ''))
        return undefined;
      list.push(part.value);
      cost += part.cost;
    }
    start = cut + 1;
  }
  const common = list.map((t) => t.objects).find((o) => o.length > 0) ?? [];
  const typed = list.map((part) =>
    part.objects.length === 0 && part.kind === 'named' && !list.some((t) => t.kind === 'set')
      ? { ...part, objects: common }
      : part,
  );
  const name = nameCost(s, from, to);
  const names = name === undefined || list.some((t) => t.kind !== 'named') ? [] : [s.text(from, to)];
  return {
    value: { text, kind: 'named', objects: common, names, conditions: [], list: typed },
    cost: cost + 0.25 * list.length,
  };
}
