import { readFileSync } from 'node:fs';
import { relative, type Finding } from './findings.ts';
import type { Field, MetadataSchema } from './metadata-schema.ts';
import { parseXml, type XmlElement } from './xml.ts';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
/** The WSDL types it as text, Salesforce reads it as elements of its own. */
const UNCHECKED = new Set(['LightningComponentBundle.targetConfigs']);
/** Required by the WSDL, but kept in the file beside the metadata. */
const IN_ANOTHER_FILE = new Set(['content', 'fullName']);

export function checkMetadataFile(file: string, schema: MetadataSchema): Finding[] {
  return checkMetadata(readFileSync(file, 'utf8'), schema).map((finding) => ({
    file: relative(file),
    ...finding,
  }));
}

/** What Salesforce would refuse or ignore in a metadata file: unknown, repeated, missing elements and wrong values. */
export function checkMetadata(xml: string, schema: MetadataSchema): Omit<Finding, 'file'>[] {
  let root: XmlElement;
  try {
    root = parseXml(xml);
  } catch (error) {
    const [, line, message] = /^(\d+):\d+: (.*)/s.exec((error as Error).message) ?? [];
    return [{ line: Number(line ?? 1), message: `not well-formed: ${message ?? (error as Error).message}` }];
  }
  const findings: Omit<Finding, 'file'>[] = [];
  if (root.attributes['xmlns'] !== NAMESPACE)
    findings.push({ line: root.line, message: `<${root.name}> is not in the namespace ${NAMESPACE}` });
  checkElement(root, root.name, schema, findings);
  return findings;
}

function checkElement(
  element: XmlElement,
  type: string,
  schema: MetadataSchema,
  findings: Omit<Finding, 'file'>[],
): void {
  const fields = schema.types.get(type);
  if (!fields) {
    findings.push({ line: element.line, message: `${type} is no metadata type` });
    return;
  }
  const seen = new Set<string>();
  for (const child of element.children) {
    const field = fields.get(child.name);
    if (!field) findings.push({ line: child.line, message: `<${child.name}> is unknown in ${type}` });
    else {
      if (seen.has(child.name) && !field.isArray)
        findings.push({ line: child.line, message: `<${child.name}> may occur once in ${type}` });
      if (!UNCHECKED.has(`${type}.${child.name}`)) checkValue(child, field, schema, findings);
    }
    seen.add(child.name);
  }
  for (const [name, field] of fields)
    if (!field.isOptional && !field.isArray && !seen.has(name) && !IN_ANOTHER_FILE.has(name))
      findings.push({ line: element.line, message: `<${name}> is missing in ${type}` });
}

function checkValue(
  element: XmlElement,
  field: Field,
  schema: MetadataSchema,
  findings: Omit<Finding, 'file'>[],
): void {
  const allowed = schema.enums.get(field.type);
  const isWrong =
    (field.type === 'boolean' && !/^(true|false)$/.test(element.text)) ||
    (field.type === 'number' && !/^-?\d+(\.\d+)?$/.test(element.text)) ||
    (allowed !== undefined && !allowed.has(element.text));
  if (schema.types.has(field.type)) checkElement(element, field.type, schema, findings);
  else if (isWrong)
    findings.push({
      line: element.line,
      message: `<${element.name}> cannot be “${element.text}”; it is ${allowed ? oneOf(allowed) : `a ${field.type}`}`,
    });
  else if (element.children.length > 0)
    findings.push({ line: element.line, message: `<${element.name}> holds a value, not elements` });
}

/** Long enumerations (there are some of hundreds) are cut. */
function oneOf(values: Set<string>): string {
  const shown = [...values].slice(0, 12).join(', ');
  return `one of ${shown}${values.size > 12 ? ', …' : ''}`;
}
