import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { all, PACKAGE_DIR, readMetadata, text } from '../../src/apex/metadata.ts';
import { CLASS_ACCESS } from '../../src/apex/routes.ts';
import { apexClasses } from './apex-source.ts';

const mirrorDir = fileURLToPath(new URL('../../src/apex', import.meta.url));
const classes = apexClasses();

async function mirrorOf(name: string): Promise<Record<string, unknown>> {
  const module = (await import(join(mirrorDir, `${name}.ts`))) as Record<string, Record<string, unknown>>;
  const mirror = module[name];
  if (!mirror) throw new Error(`${name}.ts exports no ${name}.`);
  return mirror;
}

/** Names that a method takes apart from its second argument, the parameters by name. */
function parametersOf(method: unknown): string[] {
  const parameters = /^[^(]*\(\s*\w+\s*,\s*\{([^}]*)\}/.exec(String(method))?.[1];
  return (parameters ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

describe('The TypeScript mirror of the Apex', () => {
  test('covers every class of the package, in a file of its name', () => {
    const missing = classes.filter(({ name }) => !existsSync(join(mirrorDir, `${name}.ts`)));
    expect(missing.map(({ name }) => name)).toEqual([]);
    expect(classes.length).toBeGreaterThan(5);
  });

  test('covers every trigger, in a file of its name', () => {
    const triggers = readdirSync(join(PACKAGE_DIR, 'triggers')).filter((file) => file.endsWith('.trigger'));
    expect(triggers.length).toBeGreaterThan(0);
    for (const file of triggers)
      expect(existsSync(join(mirrorDir, file.replace('.trigger', '.ts')))).toBe(true);
  });

  const controllers = classes
    .map(({ name, methods }) => ({
      name,
      methods: methods.filter(({ annotations }) => annotations.some((name) => /^auraenabled$/i.test(name))),
    }))
    .filter(({ methods }) => methods.length > 0);

  test('knows the two controllers', () => {
    expect(controllers.map(({ name }) => name).sort()).toEqual(['SaysoAdminController', 'SaysoController']);
  });

  test.each(controllers)('has the @AuraEnabled methods of $name and no other', async ({ name, methods }) => {
    expect(Object.keys(await mirrorOf(name)).sort()).toEqual(methods.map((method) => method.name).sort());
  });

  test.each(
    controllers.flatMap(({ name, methods }) => methods.map((method) => ({ class: name, ...method }))),
  )(
    'takes the parameters of $class $name by the same names',
    async ({ class: className, name, parameters }) => {
      expect(parametersOf((await mirrorOf(className))[name])).toEqual(parameters);
    },
  );

  const resources = classes.filter(({ annotations }) =>
    annotations.some((text) => /^@restresource/i.test(text)),
  );

  test.each(resources)('serves the REST resource $name under its path, by its method', async (resource) => {
    const mirror = await mirrorOf(resource.name);
    const urlMapping = /urlMapping\s*=\s*'([^']*)'/.exec(resource.annotations.join(' '))?.[1];
    expect(mirror['urlMapping']).toBe(urlMapping);
    const http = resource.methods.filter(({ annotations }) =>
      annotations.some((name) => /^http/i.test(name)),
    );
    expect(http.map(({ annotations }) => annotations)).toEqual([['HttpPost']]);
    expect(typeof mirror[http[0]!.name]).toBe('function');
  });

  test('opens each class to the permission sets that name it', () => {
    const dir = join(PACKAGE_DIR, 'permissionsets');
    const access = Object.fromEntries(
      readdirSync(dir).flatMap((file) =>
        all(readMetadata(join(dir, file), 'PermissionSet'), 'classAccesses')
          .filter((entry) => text(entry, 'enabled') === 'true')
          .map((entry) => [text(entry, 'apexClass'), file.replace('.permissionset-meta.xml', '')]),
      ),
    );
    expect(CLASS_ACCESS).toEqual(access);
  });
});
