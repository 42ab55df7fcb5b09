import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rollup, type Plugin } from 'rollup';
import { readLabels } from '../../simulator/src/apex/labels.ts';
import { isBuilt, keyOf, replaceFolder } from './cache.ts';
import { compile, constants, quietly } from './compiler.ts';
import { apiVersion, distDir, packageDir, pageDir } from './locations.ts';
import { filesBelow, packageModules, type AliasRecord } from './modules.ts';
import { platformPlugin } from './platform-plugin.ts';
import { stripTypes } from './strip-types.ts';

const COMPONENTS = 'page/components';

/** The shell and the package's components, below `page/dist/app`, with everything of the vendor step left to it. */
export async function buildApp(vendor: string[], modules: AliasRecord[], placed: string[]): Promise<void> {
  const out = join(distDir, 'app');
  const folders = ['bundle', 'platform', 'shell'].map((name) => join(pageDir, name));
  const sources = [...folders, join(packageDir, 'lwc'), join(packageDir, 'labels')]
    .filter((folder) => existsSync(folder))
    .flatMap(filesBelow);
  const key = keyOf([vendor, placed, apiVersion()], sources);
  if (isBuilt(out, key)) return;
  const names = new Set(vendor);
  const bundle = await rollup({
    input: { main: join(pageDir, 'platform/main.ts'), boot: join(pageDir, 'platform/boot.ts') },
    plugins: [
      external(names),
      placedComponents(placed),
      platformPlugin(readLabels(packageDir)),
      stripTypes(),
      compile([...packageModules(), ...modules]),
      constants(),
    ],
    onwarn: quietly,
  });
  await replaceFolder(out, key, async (dir) => {
    await bundle.write({
      dir,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      sourcemap: true,
      paths: (id) => (names.has(id) ? `/vendor/${id}.js` : id),
    });
  });
  await bundle.close();
}

function external(names: ReadonlySet<string>): Plugin {
  return {
    name: 'vendor-external',
    resolveId: { order: 'pre', handler: (id) => (names.has(id) ? { id, external: true } : null) },
  };
}

/** `page/components`: the package's components that metadata places somewhere (utility bar, tabs), by name. */
function placedComponents(placed: string[]): Plugin {
  return {
    name: 'placed-components',
    resolveId: (id) => (id === COMPONENTS ? `\0${id}` : null),
    load(id) {
      if (id !== `\0${COMPONENTS}`) return null;
      const imports = placed.map((name) => `import ${name} from 'c/${name}';`);
      return `${imports.join('\n')}\nexport const components = { ${placed.join(', ')} };`;
    },
  };
}
