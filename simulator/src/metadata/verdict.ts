import type { OrgData } from '../data.ts';
import { checkElements, checkReferences } from './check.ts';
import { fault, type Component, type Problem } from './components.ts';
import { bearersOf, checkInstallable } from './install.ts';
import type { Inventory } from './inventory.ts';

/** What components can lean on: what the org has, by type and full name. */
export interface Verdict {
  /** Everything that is wrong with components that come together; warnings included. */
  check(components: readonly Component[]): Problem[];
  exists(type: string, fullName: string): boolean;
}

export function createVerdict({ registry, store }: OrgData, inventory: Inventory): Verdict {
  const exists = (type: string, fullName: string) =>
    inventory.has(type, fullName) || inSchema(type, fullName);

  function check(components: readonly Component[]): Problem[] {
    const brought = new Set(components.map(({ type, fullName }) => `${type}:${fullName}`));
    const there = (type: string, fullName: string) =>
      brought.has(`${type}:${fullName}`) ||
      brought.has(`${type}:${fullName.replace(/^(?:Task|Event)\./, 'Activity.')}`) ||
      exists(type, fullName);
    return components.flatMap((component) => {
      const broken = isPart(component) ? [] : checkElements(component);
      if (broken.length > 0) return broken;
      return [
        ...parentProblem(component, there),
        ...checkReferences(component, there),
        ...checkInstallable(component),
      ];
    });
  }

  function inSchema(type: string, fullName: string): boolean {
    if (type === 'CustomObject') return registry.object(fullName) !== undefined;
    if (type === 'CustomField') {
      const [object = '', field = ''] = fullName.split('.');
      return bearersOf(object).some((name) => registry.object(name)?.fields.has(field.toLowerCase()));
    }
    if (type === 'CustomPermission')
      return store.findBy('CustomPermission', 'DeveloperName', fullName).length > 0;
    return false;
  }

  function parentProblem(
    component: Component,
    there: (type: string, fullName: string) => boolean,
  ): Problem[] {
    const [object = ''] = component.fullName.split('.');
    if (!isPart(component) || component.type === 'CustomLabel') return [];
    if (bearersOf(object).some((name) => there('CustomObject', name))) return [];
    return [
      fault(
        component.type,
        component.fullName,
        component.fileName,
        `Entity Enumeration Or ID: no CustomObject named ${object} found`,
      ),
    ];
  }

  return { check, exists };
}

/** A part of another component's file; its elements are checked with that file. */
function isPart(component: Component): boolean {
  return (
    component.type === 'CustomLabel' ||
    (component.fileName.startsWith('objects/') && component.type !== 'CustomObject')
  );
}
