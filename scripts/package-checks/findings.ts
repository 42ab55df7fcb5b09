import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

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
