import type { SalesforceErrorEntry } from './types.ts';

/** Lets a record pass duplicate rules that only warn; rules that block still block (REST API, "Duplicate Rule Header"). */
export const ALLOW_DUPLICATES: Record<string, string> = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };

interface DuplicateResult {
  matchResults?: {
    matchRecords?: { record?: { Id?: string; attributes?: { type?: string } } }[];
  }[];
}

/** The record that a duplicate rule found, from the error that it raised; undefined for other errors and hidden records. */
export function similarRecord(
  errors: readonly SalesforceErrorEntry[],
): { object: string; id: string } | undefined {
  for (const error of errors) {
    if (error.errorCode !== 'DUPLICATES_DETECTED') continue;
    // The misspelt key is Salesforce's own.
    const { duplicateResut, duplicateResult } = error as { [key in DuplicateKey]?: DuplicateResult };
    for (const match of (duplicateResut ?? duplicateResult)?.matchResults ?? [])
      for (const { record } of match.matchRecords ?? [])
        if (record?.Id && record.attributes?.type) return { object: record.attributes.type, id: record.Id };
  }
  return undefined;
}

type DuplicateKey = 'duplicateResut' | 'duplicateResult';
