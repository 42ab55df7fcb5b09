import { setTimeout as delay } from 'node:timers/promises';
import { SaysoError } from '../errors.ts';
import type { DescribeCache } from './describe-cache.ts';
import { errorOfAnswer, errorOfSilence, SalesforceError } from './errors.ts';
import { composite, COMPOSITE_READS, DATA } from './composite.ts';
import { createTransport, TransportError, type HttpResponse, type Send } from './transport.ts';
import {
  type Access,
  type ObjectDescribe,
  type ObjectSummary,
  type PicklistsOfRecordType,
  type Principal,
  type RequestOptions,
  type Salesforce,
  type SalesforceErrorEntry,
  type SalesforceResponse,
  type SObject,
  type UseGrant,
} from './types.ts';

/** Salesforce counts a request as long from 20 s on and gives up at 10 min; a rep does not wait that long. */
const TIMEOUT_MS = 120_000;
/** Reads are repeated after these waits (with jitter): long enough for a blip, short enough for a person. */
const READ_RETRY_MS = [250, 1_000] as const;
/** Admins change fields rarely; a change is seen within this time, checked with If-Modified-Since. */
const DESCRIBE_FRESH_MS = 300_000;
const DEFAULT_MAX_ROWS = 10_000;
/** A longer query goes in a body: Salesforce takes URLs of 16,384 bytes with their headers. */
const LONGEST_IN_URL = 8_000;

let shared: Send | undefined;
/** The transport of scripts and tests that bring none; its idle sockets do not keep a process alive. */
function sharedTransport(): Send {
  return (shared ??= createTransport().send);
}

/**
 * One user's view of one org over REST. Every request takes a live token from `use` and goes to exactly its `instanceUrl`.
 * Reads are repeated on transient failures; writes never are, except after a 401, which Salesforce did not carry out.
 */
