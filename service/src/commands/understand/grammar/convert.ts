import type { Assignment, Intent } from '../intents.ts';
import { propertiesAt } from '../properties.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { isCapital, nameCost } from '../name-cost.ts';
import { numberAt } from '../numbers.ts';
import { OBJECT_WORDS } from '../lexicon/names.ts';
import { targetAt } from '../target.ts';
import { ACCOUNT_BY_COMPANY } from './convert/account-by-company.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { targetOf } from './update.ts';

const convert: BuildIntent = (s, c) => {
  const target = c.target ? targetAt(s, c.target.from, c.target.to) : targetOf(s, c);
  // "Convert Blake Ortega to a contact": a contact is what becomes of a lead.
  if (!target || (target.value.objects.length > 0 && !target.value.objects.includes('Lead')))
    return undefined;
  const at = c.target;
  if (at && s.tokens.slice(at.from, at.to).some((t) => t.word === 'into' || t.word === 'to'))
    return undefined;
  // "The lead with an opportunity Baghdad Pilot": what shall become of it.
  if (at && /\bwith (an? |no |the )?(new )?(opportunity|opp|deal)\b/.test(s.phrase(at.from, at.to)))
    return undefined;
  const made: Intent & { kind: 'convert' } = {
    kind: 'convert',
    target: { ...target.value, objects: ['Lead'] },
  };
  let cost = 0.15 + target.cost;
  if (c.rest) {
    const details = conversion(s, c.rest.from, c.rest.to, made);
    if (details === undefined) return undefined;
    cost += details;
  }
  return intent(made, cost);
};

const CONVERSION: [
  RegExp,
  (m: RegExpExecArray, made: Intent & { kind: 'convert' }, take: (n: number) => string) => void,
][] = [
  [
    /^(?:and |but )?(?:(?:with|there is|we need|i need)? ?(?:no|without(?: an| a| any)?|do not create(?: an| a| any)?|not create(?: an| a| any)?|skip(?: the| creating an)?|but no|without creating(?: an| a)?|but do not create an?|no new) (?:new )?(?:opportunity|opp|deal)(?: needed| required| is needed| creation| please)?)/,
    (_m, made) => {
      made.noOpportunity = true;
    },
  ],
  [
    /^(?:and )?(?:then )?(?:mark|set|change) (?:it|them|him|her|the status|the lead|status|the lead status)(?: status)? (?:as|to) (?:Q|closed - converted|closed converted|converted)/,
    () => undefined,
  ],
  [
    /^(?:to|into) (?:an? )?(?:new )?(?:contact|account|customer)(?:(?:(?: ,)? and| ,)? (?:an? )?(?:new )?(?:contact|account))?(?:(?: ,)? and| ,| with| plus)(?= (?:an? |the )?(?:new )?(?:opportunity|opp|deal) (?:named|called|titled|name|Q))/,
    () => undefined,
  ],
  [
    /^(?:to|into) (?:a )?(?:contact|account and contact|contact and account|account|customer|an account(?: and (?:a )?contact)?|contact(?:,)? account and opportunity|opportunity|an opportunity|a deal)(?: and (?:an? )?(?:opportunity|account|contact|deal))?(?: only| alone)?(?= |$)(?! (?:named|called|titled|name)\b)/,
    (m, made) => {
      if (/opportunity|deal/.test(m[0])) made.withOpportunity = true;
    },
  ],
  ...ACCOUNT_BY_COMPANY.map((pattern): (typeof CONVERSION)[number] => [pattern, () => undefined]),
];

