import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is wrong and where; `line` counts from 1. */
export interface Finding {
  /** Relative to the repository. */
  file: string;
  line?: number;
  message: string;
}

export function textOf({ file, line, message }: Finding): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${message}`;
}

export function relative(file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}
