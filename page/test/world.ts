import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../simulator/worlds/demo.json', import.meta.url));

/** The sample company that `npm start` shows. */
export function demoWorld(): {
  records: Record<string, Record<string, unknown>[]>;
  meta: Record<string, unknown>;
} {
  return JSON.parse(readFileSync(FILE, 'utf8')) as ReturnType<typeof demoWorld>;
}

/** Account executive in the western territory: a user of Sayso, no administrator. */
export const MARA = 'mara.lindqvist@northlight.example';
/** Account executive in Berlin, with German number and date formats. */
export const TOM = 'tom.becker@northlight.example';
/** Administrator of the org and of Sayso. */
export const GRACE = 'grace.whitfield@northlight.example';
/** Analyst who may only read. */
export const NOEL = 'noel.ferrand@northlight.example';