/** What is said about a conversion beside the lead itself. */
function conversion(
  s: Sentence,
  from: number,
  to: number,
  made: Intent & { kind: 'convert' },
): number | undefined {
  let cost = 0;
  for (let i = from; i < to; ) {
    if (
      /^[,.;:()—–-]$/.test(s.word(i)) ||
      (/^(and|then|but|also|please|with|afterwards)$/.test(s.word(i)) && s.word(i + 1) !== 'no')
    ) {
      i++;
      continue;
    }
    if (s.word(i) === 'after' && s.word(i + 1) === 'that') {
      i += 2;
      continue;
    }
    const line = wordsFrom(s, i, Math.min(to - i, 32));
    let end: number | undefined;
    for (const [pattern, act] of CONVERSION) {
      const match = pattern.exec(line);
      if (!match) continue;
      act(match, made, () => '');
      end = i + match[0].trim().split(' ').length;
      break;
    }
    end ??= leaves(s, i, to, made) ?? stated(s, i, made) ?? named(s, i, to, made);
    if (end === undefined || end <= i) return undefined;
    cost += 0.1;
    i = end;
  }
  return cost;
}

/** "… from 'Open - Not Contacted' status": where it stands until now. */
function leaves(s: Sentence, i: number, to: number, made: Intent & { kind: 'convert' }): number | undefined {
  if (s.word(i) !== 'from') return undefined;
  const from = /^(the|status|stage)$/.test(s.word(i + 1)) ? i + 2 : i + 1;
  for (let end = from + 1; end <= Math.min(to, from + LONGEST_STATUS); end++) {
    const named = /^(status|stage)$/.test(s.word(end));
    if (!named && !(from > i + 1 && /^(to|into)$/.test(s.word(end)))) continue;
    made.from = s.said(from, end);
    return named ? end + 1 : end;
  }
  return undefined;
}

/** Tokens: "closed - not converted". */
const LONGEST_STATUS = 6;

/** "… to 'Closed - Converted'", "… the status 'Closed - Converted'": the status that it gets. */
function stated(s: Sentence, i: number, made: Intent & { kind: 'convert' }): number | undefined {
  const [said] =
    /^(to|as|into|((so|so that|make sure|making sure|ensure|ensuring|set|setting|mark|marking) )*(the |its |a |her |his )?(lead |converted )?status( (of|to|as|is|becomes|reads|:|=|being|should be|must be|will be|set to|is set to|goes to))?)(?= (Q|closed (- )?converted|converted|qualified)\b)/.exec(
      wordsFrom(s, i, 12),
    ) ?? [];
  if (said === undefined) return undefined;
  const at = i + said.split(' ').length;
  let end = at;
  while (!/convert|qualif/i.test(s.tokens[end]!.text)) {
    if (s.tokens[end]!.kind === 'quote') return undefined;
    end++;
  }
  made.status = s.said(at, end + 1);
  return end + 1;
}

/** Words of the sentence, Q for whatever stands in quotes. */
function wordsFrom(s: Sentence, from: number, count: number): string {
  return s.tokens
    .slice(from, from + count)
    .map((t, n) => (t.kind === 'quote' ? 'Q' : wordAt(s, from + n)))
    .join(' ');
}

const NOUNS: Readonly<Record<string, string>> = {
  Opportunity: 'opportunity',
  Account: 'account',
  Contact: 'contact',
};

/** A word as it stands, or the noun that the org's own label stands for: "Verkaufschance". */
function wordAt(s: Sentence, i: number): string {
  const { word } = s.tokens[i]!;
  const labelled = s.vocabulary.objectsAt(s.tokens, i).find((noun) => noun.end === i + 1)?.objects[0] ?? '';
  return NOUNS[labelled] === undefined || OBJECT_WORDS[labelled]!.includes(word) ? word : NOUNS[labelled];
}

const OPPORTUNITY_NAME =
  /^(?:(?:and )?(?:create|creating|open|opening|make|add|with|plus|set up) (?:a |an |the )?(?:new )?(?:opportunity|opp|deal)(?: for (?:it|them|him|her))? ?(?:named|called|titled|with the name|name)|(?:and )?(?:call|name) (?:the|its|that) (?:new )?(?:opportunity|opp|deal)|(?:the |a |an )?(?:new )?(?:opportunity|opp|deal)(?: name)? (?:should be |is |to be |will be )?(?:named|called|name|:|titled)|(?:to|into) (?:a |an |the )?(?:new )?(?:opportunity|opp|deal) (?:named|called|titled|name)|(?:opportunity|opp|deal)(?= Q)|(?:opportunity|deal) name (?:is|=|:)|(?:the |its )?(?:opportunity|opp|deal) name(?= Q))/;
