import { ApiError } from '../http.ts';

/** Answers of earlier sub-requests by reference id. */
export type Answers = Map<string, unknown>;

const REFERENCE = /@\{([^}]+)\}/g;

/** Replaces `@{ref.path}` in every string of a value; keys and paths are case-sensitive. */
export function substitute(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') return value.replace(REFERENCE, (_, path: string) => lookUp(path, answers));
  if (Array.isArray(value)) return value.map((item) => substitute(item, answers));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, answers)]));
  return value;
}

/** Reference ids that a sub-request names. */
export function referencesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  for (const [, path] of JSON.stringify(value ?? null).matchAll(REFERENCE))
    found.add(/^[^.[\]]+/.exec(path!)?.[0] ?? '');
  return found;
}

/** `ref.records[0].Id` in the answer of `ref`. */
function lookUp(path: string, answers: Answers): string {
  const [name = '', ...steps] = path.split(/[.[\]]+/).filter((step) => step !== '');
  let value: unknown = answers.get(name);
  for (const step of steps)
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  if (value === undefined || value === null || typeof value === 'object')
    throw new ApiError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${path} found in ${name}`,
    );
  return String(value);
}
