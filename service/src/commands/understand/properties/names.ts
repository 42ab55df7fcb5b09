import type { ObjectDescribe } from '../../../salesforce/types.ts';
import { saysMore } from '../free-text.ts';
import { isTrade } from '../it.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { holdsJob, isDepartment, isJobTitle } from '../lexicon/jobs.ts';
import { cutsName, nameCost } from '../name-cost.ts';
import { isPerson, isPersonsName, runsOn } from '../persons.ts';
import { regionNamed } from '../places.ts';
import { accountField, fieldOf, hasField } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { it, type BuildProperty } from './types.ts';

export const name: BuildProperty = (s, c, o) => {
  const { from, to } = c.name!;
  if (isPerson(o) && !isPersonsName(s, from, to)) return undefined;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  const cost = quoted ? 0 : saysMore(s, from, to) ? undefined : nameCost(s, from, to);
  const cut = !isPerson(o) && cutsName(s, to) ? 0.5 : 0;
  const short = !quoted && isPerson(o) && runsOn(s, from, to, o) ? 0.8 : 0;
  return cost === undefined ? undefined : it({ kind: 'name', text: s.text(from, to) }, cost + cut + short);
};

/** "A contact at Coho Winery Lucia Ferraro head of purchasing": dictated, where a known name ends a person's begins. */
export const behindName: BuildProperty = (s, c, o) => {
  const { from, to } = c.name!;
  if (!isPerson(o) || to - from !== 2 || s.tokens[from - 1]?.kind !== 'name') return undefined;
  const plain = s.tokens.slice(from, to).every((t) => t.kind === 'word' && !FUNCTION_WORDS.has(t.word));
  return plain ? it({ kind: 'name', text: s.text(from, to) }, 0.1) : undefined;
};

export const party: BuildProperty = (s, c, o) => {
  let { from, to } = c.name!;
  let object: string | undefined;
  // "For Philip Marsh regarding a leak": what it is about is no part of a name.
  if (s.tokens.slice(from, to).some((t) => /^(regarding|concerning|about|because)$/.test(t.text)))
    return undefined;
  while (from < to - 1 && /^(the|a|an|existing|our)$/.test(s.word(from))) from++;
  for (let cut = to - 1; cut > from; cut--) {
    const noun = s.vocabulary
      .objectsAt(s.tokens, cut)
      .find((p) => p.end === to && p.objects.some((x) => x !== o.name || x === 'Account'));
    if (noun) {
      object = noun.objects[0]!;
      to = cut;
      break;
    }
  }
  if (!object) {
    const noun = s.vocabulary.objectsAt(s.tokens, from).find((p) => p.end < to && !p.plural);
    if (noun) {
      object = noun.objects[0]!;
      from = noun.end;
    }
  }
  // "In the branch chemistry", "of type webinar": a place and a company begin with no field's name.
  const before = /\b(in|of|with)( the| a| an)?$/.exec(s.phrase(Math.max(0, from - 2), from));
  if (before && (before[1] === 'in' || /^\p{Ll}/u.test(s.text(from, to))) && opensField(s, from, to, o))
    return undefined;
  // "Meters offline in two streets": where it happens, told in small letters, is what a case is about.
  if (before?.[1] === 'in' && hasField(o, 'Origin') && /^\p{Ll}/u.test(s.text(from, to)) && to - from > 1)
    return undefined;
  // An account has other accounts beside it; people and deals are records of their own.
  if (o.name === 'Account' && object !== undefined && object !== 'Account') return undefined;
  if (goesOn(s, to)) return undefined;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  // "Under the Alder, Birch and Wolf account": the article and the noun say where the name begins and ends.
  const framed =
    object !== undefined &&
    s.word(c.name!.to - 1) !== s.word(to - 1) &&
    s.tokens.slice(from, to).every((t) => /^(\p{Lu}.*|[,&]|and|of)$/u.test(t.text));
  const more = !quoted && !framed && saysMore(s, from, to, o);
  // A company that a lead works for is written as said; a record that is looked up has to exist.
  const cost = quoted ? 0.05 : more && o.name === 'Lead' ? undefined : nameCost(s, from, to);
  if (cost === undefined) return undefined;
  let at = c.name!.from - 1;
  while (/^(the|a|an|,)$/.test(s.word(at))) at--;
  // "For Bank of Oakhurst": people are of a company, a deal is not.
  const inName = s.word(at) === 'of' && !isPerson(o) && /^\p{Lu}/u.test(s.tokens[at - 1]?.text ?? '');
  return it(
    { kind: 'party', preposition: s.word(at), text: s.text(from, to), ...(object ? { object } : {}) },
    cost +
      (more ? 0.6 : 0.02) +
      (to - from > 1 && isJobTitle(s.word(to - 1)) ? 0.3 : 0) +
      (o.name === 'Account' && s.word(at) === 'in' ? 0.25 : 0) +
      (inName ? 0.4 : 0),
  );
};

