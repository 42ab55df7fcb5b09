import { cellOf, nameOf, plainText, recordUrl, type Reader } from './format.ts';
import type { Column, RowView } from './types.ts';

/** Enhanced notes of a record in the columns of the classic ones: both stand in one related list. */
export function contentNotesOf(reader: Reader, recordId: string, columns: Column[]): RowView[] {
  const { source } = reader;
  const object = source.object('ContentNote');
  if (!object || !source.object('ContentDocumentLink')) return [];
  const rows: RowView[] = [];
  for (const link of source.referencing('ContentDocumentLink', 'LinkedEntityId', recordId)) {
    const id = String(link['ContentDocumentId']);
    const note = source.row('ContentNote', id);
    if (!note) continue;
    const body = plainText(Buffer.from(String(note['Content'] ?? ''), 'base64').toString('utf8'));
    const cells = columns.map(({ field, label, type }) => {
      if (field === 'Title')
        return { label, type, text: nameOf(object, note), url: recordUrl('ContentNote', id) };
      if (field === 'Body') return { label, type, text: body };
      const def = object.fields.get(field.toLowerCase());
      return def ? cellOf(reader, object, def, note) : { label, type, text: '' };
    });
    rows.push({ id, url: recordUrl('ContentNote', id), cells, keys: cells.map(({ text }) => text) });
  }
  return rows;
}
