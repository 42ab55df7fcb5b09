import { cellOf, nameOf, recordUrl, type Reader } from './format.ts';
import { LAYOUTS, LISTED } from './layouts.ts';
import type { SearchResult } from './types.ts';

/** A dropdown of more than this is a list page. */
const MOST_RESULTS = 8;

/** Records whose name contains the words; names that begin with them first. */
export function search(reader: Reader, words: string): SearchResult[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  const found: (SearchResult & { begins: boolean })[] = [];
  for (const objectName of LISTED) {
    const object = reader.source.object(objectName);
    if (!object) continue;
    const detailField = object.fields.get((LAYOUTS[objectName]!.highlights[0] ?? '').toLowerCase());
    for (const row of reader.source.rows(objectName, { includeDeleted: false })) {
      const name = nameOf(object, row);
      const at = name.toLowerCase().indexOf(wanted);
      if (at < 0) continue;
      const detail = detailField ? cellOf(reader, object, detailField, row).text : '';
      found.push({
        id: String(row['Id']),
        url: recordUrl(objectName, String(row['Id'])),
        icon: LAYOUTS[objectName]!.icon,
        name,
        detail: [object.label, detail].filter((text) => text !== '').join(' · '),
        begins: at === 0,
      });
    }
  }
  return found
    .sort((a, b) => Number(b.begins) - Number(a.begins))
    .slice(0, MOST_RESULTS)
    .map(({ begins: _, ...result }) => result);
}
