import { buildIfStale } from '../../scripts/lwc/build.ts';
import { buildApp } from './app.ts';
import { distDir } from './locations.ts';
import { baseComponentsInUse, platformModules, shellModules } from './modules.ts';
import { buildVendor } from './vendor.ts';

/**
 * Builds what has changed of the page's JavaScript and returns the folder that holds it.
 *
 * @param placed names of the package's components that metadata places on a page
 * @param progress told of a step that takes more than a moment, before it begins
 */
export async function buildBundle(placed: string[], progress: (line: string) => void): Promise<string> {
  const problems = await buildIfStale();
  if (problems.length > 0)
    throw new Error(`The package's components do not compile:\n${problems.join('\n')}`);
  const platform = platformModules();
  const provided = new Set(platform.map(({ name }) => name));
  const vendor = ['lwc', '@lwc/synthetic-shadow', ...baseComponentsInUse(provided)];
  await buildVendor(vendor, () =>
    progress('Building the Lightning base components (once, about ten seconds) …'),
  );
  await buildApp(vendor, [...shellModules(), ...platform], placed);
  return distDir;
}