const ACCOUNT_NAME =
  /^(?:(?:and )?(?:create|creating|create|make|add|with|into|to|under|use|using|(?:attach(?:ed)?|link(?:ed|ing)?|connect|add|tie)(?: it| him| her| them)? (?:to|with)|on|merge into|(?=(?:an? )?new)) ?(?:a |an |the |our )?(new |existing )?(?:account|company)(?: (?:named|called|for))?)/;

function named(s: Sentence, i: number, to: number, made: Intent & { kind: 'convert' }): number | undefined {
  const line = wordsFrom(s, i, Math.min(to - i, 20));
  const opportunity = OPPORTUNITY_NAME.exec(line);
  if (opportunity) {
    const start = i + opportunity[0].split(' ').length;
    const end = nameEnd(s, start, to);
    if (end === undefined) return undefined;
    made.opportunity = s.text(start, end);
    return end;
  }
  const plain =
    /^(?:and )?(?:(?:create|creating|with|open|make|add|set up|keep) (?:a |an |the |its |their )?|an? |(?=opp|deal))(?:new |related |matching |associated |corresponding )*(?:opportunity|opp|deal)(?: too| as well)?/.exec(
      line,
    );
  // "With an opportunity Baghdad Pilot": a name begins with a capital.
  const begun = plain && i + plain[0].trim().split(' ').length;
  if (begun && begun < to && (s.tokens[begun]!.kind === 'quote' || isCapital(s, begun, to))) {
    const end = nameEnd(s, begun, to);
    if (end === undefined) return undefined;
    made.opportunity = s.text(begun, end);
    return end;
  }
  const account = ACCOUNT_NAME.exec(line);
  if (account) {
    const start = i + account[0].split(' ').length;
    const end = nameEnd(s, start, to);
    if (end !== undefined) {
      made.account = s.text(start, end);
      made.newAccount = account[1] === 'new ' || /^(?:and )?(create|creating|make)/.test(line);
      return end;
    }
  }
  // "With a 30k opportunity", "deal worth 85k": what it is worth comes before or behind the noun.
  const valued =
    /^(?:and )?(?:with |plus )?(?:an? |the )?(?:opportunity|opp|deal) (?=worth|valued|closing|closes|of|at|amount)/.exec(
      line,
    );
  if (valued) {
    made.withOpportunity = true;
    return i + valued[0].trim().split(' ').length;
  }
  const priced = /^(?:and )?(?:with |plus )?an? /.exec(line);
  const number = priced && numberAt(s.tokens, i + priced[0].trim().split(' ').length);
  if (number && /^(opportunity|opp|deal)$/.test(s.word(number.end)) && number.unit !== 'percent') {
    const from = i + priced[0].trim().split(' ').length;
    const o = s.vocabulary.objects.get('Opportunity');
    const read = o && propertiesAt(s, from, number.end, o);
    if (!read) return undefined;
    made.properties = [...(made.properties ?? []), ...read.value];
    made.withOpportunity = true;
    return number.end + 1;
  }
  if (plain && !/^(opp|deal)/.test(plain[0])) {
    made.withOpportunity = true;
    return i + plain[0].trim().split(' ').length;
  }
  const within = /^in (?:the |a )?((?:[^ ]+ ){1,3}?)(?:industry|sector|business)\b/.exec(line);
  if (within && made.newAccount) {
    const end = i + within[0].split(' ').length;
    made.accountIndustry = s.text(/^(the|a)$/.test(s.word(i + 1)) ? i + 2 : i + 1, end - 1);
    return end;
  }
  const industry =
    /^(?:with )?(?:the )?(?:industry type|type of industry|industry)(?: (?:of|is|=|:|set to|as))? /.exec(
      line,
    );
  if (industry) {
    const start = i + industry[0].trim().split(' ').length;
    const end = nameEnd(s, start, to);
    if (end !== undefined) {
      made.accountIndustry = s.text(start, end);
      return end;
    }
  }
  const under =
    /^(?:and )?(?:under|into|to|with|at|(?:attach(?:ed)?|link(?:ed|ing)?|connect|add|tie)(?: it| him| her| them)? (?:to|with)) /.exec(
      line,
    );
  const owner =
    /^(?:and )?(?:assign(?:ed)?|give|reassign|hand) ?(?:both|all|it|them|her|him|everything|(?:all )?(?:of )?the (?:new |resulting |created |three )?(?:contact|account|records|ones|opportunity|deal)(?:(?: ,)? (?:and )?(?:the )?(?:new )?(?:contact|account|opportunity|deal))*|(?:all|the) new records|all records|all of (?:it|them)|them both|all three)? ?to /.exec(
      line,
    ) ??
    /^(?:and )?(?:with |the |its |new )*owner(?: is| should be| shall be| will be| to be|:)? /.exec(line) ??
    /^(?:(?:and )?(?:both|all|all three|everything)(?: of (?:them|it))? )?(?:to be )?owned by /.exec(line);
  if (owner) {
    const start = i + owner[0].trim().split(' ').length;
    const end = nameEnd(s, start, to);
    if (end === undefined || end - start > 3) return undefined;
    made.owner = s.text(start, end);
    const [of] =
      /^for (?:both|all|all three|everything)(?: of (?:them|it))?(?= |$)/.exec(wordsFrom(s, end, 5)) ?? [];
    return of === undefined ? end : end + of.split(' ').length;
  }
  const becomes =
    /^(?:and )?(?:make|put|set|have) ((?:\S+ ){1,3}?)(?:as |in as |down as |be )?(?:the |its |their )?(?:new )?owner(?: of (?:(?:all )?the (?:(?:new |resulting |created )?records|opportunity|deal|account)|it|them|all|everything|both))?(?= |$)/.exec(
      line,
    );
  if (becomes) {
    const start = i + (becomes[0].startsWith('and ') ? 2 : 1);
    made.owner = s.text(start, start + becomes[1]!.trim().split(' ').length);
    return i + becomes[0].trim().split(' ').length;
  }
  if (under) {
    const start = i + under[0].trim().split(' ').length;
    const end = nameEnd(s, start, to);
    if (end === undefined) return undefined;
    const last = s.vocabulary
      .objectsAt(s.tokens, end - 1)
      .some((p) => p.end === end && p.objects.includes('Account'));
    // "Add her to the Q4 Nurture campaign": more than the conversion.
    const other = s.vocabulary
      .objectsAt(s.tokens, end - 1)
      .some((p) => p.end === end && !p.objects.includes('Account'));
    if (other) return undefined;
    let first = start;
    while (/^(the|our|my|an|existing|current)$/.test(s.word(first)) && first < end - 1) first++;
    made.account = s.text(first, last ? end - 1 : end);
    return end;
  }
  const worth = /^(?:worth|valued at|priced at|for|with an? (?:amount|value) of|amount) /.exec(line);
  const opportunityDescribe = s.vocabulary.objects.get('Opportunity');
  if (
    opportunityDescribe &&
    (worth || /^clos/.test(line) || made.opportunity !== undefined || made.withOpportunity)
  ) {
    for (let end = to; end > i; end--) {
      const read = propertiesAt(s, i, end, opportunityDescribe);
      if (read && (worth || read.value.every((p) => p.kind === 'field'))) {
        const called = read.value.find((p) => p.kind === 'field' && namesIt(p.assignment));
        if (called?.kind === 'field') made.opportunity = called.assignment.value.text;
        const more = read.value.filter((p) => p !== called);
        if (more.length > 0) made.properties = [...(made.properties ?? []), ...more];
        return end;
      }
    }
  }
  return undefined;
}

