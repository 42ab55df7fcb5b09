import type { Org } from '../org.ts';
import { makeId } from '../schema/ids.ts';
import { openArchive, type Archive } from './archive.ts';
import { checkElements, checkReferences } from './check.ts';
import { fault, missingMembers, readComponents, type Component, type Problem } from './components.ts';
import { bearersOf, checkInstallable, install, uninstall } from './install.ts';
import type { Inventory } from './inventory.ts';

export interface DeployOptions {
  checkOnly?: boolean;
  testLevel?: string;
  runTests?: string[];
}

/** `deployResult` of the Metadata API, the parts that clients read. */
export interface DeployResult {
  id: string;
  status: 'Succeeded' | 'Failed';
  success: boolean;
  done: boolean;
  checkOnly: boolean;
  rollbackOnError: true;
  createdBy: string;
  createdDate: string;
  startDate: string;
  completedDate: string;
  lastModifiedDate: string;
  numberComponentsDeployed: number;
  numberComponentErrors: number;
  numberComponentsTotal: number;
  numberTestsCompleted: 0;
  numberTestErrors: 0;
  numberTestsTotal: 0;
  runTestsEnabled: false;
  ignoreWarnings: boolean;
  errorMessage?: string;
  errorStatusCode?: string;
  details: {
    componentSuccesses: DeployMessage[];
    componentFailures: DeployMessage[];
    /** No Apex runs here, and so no test is ever reported as run. */
    runTestResult: { numFailures: 0; numTestsRun: 0; totalTime: 0 };
  };
}

export interface DeployMessage {
  changed: boolean;
  created: boolean;
  deleted: boolean;
  success: boolean;
  componentType: string;
  fullName: string;
  fileName: string;
  createdDate: string;
  id?: string;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  lineNumber?: number;
  columnNumber?: number;
}

/** Levels that run whatever tests there are. */
const TESTED = new Set(['RunLocalTests', 'RunAllTestsInOrg', 'RunRelevantTests']);

export interface Deployments {
  /** Checks a zip and, unless it is a check only or something is wrong, makes it part of the org; all or nothing. */
  deploy(zip: Uint8Array, options: DeployOptions, userId: string): DeployResult;
  result(id: string): DeployResult | undefined;
  inventory: Inventory;
}

