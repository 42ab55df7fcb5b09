import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageDir, pageDir } from './locations.ts';

/** An entry of the LWC module resolver: a module name and the absolute path of its file. */
export interface AliasRecord {
  name: string;
  path: string;
}

const lwcDir = join(packageDir, 'lwc');

/** `c/*`: the package's own components, from the JavaScript that is deployed. */
export function packageModules(): AliasRecord[] {
  return foldersOf(lwcDir)
    .map((name) => ({ name: `c/${name}`, path: join(lwcDir, name, `${name}.js`) }))
    .filter(({ path }) => existsSync(path));
}

/** `shell/*`: the page around them. */
export function shellModules(): AliasRecord[] {
  return foldersOf(join(pageDir, 'shell')).map((name) => ({
    name: `shell/${name}`,
    path: join(pageDir, 'shell', name, `${name}.ts`),
  }));
}

/** `lightning/*` modules of the platform that the npm package of base components lacks. */
export function platformModules(): AliasRecord[] {
  const dir = join(pageDir, 'platform/lightning');
  return readdirSync(dir)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ name: `lightning/${basename(file, '.ts')}`, path: join(dir, file) }));
}

/** Base components in use, by the tags and imports of the package and the shell, sorted. */
export function baseComponentsInUse(provided: ReadonlySet<string>): string[] {
  const used = new Set<string>();
  for (const dir of [lwcDir, join(pageDir, 'shell'), join(pageDir, 'platform')])
    for (const file of filesBelow(dir)) {
      const text = readFileSync(file, 'utf8');
      if (file.endsWith('.html'))
        for (const [, tag] of text.matchAll(/<lightning-([a-z0-9-]+)/g))
          used.add(`lightning/${camelCase(tag!)}`);
      else if (/\.[jt]s$/.test(file))
        for (const [, name] of text.matchAll(/from\s+['"](lightning\/[A-Za-z0-9]+)['"]/g)) used.add(name!);
    }
  return [...used].filter((name) => !provided.has(name)).sort();
}

/** Every file below a folder that a component may consist of: no tests, no hidden ones. */
export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('__tests__') && !entry.name.startsWith('.'),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

function foldersOf(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name))
    .map((entry) => entry.name);
}

function camelCase(kebab: string): string {
  return kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
