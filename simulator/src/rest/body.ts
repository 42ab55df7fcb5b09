import { ApiError, json, type Context } from '../http.ts';

type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON body, which must be an object. */
export function bodyOf(context: Context): JsonObject {
  const body = json(context.request);
  if (!isObject(body))
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of the request from ${kindOf(body)}.`,
    );
  return body;
}

/** A list of objects under `name`; absent counts as empty. */
export function objectsOf(body: JsonObject, name: string): JsonObject[] {
  const list = body[name] ?? [];
  if (!Array.isArray(list) || !list.every(isObject))
    throw new ApiError(400, 'JSON_PARSER_ERROR', `${name} must be a list of objects.`);
  return list;
}

/** A text under `name`, or undefined when it is absent. */
export function textOf(body: JsonObject, name: string): string | undefined {
  const text = body[name] ?? undefined;
  if (text !== undefined && typeof text !== 'string')
    throw new ApiError(400, 'JSON_PARSER_ERROR', `${name} must be text, not ${kindOf(text)}.`);
  return text;
}

/** A list of texts under `name`; absent counts as empty. */
export function textsOf(body: JsonObject, name: string): string[] {
  const list = body[name] ?? [];
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string'))
    throw new ApiError(400, 'JSON_PARSER_ERROR', `${name} must be a list of texts.`);
  return list;
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
