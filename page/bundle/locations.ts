import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const pageDir = join(root, 'page');
export const packageDir = join(root, 'force-app/main/default');
/** Where built bundles go; ignored by git, safe to delete. */
export const distDir = join(pageDir, 'dist');

const require = createRequire(import.meta.url);

/** Folder of an installed npm package. */
export function installed(name: string): string {
  for (const base of require.resolve.paths(name) ?? []) {
    const dir = join(base, name);
    try {
      readFileSync(join(dir, 'package.json'));
      return dir;
    } catch {
      // not in this node_modules
    }
  }
  throw new Error(`${name} is not installed; run npm install.`);
}

export function versionOf(name: string): string {
  return (JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8')) as { version: string })
    .version;
}

/** `sourceApiVersion` of the package, as the LWC compiler wants it. */
export function apiVersion(): number {
  const project = JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8')) as {
    sourceApiVersion: string;
  };
  return Number.parseInt(project.sourceApiVersion, 10);
}
