import { nearestValues } from '../../picklists.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { personAt } from './records.ts';

/** "Partner referral just came in: Jo Falk from Alder Foods": a lead with its source. */
const fromSource: BuildIntent = (s, c) => {
  const o = s.vocabulary.objects.get('Lead');
  const field = fieldOf(o, 'LeadSource');
  if (!o || !field) return undefined;
  const { from, to } = c.x!;
  const said = s.said(from, to);
  const near = nearestValues(field, said.text, s.vocabulary.synonyms);
  if (near.length !== 1 || near[0]!.closeness > 2) return undefined;
  const read = personAt(s, c, o);
  const first = read?.value[0];
  if (first?.kind !== 'create' || !first.properties.some((p) => p.kind === 'party')) return undefined;
  first.properties.unshift({
    kind: 'field',
    assignment: { fields: [{ object: o.name, field: field.name }], fieldText: field.label, value: said },
  });
  return { value: read!.value, cost: read!.cost };
};

const NEWLY =
  '(just|has|have|recently|now) [just] (came|come|arrived|landed|rolled|dropped) [in|through|up] [today|yesterday|this morning|just now]|(came|arrived|landed|rolled|coming) (in|through) [today|yesterday|this morning|just now]|just in|received|received today';

/** One line is one phrasing. */
export const LEADS_FROM_SOURCES: ClauseRule[] = rules<BuildIntent>(
  [
    `[a|an|another|one|one more] [new|fresh] {x} [lead|inquiry|enquiry|request] [${NEWLY}] (:|-|–|—|,|from|for|;|.) {head} [.|,|;|-|–|—] {rest}`,
    `[a|an|another|one|one more] [new|fresh] {x} [lead|inquiry|enquiry|request] (${NEWLY}) (:|-|–|—|,|from|for|;|.) {head}`,
    `(got|received|i got|we got|i received|we received) [a|an|another] [new|fresh] {x} [lead|inquiry|enquiry|request] [today|yesterday|this morning|just now] (:|-|–|—|,|from|for|;) {head} [.|,|;|-|–|—] {rest}`,
  ],
  fromSource,
);
