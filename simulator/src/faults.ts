import { ApiError } from './http.ts';
import type { BulkFault, Faults } from './org.ts';

/** What a rule looks at; every given part must fit, an absent part fits everything. */
export interface FaultMatch {
  method?: string;
  /** Regular expression on the decoded path. */
  path?: string;
  /** Regular expression on the SOQL text of a query. */
  soql?: string;
  /** sObject name, case-insensitive: from the path, the SOQL, the row or the Bulk job. */
  object?: string;
  /** `insert`, `update`, `upsert`, `delete`, `convert`; for a Bulk job its operation. */
  operation?: string;
  /** Username or user id of the session. */
  user?: string;
  /** `grant_type` of a token request. */
  grantType?: string;
  /** Composite sub-request: its reference id, or its place counted from 0. */
  subrequest?: string | number;
  /** Row of the request or job, counted from 0. */
  row?: number;
}

export type FaultAction =
  /** Answers in place of the org; a string body goes out as `contentType`. */
  | {
      type: 'status';
      status: number;
      body?: unknown;
      contentType?: string;
      headers?: Record<string, string>;
    }
  /** An error in the REST shape; also for rows and sub-requests. */
  | { type: 'error'; errorCode: string; message: string; status?: number; fields?: string[] }
  /** An error of the token endpoint. */
  | { type: 'oauthError'; error: string; error_description: string; status?: number }
  /** Cuts the connection: `before` nothing was done, `after` everything was committed and only the answer is lost. */
  | { type: 'reset'; when?: 'before' | 'after' }
  /** Cuts the answer after some bytes; `contentLength` says whether its length was announced. */
  | { type: 'truncate'; afterBytes: number; contentLength?: boolean; how?: 'reset' | 'end' }
  /** Waits before the work (`request`) or between the work and the answer (`response`). */
  | { type: 'delay'; ms: number; where?: 'request' | 'response' }
  | { type: 'slowBody'; chunkBytes: number; everyMs: number }
  /** Does the work and never answers. */
  | { type: 'hang' }
  /** Ends the session of the request before it is looked at. */
  | { type: 'endSession' }
  /** Moves the org to another instance URL; what the old one answers to API requests from then on. */
  | { type: 'moveInstance'; oldHost?: OldHost }
  | { type: 'bulkJob'; state: BulkFault['state']; afterRows?: number; message?: string };

export type OldHost = 'serves' | '401' | '404' | 'reset';

export interface FaultRule {
  id: string;
  /** What the rule acts on; `request` unless said otherwise. */
  at?: 'request' | 'row' | 'subrequest' | 'bulkJob';
  match?: FaultMatch;
  /** Fires from the nth fitting occasion on, counted from 1. */
  nth?: number;
  /** Fires so many times; once with `nth`, without end otherwise. */
  times?: number;
  /** Chance in 0–1 on each fitting occasion, from the rule's own seeded sequence. */
  probability?: number;
  seed?: number;
  action: FaultAction;
}

export interface RuleState extends FaultRule {
  /** Fitting occasions so far. */
  seen: number;
  fired: number;
}

export interface RequestFacts {
  method: string;
  path: string;
  soql?: string;
  object?: string;
  userId?: string;
  username?: string;
  grantType?: string;
}

export interface FaultRules extends Faults {
  list(): RuleState[];
  /** A rule, a list of rules, or `{ rules }`; a rule with the id of another takes its place. */
  add(input: unknown): RuleState[];
  remove(id?: string): void;
  /** Actions for a whole request, in the order of the rules, each counted as fired. */
  request(facts: RequestFacts): { id: string; action: FaultAction }[];
}

interface Live {
  state: RuleState;
  path: RegExp | undefined;
  soql: RegExp | undefined;
  random: () => number;
}

interface Occasion extends Partial<RequestFacts> {
  operation?: string;
  row?: number;
  subrequest?: { referenceId: string; index: number };
}

const ACTIONS = new Set([
  'status',
  'error',
  'oauthError',
  'reset',
  'truncate',
  'delay',
  'slowBody',
  'hang',
  'endSession',
  'moveInstance',
  'bulkJob',
]);
const PLACES = new Set(['request', 'row', 'subrequest', 'bulkJob']);