/** "With account Frost | , Simmons and Blackwell": a firm of several names is not cut behind the first. */
export function goesOn(s: Sentence, to: number): boolean {
  const names = s.tokens.slice(to + 1, to + 6).map((t) => t.text);
  const and = names.findIndex((text) => /^(and|&)$/.test(text));
  return (
    s.word(to) === ',' &&
    and > 0 &&
    names.slice(0, and).every((text) => /^\p{Lu}/u.test(text)) &&
    /^\p{Lu}/u.test(names[and + 1] ?? '')
  );
}

function opensField(s: Sentence, from: number, to: number, o: ObjectDescribe): boolean {
  return s.vocabulary
    .fieldsAt(s.tokens, from)
    .some((p) => p.end <= to && p.fields.some((f) => f.object === o.name));
}

function nameBefore(s: Sentence, at: number): string {
  for (let i = at - 1; i > 0; i--) if (s.tokens[i]!.kind === 'word') return s.tokens[i]!.text;
  return '';
}

/** "Reported by Jared Dunn": who brought a case; how it came in is its origin. */
export const reporter: BuildProperty = (s, c, o) => {
  const { from, to } = c.name!;
  const contact = hasField(o, 'ContactId') && hasField(o, 'Origin');
  if (!contact || !isPersonsName(s, from, to) || to - from > LONGEST_PERSON) return undefined;
  const cost = nameCost(s, from, to);
  if (cost === undefined) return undefined;
  return it({ kind: 'party', preposition: 'by', text: s.text(from, to), object: 'Contact' }, cost);
};

/** Words: "Maria del Carmen Ruiz". */
const LONGEST_PERSON = 4;

/** "New lead: Noor Haddad, Copperleaf Studios", "(Copperleaf Studios, 50k)": what follows the name is the company. */
export const company: BuildProperty = (s, c, o) => {
  const { from, to } = c.name!;
  const person = isPerson(o);
  if (!person && (o.name === 'Account' || !accountField(o))) return undefined;
  if (s.vocabulary.objectsAt(s.tokens, to - 1).some((n) => n.end === to && to - from > 1)) return undefined;
  // "(Purchasing, jo@…)": one word in brackets may be a department.
  const phrase = s.phrase(from, to);
  if (s.word(from - 1) === '(' && (isDepartment(phrase) || (person && isJobTitle(phrase)))) return undefined;
  const listed = s.tokens.slice(from, to).some((t) => /^[-–—]$/.test(t.text));
  // "Rita Olsen, editor in chief": beside names as they are written, small words are none.
  if (/^\p{Ll}/u.test(s.tokens[from]!.text) && /^\p{Lu}/u.test(nameBefore(s, from))) return undefined;
  const cost = listed || saysMore(s, from, to, o) ? undefined : nameCost(s, from, to);
  return cost === undefined || cost > 1.2
    ? undefined
    : it({ kind: 'party', preposition: ',', text: s.text(from, to) }, 0.5 + cost);
};

/** "An account for a company called Halcyon": its name; a lead's company, a deal's account. */
export const companyNamed: BuildProperty = (s, c, o) => {
  const { from, to } = c.name!;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  const cost = quoted ? 0 : saysMore(s, from, to) ? undefined : nameCost(s, from, to);
  if (cost === undefined) return undefined;
  const text = s.text(from, to);
  return it(
    o.name === 'Account'
      ? { kind: 'name', text }
      : { kind: 'party', preposition: 'for', text, ...(isPerson(o) ? {} : { object: 'Account' }) },
    cost,
  );
};

/** "based in Bergen, Norway", "in Seattle, WA". */
export const place: BuildProperty = (s, c, o) => {
  const { from, to } = c.name!;
  if (saysMore(s, from, to)) return undefined;
  const cost = nameCost(s, from, to);
  if (cost === undefined) return undefined;
  if (!c.region) return it({ kind: 'place', text: s.text(from, to) }, cost - 0.1);
  const text = s.text(c.region.from, c.region.to);
  // ", Berg AS, Norway" of a person is a company; "New account: …, Portland OR" has no other city.
  const bare = s.tokens[from - 1]!.kind === 'punct';
  const state = /^\p{Lu}{2}$/u.test(text) && o.name === 'Lead';
  if (bare && (to - from > LONGEST_CITY || !(o.name === 'Account' || state))) return undefined;
  const kind = regionNamed(text, s.calendar.zone);
  return kind && o.fields.some((f) => f.name.endsWith('City'))
    ? it({ kind: 'place', text: s.text(from, to), region: { text, kind } }, cost - 0.1)
    : undefined;
};