function namesIt({ fields }: Assignment): boolean {
  return fields.length === 1 && fields[0]!.field === 'Name';
}

/** "Diaz Enterprises in the technology industry": no part of the name. */
function saysIndustry(s: Sentence, at: number): boolean {
  return (
    s.word(at) === 'in' &&
    [at + 2, at + 3, at + 4].some((i) => /^(industry|sector|business)$/.test(s.word(i)))
  );
}

function nameEnd(s: Sentence, start: number, to: number): number | undefined {
  if (start >= to) return undefined;
  if (s.tokens[start]!.kind === 'quote') return start + 1;
  let end = start;
  while (
    end < to &&
    !saysIndustry(s, end) &&
    !(/^(and|,|\.|;|\)|with|without|but|then|for|worth|closing)$/.test(s.word(end)) && end > start) &&
    end - start < 9
  )
    end++;
  return end > start && nameCost(s, start, end) !== undefined ? end : undefined;
}

const RESULT =
  'contact|customer|account|opportunity|deal|client|contact and account|contact and an account|account and contact|account and a contact|contact and opportunity|contact , account and opportunity|account , contact and opportunity|account and opportunity';

const SO = '[,|.|-|–|—|:|;|!] [and|so|then] [please]';

const CONVERT =
  '(complete|do|run|perform|finish|handle|carry out|go through with|proceed with) [the|a|his|her|their] [lead] conversion';

