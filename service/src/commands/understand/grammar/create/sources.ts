import { nearestValues } from '../../picklists.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { intent } from '../types.ts';
import { HERE } from '../target-of.ts';
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

/** "She found us on the web": where the one who was just spoken of comes from. */
const cameFrom: BuildIntent = (s, c) => {
  const fields = ['Lead', 'Account', 'Contact', 'Opportunity'].flatMap((object) => {
    const field = fieldOf(s.vocabulary.objects.get(object), 'LeadSource');
    return field ? [{ object, field }] : [];
  });
  const said = s.said(c.x!.from, c.x!.to);
  const near = fields[0] ? nearestValues(fields[0].field, said.text, s.vocabulary.synonyms) : [];
  if (near.length !== 1 || near[0]!.closeness > 2) return undefined;
  const assignment = {
    fields: fields.map(({ object, field }) => ({ object, field: field.name })),
    fieldText: 'lead source',
    value: said,
  };
  return intent({ kind: 'update', target: HERE, assignments: [assignment] }, 0.4);
};

/** One line is one phrasing. */
export const LEADS_FROM_SOURCES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `[a|an|another|one|one more] [new|fresh] {x} [lead|inquiry|enquiry|request] [${NEWLY}] (:|-|–|—|,|from|for|;|.) {head} [.|,|;|-|–|—] {rest}`,
      `[a|an|another|one|one more] [new|fresh] {x} [lead|inquiry|enquiry|request] (${NEWLY}) (:|-|–|—|,|from|for|;|.) {head}`,
      `(got|received|i got|we got|i received|we received) [a|an|another] [new|fresh] {x} [lead|inquiry|enquiry|request] [today|yesterday|this morning|just now] (:|-|–|—|,|from|for|;) {head} [.|,|;|-|–|—] {rest}`,
    ],
    fromSource,
  ),
  ...rules<BuildIntent>(
    [
      '(he|she|they) [just|first|originally] (came in|came|came to us|arrived|reached us|reached out|reached out to us|contacted us|found us|discovered us|heard about us|heard of us|got in touch|got in touch with us|signed up|registered) (through|via|from|on|over|by|at|using) [the|our|a|an] {x} [form|page]',
    ],
    cameFrom,
  ),
];
