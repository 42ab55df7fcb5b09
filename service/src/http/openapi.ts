import { z } from 'zod';
import type { Route, Who } from './route.ts';

/** Problem documents of every route (RFC 9457). */
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ description: 'Stable; what a program decides by.' }),
  detail: z.string().meta({ description: 'For people.' }),
  actions: z.array(z.string()).meta({ description: 'What to do next, each a sentence.' }),
  retryable: z.boolean(),
  instance: z.string().optional().meta({ description: 'Reference to quote.' }),
});

const SECURITY: Record<Who, object[]> = {
  anyone: [],
  rep: [{ assertion: [] }],
  admin: [{ assertion: [] }],
  operator: [{ operator: [] }],
};

/** The OpenAPI 3.1 document of the routes, from the same schemas that check the requests. */
export function createDocument(routes: readonly Route[], serviceUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sayso',
      version: '1',
      description: 'Say what should change in Salesforce. Errors are RFC 9457 problem documents.',
    },
    servers: [{ url: serviceUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem) },
      responses: {
        Problem: {
          description: 'Refused or failed; `code` says why, `actions` what to do.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        assertion: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'Signed by the package for the running user (HS256); valid for five minutes, once for a request that writes.',
        },
        operator: { type: 'http', scheme: 'bearer', description: 'OPERATOR_TOKEN' },
      },
    },
  };
}

function operationOf(route: Route): object {
  const responses: Record<string, object> = {};
  for (const [status, { description, schema }] of Object.entries(route.answers))
    responses[status] = {
      description,
      ...(schema ? { content: { 'application/json': { schema: schemaOf(schema) } } } : {}),
    };
  responses['default'] = { $ref: '#/components/responses/Problem' };
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  return {
    summary: route.summary,
    ...(SECURITY[route.who].length > 0 ? { security: SECURITY[route.who] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body) } } } }
      : {}),
    responses,
  };
}

function parametersOf(schema: Route['params'], where: 'path' | 'query'): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType): { properties?: Record<string, object>; required?: string[] } {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >;
  return json;
}