export function createSalesforce(
  use: UseGrant,
  principal: Principal,
  describeCache: DescribeCache,
  send: Send = sharedTransport(),
): Salesforce {
  let calls = 0;
  const cacheKey = (name: string): string => `${principal.orgId}|${principal.userId}|${name.toLowerCase()}`;

  async function attempt<T>(
    method: Method,
    path: string,
    options: RequestOptions,
  ): Promise<SalesforceResponse<T>> {
    return use(principal, async (access) => {
      calls++;
      const response = await sendWith(send, access, method, path, options);
      if (response.status >= 300 && response.status !== 304)
        throw errorOfAnswer(response.status, entriesOf(response));
      return { status: response.status, headers: response.headers, body: bodyOf(response) as T };
    });
  }

  async function request<T>(
    method: Method,
    path: string,
    options: RequestOptions = {},
  ): Promise<SalesforceResponse<T>> {
    for (let n = 0; ; n++) {
      try {
        return await attempt<T>(method, path, options);
      } catch (error) {
        const waitMs = READ_RETRY_MS[n];
        if (!(method === 'GET' || options.reads) || waitMs === undefined || !isWorthRepeating(error))
          throw error;
        await delay(waitMs * (0.5 + Math.random()));
      }
    }
  }

  async function query<T extends SObject>(soql: string, options: { maxRows?: number } = {}): Promise<T[]> {
    const { body } = await request<QueryPage<T>>('GET', `/query/?q=${encodeURIComponent(soql)}`);
    return allRows(body, options.maxRows ?? DEFAULT_MAX_ROWS);
  }

  async function queries(soqls: readonly string[], options: { maxRows?: number } = {}): Promise<SObject[][]> {
    const [only] = soqls;
    if (soqls.length === 1 && encodeURIComponent(only!).length < LONGEST_IN_URL)
      return [await query(only!, options)];
    const results: SObject[][] = [];
    for (let start = 0; start < soqls.length; start += COMPOSITE_READS) {
      const subrequests = soqls.slice(start, start + COMPOSITE_READS).map((soql, n) => ({
        method: 'GET' as const,
        url: `${DATA}/query?q=${encodeURIComponent(soql)}`,
        referenceId: `q${n}`,
      }));
      for (const { httpStatusCode, body: page } of await composite({ request }, subrequests, {
        allOrNone: false,
        reads: true,
      })) {
        if (httpStatusCode >= 300) throw errorOfAnswer(httpStatusCode, entriesIn(page));
        results.push(await allRows(page as QueryPage<SObject>, options.maxRows ?? DEFAULT_MAX_ROWS));
      }
    }
    return results;
  }

  async function allRows<T extends SObject>(page: QueryPage<T>, maxRows: number): Promise<T[]> {
    if (page.totalSize > maxRows) throw tooManyRows(page.totalSize, maxRows);
    const rows = page.records;
    while (!page.done && page.nextRecordsUrl !== undefined) {
      page = (await request<QueryPage<T>>('GET', page.nextRecordsUrl)).body;
      for (const row of page.records) rows.push(row);
      if (rows.length > maxRows) throw tooManyRows(rows.length, maxRows);
    }
    return rows;
  }

  /** From the cache while fresh; after that Salesforce is asked whether it changed. */
  function cached<T>(path: string): Promise<T> {
    const key = cacheKey(path);
    const known = describeCache.get(key);
    if (known && performance.now() - known.checkedAt < DESCRIBE_FRESH_MS)
      return Promise.resolve(known.value as T);
    return describeCache.once(key, async () => {
      const headers: Record<string, string> = {};
      if (known?.lastModified !== undefined) headers['If-Modified-Since'] = known.lastModified;
      const response = await request<T>('GET', path, { headers });
      const value = response.status === 304 && known ? (known.value as T) : response.body;
      const lastModified = response.headers['last-modified'] ?? known?.lastModified;
      describeCache.set(key, { value, lastModified, checkedAt: performance.now() });
      return value;
    });
  }

  const describe = (object: string): Promise<ObjectDescribe> =>
    cached<ObjectDescribe>(`/sobjects/${encodeURIComponent(object)}/describe`);

  async function picklistsOf(object: string, recordTypeId: string): ReturnType<Salesforce['picklistsOf']> {
    try {
      const path = `/ui-api/object-info/${encodeURIComponent(object)}/picklist-values/${encodeURIComponent(recordTypeId)}`;
      return (await cached<{ picklistFieldValues: PicklistsOfRecordType }>(path)).picklistFieldValues;
    } catch (error) {
      if (error instanceof SalesforceError && CLOSED.has(error.httpStatus)) return undefined;
      throw error;
    }
  }

  async function loadUser(): ReturnType<Salesforce['user']> {
    const [[row], currency] = await Promise.all([
      query(
        `SELECT Id, Name, Email, TimeZoneSidKey, LocaleSidKey FROM User WHERE Id = '${principal.userId}'`,
      ),
      currencyOfOrg(),
    ]);
    if (!row)
      throw errorOfAnswer(404, [
        { errorCode: 'NOT_FOUND', message: 'Salesforce does not show you your own user record.' },
      ]);
    return {
      id: principal.userId,
      name: String(row['Name'] ?? ''),
      email: String(row['Email'] ?? ''),
      timeZone: String(row['TimeZoneSidKey'] ?? 'UTC'),
      locale: String(row['LocaleSidKey'] ?? 'en_US'),
      currency,
    };
  }

  /**
   * No record of a single-currency org holds its currency; the Connect API tells it. With several currencies each record has its
   * own, and a number without a sign is better than one with a wrong sign.
   */
  async function currencyOfOrg(): Promise<string | null> {
    try {
      const { features } = await cached<OrganizationAnswer>('/connect/organization');
      return features?.multiCurrency === true ? null : (features?.defaultCurrencyIsoCode ?? null);
    } catch (error) {
      // The Connect API can be closed to a user; money then has no sign.
      if (error instanceof SalesforceError && CLOSED.has(error.httpStatus)) return null;
      throw error;
    }
  }

  return {
    principal,
    get calls() {
      return calls;
    },
    request,
    query,
    queries,
    describe,
    picklistsOf,
    describeGlobal: async () => (await cached<{ sobjects: ObjectSummary[] }>('/sobjects')).sobjects,
    async user() {
      const key = cacheKey('user');
      const known = describeCache.get(key);
      if (known && performance.now() - known.checkedAt < DESCRIBE_FRESH_MS)
        return known.value as Awaited<ReturnType<Salesforce['user']>>;
      return describeCache.once(key, async () => {
        const value = await loadUser();
        describeCache.set(key, { value, lastModified: undefined, checkedAt: performance.now() });
        return value;
      });
    },
  };
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

interface OrganizationAnswer {
  features?: { multiCurrency?: boolean; defaultCurrencyIsoCode?: string | null };
}

/** What Salesforce answers where a resource is not for this user. */
const CLOSED = new Set([400, 403, 404]);

interface QueryPage<T> {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: T[];
}

async function sendWith(
  send: Send,
  access: Access,
  method: Method,
  path: string,
  options: RequestOptions,
): Promise<HttpResponse> {
  const url = urlOn(access.instanceUrl, path);
  const headers: Record<string, string> = {
    ...options.headers,
    authorization: `Bearer ${access.accessToken}`,
  };
  if (options.body !== undefined && !hasHeader(headers, 'content-type'))
    headers['content-type'] = 'application/json';
  if (!hasHeader(headers, 'accept')) headers['accept'] = 'application/json';
  try {
    return await send({
      method,
      url,
      headers,
      body:
        options.body === undefined || typeof options.body === 'string' || Buffer.isBuffer(options.body)
          ? options.body
          : JSON.stringify(options.body),
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      startBefore: access.startBefore,
    });
  } catch (error) {
    // `use` reads the grant anew and repeats.
    if (error instanceof TransportError && !error.lapsed) throw errorOfSilence(error.sent, error);
    throw error;
  }
}

/** The request's URL, which must stay on the instance: a path from an answer (`nextRecordsUrl`) is not trusted with the token. */
function urlOn(instanceUrl: string, path: string): URL {
  const url = new URL(path.startsWith('/services/') ? path : `${DATA}${path}`, `${instanceUrl}/`);
  if (url.origin !== new URL(instanceUrl).origin)
    throw new SaysoError(
      'salesforce_foreign_url',
      'A request would have left the Salesforce org and was stopped.',
      {
        status: 502,
        kind: 'permanent',
        actions: ['Tell the people who run Sayso.'],
      },
    );
  return url;
}

function bodyOf(response: HttpResponse): unknown {
  if (response.body.length === 0) return undefined;
  const text = response.body.toString('utf8');
  if (!(response.headers['content-type'] ?? '').includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw errorOfAnswer(response.status, []);
  }
}

/** Rows say `errorCode`, collections say `statusCode`; pages and proxies say nothing that can be read. */
function entriesOf(response: HttpResponse): SalesforceErrorEntry[] {
  try {
    return entriesIn(JSON.parse(response.body.toString('utf8')));
  } catch {
    return [];
  }
}

function entriesIn(parsed: unknown): SalesforceErrorEntry[] {
  const list = Array.isArray(parsed) ? parsed : [parsed];
  return list.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { errorCode, statusCode, message, fields, ...rest } = item as Record<string, unknown>;
    const code = errorCode ?? statusCode;
    if (typeof code !== 'string') return [];
    // Anything else that Salesforce sent (duplicateResult) stays on the entry.
    return [
      {
        ...rest,
        errorCode: code,
        message: String(message ?? ''),
        ...(Array.isArray(fields) ? { fields: fields.map(String) } : {}),
      },
    ];
  });
}

function isWorthRepeating(error: unknown): boolean {
  return error instanceof SalesforceError && error.retryable && (error.retryAfterSeconds ?? 0) < 60;
}

function tooManyRows(found: number, maxRows: number): SaysoError {
  return new SaysoError(
    'salesforce_too_many_rows',
    `That is ${found} records; at most ${maxRows} can be looked at in one go.`,
    {
      status: 422,
      actions: ['Narrow it down, then try again.'],
    },
  );
}

function hasHeader(headers: Record<string, string>, name: string): boolean {
  return Object.keys(headers).some((key) => key.toLowerCase() === name);
}
