import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { rollup, type Plugin } from 'rollup';
import { isBuilt, keyOf, replaceFolder } from '../bundle/cache.ts';
import { platformPlugin } from '../bundle/platform-plugin.ts';
import { placedComponents, readApp } from '../data/app.ts';

const LABELS = { defaults: { Sayso_Send: 'Send' }, translations: {} };

/** What a component that consists of these lines becomes, with everything but the generated modules left out. */
async function bundled(lines: string): Promise<string> {
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? id : id.startsWith('/') ? { id, external: true } : null),
    load: (id) => (id === 'entry' ? lines : null),
  };
  const bundle = await rollup({ input: 'entry', plugins: [platformPlugin(LABELS), entry] });
  const { output } = await bundle.generate({ format: 'esm' });
  return output[0].code;
}

describe('The modules of the platform', () => {
  test('a label is its text, in the user’s language where there is a translation', async () => {
    const code = await bundled("import send from '@salesforce/label/c.Sayso_Send'; console.log(send);");
    expect(code).toMatch(/label\("Sayso_Send", "Send"\)/);
  });

  test('a label that the package lacks stops the build', async () => {
    await expect(bundled("import x from '@salesforce/label/c.Sayso_Sned'; console.log(x);")).rejects.toThrow(
      'No custom label Sayso_Sned in the package.',
    );
  });

  test('an Apex import becomes a call of that method', async () => {
    const code = await bundled("import m from '@salesforce/apex/SaysoController.getConnection'; m();");
    expect(code).toMatch(/apexMethod\("SaysoController.getConnection"\)/);
  });

  test('a custom permission is true or undefined, never false', async () => {
    const code = await bundled(
      "import may from '@salesforce/customPermission/Sayso_Admin'; console.log(may);",
    );
    expect(code).toMatch(/includes\("Sayso_Admin"\) \|\| undefined/);
  });

  test('a schema import is the reference that the platform makes of it', async () => {
    const code = await bundled("import f from '@salesforce/schema/Opportunity.StageName'; console.log(f);");
    expect(code).toContain('{"fieldApiName":"StageName","objectApiName":"Opportunity"}');
  });

  test.each(['@salesforce/user/Name', '@salesforce/i18n/nothing', '@salesforce/resourceUrl/logo'])(
    'what the page does not have stops the build: %s',
    async (name) => {
      await expect(bundled(`import x from '${name}'; console.log(x);`)).rejects.toThrow(
        /has no|is not a module/,
      );
    },
  );
});

describe('The app of the package', () => {
  const app = readApp();

  test('brings the panel in the utility bar at the size its metadata says', () => {
    expect(app.utilities).toEqual([
      expect.objectContaining({
        component: 'saysoPanel',
        label: 'Sayso',
        width: 400,
        height: 560,
        eager: true,
      }),
    ]);
  });

  test('brings the admin page as a tab', () => {
    expect(app.customTabs['Sayso_Admin']).toMatchObject({ component: 'saysoAdmin' });
    expect(placedComponents(app).sort()).toEqual(['saysoAdmin', 'saysoPanel']);
  });
});

describe('What was built', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sayso-bundle-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  test('is kept until something that goes into it changes', async () => {
    const source = join(dir, 'a.js');
    const out = join(dir, 'out');
    writeFileSync(source, '1');
    const key = keyOf(['x'], [source]);
    await replaceFolder(out, key, (draft) => {
      mkdirSync(draft, { recursive: true });
      writeFileSync(join(draft, 'b.js'), 'built');
      return Promise.resolve();
    });
    expect(readFileSync(join(out, 'b.js'), 'utf8')).toBe('built');
    expect(isBuilt(out, keyOf(['x'], [source]))).toBe(true);
    expect(isBuilt(out, keyOf(['y'], [source]))).toBe(false);
    writeFileSync(source, '2');
    expect(isBuilt(out, keyOf(['x'], [source]))).toBe(false);
  });

  test('stays as it was when a build fails', async () => {
    const out = join(dir, 'kept');
    await replaceFolder(out, 'k1', (draft) => {
      mkdirSync(draft, { recursive: true });
      return Promise.resolve();
    });
    await expect(replaceFolder(out, 'k2', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(isBuilt(out, 'k1')).toBe(true);
  });
});
