import type { Condition, Target } from '../../intents.ts';
import { isJobTitle } from '../../lexicon/jobs.ts';
import { nameCost } from '../../name-cost.ts';
import { rules } from '../../rules.ts';
import { fieldOf, pathsOn } from '../../schema.ts';
import type { FieldRef, ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { asked, SHOW } from './types.ts';

/** "Search for 'cloud' in opportunities": whatever is called so. */
const search: BuildIntent = (s, c) => {
  const { from, to } = c.name!;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  const cost = quoted ? 0.1 : nameCost(s, from, to);
  const kinds = [c.in, c.inToo].flatMap((at) => (at ? [at.found as ObjectPhrase] : []));
  if (cost === undefined || kinds.some((kind) => !kind.plural)) return undefined;
  const objects = kinds.flatMap((kind) => kind.objects.filter((name) => s.vocabulary.objects.has(name)));
  const target: Target = {
    text: s.text(from, to),
    kind: 'named',
    objects,
    names: [s.text(from, to)],
    conditions: [],
  };
  return asked({ mode: 'list', target }, 0.1 + cost);
};

/** "Find dana@acme.com": whose address it is. */
const byEmail: BuildIntent = (s, c) => {
  const value = s.text(c.email!.from, c.email!.to);
  const target: Target = {
    text: value,
    kind: 'named',
    objects: ['Contact', 'Lead'].filter((name) => fieldOf(s.vocabulary.objects.get(name), 'Email')),
    names: [],
    conditions: [{ kind: 'compare', path: 'Email', op: '=', value }],
  };
  return asked({ mode: 'list', target }, 0.1);
};

/** "Any email addresses containing 'acme' in contacts": what holds the piece. */
const byPiece: BuildIntent = (s, c) => {
  const kind = c.in!.found as ObjectPhrase;
  const object = kind.objects.flatMap((name) => s.vocabulary.objects.get(name) ?? [])[0];
  const field = object && pathsOn(s.vocabulary, object, c.field!.found as FieldRef[])[0];
  if (!object || !field || !kind.plural || c.value!.to - c.value!.from > 4) return undefined;
  const holds: Condition = { kind: 'like', path: field.path, text: s.said(c.value!.from, c.value!.to).text };
  const target: Target = {
    text: s.text(c.field!.from, c.in!.to),
    kind: 'set',
    objects: [object.name],
    names: [],
    conditions: [holds],
  };
  return asked({ mode: 'list', target }, 0.1);
};

/** "The CFO of Edge Communications": who has that job there. */
const byJob: BuildIntent = (s, c) => {
  const { to } = c.title!;
  const from = /^(the|our|a|an)$/.test(s.word(c.title!.from)) ? c.title!.from + 1 : c.title!.from;
  const cost = nameCost(s, c.name!.from, c.name!.to);
  if (cost === undefined || !isJobTitle(s.phrase(from, to))) return undefined;
  // "The owner of Hooli", "the industry and owner of Hooli": fields of the record.
  if (s.vocabulary.fieldsAt(s.tokens, from).some((f) => f.end === to || s.word(f.end) === 'and'))
    return undefined;
  const title: Condition = { kind: 'like', path: 'Title', text: s.text(from, to) };
  const account: Condition = { kind: 'account', name: s.text(c.name!.from, c.name!.to) };
  const target: Target = {
    text: s.text(from, c.name!.to),
    kind: 'set',
    objects: ['Contact'],
    names: [],
    conditions: [title, account],
  };
  return asked({ mode: 'list', target }, 0.1 + cost);
};

const SEARCH = 'search|search for|find|find me|look for|look up|look|locate';
/** Records looked for by what they are called, by an address or by a job. One line is one phrasing. */
export const SEARCHES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${SEARCH}) [for] {name} (in|across|among|within|through|under) [all] [the|our|my] {in:object} [(and|or|,|&) {inToo:object}]`,
      '(search|search in|search through|look through|look in|look up in|check) [all] [the|our|my] {in:object} [(and|or|,|&) {inToo:object}] for {name}',
      '(find|search for|look for|show me|show|list) [all|any] (mentions|records mentioning|records containing|anything containing|everything containing|anything mentioning) [of] {name} (in|across|among|within) [all] [the|our|my] {in:object} [(and|or|,|&) {inToo:object}]',
    ],
    search,
  ),
  ...rules<BuildIntent>(
    [
      `(${SEARCH}) [for] [anyone|anybody|everyone|everybody|someone|somebody|people|a person] (called|named|with the name) {name}`,
    ],
    (s, c) => {
      const read = search(s, c);
      const [first] = read?.value ?? [];
      if (!read || first?.kind !== 'read') return undefined;
      const objects = ['Contact', 'Lead'].filter((name) => s.vocabulary.objects.has(name));
      return asked({ ...first.read, target: { ...first.read.target, objects } }, read.cost);
    },
  ),
  ...rules<BuildIntent>(
    [
      `(${SHOW}|who has|whose is|who owns) [the] [person|contact|lead|one|somebody|someone] [with] [the] [email|e mail|address|email address|e mail address] {email}`,
      'whose (email|address|email address|e mail address) is {email}',
    ],
    byEmail,
  ),
  ...rules<BuildIntent>(
    [
      `(${SEARCH}) [any|all|every] {field} (containing|that contain|that contains|contain|with|including|that include) {value:short} (in|across|among|within) [all] [the|our] {in:object}`,
    ],
    byPiece,
  ),
  ...rules<BuildIntent>(
    [
      `(${SHOW}|who is|what is the name of) [the|our] {title} (at|of|for|from|over at) [account|company] {name}`,
    ],
    byJob,
  ),
];
