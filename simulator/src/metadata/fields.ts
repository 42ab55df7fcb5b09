import { parseField } from '../schema/table.ts';
import type { FieldDef, PicklistEntry } from '../schema/types.ts';
import type { Xml } from '../soap.ts';
import { list } from './archive.ts';

/** Types of custom fields as lines of the schema table; `%l` length, `%p` precision, `%s` scale, `%t` target. */
const LINES: Record<string, string> = {
  AutoNumber: 'string(30) auto',
  Checkbox: 'boolean',
  Currency: 'currency(%p,%s)',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  EncryptedText: 'encryptedstring(%l)',
  Html: 'textarea(%l)',
  Location: 'location',
  LongTextArea: 'textarea(%l)',
  Lookup: '->%t',
  MasterDetail: '->%t ! cascade',
  MultiselectPicklist: 'multipicklist',
  Number: 'double(%p,%s)',
  Percent: 'percent(%p,%s)',
  Phone: 'phone',
  Picklist: 'picklist(255)',
  Text: 'string(%l)',
  TextArea: 'textarea(255)',
  Time: 'time',
  Url: 'url',
};

/** Definition of a deployed custom field; a sentence when its type is not modelled or something is missing. */
export function fieldOf(xml: Xml): FieldDef | string {
  const type = String(xml['type'] ?? '');
  const name = String(xml['fullName'] ?? '');
  if (!name.endsWith('__c')) return `The name ${name} of a custom field ends in __c.`;
  const line = LINES[type];
  if (line === undefined) return `The simulator does not model fields of type ${type || 'none'}.`;
  if (line.includes('%l') && xml['length'] === undefined)
    return `Must specify 'length' for a CustomField of type ${type}`;
  if (line.includes('%p') && xml['precision'] === undefined)
    return `Must specify 'precision' for a CustomField of type ${type}`;
  if (line.includes('%t') && xml['referenceTo'] === undefined)
    return `Must specify 'referenceTo' for a CustomField of type ${type}`;
  if (xml['formula'] !== undefined) return `The simulator does not compute formula fields: ${name}.`;

  const flag = (element: string) => xml[element] === 'true';
  const required = flag('required') || type === 'MasterDetail';
  const words = [
    line
      .replace('%l', String(xml['length']))
      .replace('%p', String(xml['precision']))
      .replace('%s', String(xml['scale'] ?? 0))
      .replace('%t', String(xml['referenceTo'])),
    required && type !== 'MasterDetail' && '!',
    flag('unique') && 'unique',
    flag('externalId') && 'external',
    !required && 'grant',
    xml['relationshipName'] !== undefined && `kids ${String(xml['relationshipName'])}__r`,
    line.startsWith('->') && `as ${name.replace(/__c$/, '__r')}`,
  ].filter((word) => typeof word === 'string');
  const [field] = parseField(`${name} ${words.join(' ')}`, {}, '');
  const { values, restricted } = picklistOf(xml);
  return {
    ...field!,
    label: String(xml['label'] ?? field!.label),
    picklist: values,
    restrictedPicklist: restricted,
    ...(xml['displayFormat'] !== undefined && { displayFormat: String(xml['displayFormat']) }),
    ...(type === 'Checkbox' && { defaultValue: xml['defaultValue'] === 'true' }),
  };
}

function picklistOf(xml: Xml): { values: PicklistEntry[]; restricted: boolean } {
  const set = xml['valueSet'] as Xml | undefined;
  const definition = set?.['valueSetDefinition'] as Xml | undefined;
  const values = (list(definition?.['value']) as Xml[]).map((value) => ({
    value: String(value['fullName']),
    label: String(value['label'] ?? value['fullName']),
    active: value['isActive'] !== 'false',
    defaultValue: value['default'] === 'true',
  }));
  return { values, restricted: set?.['restricted'] === 'true' };
}
