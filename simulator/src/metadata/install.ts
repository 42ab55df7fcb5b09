import type { OrgData } from '../data.ts';
import { stamp } from '../dml/create.ts';
import { parseFormula } from '../dml/formula.ts';
import type { Row } from '../schema/types.ts';
import { instant } from '../schema/time.ts';
import type { Xml } from '../soap.ts';
import type { AccessGrant, ObjectRights } from '../world.ts';
import { list } from './archive.ts';
import { fault, type Component, type Problem } from './components.ts';
import { fieldOf } from './fields.ts';

/** A custom field of Activity is one of tasks and events. */
export function bearersOf(object: string): string[] {
  return object === 'Activity' ? ['Task', 'Event'] : [object];
}

/** What the org itself would refuse of a component: fields and rules that it cannot hold. */
export function checkInstallable(component: Component): Problem[] {
  const refuse = (problem: string) => [
    fault(component.type, component.fullName, component.fileName, problem),
  ];
  if (component.type === 'CustomField') {
    const field = fieldOf(component.xml);
    return typeof field === 'string' ? refuse(field) : [];
  }
  if (component.type === 'ValidationRule')
    try {
      parseFormula(String(component.xml['errorConditionFormula']));
    } catch (error) {
      return refuse((error as Error).message);
    }
  return [];
}

/** Makes deployed components part of the org. Call it with checked components only: it does not fail half-way. */
export function install(data: OrgData, components: readonly Component[], userId: string): void {
  const order = ['CustomObject', 'CustomField', 'CustomPermission', 'PermissionSet', 'ValidationRule'];
  for (const type of order)
    for (const component of components) if (component.type === type) INSTALL[type]!(data, component, userId);
}

/** Removes what a destructive manifest names; false for what the org does not have or cannot remove. */
export function uninstall(data: OrgData, type: string, fullName: string): boolean {
  const [object = '', member = ''] = fullName.split('.');
  if (type === 'CustomField') {
    const bearers = bearersOf(object).filter((name) =>
      data.registry.object(name)?.fields.has(member.toLowerCase()),
    );
    for (const name of bearers) data.registry.removeField(name, member);
    return bearers.length > 0;
  }
  if (type === 'CustomObject' && data.registry.object(fullName)?.custom) {
    data.registry.removeObject(fullName);
    return true;
  }
  return false;
}

const INSTALL: Record<string, (data: OrgData, component: Component, userId: string) => void> = {
  CustomObject(data, { fullName, xml }) {
    if (!/__(?:c|e|mdt)$/.test(fullName) || data.registry.object(fullName)) return;
    const nameField = xml['nameField'] as Xml | undefined;
    data.registry.addObject({
      name: fullName,
      ...(xml['label'] !== undefined && { label: String(xml['label']) }),
      ...(xml['pluralLabel'] !== undefined && { labelPlural: String(xml['pluralLabel']) }),
      ...(nameField?.['type'] === 'AutoNumber' && {
        nameFormat: String(nameField['displayFormat'] ?? '{00000}'),
      }),
    });
  },
  CustomField(data, { fullName, xml }) {
    const [object = ''] = fullName.split('.');
    const field = fieldOf(xml);
    if (typeof field === 'string') return;
    for (const name of bearersOf(object)) if (data.registry.object(name)) data.registry.addField(name, field);
  },
  CustomPermission(data, { fullName, xml }, userId) {
    put(data, userId, 'CustomPermission', 'DeveloperName', fullName, {
      DeveloperName: fullName,
      MasterLabel: String(xml['label'] ?? fullName),
    });
  },
  PermissionSet(data, { fullName, xml }, userId) {
    put(data, userId, 'PermissionSet', 'Name', fullName, {
      Name: fullName,
      Label: String(xml['label'] ?? fullName),
      Type: 'Regular',
      IsCustom: true,
      IsOwnedByProfile: false,
    });
    data.grants.setPermissionSet(fullName, grantOf(xml));
  },
  ValidationRule(data, { fullName, xml }) {
    const [object = '', name = ''] = fullName.split('.');
    const rules = data.settings.validationRules;
    const rule = {
      object,
      name,
      formula: String(xml['errorConditionFormula']),
      message: String(xml['errorMessage']),
      active: xml['active'] === 'true',
      ...(xml['errorDisplayField'] !== undefined && { field: String(xml['errorDisplayField']) }),
    };
    const place = rules.findIndex((other) => other.object === object && other.name === name);
    if (place < 0) rules.push(rule);
    else rules[place] = rule;
  },
};

function grantOf(xml: Xml): AccessGrant {
  const fields: NonNullable<AccessGrant['fields']> = {};
  for (const permission of list(xml['fieldPermissions']) as Xml[]) {
    const [object = '', field] = String(permission['field']).split('.');
    for (const name of bearersOf(object))
      fields[`${name}.${field}`] =
        permission['editable'] === 'true' ? 'edit' : permission['readable'] === 'true' ? 'read' : 'hidden';
  }
  const objects: Record<string, Partial<ObjectRights>> = {};
  for (const permission of list(xml['objectPermissions']) as Xml[])
    objects[String(permission['object'])] = {
      read: permission['allowRead'] === 'true',
      create: permission['allowCreate'] === 'true',
      edit: permission['allowEdit'] === 'true',
      delete: permission['allowDelete'] === 'true',
      viewAll: permission['viewAllRecords'] === 'true',
      modifyAll: permission['modifyAllRecords'] === 'true',
    };
  const enabled = (element: string) =>
    (list(xml[element]) as Xml[])
      .filter((permission) => permission['enabled'] === 'true')
      .map((permission) => String(permission['name']));
  return { fields, objects, permissions: [...enabled('customPermissions'), ...enabled('userPermissions')] };
}

/** Creates or updates a setup record by its unique name. */
function put(data: OrgData, userId: string, object: string, key: string, name: string, values: Row): void {
  data.atomic(userId, () => {
    const found = data.store.findBy(object, key, name)[0];
    const row: Row = { ...(found ?? data.store.blank(object)), ...values };
    if (!found) {
      row['Id'] = data.store.nextId(object);
      stamp(data.registry.object(object)!, row, { by: userId, at: instant(data.clock.now()) });
    }
    data.store.put(object, row);
  });
}
