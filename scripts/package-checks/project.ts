import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './findings.ts';

/** Package directories of sfdx-project.json, absolute. */
export function packageDirectories(): string[] {
  const project = JSON.parse(readFileSync(path.join(root, 'sfdx-project.json'), 'utf8')) as {
    packageDirectories: { path: string }[];
  };
  return project.packageDirectories.map((directory) => path.join(root, directory.path));
}

/** Files below a folder whose name ends so, absolute, sorted. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

export const mainPackage = path.join(root, 'force-app/main/default');
