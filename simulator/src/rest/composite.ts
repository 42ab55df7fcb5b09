import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { decode, type Router } from '../router.ts';
import { bodyOf, isObject, objectsOf, textOf } from './body.ts';
import { notModelled, replyOf } from './errors.ts';
import { referencesIn, substitute, type Answers } from './references.ts';

const BASE = '/services/data/:version/composite';

/** Sub-requests of one Composite call, and how many of them may query or use Collections. */
const MAX_SUBREQUESTS = 25;
const MAX_QUERIES = 5;
/** Graph: nodes and graphs of a payload, chain of references, kinds of nodes, failed graphs until the rest is not tried. */
const MAX_NODES = 500;
const MAX_GRAPHS = 75;
const MAX_DEPTH = 15;
const MAX_KINDS = 15;
const MAX_FAILED_GRAPHS = 14;
/** Sub-requests of one Batch call. */
const MAX_BATCH = 25;

interface Subrequest {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

interface Subresponse {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

/** Composite, Composite Graph and Batch; `router` knows the resources that sub-requests may name. */
export function compositeRoutes(router: Router): Route[] {
  return [
    { method: 'POST', path: BASE, auth: 'session', handle: (context) => composite(context, router) },
    { method: 'POST', path: `${BASE}/graph`, auth: 'session', handle: (context) => graph(context, router) },
    { method: 'POST', path: `${BASE}/batch`, auth: 'session', handle: (context) => batch(context, router) },
  ];
}

function composite(context: Context, router: Router): Reply {
  const body = bodyOf(context);
  const requests = checked(body);
  if (requests.length > MAX_SUBREQUESTS)
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `The composite request cannot have more than ${MAX_SUBREQUESTS} subrequests.`,
    );
  const costly = requests.filter(({ url }) => /\/(?:query|queryAll|composite\/sobjects)\b/.test(url)).length;
  if (costly > MAX_QUERIES)
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `The composite request cannot have more than ${MAX_QUERIES} query or collection subrequests.`,
    );
  return {
    status: 200,
    body: { compositeResponse: runAll(context, router, requests, body.allOrNone === true).responses },
  };
}

function graph(context: Context, router: Router): Reply {
  const graphs = objectsOf(bodyOf(context), 'graphs');
  if (graphs.length === 0) throw new ApiError(400, 'INVALID_INPUT', 'The request needs at least one graph.');
  const nodes = graphs.reduce((total, one) => total + objectsOf(one, 'compositeRequest').length, 0);
  if (graphs.length > MAX_GRAPHS) throw limitExceeded('graphs', MAX_GRAPHS);
  if (nodes > MAX_NODES) throw limitExceeded('nodes', MAX_NODES);
  const ids = graphs.map((one) => one.graphId);
  if (ids.some((id) => typeof id !== 'string' || id === '') || new Set(ids).size !== ids.length)
    throw new ApiError(400, 'INVALID_INPUT', 'Every graph needs a graphId of its own.');
  const prepared = graphs.map((one) => ({
    graphId: one.graphId as string,
    requests: checkedGraph(one),
  }));
  let failed = 0;
  const answers = prepared.map(({ graphId, requests }) => {
    const outcome =
      failed >= MAX_FAILED_GRAPHS
        ? { successful: false, responses: requests.map((request) => halted(request)) }
        : runAll(context, router, requests, true);
    if (!outcome.successful) failed++;
    return {
      graphId,
      graphResponse: { compositeResponse: outcome.responses },
      isSuccessful: outcome.successful,
    };
  });
  return { status: 200, body: { graphs: answers } };
}

