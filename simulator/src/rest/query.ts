import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import type { Org } from '../org.ts';
import { makeId } from '../schema/ids.ts';
import { runQuery, type QueryOutput } from '../soql/run.ts';
import { viewQuery } from './layouts.ts';
import { dataUrl, noteRecent, options } from './shape.ts';

const BASE = '/services/data/:version';
const DEFAULT_BATCH = 2000;
const MIN_BATCH = 200;
/** A cursor lives two days; a user has ten, the oldest gives way. */
const CURSOR_MS = 2 * 86_400_000;
const MAX_CURSORS = 10;

interface Cursor {
  id: string;
  userId: string;
  openedAt: number;
  records: unknown[];
}

const cursors = new WeakMap<Org, Cursor[]>();
let opened = 0;

/** SOQL: query, queryAll, their further pages, columns and plans. */
export function queryRoutes(): Route[] {
  const get = (path: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path: BASE + path,
    auth: 'session',
    handle,
  });
  return [
    get('/query', (context) => query(context, false)),
    get('/queryAll', (context) => query(context, true)),
    get('/query/:locator', more),
    get('/queryAll/:locator', more),
  ];
}

function query(context: Context, includeDeleted: boolean): Reply {
  const { request, org, session } = context;
  const explain = request.query.get('explain');
  const soql = request.query.get('q') ?? explain;
  if (soql === null || soql.trim() === '')
    throw new ApiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  const source = org.data.sourceFor(session.userId, dataUrl(context));
  const output = runQuery(explain === null ? soql : viewQuery(context, soql), source, { includeDeleted });
  if (explain !== null) return { status: 200, body: plan(context, output, soql) };
  if (request.query.get('columns') === 'true') return { status: 200, body: columns(output, soql) };
  if (/\bFOR\s+(?:VIEW|REFERENCE)\b/i.test(soql)) noteAll(context, output);
  return { status: 200, body: page(context, open(context, output.records), 0, output.totalSize) };
}

/** `01g…-2000`: the cursor and the place to go on from. */
function more(context: Context): Reply {
  const [id = '', at = ''] = context.params.locator!.split('-');
  const now = context.org.clock.now().getTime();
  const cursor = cursorsOf(context.org).find(
    (candidate) => candidate.id.startsWith(id.slice(0, 15)) && id.length >= 15,
  );
  const start = Number(at);
  if (
    cursor === undefined ||
    cursor.userId !== context.session.userId ||
    now - cursor.openedAt > CURSOR_MS ||
    !Number.isInteger(start) ||
    start <= 0 ||
    start >= cursor.records.length
  )
    throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return { status: 200, body: page(context, cursor, start, cursor.records.length) };
}

function cursorsOf(org: Org): Cursor[] {
  let list = cursors.get(org);
  if (list === undefined) cursors.set(org, (list = []));
  return list;
}

function open(context: Context, records: unknown[]): Cursor {
  const { userId } = context.session;
  const cursor = {
    id: makeId('01g', ++opened),
    userId,
    openedAt: context.org.clock.now().getTime(),
    records,
  };
  if (records.length > batchSize(context)) {
    const list = cursorsOf(context.org);
    list.push(cursor);
    const own = list.filter((other) => other.userId === userId);
    if (own.length > MAX_CURSORS) list.splice(list.indexOf(own[0]!), 1);
  }
  return cursor;
}

/** `Sforce-Query-Options: batchSize=200`; out of its bounds it counts as the nearest. */
function batchSize(context: Context): number {
  const wanted = Number(
    options(context.request.headers['sforce-query-options']).get('batchsize') ?? DEFAULT_BATCH,
  );
  return Math.min(DEFAULT_BATCH, Math.max(MIN_BATCH, Number.isFinite(wanted) ? wanted : DEFAULT_BATCH));
}

function page(context: Context, cursor: Cursor, start: number, totalSize: number): Record<string, unknown> {
  const end = start + batchSize(context);
  const done = end >= cursor.records.length;
  return {
    totalSize,
    done,
    ...(done ? {} : { nextRecordsUrl: `${dataUrl(context)}/query/${cursor.id}-${end}` }),
    records: start === 0 && done ? cursor.records : cursor.records.slice(start, end),
  };
}

function columns(output: QueryOutput, soql: string): Record<string, unknown> {
  const entity = /\bFROM\s+(\w+)/i.exec(soql)?.[1] ?? null;
  return {
    columnMetadata: output.columns,
    entityName: entity,
    groupBy: /\bGROUP\s+BY\b/i.test(soql),
    idSelected: output.columns.some((column) => column.columnName === 'Id'),
    keyPrefix: null,
  };
}

/** Every query looks at every row unless it names an id; a plan says so. */
function plan(context: Context, output: QueryOutput, soql: string): Record<string, unknown> {
  const object = context.org.data.object(/\bFROM\s+(\w+)/i.exec(viewQuery(context, soql))?.[1] ?? '');
  return {
    plans: [
      {
        cardinality: output.totalSize,
        fields: [],
        leadingOperationType: 'TableScan',
        notes: [],
        relativeCost: 1,
        sobjectCardinality: object === undefined ? 0 : context.org.data.store.count(object.name),
        sobjectType: object?.name ?? '',
      },
    ],
    sourceQuery: soql,
  };
}

function noteAll(context: Context, output: QueryOutput): void {
  for (const record of output.records as { Id?: unknown }[])
    if (typeof record.Id === 'string') noteRecent(context, record.Id);
}
