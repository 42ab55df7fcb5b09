import type { Org } from '../org.ts';
import { makeId } from '../schema/ids.ts';
import { openArchive, type Archive } from './archive.ts';
import { missingMembers, readComponents, type Component, type Problem } from './components.ts';
import { install, uninstall } from './install.ts';
import type { Inventory } from './inventory.ts';
import { deployResult, type DeployMessage, type DeployResult } from './result.ts';
import { createVerdict } from './verdict.ts';

export interface DeployOptions {
  checkOnly?: boolean;
  testLevel?: string;
  runTests?: string[];
}

export interface Deployments {
  /** Checks a zip and, unless it is a check only or something is wrong, makes it part of the org; all or nothing. */
  deploy(zip: Uint8Array, options: DeployOptions, userId: string): DeployResult;
  result(id: string): DeployResult | undefined;
  inventory: Inventory;
}

/** Levels that run whatever tests there are. */
const TESTED = new Set(['RunLocalTests', 'RunAllTestsInOrg', 'RunRelevantTests']);

export function createDeployments(org: Org, inventory: Inventory): Deployments {
  const verdict = createVerdict(org.data, inventory);
  const results = new Map<string, DeployResult>();

  function deploy(zip: Uint8Array, options: DeployOptions, userId: string): DeployResult {
    const date = org.clock.now().toISOString();
    const outcome = attempt(zip, options, userId, date);
    const id = makeId('0Af', results.size + 1);
    const result = deployResult({ id, userId, date, checkOnly: options.checkOnly ?? false, ...outcome });
    results.set(id, result);
    return result;
  }

  function attempt(
    zip: Uint8Array,
    options: DeployOptions,
    userId: string,
    date: string,
  ): Pick<Parameters<typeof deployResult>[0], 'successes' | 'problems' | 'refusal'> {
    const archive = open(zip);
    if (typeof archive === 'string') return refuse(archive, 'INVALID_OPERATION');
    if (options.testLevel === 'RunSpecifiedTests' && options.runTests?.length)
      return refuse(
        `The simulator runs no Apex: the tests ${options.runTests.join(', ')} were not run.`,
        'NOT_IMPLEMENTED',
      );
    const { components, problems: broken } = readComponents(archive);
    const found = [...broken, ...missingMembers(archive, components), ...verdict.check(components)];
    const problems = found.filter((problem) => !problem.warning);
    if (problems.length > 0) return { successes: [], problems, refusal: undefined };

    const successes = [
      ...components
        .filter((component) => isAsked(component, archive))
        .map((component) => arrival(component, found, date)),
      manifestMessage(options, date),
      ...[...archive.deletions].flatMap(([type, members]) =>
        members.map((fullName) => removal(type, fullName, date)),
      ),
    ];
    if (!options.checkOnly) {
      for (const { deleted, componentType, fullName } of successes)
        if (deleted) {
          uninstall(org.data, componentType, fullName);
          inventory.remove(componentType, fullName);
        }
      install(org.data, components, userId);
      for (const component of components) inventory.add(component, archive.files, userId);
    }
    return { successes, problems, refusal: undefined };
  }

  function arrival(component: Component, warnings: readonly Problem[], date: string): DeployMessage {
    const { type, fullName } = component;
    const warning = warnings.find(
      (problem) => problem.componentType === type && problem.fullName === fullName,
    );
    return {
      ...message(date),
      ...inventory.describe(component),
      created: !inventory.has(type, fullName),
      ...(warning && { problem: warning.problem, problemType: 'Warning' }),
    };
  }

  function removal(type: string, fullName: string, date: string): DeployMessage {
    const named = {
      ...message(date),
      componentType: type,
      fullName,
      fileName: 'destructiveChanges.xml',
    };
    if (verdict.exists(type, fullName)) return { ...named, deleted: true };
    return {
      ...named,
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

function refuse(errorMessage: string, errorStatusCode: string) {
  return { successes: [], problems: [], refusal: { errorMessage, errorStatusCode } };
}

function message(date: string) {
  return { success: true, changed: true, created: false, deleted: false, createdDate: date };
}

/** Results always name package.xml as well; here is also said what was not done. */
function manifestMessage({ testLevel }: DeployOptions, date: string): DeployMessage {
  return {
    ...message(date),
    componentType: '',
    fullName: 'package.xml',
    fileName: 'package.xml',
    ...(TESTED.has(testLevel ?? '') && {
      problem: 'The simulator runs no Apex: no test was run.',
      problemType: 'Warning',
    }),
  };
}

/** The file of a standard object may only carry its custom fields; then it is no component itself. */
function isAsked({ type, fullName, fileName }: Component, { manifest }: Archive): boolean {
  if (type !== 'CustomObject' || fullName.includes('__')) return true;
  const asked = manifest.get('CustomObject') ?? [];
  return asked.includes('*') || asked.includes(fullName) || !fileName.startsWith('objects/');
}
