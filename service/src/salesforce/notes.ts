import { DATA } from './composite.ts';
import type { CompositeSubrequest, SObject } from './types.ts';

/** Title of a note: its first line, as far as Salesforce's field goes. */
export function noteTitle(text: string, length: number): string {
  const first = text.trim().split(/\r?\n/, 1)[0] ?? '';
  const characters = [...first];
  return characters.length <= length ? first : `${characters.slice(0, length - 1).join('')}…`;
}

const CONTENT_NOTE_TITLE = 255;
const NOTE_TITLE = 80;
const TASK_SUBJECT = 255;

/** An enhanced note and its link to the record. Content is base64 of HTML, which is what the editor stores. */
export function contentNoteRequests(
  recordId: string,
  text: string,
  referenceId: string,
): CompositeSubrequest[] {
  return [
    { method: 'POST', url: `${DATA}/sobjects/ContentNote`, referenceId, body: contentNote(text) },
    {
      method: 'POST',
      url: `${DATA}/sobjects/ContentDocumentLink`,
      referenceId: `${referenceId}_link`,
      body: { ContentDocumentId: `@{${referenceId}.id}`, LinkedEntityId: recordId, ShareType: 'V' },
    },
  ];
}

export function contentNote(text: string): SObject {
  const html = text
    .trim()
    .split(/\r?\n/)
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('');
  return {
    Title: noteTitle(text, CONTENT_NOTE_TITLE),
    Content: Buffer.from(html, 'utf8').toString('base64'),
  };
}

/** A classic note. */
export function note(recordId: string, text: string): SObject {
  return { ParentId: recordId, Title: noteTitle(text, NOTE_TITLE), Body: text.trim() };
}

/** A note as a completed task. People hang on `WhoId`, everything else on `WhatId`. */
export function taskNote(recordId: string, object: string, text: string): SObject {
  const link = object === 'Contact' || object === 'Lead' ? 'WhoId' : 'WhatId';
  return {
    [link]: recordId,
    Subject: noteTitle(text, TASK_SUBJECT),
    Description: text.trim(),
    Status: 'Completed',
  };
}

/** The old text, kept whole, with the new one after an empty line. */
export function appended(old: string | null, text: string): string {
  return old === null || old.trim() === '' ? text.trim() : `${old.trimEnd()}\n\n${text.trim()}`;
}

/** The description without a text that was appended to it; undefined when it is no longer there as it was. */
export function cut(current: string | null, text: string): string | null | undefined {
  const now = current ?? '';
  const at = now.lastIndexOf(text.trim());
  if (at < 0) return undefined;
  const before = now.slice(0, at).trimEnd();
  const after = now.slice(at + text.trim().length).trimStart();
  const rest = [before, after].filter((part) => part !== '').join('\n\n');
  return rest === '' ? null : rest;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
