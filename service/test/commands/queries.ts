import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { TestOrg } from './org.ts';

interface Asked {
  /** Every SOQL that the org was asked, alone or inside a composite call. */
  queries: string[];
  /** Requests that the org refused, `STATUS path`. */
  refused: string[];
  /** Number of the last request, to go on from. */
  last: number;
}

/** What the org has been asked since request number `from`, by its own journal. */
export async function queriesSince(org: TestOrg, from: number): Promise<Asked> {
  const response = await fetch(`${org.simulator.url}/__sim/journal?since=${from}`);
  const entries = (await response.json()) as {
    n: number;
    path: string;
    soql?: string;
    subqueries?: string[];
    status?: number;
  }[];
  return {
    queries: entries.flatMap(({ soql, subqueries = [] }) => (soql ? [soql, ...subqueries] : subqueries)),
    refused: entries.flatMap(({ status, path }) =>
      status !== undefined && status >= 400 ? [`${status} ${path}`] : [],
    ),
    last: entries.at(-1)?.n ?? from,
  };
}

const LITERAL = /'((?:\\.|[^'\\])*)'/gs;

/** The query with every string literal emptied: what is left was written by the planner, never by the rep. */
export const skeletonOf = (soql: string): string => soql.replace(LITERAL, "''");

/** The string literals of a parsed query, quotes and escapes as they stand, in the order of the text. */
function literalsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(literalsOf);
  if (typeof node === 'string') return node.startsWith("'") ? [node] : [];
  return node !== null && typeof node === 'object' ? Object.values(node).flatMap(literalsOf) : [];
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Why the query is not one that the planner may send; undefined when it is. `marker` stands in no word of the planner; `said` is all
 * that names can come from, the rep's text and what the org stores: what a LIKE looks for must be words of it.
 */
export function suspicious(soql: string, marker: RegExp, said?: string): string | undefined {
  let literals: string[];
  try {
    // Options of any kind make the library build a new parser for each query, which takes a tenth of a second.
    literals = literalsOf(parseQuery(soql));
  } catch (error) {
    return `does not parse (${(error as Error).message.slice(0, 120)}): ${soql}`;
  }
  if (marker.test(skeletonOf(soql))) return `carries text outside its literals: ${soql}`;
  const written = soql.match(LITERAL) ?? [];
  if (JSON.stringify([...literals].sort()) !== JSON.stringify([...written].sort()))
    return `has other literals than it seems to (${literals.join(', ')}): ${soql}`;
  if (said === undefined) return undefined;
  const known = said.toLowerCase();
  for (const [, pattern] of soql.matchAll(/ LIKE '((?:\\.|[^'\\])*)'/gs)) {
    const foreign = wordsIn(pattern!).find((word) => !known.includes(word.toLowerCase()));
    if (foreign !== undefined) return `looks for "${foreign}", which nobody said: ${soql}`;
  }
  return undefined;
}
