import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_FILE = '.key';

/** Names a build by what goes into it: settings, and files by content. */
export function keyOf(settings: unknown, files: string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

export function isBuilt(folder: string, key: string): boolean {
  const file = join(folder, KEY_FILE);
  return existsSync(file) && readFileSync(file, 'utf8') === key;
}

/** Builds into a draft that takes the folder's place only when it is whole. */
export async function replaceFolder(
  folder: string,
  key: string,
  build: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  await build(draft);
  writeFileSync(join(draft, KEY_FILE), key);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}