export function createDeployments(org: Org, inventory: Inventory): Deployments {
  const results = new Map<string, DeployResult>();

  function deploy(zip: Uint8Array, options: DeployOptions, userId: string): DeployResult {
    const checkOnly = options.checkOnly ?? false;
    const createdDate = org.clock.now().toISOString();
    const common = { success: true, changed: true, deleted: false, createdDate };
    let problems: Problem[] = [];
    let successes: DeployMessage[] = [];
    let errorMessage: string | undefined;

    const opened = open(zip);
    if (typeof opened === 'string') errorMessage = opened;
    else {
      const { components, problems: broken } = readComponents(opened);
      const found = [...broken, ...missingMembers(opened, components), ...check(components)];
      problems = found.filter((problem) => !problem.warning);
      const warnings = new Map(
        found.filter((problem) => problem.warning).map((problem) => [keyOf(problem), problem]),
      );
      if (options.testLevel === 'RunSpecifiedTests' && options.runTests?.length)
        errorMessage = `The simulator runs no Apex: the tests ${options.runTests.join(', ')} were not run.`;
      if (problems.length === 0 && errorMessage === undefined) {
        successes = components
          .filter((component) => isAsked(component, opened))
          .map((component) => ({
            ...common,
            ...inventory.describe(component),
            created: !inventory.has(component.type, component.fullName),
            ...warningOf(warnings.get(`${component.type}:${component.fullName}`)),
          }));
        successes.push({
          ...common,
          created: false,
          componentType: '',
          fullName: 'package.xml',
          fileName: 'package.xml',
          ...(TESTED.has(options.testLevel ?? '') && {
            problem: 'The simulator runs no Apex: no test was run.',
            problemType: 'Warning' as const,
          }),
        });
        for (const [type, members] of opened.deletions)
          for (const fullName of members) successes.push(removal(type, fullName, checkOnly, common));
        if (!checkOnly) {
          install(org.data, components, userId);
          for (const component of components) inventory.add(component, opened.files, userId);
        }
      }
    }

    const failed = problems.length > 0 || errorMessage !== undefined;
    const deployed = successes.filter((message) => message.componentType !== '').length;
    const result: DeployResult = {
      id: makeId('0Af', results.size + 1),
      status: failed ? 'Failed' : 'Succeeded',
      success: !failed,
      done: true,
      checkOnly,
      rollbackOnError: true,
      createdBy: userId,
      createdDate,
      startDate: createdDate,
      completedDate: createdDate,
      lastModifiedDate: createdDate,
      numberComponentsDeployed: deployed,
      numberComponentErrors: problems.length,
      numberComponentsTotal: deployed + problems.length,
      numberTestsCompleted: 0,
      numberTestErrors: 0,
      numberTestsTotal: 0,
      runTestsEnabled: false,
      ignoreWarnings: true,
      ...(errorMessage !== undefined && { errorMessage, errorStatusCode: 'NOT_IMPLEMENTED' }),
      details: {
        componentSuccesses: successes,
        componentFailures: problems.map((problem) => ({
          ...problem,
          changed: false,
          created: false,
          deleted: false,
          success: false,
          createdDate,
          problemType: 'Error',
        })),
        runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
      },
    };
    results.set(result.id, result);
    return result;
  }

  function check(components: readonly Component[]): Problem[] {
    const brought = new Set(components.map(({ type, fullName }) => `${type}:${fullName}`));
    const exists = (type: string, fullName: string) =>
      brought.has(`${type}:${fullName}`) ||
      brought.has(`${type}:${fullName.replace(/^(?:Task|Event)\./, 'Activity.')}`) ||
      inventory.has(type, fullName) ||
      inSchema(type, fullName);
    return components.flatMap((component) => {
      const broken = isPart(component) ? [] : checkElements(component);
      if (broken.length > 0) return broken;
      return [
        ...parentProblem(component, exists),
        ...checkReferences(component, exists),
        ...checkInstallable(component),
      ];
    });
  }

  function inSchema(type: string, fullName: string): boolean {
    const { registry, store } = org.data;
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
    exists: (type: string, fullName: string) => boolean,
  ): Problem[] {
    const [object = ''] = component.fullName.split('.');
    if (!isPart(component) || component.type === 'CustomLabel') return [];
    if (bearersOf(object).some((name) => exists('CustomObject', name))) return [];
    return [
      fault(
        component.type,
        component.fullName,
        component.fileName,
        `Entity Enumeration Or ID: no CustomObject named ${object} found`,
      ),
    ];
  }

  function removal(
    type: string,
    fullName: string,
    checkOnly: boolean,
    common: Omit<DeployMessage, 'componentType' | 'fullName' | 'fileName' | 'created'>,
  ): DeployMessage {
    const message = {
      ...common,
      componentType: type,
      fullName,
      fileName: 'destructiveChanges.xml',
      created: false,
    };
    const present = inventory.has(type, fullName) || inSchema(type, fullName);
    if (present && !checkOnly) {
      uninstall(org.data, type, fullName);
      inventory.remove(type, fullName);
    }
    if (present) return { ...message, deleted: true };
    return {
      ...message,
      changed: false,
      problem: `No ${type} named: ${fullName} found`,
      problemType: 'Warning',
    };
  }

  return { deploy, result: (id) => results.get(id), inventory };
}

function open(zip: Uint8Array): Archive | string {
  try {
    return openArchive(zip);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The file of a standard object may only carry its custom fields; then it is no component itself. */
function isAsked({ type, fullName, fileName }: Component, { manifest }: Archive): boolean {
  if (type !== 'CustomObject' || fullName.includes('__')) return true;
  const asked = manifest.get('CustomObject') ?? [];
  return asked.includes('*') || asked.includes(fullName) || !fileName.startsWith('objects/');
}

function keyOf(problem: Problem): string {
  return `${problem.componentType}:${problem.fullName}`;
}

function warningOf(warning: Problem | undefined): Partial<DeployMessage> {
  return warning ? { problem: warning.problem, problemType: 'Warning' } : {};
}

/** A part of another component's file; its elements are checked with that file. */
function isPart(component: Component): boolean {
  return (
    component.type === 'CustomLabel' ||
    (component.fileName.startsWith('objects/') && component.type !== 'CustomObject')
  );
}
