import type { Intent, Property } from '../understand/intents.ts';

/** "Convert Jane Roe. Then create an opportunity called …": the conversion makes one, and that is what it is called. */
export function withOpportunity(intents: readonly Intent[]): Intent[] {
  const made: Intent[] = [];
  for (const intent of intents) {
    const at = made.findLastIndex((i) => i.kind === 'convert');
    const conversion = made[at];
    if (conversion?.kind === 'convert' && intent.kind === 'create' && takes(conversion, intent))
      made[at] = { ...conversion, opportunity: nameOf(intent)! };
    else made.push(intent);
  }
  return made;
}

function takes(conversion: Intent & { kind: 'convert' }, created: Intent & { kind: 'create' }): boolean {
  return (
    created.object === 'Opportunity' &&
    nameOf(created) !== undefined &&
    created.properties.every((p) => named(p) !== undefined) &&
    conversion.opportunity === undefined &&
    conversion.noOpportunity !== true &&
    conversion.target.kind === 'named'
  );
}

/** What a new opportunity is called; undefined when nothing or two things were said. */
function nameOf({ name, properties }: Intent & { kind: 'create' }): string | undefined {
  const names = new Set([
    ...(name === undefined ? [] : [name]),
    ...properties.flatMap((p) => named(p) ?? []),
  ]);
  return names.size === 1 ? [...names][0] : undefined;
}

function named(property: Property): string | undefined {
  if (property.kind === 'name') return property.text;
  if (property.kind !== 'field') return undefined;
  const { fields, value } = property.assignment;
  return fields.length === 1 && fields[0]!.field === 'Name' ? value.text : undefined;
}