/** "…, Marketing, …": where somebody works in the company. */
export const department: BuildProperty = (s, c, o) => {
  const { from, to } = c.name!;
  const field = fieldOf(o, 'Department');
  if (!field || !isDepartment(s.phrase(from, to))) return undefined;
  const fields = [{ object: o.name, field: field.name }];
  return it({ kind: 'field', assignment: { fields, fieldText: field.label, value: s.said(from, to) } }, 0.3);
};

/** Words: "San Luis Obispo". */
const LONGEST_CITY = 3;

export const there: BuildProperty = () => it({ kind: 'party', preposition: 'at', text: '' }, 0.1);

/** Jobs of a whole company; what "head", "director" or "vice president" stand before is a department. */
const OF_COMPANY =
  /^(ceo|cfo|cto|cio|coo|cmo|ciso|cpo|cro|founder|cofounder|owner|president|chairman|chairwoman)$/;

/** "CTO of Larkspur Foods" is a job and a company, "Head of Customer Success" a job. */
function ofCompany(s: Sentence, from: number, to: number): number {
  const of = s.tokens.findIndex((t, i) => i > from && i < to - 1 && t.word === 'of');
  return of > 0 && OF_COMPANY.test(s.word(of - 1)) && s.word(of - 2) !== 'vice' ? 0.7 : 0;
}

/** They end a company's name, so no job begins with one. */
const COMPANY_SUFFIX = /^(inc|llc|ltd|llp|corp|co|gmbh|ag|kg|plc|sa|sarl|bv|nv)$/;

/** "…, met at the fair": how somebody came to be known is no job. */
const CAME =
  /^(met|meet|spoke|spoken|talked|saw|seen|came|come|found|heard|called|emailed|wrote|introduced|referred|recommended|works|worked|working|interested|currently|formerly|previously|based|located|wants|needs|asked|requested|attended|visited|downloaded|signed|registered|registering|left|joined|moved)$/;

export const title: BuildProperty = (s, c, o) => {
  if (!fieldOf(o, 'Title')) return undefined;
  const { to } = c.title!;
  const from = /^(a|an)$/.test(s.word(c.title!.from)) ? c.title!.from + 1 : c.title!.from;
  if (from >= to) return undefined;
  // "She is out of office", "it is urgent": without an article only a job is one.
  const phrase = s.phrase(from, to);
  const told = /^(is|are|was)$/.test(s.word(from - 1)) && !isJobTitle(phrase) && !isDepartment(phrase);
  if (told || s.word(from - 2) === 'it') return undefined;
  // "With the blue flag" is no job.
  if (s.word(from - 2) === 'with' && !/^(role|position|job|title|function)$/.test(s.word(from - 1)))
    return undefined;
  if (
    to - from > 6 ||
    s.tokens
      .slice(from, to)
      .some((t) => t.kind !== 'word' && !(t.kind === 'punct' && /^[&/.]$/.test(t.text)) && t.kind !== 'quote')
  )
    return undefined;
  if (
    (FUNCTION_WORDS.has(s.word(from)) && !isTrade(s, from)) ||
    (FUNCTION_WORDS.has(s.word(to - 1)) && !isTrade(s, to - 1)) ||
    s.tokens
      .slice(from, to)
      .some((t) => /^(from|at|on|with|and|is|email|phone|to|for|as|his|her|their)$/.test(t.word))
  )
    return undefined;
  if (COMPANY_SUFFIX.test(s.word(from)) || CAME.test(s.word(from))) return undefined;
  // "As Ansprechpartner": what the record is, no job.
  if (s.vocabulary.objectsAt(s.tokens, from).some((n) => n.end === to && n.objects.includes(o.name)))
    return undefined;
  return it({ kind: 'title', text: s.text(from, to) }, 0.25 + 0.1 * (to - from) + ofCompany(s, from, to));
};

/** "(Buyer)", "(Purchasing)" is a job, "(Northgate Labs)" is rather a company. */
export const bracketed: BuildProperty = (s, c, o) => {
  const read = title(s, c, o);
  const phrase = s.phrase(c.title!.from, c.title!.to);
  return (
    read && { value: read.value, cost: read.cost + (isJobTitle(phrase) || isDepartment(phrase) ? 0 : 1) }
  );
};

export const bareTitle: BuildProperty = (s, c, o) => {
  const { from, to } = c.title!;
  const inOffice = to - from <= 2 && s.word(from - 1) === ',' && /^(at|for|from|of|with)$/.test(s.word(to));
  const job = holdsJob(s.phrase(from, to));
  if (!inOffice && !job) return undefined;
  const read = title(s, c, o);
  return read && { value: read.value, cost: read.cost + (job ? 0.1 : 0.3) };
};

export const owner: BuildProperty = (s, c) => {
  const { from, to } = c.name!;
  if (to - from > 3) return undefined;
  const cost = s.word(from) === 'me' || s.word(from) === 'myself' ? 0.1 : nameCost(s, from, to);
  return cost === undefined ? undefined : it({ kind: 'owner', text: s.text(from, to) }, cost - 0.1);
};
