import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';

/** The package in source format. */
export const PACKAGE_DIR = join(dirname(fileURLToPath(import.meta.url)), '../../../force-app/main/default');

/** An element of a metadata file: texts stay text, whatever may repeat is a list. */
export interface Element {
  [name: string]: string | Element | Element[];
}

/** Elements that repeat, of the types that are read here; the rest occurs once. */
const REPEATED = new Set([
  'labels',
  'customLabels',
  'tabs',
  'flexiPageRegions',
  'itemInstances',
  'componentInstanceProperties',
  'classAccesses',
  'customPermissions',
  'fieldPermissions',
  'objectPermissions',
]);

const parser = new XMLParser({ isArray: (name: string) => REPEATED.has(name), parseTagValue: false });

/** The root element of a metadata file; throws when the file is missing or of another type. */
export function readMetadata(file: string, type: string): Element {
  const root = (parser.parse(readFileSync(file, 'utf8')) as Element)[type];
  if (typeof root !== 'object' || Array.isArray(root)) throw new Error(`${file} holds no ${type}.`);
  return root;
}

/** The repeated elements of a name, in order. */
export function all(element: Element, name: string): Element[] {
  const found = element[name];
  return Array.isArray(found) ? found : [];
}

export function text(element: Element, name: string): string | undefined {
  const found = element[name];
  return typeof found === 'string' ? found : undefined;
}
