import type { ObjectDescribe } from '../../salesforce/types.ts';
import { answerOf } from '../resolve/answers.ts';
import type { Session } from '../resolve/session.ts';
import type { Assignment } from '../understand/intents.ts';
import { regionNamed } from '../understand/places.ts';
import { postalAddress } from '../understand/postal-address.ts';
import { hasField } from '../understand/schema.ts';
import { wordsOf } from '../understand/tokens.ts';

/**
 * A whole address, said as one value, as the fields that the object keeps it in: street, city, state, code, country. Asked about when it
 * cannot be told where the street ends.
 */
export function addressParts(session: Session, object: ObjectDescribe, assignment: Assignment): Assignment[] {
  const city = cityAndRegion(session, object, assignment);
  if (city) return city;
  const street = assignment.fields.find((f) => f.object === object.name && /Street$/.test(f.field));
  const prefix = street?.field.replace(/Street$/, '');
  const said = assignment.value.text;
  if (prefix === undefined || !said.includes(',') || !hasField(object, `${prefix}City`)) return [assignment];
  const key = `address:${wordsOf(said)}`;
  const answer = session.answerTo(key);
  if (answer === STREET_ALONE) return [assignment];
  const parts = postalAddress(answer ?? said, session.calendar.zone);
  if (!parts || Object.keys(parts).some((part) => !hasField(object, `${prefix}${part}`)))
    return session.ask(
      key,
      `Which part of "${said}" is the street, which the city and the code? Say it as "street, city, state and code, country".`,
      { slot: 'value', object: object.name, field: `${prefix}Street` },
      [{ value: STREET_ALONE, label: 'All of it is the street' }],
    );
  return Object.entries(parts).map(([part, text]: [string, string]) => ({
    fields: [{ object: object.name, field: `${prefix}${part}` }],
    fieldText: `${assignment.fieldText} ${part}`,
    value: { ...answerOf(session, text), quoted: true },
  }));
}

const STREET_ALONE = 'street';

/** "The city is Austin, Texas": a city, and the state or country that it is in. */
function cityAndRegion(
  session: Session,
  object: ObjectDescribe,
  { fields, fieldText, value }: Assignment,
): Assignment[] | undefined {
  const city = fields.find((f) => f.object === object.name && /City$/.test(f.field));
  const [, name, region] = /^([^,\d]+), ?([^,\d]+)$/.exec(value.text) ?? [];
  const kind = region === undefined ? undefined : regionNamed(region, session.calendar.zone);
  const beside = city && kind && city.field.replace(/City$/, kind);
  if (!beside || !hasField(object, beside)) return undefined;
  return [
    { fields: [city], fieldText, value: { ...answerOf(session, name!), quoted: true } },
    {
      fields: [{ object: object.name, field: beside }],
      fieldText: kind.toLowerCase(),
      value: { ...answerOf(session, region!), quoted: true },
    },
  ];
}
