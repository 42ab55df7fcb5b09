import { join } from 'node:path';
import { rollup, type Plugin } from 'rollup';
import { isBuilt, keyOf, replaceFolder } from './cache.ts';
import { compile, constants, quietly } from './compiler.ts';
import { apiVersion, distDir, installed, pageDir, versionOf } from './locations.ts';
import { platformPlugin } from './platform-plugin.ts';
import { stripTypes } from './strip-types.ts';

const ENTRY = 'vendor-entry:';
const ICON_TEMPLATES = /^lightning\/iconSvgTemplates/;
const ICON = { name: 'lightning/primitiveIcon', path: join(pageDir, 'platform/base/primitiveIcon.ts') };
const MADE_FROM = [
  ICON.path,
  ...['bundle/vendor.ts', 'bundle/compiler.ts', 'bundle/platform-plugin.ts', 'platform/context.ts'].map(
    (file) => join(pageDir, file),
  ),
];

/**
 * LWC and the base components in use, as one module file each below `page/dist/vendor`. They change only with the installed
 * versions and the list of names, so the result is kept under a key of those.
 *
 * @param progress told before a build begins
 */
export async function buildVendor(names: string[], progress: () => void): Promise<void> {
  const out = join(distDir, 'vendor');
  const versions = ['lwc', 'lightning-base-components', '@lwc/rollup-plugin', 'rollup'].map(versionOf);
  const key = keyOf([names, apiVersion(), versions], MADE_FROM);
  if (isBuilt(out, key)) return;
  progress();
  const bundle = await rollup({
    input: Object.fromEntries(names.map((name) => [name, ENTRY + name])),
    plugins: [
      entries(),
      spriteIcons(),
      platformPlugin({ defaults: {}, translations: {} }),
      stripTypes(),
      compile([ICON, { npm: 'lightning-base-components' }]),
      constants(),
    ],
    onwarn: quietly,
  });
  await replaceFolder(out, key, async (dir) => {
    await bundle.write({
      dir,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
    });
  });
  await bundle.close();
}

/** One entry per module name: its exports, default included. */
function entries(): Plugin {
  return {
    name: 'vendor-entries',
    resolveId: (id) => (id.startsWith(ENTRY) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${ENTRY}`)) return null;
      const name = id.slice(ENTRY.length + 1);
      if (name === '@lwc/synthetic-shadow') return `import '${name}';`;
      const all = `export * from '${name}';`;
      return name.startsWith('lightning/')
        ? `${all}\nimport * as all from '${name}';\nexport default all.default;`
        : all;
    },
  };
}

/** Leaves out the 3,500 icon templates: the page's icon takes its image from the sprite files that it serves. */
function spriteIcons(): Plugin {
  const original = join(
    installed('lightning-base-components'),
    'src/lightning/primitiveIcon/primitiveIcon.js',
  );
  return {
    name: 'sprite-icons',
    resolveId(id) {
      if (id === 'base-components/primitiveIcon') return original;
      return ICON_TEMPLATES.test(id) ? `\0${id}` : null;
    },
    load: (id) => (ICON_TEMPLATES.test(id.slice(1)) ? 'export default {};' : null),
  };
}
