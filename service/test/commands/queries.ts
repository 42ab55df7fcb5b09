import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { TestOrg } from './org.ts';

/** SOQL that the org has been asked since request number `from`, and the number to go on from. */
export async function queriesSince(org: TestOrg, from: number): Promise<{ queries: string[]; last: number }> {
  const response = await fetch(`${org.simulator.url}/__sim/journal?since=${from}`);
  const body = (await response.json()) as
    | { n: number; soql?: string }[]
    | { entries: { n: number; soql?: string }[] };
  const entries = Array.isArray(body) ? body : body.entries;
  return {
    queries: entries.flatMap((entry) => (entry.soql ? [entry.soql] : [])),
    last: entries.at(-1)?.n ?? from,
  };
}

/** The query with every string literal emptied: what is left was written by the planner, never by the rep. */
export const skeletonOf = (soql: string): string => soql.replace(/'(?:\\.|[^'\\])*'/gs, "''");

/** Why the query is not one that the planner may send; undefined when it is. */
export function suspicious(soql: string, marker: RegExp): string | undefined {
  try {
    parseQuery(soql, { allowApexBindVariables: false });
  } catch (error) {
    return `does not parse (${(error as Error).message.slice(0, 120)}): ${soql}`;
  }
  return marker.test(skeletonOf(soql)) ? `carries text outside its literals: ${soql}` : undefined;
}
