import type { ObjectDescribe } from '../../../../salesforce/types.ts';
import { isSomeStatus } from '../../assignments.ts';
import type { Intent, Target } from '../../intents.ts';
import { DETERMINERS, PRONOUNS } from '../../lexicon/function-words.ts';
import type { Captured, Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import { byKind, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** The token before the target, its article left out. */
function verbBefore(s: Sentence, target: Captured | undefined): number {
  let at = (target?.from ?? 1) - 1;
  while (DETERMINERS.has(s.word(at))) at--;
  return at;
}

/** "Move it to …", "they go to …": somebody else's from now on, or where they stand from now on. */
function mayStand(s: Sentence, c: Captures): boolean {
  return (
    /^(move|switch|shift)$/.test(s.word(verbBefore(s, c.target))) ||
    (c.target !== undefined && /\b(go|goes)( over)? to$/.test(s.phrase(c.target.to, c.user!.from)))
  );
}

const reassign: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const { from, to } = c.user!;
  if (
    !target ||
    to - from > 4 ||
    s.tokens
      .slice(from, to)
      .some(
        (t) =>
          t.kind === 'punct' ||
          t.kind === 'number' ||
          /^(and|to|with|the|at|of|for|it|stage|status|all|any|both|each|every|everything|those|these|that|my|our|his|their)$/.test(
            t.word,
          ) ||
          (t.word === 'her' && to - from > 1),
      )
  )
    return undefined;
  if (target.value.objects[0] === 'User' || /^(the )?ownership\b/i.test(target.value.text)) return undefined;
  // "Move Harborview to maybe": who writes names with capitals writes the new owner's with one, too.
  if (
    /^(move|switch|shift)$/.test(s.word(verbBefore(s, c.target))) &&
    s.text(from, to) === s.phrase(from, to) &&
    /\p{Lu}/u.test(target.value.text)
  )
    return undefined;
  // "Give Brian Kelly a lead source of Web".
  const { from: given } = c.target ?? { from: 0 };
  const article = DETERMINERS.has(s.word(given)) ? given + 1 : given;
  const field = s.vocabulary.fieldsAt(s.tokens, article).some((f) => s.word(f.end) === 'of');
  if (c.target && field) return undefined;
  const value = s.said(from, to);
  if (value.date || value.number || isSomeStatus(s, value.text)) return undefined;
  const intents = byKind(target.value).map(
    (part): Intent => ({
      kind: 'update',
      target: part,
      assignments: [
        {
          fields: [],
          fieldText: 'owner',
          value: s.said(from, to),
          ...(mayStand(s, c) ? { orStatus: true } : {}),
        },
      ],
    }),
  );
  return { value: intents, cost: 0.2 + target.cost + 0.08 * (to - from) };
};

/** "Give Tom the Globex deal and Aisha the Initech one": each of them something else. */
const toEach: BuildIntent = (s, c) => {
  const first = reassign(s, c);
  const second = reassign(s, { user: c.other!, target: c.where! });
  const named = [first, second].every((read) =>
    read?.value.every((i) => i.kind === 'update' && i.target.objects.length > 0 && !i.target.list),
  );
  if (!first || !second || !named) return undefined;
  return { value: [...first.value, ...second.value], cost: first.cost + second.cost - 0.6 };
};

/** "… from Tom": of whom it was until now. */
function ownedBy(s: Sentence, { from, to }: Captured, target: Target): Target {
  const who = s.text(from, to);
  return { ...target, conditions: [...target.conditions, { kind: 'owner', who }] };
}

const fromOther: BuildIntent = (s, c) => {
  // "Every lead from the retail industry": which ones, and not whose.
  if (c.other && DETERMINERS.has(s.word(c.other.from))) return undefined;
  const read = reassign(s, c);
  if (!read || !c.other) return read;
  const first = read.value[0]!;
  if (first.kind === 'update') first.target = ownedBy(s, c.other, first.target);
  return read;
};

/** "Raj knows Jamie Fox, so make him the owner of that lead": a colleague, and the record that the same words name. */
const toWhoWasTold: BuildIntent = (s, c) => {
  const read = reassign(s, c);
  const [first, more] = read?.value ?? [];
  if (!read || more || first?.kind !== 'update' || first.target.kind !== 'named' || first.target.list)
    return undefined;
  if (PRONOUNS.has(s.word(c.user!.from))) return undefined;
  if (!c.noun) return first.target.objects.length > 0 ? read : undefined;
  const { objects, plural } = c.noun.found as ObjectPhrase;
  const { target } = first;
  if (
    plural ||
    !objects.every((name) => /^(Lead|Contact|Account)$/.test(name) || target.objects.includes(name))
  )
    return undefined;
  if (target.objects.length > 0 && !target.objects.some((name) => objects.includes(name))) return undefined;
  return intent({ ...first, target: { ...target, objects } }, read.cost);
};

/** "Put Lena on the Globex deal": unless it is a campaign that she is put on. */
const putOn: BuildIntent = (s, c) => {
  const read = fromOther(s, c);
  const [update] = read?.value ?? [];
  if (!read || update?.kind !== 'update' || update.target.objects.includes('Campaign')) return undefined;
  const { target } = update;
  if (target.kind !== 'named' || target.objects.length > 0 || target.list)
    return { ...read, cost: read.cost + 0.4 };
  const objects = [...s.vocabulary.objects.values()].filter(isWorkedOn).map((o) => o.name);
  return intent({ ...update, target: { ...target, objects } }, read.cost + 0.4);
};

/** People are put on a campaign as its members. */
function isWorkedOn({ name, custom }: ObjectDescribe): boolean {
  return custom || /^(Opportunity|Account|Lead|Case|Task)$/.test(name);
}

const TAKE =
  'have|get|receive|inherit|take|take over|own|handle|look after|take care of|work on|work|run|lead|manage|take on|cover|deal with|take charge of';
const SO = '[,|;|.|-|–|—] [so|and] [please|can you]';
const IT = '(it|[that|the|this] {noun:object})';
const TO_THEM = `((assign|reassign|give|hand|hand over|pass|transfer) ${IT} [over] to (him|her|them)|make (him|her|them) [the] [new] owner [of ${IT}])`;
const INSTEAD = '[(instead|in place) of {other}|rather than {other}|from (me|us)]';

/** Who owns a record from now on. One line is one phrasing. */
export const OWNERS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      '(reassign|assign|transfer|hand|hand over|hand off|give|pass|pass over|route|turn over|delegate|re assign|reroute|move|switch|shift|allocate|reallocate|bounce|toss|kick|punt|flip|redirect|throw) {target} [over|across|from me|back|on|off] to {user}',
      '(reassign|transfer|move|hand|switch|shift) {target} from {other} to {user}',
      'make {user} [the|new] [new] owner (of|for|on) {target}',
      'put {user} [in|down] as [the|new] [new] owner (of|for|on) {target}',
      'put {user} [in|down] as [the|new] [new] owner',
      'make {user} [the|its|their|new] [new] owner [of it|of them|of that]',
      'put {target} under {user}',
      "put {target} in {user} 's name",
      "put {user} 's name on {target} [as [the|its] [new] owner]",
      'put {user} in charge of {target}',
      '(change|set|switch|update|make) [the|new] owner (of|for|on) {target} [from {other}] (to|as|=) {user}',
      '(transfer|hand|hand over|give|pass|pass over|move|assign|reassign|turn over|change|switch|shift) [the] ownership (of|for|on) {target} [from {other}] [over] to {user}',
      "(transfer|hand over|give|pass|pass over|move|change|switch) {target} 's ownership [from {other}] [over] to {user}",
      "(change|set|switch|update) {target} 's owner [from {other}] (to|as) {user}",
      '(change|set|switch|update) {target} owner [from {other}] (to|as) {user}',
      '(give|hand|assign) {user} {target}',
      `{user} [now] (owns|takes over|is taking over|takes|gets|has|handles|looks after|takes care of|runs|leads|manages|takes on|covers|is in charge of|took on|took over|is responsible for|is on) {target} [now] ${INSTEAD}`,
      `{user} (should|will|must|shall|is going to|is to|can|may|needs to|has to|ought to) [now] (${TAKE}) {target} [now] ${INSTEAD}`,
      `(let|have|get|make) {user} [to] (${TAKE}) {target} [now] ${INSTEAD}`,
      `(i|we) (want|need|would like) {user} to (${TAKE}) {target} [now] ${INSTEAD}`,
      '{user} instead of {other} (on|for|as [the] owner of) {target}',
      '(swap|switch|replace|exchange) {other} [out] (for|with|by) {user} (on|as [the] owner (of|on|for)) {target}',
      '(take|pull) {other} off {target} [and|,] (put|have|get) {user} (on|in) [it|them|there|instead]',
      '{target} (should|will|must|is to|can|needs to|need to|has to|have to) [now] (be|sit|go|stay) with {user} [now]',
      '{target} (is|are|sits|sit) now with {user}',
      '(i|we) (am|are) (giving|handing|passing|moving|transferring|reassigning|assigning) {target} [over|on] to {user}',
      '{target} (needs|has|have|ought|need) to (go|move|be handed|be given|be passed|be transferred|be reassigned|be assigned) [over] to {user} [now]',
      '{target} [<did>] (handed|given|passed|transferred|reassigned|assigned|handed over|passed on|passed over) [over] to {user} [now]',
      '{target} (should belong|belongs|belong|now belongs|now belong|goes|should go|go|(needs|need|has|have|ought) to belong) to {user} [now]',
      '(assign|reassign) {target} {user}',
      '(change|set|update|switch) [the|its|their|his|her] owner to {user}',
      '{target} (is|are|should be|will be|gets|must be|needs to be) [now] (owned|handled|taken over|covered|managed|looked after) by {user} [now]',
      '{user} is [now] [the] [new] owner of {target}',
      "{target} (is|are|becomes|become|will be|should be) [now] {user} 's [now|deal|account|lead|to handle|to work]",
    ],
    fromOther,
  ),
  ...rules<BuildIntent>([`(put|get|have) {user} (on|onto) {target} [now] ${INSTEAD}`], putOn),
  ...rules<BuildIntent>(
    [
      `{user} (will|should|is going to|can|wants to|would like to) (do|finish|${TAKE}) {target} ${SO} ${TO_THEM}`,
      `{user} [already|personally] (knows|has met|met|worked with|has worked with|is close to) {target} ${SO} ${TO_THEM}`,
    ],
    toWhoWasTold,
  ),
  ...rules<BuildIntent>(['(give|hand|assign) {user} {target} [,] and {other} {where}'], toEach),
  ...rules<BuildIntent>(
    [
      '(take over|take ownership of|claim) {target} [from {other}]',
      '[(i|we) (am|are|will be)] taking over {target} [now] [from {other}]',
      '[(i|we) (am|are|will be)] taking {target} (over|off) [from] {other}',
      '{target} (is|are|should be|will be) [now] mine [now]',
      '(i|we) (own|took over|will take over|take over|inherited|inherit|have taken over) {target} [now] [from {other}]',
      'make me [the] owner of {target}',
      '(assign|reassign|give|transfer|move|hand|pass|switch|shift|bring|route|hand over) {target} [over|back] to (me|myself)',
      'assign me {target}',
      'put {target} (in|under) my name',
      '{target} (go|goes|should go|should belong|belong|belongs) to (me|myself) [now]',
      'put my name on {target}',
    ],
    (s, c) => {
      const target = targetOf(s, c);
      return (
        target &&
        intent(
          {
            kind: 'update',
            target: c.other ? ownedBy(s, c.other, target.value) : target.value,
            assignments: [
              { fields: [], fieldText: 'owner', value: { text: 'me', phrase: 'me', quoted: false } },
            ],
          },
          0.15 + target.cost,
        )
      );
    },
  ),
];
