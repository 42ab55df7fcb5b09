import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkApexSyntax, checkApexTypes } from '../package-checks/apex.ts';
import { checkAllSyntax } from '../package-checks/check.ts';
import { root, textOf } from '../package-checks/findings.ts';
import { filesBelow, mainPackage } from '../package-checks/project.ts';

/** The JVM loads the platform's types first, which takes seconds on a busy machine. */
const JAVA_MS = 120_000;
/** Apex's type checker is a Java program and npm has no Java to bring: without one the types are left to CI, aloud. */
const hasJava = spawnSync('java', ['-version']).status === 0;
if (!hasJava) console.warn('Apex is parsed but not type-checked here: install Java 11 or newer for that.');
const itTypes = hasJava ? it : it.skip;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sayso-apex-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A project with the package and one class more. */
function projectWith(className: string, source: string): string {
  const project = path.join(folder, className);
  mkdirSync(project);
  cpSync(path.join(root, 'sfdx-project.json'), path.join(project, 'sfdx-project.json'));
  cpSync(path.join(root, 'force-app'), path.join(project, 'force-app'), {
    recursive: true,
    filter: (file) => !file.includes(`${path.sep}lwc`),
  });
  writeFileSync(path.join(project, 'force-app/main/default/classes', `${className}.cls`), source);
  return project;
}

describe('Apex of the package', () => {
  it('parses', () => {
    expect(filesBelow(mainPackage, '.cls').length).toBeGreaterThan(10);
    expect(checkAllSyntax().map(textOf)).toEqual([]);
  });

  itTypes(
    'has no type error and no warning',
    async () => {
      expect((await checkApexTypes(root)).map(textOf)).toEqual([]);
    },
    JAVA_MS,
  );

  it('has a test class for each class with logic of its own', () => {
    const classes = filesBelow(path.join(mainPackage, 'classes'), '.cls').map((file) =>
      path.basename(file, '.cls'),
    );
    const helpers = new Set(['SaysoRestError', 'SaysoTestData']);
    const untested = classes.filter(
      (name) => !name.endsWith('_Tests') && !helpers.has(name) && !classes.includes(`${name}_Tests`),
    );
    expect(untested).toEqual([]);
  });

  it('declares sharing on every class and says of each query and write in whose name it runs', () => {
    const findings = filesBelow(path.join(mainPackage, 'classes'), '.cls').flatMap((file) => {
      const source = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      if (/^@IsTest/m.test(source)) return [];
      const queries = source.match(/\[\s*SELECT[\s\S]*?\]/g) ?? [];
      return [
        ...(/^(public|global) with sharing class /m.test(source) ? [] : [`${file}: no sharing`]),
        ...queries.filter((query) => !/WITH (USER|SYSTEM)_MODE/.test(query)),
        ...(source.match(/^\s*(insert|update|upsert|delete) (?!as user\b).*/gm) ?? []),
      ];
    });
    expect(findings).toEqual([]);
  });
});

describe('the Apex checks', () => {
  it('find a syntax error with its line', () => {
    const file = path.join(folder, 'Broken.cls');
    writeFileSync(file, 'public class Broken {\n  void f() {\n    Integer i = ;\n  }\n}\n');
    expect(checkApexSyntax(file)).toEqual([expect.objectContaining({ line: 3 })]);
  });

  it('find a syntax error in a trigger', () => {
    const file = path.join(folder, 'Broken.trigger');
    writeFileSync(file, 'trigger Broken on User(after update) {\n  f(;\n}\n');
    expect(checkApexSyntax(file).length).toBeGreaterThan(0);
  });

  itTypes(
    'find a type error against the platform and against the package',
    async () => {
      const project = projectWith(
        'Faulty',
        [
          'public with sharing class Faulty {',
          '  public Integer f() {',
          "    Integer n = 'text';",
          "    SaysoService.call('GET', 1, null);",
          '    return UserInfo.getUserIdentity();',
          '  }',
          '}',
        ].join('\n'),
      );
      const lines = (await checkApexTypes(project)).map(({ line }) => line);
      expect(lines).toEqual(expect.arrayContaining([3, 4, 5]));
    },
    JAVA_MS,
  );

  it('say what to install when there is no Java', async () => {
    await expect(checkApexTypes(root, 'no-such-java')).rejects.toThrow(
      /“no-such-java” does not start: install Java/,
    );
  });
});