/** One line is one phrasing. */
export const CONVERSIONS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `for {target} [,|:|-|–|—] [please] ${CONVERT} [{rest}]`,
      `${CONVERT} (of|for) {target} [{rest}]`,
      "(wrap up|finish|finish off|finish up|close out|process|take care of|handle|complete|deal with) {target} 's lead (:|,|-|–|—|and|by|;|.) [please] (convert|converting) [it|him|her|them|the lead] [{rest}]",
      '(wrap up|finish|finish off|finish up|close out|process|take care of|handle|complete|deal with) [the] lead [of|for] {target} (:|,|-|–|—|and|by|;|.) [please] (convert|converting) [it|him|her|them|the lead] [{rest}]',
      "convert {target} 's lead {rest}",
      "convert {target} 's lead",
      'convert [the|my] lead [record] [for|of|called|named|with name|with the name] {target} {rest}',
      'convert [the|my] lead [record] [for|of|called|named|with name|with the name] {target}',
      'convert {target} lead {rest}',
      'convert {target} {rest}',
      'convert {target}',
      `(turn|make) [the] [lead] {target} into [a|an] (${RESULT})`,
      `(turn|make) [the] [lead] {target} into [a|an] (account|contact|customer) [,|and] [a|an] (contact|account) [,] (and|plus|with) {rest}`,
      `(turn|make) [the] [lead] {target} into [a|an] (${RESULT}) {rest}`,
      'make {target} [a|an|our] (contact|account|opportunity|deal) [of [ours|theirs]]',
      `{target} (is|has|has been|got) [now|finally|fully] qualified [now] ${SO} convert [him|her|it|them|the lead]`,
      `{target} (is|has|has been|got) [now|finally|fully] qualified [now] ${SO} convert (him|her|it|them|the lead) {rest}`,
      "(qualify and convert|qualify|close and convert) {target} 's lead",
      "(qualify and convert|qualify|close and convert) {target} 's lead {rest}",
      '(qualify and convert|qualify|close and convert) {target} {rest}',
      'qualify and convert {target}',
      '{target} (can|should|may|must|shall|needs to|has to|is ready to) [now] be converted [now|,] [{rest}]',
      '[lead] {target} [is|looks|seems] [now|finally] ready (to convert|to be converted|for conversion) [now] [,|.|:|;|-|–|—] [{rest}]',
      '{target} (->|=|-|–|—|:|,) convert [him|her|it|them|the lead] [,|.|:|;|-|–|—] [{rest}]',
    ],
    convert,
  ),
];
