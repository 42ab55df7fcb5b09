import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Principal } from '../salesforce/types.ts';

/** Who may call: nobody is asked, a user of a paired org (assertion), an admin of that org (`adm`), the operator (`OPERATOR_TOKEN`). */
export type Who = 'anyone' | 'rep' | 'admin' | 'operator';

/** The user behind an assertion. */
export interface Caller extends Principal {
  admin: boolean;
}

export interface Call<Params, Query, Body> {
  /** Throws for routes of `anyone` and `operator`, which have none. */
  caller: Caller;
  params: Params;
  query: Query;
  body: Body;
  request: Request;
  response: Response;
}

export interface Answer {
  status: number;
  /** Sent as JSON; undefined = empty; ignored when the handler already answered on `response`. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface RouteDefinition<Params = unknown, Query = unknown, Body = unknown> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express spelling: `/v1/commands/:id`. */
  path: string;
  who: Who;
  /** One line for the API's description. */
  summary: string;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** Successes by status; problem documents are described once for all routes. */
  answers: Record<number, { description: string; schema?: z.ZodType }>;
  handle(call: Call<Params, Query, Body>): Promise<Answer> | Answer;
}

/** Any route; `route()` is where the types of one are checked against each other. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of routes whose types differ
export type Route = RouteDefinition<any, any, any>;

export function route<Params, Query, Body>(definition: RouteDefinition<Params, Query, Body>): Route {
  return definition;
}