/** A graph holds rows only, in references that end after fifteen steps. */
function checkedGraph(graph: Record<string, unknown>): Subrequest[] {
  const requests = checked(graph);
  const depth = new Map<string, number>();
  const kinds = new Set<string>();
  for (const request of requests) {
    const row = /\/sobjects\/([^/?]+)(\/[^?]*)?$/.exec(request.url.split('?')[0]!);
    if (row === null || /\/composite\//.test(request.url))
      throw new ApiError(400, 'INVALID_INPUT', `A graph may not contain the subrequest ${request.url}.`);
    kinds.add(`${request.method} ${row[1]}`);
    const parents = [...referencesIn([request.url, request.body])].map((name) => depth.get(name) ?? 0);
    const own = Math.max(0, ...parents) + 1;
    depth.set(request.referenceId, own);
    if (own > MAX_DEPTH) throw limitExceeded('levels of references', MAX_DEPTH);
  }
  if (kinds.size > MAX_KINDS) throw limitExceeded('kinds of nodes', MAX_KINDS);
  return requests;
}

function limitExceeded(what: string, most: number): ApiError {
  return new ApiError(400, 'LIMIT_EXCEEDED', `The graph request cannot have more than ${most} ${what}.`);
}

function checked(holder: Record<string, unknown>): Subrequest[] {
  const requests = objectsOf(holder, 'compositeRequest');
  const refuse = (message: string) => new ApiError(400, 'INVALID_INPUT', message);
  if (requests.length === 0) throw refuse('The compositeRequest list needs at least one subrequest.');
  const seen = new Set<string>();
  return requests.map((request) => {
    const [referenceId, method, url] = ['referenceId', 'method', 'url'].map((name) => textOf(request, name));
    if (referenceId === undefined || !/^[A-Za-z0-9_]+$/.test(referenceId))
      throw refuse(`The reference id '${referenceId}' must be letters, digits and underscores.`);
    if (method === undefined || url === undefined)
      throw refuse(`The subrequest ${referenceId} needs a method and a url.`);
    if (seen.has(referenceId)) throw refuse(`The reference id ${referenceId} is not unique.`);
    seen.add(referenceId);
    const httpHeaders = Object.entries(isObject(request.httpHeaders) ? request.httpHeaders : {});
    return {
      referenceId,
      method,
      url,
      body: request.body,
      httpHeaders: Object.fromEntries(httpHeaders.map(([name, value]) => [name, String(value)])),
    };
  });
}

/** Thrown inside the transaction so that it is taken back. */
class RolledBack extends Error {}

function runAll(
  context: Context,
  router: Router,
  requests: Subrequest[],
  allOrNone: boolean,
): { successful: boolean; responses: Subresponse[] } {
  const answers: Answers = new Map();
  const responses: Subresponse[] = [];
  let failed: Subresponse | undefined;
  const one = (request: Subrequest, index: number) => {
    const response = subrequest(context, router, request, index, answers);
    responses.push(response);
    if (response.httpStatusCode >= 400) failed ??= response;
    else answers.set(request.referenceId, response.body);
  };
  if (!allOrNone) {
    requests.forEach(one);
    return { successful: failed === undefined, responses };
  }
  try {
    context.org.data.atomic(context.session.userId, () => {
      for (const [index, request] of requests.entries()) {
        one(request, index);
        if (failed !== undefined) throw new RolledBack();
      }
    });
    return { successful: true, responses };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    /** Collections go on showing the success of rows that were taken back: Salesforce does. */
    const keepsItsAnswer = ({ url }: Subrequest, index: number) =>
      responses[index] !== undefined && url.includes('/composite/sobjects');
    return {
      successful: false,
      responses: requests.map((request, index) =>
        responses[index] === failed || keepsItsAnswer(request, index) ? responses[index]! : halted(request),
      ),
    };
  }
}

function halted({ referenceId }: Subrequest): Subresponse {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return {
    body: [{ errorCode: 'PROCESSING_HALTED', message }],
    httpHeaders: {},
    httpStatusCode: 400,
    referenceId,
  };
}

function subrequest(
  context: Context,
  router: Router,
  request: Subrequest,
  index: number,
  answers: Answers,
): Subresponse {
  let reply: Reply;
  try {
    for (const header of Object.keys(request.httpHeaders ?? {}))
      if (/^(?:authorization|accept|content-type)$/i.test(header))
        throw new ApiError(
          400,
          'INVALID_HTTP_HEADER',
          `The header ${header} is not allowed in a subrequest.`,
        );
    const url = substitute(request.url, answers) as string;
    const body = substitute(request.body, answers);
    const fault = context.org.faults.subrequest({
      method: request.method,
      path: url,
      referenceId: request.referenceId,
      index,
      userId: context.session.userId,
    });
    if (fault !== undefined) throw fault;
    reply = dispatch(context, router, { ...request, url, body });
  } catch (error) {
    reply = replyOf(error);
  }
  return {
    body: reply.body ?? null,
    httpHeaders: reply.headers?.Location === undefined ? {} : { Location: reply.headers.Location },
    httpStatusCode: reply.status,
    referenceId: request.referenceId,
  };
}

/** Runs another resource of the same org, in the same transaction and without a new API call. */
function dispatch(
  context: Context,
  router: Router,
  { method, url, body, httpHeaders = {} }: Omit<Subrequest, 'referenceId'>,
): Reply {
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const { route, params } = router.match(method.toUpperCase(), path);
  const headers = Object.fromEntries(
    Object.entries(httpHeaders).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const query = new URLSearchParams(search);
  const soql = /\/query(?:All)?\/?$/.test(path) ? query.get('q') : null;
  if (soql !== null) context.noteSubquery(soql);
  const reply = route.handle({
    ...context,
    params,
    request: {
      ...context.request,
      method: method.toUpperCase(),
      path: path.split('/').map(decode).join('/'),
      query,
      headers,
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    },
  });
  // A transaction cannot wait for something outside it.
  if (reply instanceof Promise) throw notModelled(`${path} as a subrequest`);
  return reply;
}

function batch(context: Context, router: Router): Reply {
  const body = bodyOf(context);
  const requests = objectsOf(body, 'batchRequests');
  if (requests.length === 0)
    throw new ApiError(400, 'INVALID_INPUT', 'The batchRequests list needs at least one request.');
  if (requests.length > MAX_BATCH)
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `The batch request cannot have more than ${MAX_BATCH} subrequests.`,
    );
  let halt = false;
  const results = requests.map((request, index) => {
    if (halt)
      return {
        statusCode: 412,
        result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
      };
    const url = textOf(request, 'url') ?? '';
    const method = textOf(request, 'method') ?? 'GET';
    // Batch URLs may start at the version.
    const absolute = url.startsWith('/')
      ? url
      : url.startsWith('services/')
        ? `/${url}`
        : `/services/data/${url}`;
    const { httpStatusCode, body: result } = subrequest(
      context,
      router,
      { method, url: absolute, referenceId: String(index), body: request.richInput },
      index,
      new Map(),
    );
    if (httpStatusCode >= 400 && body.haltOnError === true) halt = true;
    return { statusCode: httpStatusCode, result };
  });
  return { status: 200, body: { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results } };
}
