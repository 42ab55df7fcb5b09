import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { build, buildIfStale, componentSources, emittedFile, isStale } from '../lwc/build.ts';
import { checkAllBundles } from '../package-checks/check.ts';
import { root, textOf } from '../package-checks/findings.ts';
import { checkOnPlatform } from '../package-checks/lwc-platform.ts';
import { mainPackage } from '../package-checks/project.ts';

/** Compiling 22 bundles takes seconds on a busy machine. */
const COMPILER_MS = 60_000;
let folder: string;

beforeEach(() => {
  // Below the repository, so that `lwc` and its types are found from there.
  mkdirSync(path.join(root, 'out'), { recursive: true });
  folder = mkdtempSync(path.join(root, 'out/lwc-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function bundle(name: string, files: Record<string, string>): string {
  const directory = path.join(folder, name);
  mkdirSync(directory);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(directory, file), text);
  return directory;
}

describe('components of the package', () => {
  it(
    'type-check, are emitted and pass the compiler of the platform',
    async () => {
      expect(await buildIfStale()).toEqual([]);
      expect((await checkAllBundles()).map(textOf)).toEqual([]);
    },
    COMPILER_MS,
  );

  it('stay small', () => {
    for (const source of componentSources())
      expect(readFileSync(source, 'utf8').split('\n').length).toBeLessThan(400);
  });

  it('each have a test', () => {
    const names = readdirSync(path.join(mainPackage, 'lwc'));
    for (const name of names)
      expect(readdirSync(path.join(mainPackage, 'lwc', name, '__tests__'))).toContain(`${name}.test.js`);
  });
});

describe('the platform gate', () => {
  const JS = `import { LightningElement } from 'lwc';\nexport default class Part extends LightningElement {}\n`;
  const HTML = '<template></template>';
  const privateMethod = JS.replace('{}\n', '{\n  #f() {}\n}\n');

  it(
    'accepts a component and says of each other one why it is refused',
    async () => {
      const bundles = [
        bundle('good', { 'good.js': JS, 'good.html': HTML }),
        bundle('script', { 'script.js': JS, 'script.html': '<template><script>1</script></template>' }),
        bundle('method', { 'method.js': privateMethod }),
        bundle('directive', {
          'directive.js': JS,
          'directive.html': '<template><p lwc:iff={x}></p></template>',
        }),
        bundle('foreign', { 'foreign.js': `import '../other/other';\n${JS}` }),
      ];
      const findings = await checkOnPlatform(bundles, 66);
      const refused = new Set(findings.map(({ file }) => path.basename(path.dirname(file))));
      expect([...refused]).toEqual(['script', 'method', 'directive', 'foreign']);
      expect(findings.map(({ message }) => message).join('\n')).toContain('LWC1051');
    },
    COMPILER_MS,
  );

  it('says how to emit JavaScript that is missing', async () => {
    const [finding] = await checkOnPlatform([bundle('part', { 'part.ts': JS })], 66);
    expect(finding?.message).toContain('run “node scripts/lwc/build.ts”');
  });
});

describe('the emit', () => {
  const config = path.join(root, 'scripts/lwc/tsconfig.json');
  const source = (text: string): string => path.join(bundle('part', { 'part.ts': text }), 'part.ts');

  it(
    'strips types and keeps decorators, comments and fields as they are written',
    async () => {
      const file = source(
        `import { LightningElement, api } from 'lwc';\n\n/** Kept. */\nexport default class Part extends LightningElement {\n  @api size?: number;\n  count: number = 0;\n}\n`,
      );
      expect(await build([file], config)).toEqual([]);
      const emitted = readFileSync(emittedFile(file), 'utf8');
      expect(emitted).toContain('/** Kept. */');
      expect(emitted).toMatch(/@api\s+size;/);
      expect(emitted).toContain('count = 0;');
    },
    COMPILER_MS,
  );

  it(
    'writes nothing and says where when a type is wrong',
    async () => {
      const file = source(`export const n: number = 'text';\n`);
      const problems = await build([file], config);
      expect(problems).toEqual([
        expect.stringMatching(/part\.ts:1:14: Type 'string' is not assignable to type 'number'/),
      ]);
      expect(() => statSync(emittedFile(file))).toThrow();
    },
    COMPILER_MS,
  );

  it('is needed when JavaScript is missing or older than its source, and not otherwise', () => {
    const file = source('export const n = 1;\n');
    expect(isStale([file], [])).toBe(true);
    writeFileSync(emittedFile(file), 'export const n = 1;\n');
    utimesSync(file, new Date(1000), new Date(1000));
    expect(isStale([file], [])).toBe(false);
    utimesSync(emittedFile(file), new Date(500), new Date(500));
    expect(isStale([file], [])).toBe(true);
  });
});
