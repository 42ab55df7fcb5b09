import { refresh } from '../refresh.ts';

/** `lightning/uiRecordApi`: tells the page that records changed elsewhere, so that it shows them anew. */
export function notifyRecordUpdateAvailable(_records: { recordId: string }[]): Promise<void> {
  refresh();
  return Promise.resolve();
}
