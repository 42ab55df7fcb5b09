import type { Salesforce, SObject } from '../../salesforce/types.ts';

/**
 * The same org for one run of the planner: readings of one text ask the same questions again, and each is asked once. A query that
 * failed is asked anew.
 */
export function remembering(salesforce: Salesforce): Salesforce {
  const known = new Map<string, SObject[]>();
  return {
    ...salesforce,
    get calls() {
      return salesforce.calls;
    },
    async query<T extends SObject>(soql: string, options?: { maxRows?: number }) {
      if (!known.has(soql)) known.set(soql, await salesforce.query(soql, options));
      return known.get(soql) as T[];
    },
    async queries(soqls, options) {
      const missing = [...new Set(soqls)].filter((soql) => !known.has(soql));
      const results = missing.length > 0 ? await salesforce.queries(missing, options) : [];
      for (const [n, soql] of missing.entries()) known.set(soql, results[n]!);
      return soqls.map((soql) => known.get(soql)!);
    },
  };
}
