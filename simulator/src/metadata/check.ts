import type { Xml } from '../soap.ts';
import { list } from './archive.ts';
import { metadataCatalog, type Member } from './catalog.ts';
import { fault, type Component, type Problem } from './components.ts';

const NAMESPACE = '{http://soap.sforce.com/2006/04/metadata}';

/** Elements that the type does not have and values that an element cannot hold, each with its line. */
export function checkElements(component: Component): Problem[] {
  const problems: Problem[] = [];
  visit(component.xml, component.type);
  return problems;

  function visit(xml: Xml, type: string): void {
    const members = metadataCatalog().members(type);
    if (!members) return;
    for (const [name, value] of Object.entries(xml)) {
      const member = members.get(name);
      if (!member) {
        report(
          name,
          `Error parsing file: Element ${NAMESPACE}${name} invalid at this location in type ${type}`,
        );
        continue;
      }
      const values = Array.isArray(value) ? value : [value];
      if (values.length > 1 && !member.repeats)
        report(name, `Error parsing file: Element ${name} may occur only once in type ${type}`);
      for (const item of values) checkValue(name, item, member);
    }
  }

  function checkValue(name: string, value: unknown, member: Member): void {
    if (typeof value === 'object' && value !== null) {
      visit(value as Xml, member.type);
      return;
    }
    const text = String(value);
    const values = metadataCatalog().values(member.type);
    if (values && !values.has(text))
      report(name, `'${text}' is not a valid value for the enum '${member.type}'`, text);
    else if (member.type === 'boolean' && text !== 'true' && text !== 'false')
      report(name, `'${text}' is not a valid value for the type xsd:boolean`, text);
    else if (member.type === 'number' && !/^-?\d+(?:\.\d+)?$/.test(text))
      report(name, `'${text}' is not a valid value for the type xsd:double`, text);
  }

  function report(element: string, problem: string, content = ''): void {
    problems.push({
      ...fault(component.type, component.fullName, component.fileName, problem),
      ...lineOf(component.text, element, content),
    });
  }
}

/** Where an element first stands in a file. */
function lineOf(text: string, element: string, content = ''): { lineNumber: number; columnNumber: number } {
  const found = Math.max(
    0,
    text.search(new RegExp(`<${element}\\s*/?>\\s*${content.replace(/[^\w]/g, '\\$&')}`)),
  );
  const before = text.slice(0, found).split('\n');
  return { lineNumber: before.length, columnNumber: before.at(-1)!.length + 1 };
}

/** What a component of this type points to: element path, type that it names. */
const REFERENCES: Record<string, [path: string, target: string][]> = {
  PermissionSet: [
    ['applicationVisibilities.application', 'CustomApplication'],
    ['classAccesses.apexClass', 'ApexClass'],
    ['customPermissions.name', 'CustomPermission'],
    ['fieldPermissions.field', 'CustomField'],
    ['objectPermissions.object', 'CustomObject'],
    ['pageAccesses.apexPage', 'ApexPage'],
    ['tabSettings.tab', 'CustomTab'],
  ],
  CustomApplication: [
    ['tabs', 'CustomTab'],
    ['utilityBar', 'FlexiPage'],
  ],
  CustomField: [['referenceTo', 'CustomObject']],
  CustomTab: [
    ['flexiPage', 'FlexiPage'],
    ['lwcComponent', 'LightningComponentBundle'],
  ],
  ExtlClntAppOauthSettings: [['externalClientApplication', 'ExternalClientApplication']],
  ExtlClntAppOauthConfigurablePolicies: [['externalClientApplication', 'ExternalClientApplication']],
  ExtlClntAppConfigurablePolicies: [['externalClientApplication', 'ExternalClientApplication']],
  ExtlClntAppGlobalOauthSettings: [['externalClientApplication', 'ExternalClientApplication']],
  NamedCredential: [['namedCredentialParameters.externalCredential', 'ExternalCredential']],
};

/** References that lead nowhere, neither in the deployment nor in the org. */
export function checkReferences(
  component: Component,
  exists: (type: string, fullName: string) => boolean,
): Problem[] {
  const problems: Problem[] = [];
  for (const [path, target] of REFERENCES[component.type] ?? [])
    for (const name of valuesAt(component.xml, path.split('.')))
      if (!isStandard(target, name) && !exists(target, name)) {
        const element = path.split('.').at(-1)!;
        problems.push({
          ...fault(
            component.type,
            component.fullName,
            component.fileName,
            isForeign(target, name)
              ? `${name} is taken on trust: the simulator does not model that standard object`
              : `In field: ${element} - no ${target} named ${name} found`,
          ),
          ...(isForeign(target, name) && { warning: true as const }),
          ...lineOf(component.text, element, name),
        });
      }
  if (component.type === 'FlexiPage')
    for (const name of componentNames(component.xml))
      if (!exists('LightningComponentBundle', name))
        problems.push({
          ...fault(
            component.type,
            component.fullName,
            component.fileName,
            `We couldn't retrieve the design time component information for component c:${name}.`,
          ),
          ...lineOf(component.text, 'componentName', `c:${name}`),
        });
  return problems;
}

function valuesAt(xml: Xml, path: string[]): string[] {
  const [first, ...rest] = path as [string, ...string[]];
  return list(xml[first]).flatMap((value) =>
    rest.length === 0 ? [String(value)] : typeof value === 'object' ? valuesAt(value as Xml, rest) : [],
  );
}

/** Tabs and applications that every org has. */
function isStandard(type: string, name: string): boolean {
  return (type === 'CustomTab' || type === 'CustomApplication') && name.startsWith('standard-')
    ? true
    : type === 'CustomApplication' && name.startsWith('standard__');
}

/** A standard object, or a field on one, by its name; whether the platform has it cannot be told here. */
function isForeign(type: string, name: string): boolean {
  return type === 'CustomObject' && /^[A-Z]\w*$/.test(name) && !name.includes('__');
}

/** Names of own components (`c:name` or `name`) on a Lightning page. */
function componentNames(xml: unknown): string[] {
  if (typeof xml !== 'object' || xml === null) return [];
  return Object.entries(xml).flatMap(([key, value]) =>
    key === 'componentName' && typeof value === 'string' && /^(?:c:|c__)?\w+$/.test(value)
      ? [value.replace(/^c(?::|__)/, '')]
      : componentNames(value),
  );
}
