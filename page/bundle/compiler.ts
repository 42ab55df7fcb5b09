import lwcModule from '@lwc/rollup-plugin';
import replaceModule from '@rollup/plugin-replace';
import type { Plugin, RollupLog } from 'rollup';
import { apiVersion, pageDir } from './locations.ts';

/** Both packages type their default export as if CommonJS wrapped it; at run time it is the function. */
const lwc = lwcModule as unknown as (options: object) => Plugin;
const replace = replaceModule as unknown as (options: object) => Plugin;

type ModuleRecord = { name: string; path: string } | { npm: string };

/** The LWC compiler as the platform runs it: API version of the package, dynamic components allowed. */
export function compile(modules: ModuleRecord[]): Plugin {
  return lwc({ rootDir: pageDir, modules, apiVersion: apiVersion(), enableDynamicComponents: true });
}

/** Base components ask their build tool whether they run on a server, and for development checks. */
export function constants(): Plugin {
  return replace({
    preventAssignment: true,
    values: { 'import.meta.env.SSR': 'false', 'process.env.NODE_ENV': JSON.stringify('production') },
  });
}

/** Base components warn about their own templates; warnings about our files come through. */
export function quietly(warning: RollupLog, warn: (warning: RollupLog) => void): void {
  const file = String(warning.loc?.file ?? warning.id ?? warning.message);
  if (file.includes('lightning-base-components')) return;
  // A vendor entry passes on the default export of its module, and some modules have none.
  if (warning.code === 'MISSING_EXPORT' && warning.message.includes('vendor-entry:')) return;
  warn(warning);
}
