import { zipSync } from 'fflate';
import { makeId } from '../schema/ids.ts';
import { list } from './archive.ts';
import type { Entry, Inventory } from './inventory.ts';
import type { Xml } from '../soap.ts';

export interface RetrieveResult {
  id: string;
  done: boolean;
  status: string;
  success: boolean;
  fileProperties: Record<string, unknown>[];
  messages: { fileName: string; problem: string }[];
  zipFile: string;
}

export interface Retrievals {
  /** Gathers what an unpackaged manifest names, as it was deployed. */
  retrieve(request: Xml, apiVersion: string): RetrieveResult;
  result(id: string): RetrieveResult | undefined;
}

export function createRetrievals(inventory: Inventory): Retrievals {
  const results = new Map<string, RetrieveResult>();
  return {
    retrieve(request, apiVersion) {
      const manifest = (request['unpackaged'] ?? {}) as Xml;
      const messages: RetrieveResult['messages'] = [];
      const found: Entry[] = [];
      for (const types of list(manifest['types']) as Xml[]) {
        const type = String(types['name']);
        const have = inventory.list(type);
        for (const member of list(types['members']).map(String)) {
          const matches = have.filter((entry) => member === '*' || entry.fullName === member);
          found.push(...matches);
          if (matches.length === 0 && member !== '*')
            messages.push({
              fileName: 'unpackaged/package.xml',
              problem: `Entity of type '${type}' named '${member}' cannot be found`,
            });
        }
      }
      const files: Record<string, Uint8Array> = {
        'unpackaged/package.xml': Buffer.from(packageXml(found, apiVersion)),
      };
      for (const entry of found) for (const [path, bytes] of entry.files) files[`unpackaged/${path}`] = bytes;
      const result: RetrieveResult = {
        id: makeId('09S', results.size + 1),
        done: true,
        status: 'Succeeded',
        success: true,
        fileProperties: found.map((entry) => properties(entry, 'unpackaged/')),
        messages,
        zipFile: Buffer.from(zipSync(files)).toString('base64'),
      };
      results.set(result.id, result);
      return result;
    },
    result: (id) => results.get(id),
  };
}

/** `FileProperties` of the Metadata API. */
export function properties(entry: Entry, folder = ''): Record<string, unknown> {
  return {
    createdById: entry.createdById,
    createdDate: entry.createdDate,
    fileName: folder + entry.fileName,
    fullName: entry.fullName,
    id: entry.id,
    lastModifiedById: entry.lastModifiedById,
    lastModifiedDate: entry.lastModifiedDate,
    manageableState: 'unmanaged',
    type: entry.type,
  };
}

function packageXml(entries: readonly Entry[], apiVersion: string): string {
  const types = new Map<string, string[]>();
  for (const { type, fullName } of entries) types.set(type, [...(types.get(type) ?? []), fullName]);
  const groups = [...types].map(
    ([type, members]) =>
      `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${type}</name></types>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">${groups.join('')}<version>${apiVersion}</version></Package>\n`;
}
