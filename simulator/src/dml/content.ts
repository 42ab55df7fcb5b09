import type { Row } from '../schema/types.ts';
import { instant } from '../schema/time.ts';
import { createRow } from './create.ts';
import type { DmlContext } from './context.ts';

const PREVIEW_LENGTH = 255;

/** Fields of notes and files that follow from their content (base64). */
export function beforeContentSave(object: string, before: Row | undefined, row: Row): void {
  if (object === 'ContentNote' && row.Content !== (before?.Content ?? null)) {
    const bytes = Buffer.from((row.Content as string | null) ?? '', 'base64');
    row.TextPreview = previewOf(bytes.toString('utf8'));
    row.ContentSize = bytes.length;
  }
  if (object === 'ContentNote') {
    row.FileType = 'SNOTE';
    row.FileExtension = 'snote';
  }
  if (object === 'ContentVersion') {
    row.ContentSize = Buffer.from((row.VersionData as string | null) ?? '', 'base64').length;
    const path = row.PathOnClient as string | null;
    row.FileExtension = path?.includes('.') ? path.slice(path.lastIndexOf('.') + 1) : null;
    row.FileType = (row.FileExtension as string | null)?.toUpperCase() ?? 'UNKNOWN';
    row.Title ??= path?.replace(/\.[^.]*$/, '') ?? null;
  }
  if (object === 'Attachment')
    row.BodyLength = Buffer.from((row.Body as string | null) ?? '', 'base64').length;
}

/** A note or a first version makes its document; a later version becomes the latest. */
export function afterContentSave(
  context: DmlContext,
  object: string,
  before: Row | undefined,
  row: Row,
): void {
  if (object === 'ContentNote') saveNote(context, before, row);
  if (object === 'ContentVersion' && before === undefined) saveVersion(context, row);
}

function saveNote(context: DmlContext, before: Row | undefined, note: Row): void {
  const { store } = context.data;
  const id = note.Id as string;
  if (before === undefined) {
    createRow(context, 'ContentDocument', {
      Id: id,
      Title: note.Title!,
      OwnerId: note.OwnerId!,
      PublishStatus: 'R',
      FileType: 'SNOTE',
      FileExtension: 'snote',
      ContentSize: note.ContentSize!,
    });
    share(context, id, note.OwnerId as string, 'I');
  }
  for (const version of store.findBy('ContentVersion', 'ContentDocumentId', id))
    if (version.IsLatest === true) store.put('ContentVersion', { ...version, IsLatest: false });
  const version = createRow(context, 'ContentVersion', {
    ContentDocumentId: id,
    Title: note.Title!,
    VersionData: note.Content ?? null,
    TextPreview: note.TextPreview ?? null,
    FileType: 'SNOTE',
    FileExtension: 'snote',
    ContentSize: note.ContentSize ?? 0,
    OwnerId: note.OwnerId!,
    IsLatest: true,
    VersionNumber: String(store.findBy('ContentVersion', 'ContentDocumentId', id).length + 1),
  });
  const latest = {
    LatestPublishedVersionId: version.Id!,
    ContentModifiedDate: instant(context.data.clock.now()),
  };
  store.put('ContentNote', { ...note, ...latest });
  store.put('ContentDocument', { ...store.get('ContentDocument', id)!, Title: note.Title!, ...latest });
}

function saveVersion(context: DmlContext, version: Row): void {
  const { store } = context.data;
  let documentId = version.ContentDocumentId as string | null;
  if (documentId === null) {
    const document = createRow(context, 'ContentDocument', {
      Title: version.Title!,
      OwnerId: version.OwnerId!,
      PublishStatus: 'R',
    });
    documentId = document.Id as string;
    share(context, documentId, version.OwnerId as string, 'I');
    if (typeof version.FirstPublishLocationId === 'string')
      share(context, documentId, version.FirstPublishLocationId, 'V');
  }
  const others = store.findBy('ContentVersion', 'ContentDocumentId', documentId);
  for (const other of others)
    if (other.IsLatest === true && other.Id !== version.Id)
      store.put('ContentVersion', { ...other, IsLatest: false });
  const number = others.filter((other) => other.Id !== version.Id).length + 1;
  store.put('ContentVersion', {
    ...version,
    ContentDocumentId: documentId,
    IsLatest: true,
    VersionNumber: String(number),
  });
  store.put('ContentDocument', {
    ...store.get('ContentDocument', documentId)!,
    Title: version.Title!,
    FileType: version.FileType ?? null,
    FileExtension: version.FileExtension ?? null,
    ContentSize: version.ContentSize ?? null,
    LatestPublishedVersionId: version.Id!,
    ContentModifiedDate: instant(context.data.clock.now()),
  });
}

function share(context: DmlContext, documentId: string, entityId: string, type: 'I' | 'V'): void {
  createRow(context, 'ContentDocumentLink', {
    ContentDocumentId: documentId,
    LinkedEntityId: entityId,
    ShareType: type,
    Visibility: 'AllUsers',
  });
}

/** Text of a note without its markup, as much of it as a list shows. */
function previewOf(html: string): string | null {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? null : text.slice(0, PREVIEW_LENGTH);
}
