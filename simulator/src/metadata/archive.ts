import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unzipSync } from 'fflate';
import type { Xml } from '../soap.ts';

/** A zip as a deployment brings it, paths relative to the folder of package.xml. */
export interface Archive {
  files: Map<string, Buffer>;
  /** Type → member names of package.xml; `*` as it stands. */
  manifest: Map<string, string[]>;
  /** Type → members of the destructive manifests. */
  deletions: Map<string, string[]>;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
});

const DESTRUCTIVE = ['destructiveChanges.xml', 'destructiveChangesPre.xml', 'destructiveChangesPost.xml'];

/** Throws an error with one sentence for a zip that is no deployment. */
export function openArchive(zip: Uint8Array): Archive {
  const entries = Object.entries(unzipped(zip)).filter(([path]) => !path.endsWith('/'));
  const home = entries.find(([path]) => /(?:^|\/)package\.xml$/.test(path))?.[0].replace(/package\.xml$/, '');
  if (home === undefined) throw new Error('No package.xml found');
  const files = new Map<string, Buffer>();
  for (const [path, bytes] of entries)
    if (path.startsWith(home)) files.set(path.slice(home.length), Buffer.from(bytes));
  const deletions = new Map<string, string[]>();
  for (const name of DESTRUCTIVE) {
    const file = files.get(name);
    if (file) for (const [type, members] of manifestOf(file.toString())) deletions.set(type, members);
  }
  return { files, manifest: manifestOf(files.get('package.xml')!.toString()), deletions };
}

function unzipped(zip: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch {
    throw new Error('The file is no zip archive.');
  }
}

function manifestOf(text: string): Map<string, string[]> {
  const root = parseXml(text)['Package'] as Xml | undefined;
  const manifest = new Map<string, string[]>();
  for (const types of list(root?.['types']) as Xml[]) {
    const name = String(types['name']);
    manifest.set(name, [...(manifest.get(name) ?? []), ...list(types['members']).map(String)]);
  }
  return manifest;
}

/** Parses a metadata file; texts stay text. Throws with line and column for XML that is not well-formed. */
export function parseXml(text: string): Xml {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new XmlError(valid.err.msg, valid.err.line, valid.err.col);
  return parser.parse(text) as Xml;
}

export class XmlError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

export function list(value: unknown): unknown[] {
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}
