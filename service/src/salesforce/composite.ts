import {
  API_VERSION,
  type CompositeResult,
  type CompositeSubrequest,
  type Salesforce,
  type SalesforceErrorEntry,
  type SaveResult,
} from './types.ts';

/** `{V}` of subrequest URLs, which are absolute. */
export const DATA = `/services/data/v${API_VERSION}`;

/** Subrequests that query or use collections, in one composite call (Salesforce's limit). */
export const COMPOSITE_READS = 5;
/** Graphs in one graph call (Salesforce's limit). */
export const GRAPHS = 75;

/** Up to 25 subrequests in one API call, in the given order. */
export async function composite(
  salesforce: Pick<Salesforce, 'request'>,
  subrequests: readonly CompositeSubrequest[],
  { allOrNone, reads = false }: { allOrNone: boolean; reads?: boolean },
): Promise<CompositeResult[]> {
  const { body } = await salesforce.request<{ compositeResponse: CompositeResult[] }>('POST', '/composite', {
    body: { allOrNone, collateSubrequests: false, compositeRequest: subrequests },
    reads,
  });
  return body.compositeResponse;
}

/** Up to 75 graphs in one API call; each is a transaction of its own. Results by graph id. */
export async function compositeGraph(
  salesforce: Salesforce,
  graphs: readonly { graphId: string; compositeRequest: CompositeSubrequest[] }[],
): Promise<Map<string, CompositeResult[]>> {
  const { body } = await salesforce.request<{
    graphs: { graphId: string; graphResponse: { compositeResponse: CompositeResult[] } }[];
  }>('POST', '/composite/graph', { body: { graphs } });
  return new Map(body.graphs.map((graph) => [graph.graphId, graph.graphResponse.compositeResponse]));
}

/** A subrequest's answer in the form of a collections row. */
export function saveResultOf(result: CompositeResult): SaveResult {
  const body = result.body as { id?: string; created?: boolean } | SalesforceErrorEntry[] | null;
  if (result.httpStatusCode < 300) {
    const saved = Array.isArray(body) ? null : body;
    return {
      id: saved?.id ?? null,
      success: true,
      created: saved?.created ?? result.httpStatusCode === 201,
      errors: [],
    };
  }
  const errors = Array.isArray(body) && body.length > 0 ? body : [];
  if (errors.length > 0) return { id: null, success: false, errors };
  const errorCode = result.httpStatusCode === 412 ? 'PRECONDITION_FAILED' : `HTTP_${result.httpStatusCode}`;
  return {
    id: null,
    success: false,
    errors: [{ errorCode, message: `Salesforce answered ${result.httpStatusCode}.` }],
  };
}

/** A row that failed only because another one of its transaction did. */
export function isHalted(result: SaveResult): boolean {
  return result.errors.some(
    ({ errorCode }) => errorCode === 'PROCESSING_HALTED' || errorCode === 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  );
}