/** Rules that make the org fail; `username` names a user for `match.user`. */
export function createFaults(username: (userId: string) => string | undefined): FaultRules {
  let live: Live[] = [];
  let added = 0;

  function fire(place: NonNullable<FaultRule['at']>, occasion: Occasion): Live[] {
    const fired: Live[] = [];
    for (const rule of live) {
      if ((rule.state.at ?? 'request') !== place || !fits(rule, occasion, username)) continue;
      const state = rule.state;
      state.seen += 1;
      const times = state.times ?? (state.nth === undefined ? Infinity : 1);
      if (state.seen < (state.nth ?? 1) || state.fired >= times) continue;
      if (state.probability !== undefined && rule.random() >= state.probability) continue;
      state.fired += 1;
      fired.push(rule);
    }
    return fired;
  }

  function error(rules: Live[]): ApiError | undefined {
    const action = rules.find((rule) => rule.state.action.type === 'error')?.state.action;
    if (action?.type !== 'error') return undefined;
    return new ApiError(action.status ?? 400, action.errorCode, action.message, action.fields);
  }

  return {
    list: () => live.map((rule) => rule.state),
    add(input) {
      const { rules: listed = input } = (input ?? {}) as { rules?: unknown };
      const rules = (Array.isArray(listed) ? listed : [listed]).map((rule) =>
        compile(rule, `fault-${++added}`),
      );
      for (const rule of rules) {
        live = live.filter((other) => other.state.id !== rule.state.id);
        live.push(rule);
      }
      return rules.map((rule) => rule.state);
    },
    remove(id) {
      live = id === undefined ? [] : live.filter((rule) => rule.state.id !== id);
    },
    request: (facts) =>
      live.length === 0
        ? []
        : fire('request', facts).map((rule) => ({ id: rule.state.id, action: rule.state.action })),
    row: ({ object, operation, userId, row }) =>
      live.length === 0 ? undefined : error(fire('row', { object, operation, userId, row })),
    subrequest: ({ method, path, referenceId, index, userId }) =>
      live.length === 0
        ? undefined
        : error(fire('subrequest', { method, path, userId, subrequest: { referenceId, index } })),
    bulkJob({ object, operation, userId }) {
      const action =
        live.length === 0
          ? undefined
          : fire('bulkJob', { object, operation, userId }).find(
              (rule) => rule.state.action.type === 'bulkJob',
            )?.state.action;
      if (action?.type !== 'bulkJob') return undefined;
      return {
        state: action.state,
        afterRows: action.afterRows ?? 0,
        errorMessage: action.message ?? 'InvalidBatch : Field name not found',
      };
    },
  };
}

function compile(input: unknown, defaultId: string): Live {
  const rule = input as FaultRule;
  if (typeof rule !== 'object' || rule === null || !ACTIONS.has(rule.action?.type))
    throw new ApiError(
      400,
      'INVALID_FAULT',
      `A fault rule needs an action with one of the types ${[...ACTIONS].join(', ')}.`,
    );
  if (rule.at !== undefined && !PLACES.has(rule.at))
    throw new ApiError(400, 'INVALID_FAULT', `"at" is one of ${[...PLACES].join(', ')}.`);
  const state: RuleState = { ...rule, id: rule.id ?? defaultId, seen: 0, fired: 0 };
  return {
    state,
    path: pattern(rule.match?.path),
    soql: pattern(rule.match?.soql),
    random: sequence(rule.seed ?? 1),
  };
}

function pattern(source: string | undefined): RegExp | undefined {
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, 'i');
  } catch {
    throw new ApiError(400, 'INVALID_FAULT', `"${source}" is not a regular expression.`);
  }
}

function fits(rule: Live, at: Occasion, username: (userId: string) => string | undefined): boolean {
  const match = rule.state.match;
  if (!match) return true;
  if (match.method && match.method.toUpperCase() !== at.method) return false;
  if (rule.path && !rule.path.test(at.path ?? '')) return false;
  if (rule.soql && !rule.soql.test(at.soql ?? '')) return false;
  if (match.object && match.object.toLowerCase() !== at.object?.toLowerCase()) return false;
  if (match.operation && match.operation !== at.operation) return false;
  if (match.grantType && match.grantType !== at.grantType) return false;
  if (match.row !== undefined && match.row !== at.row) return false;
  if (match.subrequest !== undefined) {
    const { referenceId, index } = at.subrequest ?? {};
    if (match.subrequest !== referenceId && match.subrequest !== index) return false;
  }
  if (match.user !== undefined) {
    if (at.userId === undefined) return false;
    const name = at.username ?? username(at.userId);
    if (match.user !== at.userId && match.user.toLowerCase() !== name?.toLowerCase()) return false;
  }
  return true;
}

/** mulberry32: the same seed fails the same requests again. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
