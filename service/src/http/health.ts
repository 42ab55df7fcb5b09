import { z } from 'zod';
import type { Queryable } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { isSame } from './app.ts';
import { route, type Route } from './route.ts';

export interface HealthParts {
  db: Queryable;
  metrics: Metrics;
  metricsToken: string | undefined;
  /** True once a shutdown has begun: load balancers then send nobody any more. */
  isClosing(): boolean;
}

const ok = z.object({ status: z.literal('ok') });

export function healthRoutes({ db, metrics, metricsToken, isClosing }: HealthParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/livez',
      who: 'anyone',
      summary: 'The process is alive.',
      answers: { 200: { description: 'Alive', schema: ok } },
      handle: () => ({ status: 200, body: { status: 'ok' } }),
    }),
    route({
      method: 'get',
      path: '/readyz',
      who: 'anyone',
      summary: 'The service can answer: the database is there and no shutdown is under way.',
      answers: { 200: { description: 'Ready', schema: ok } },
      async handle() {
        if (isClosing())
          throw new SaysoError('shutting_down', 'This replica is shutting down.', {
            status: 503,
            kind: 'transient',
            retryAfterSeconds: 5,
          });
        await db.query('select 1');
        return { status: 200, body: { status: 'ok' } };
      },
    }),
    route({
      method: 'get',
      path: '/metrics',
      who: 'anyone',
      summary: 'Prometheus metrics.',
      answers: { 200: { description: 'Prometheus text format' } },
      async handle({ request, response }) {
        if (
          metricsToken !== undefined &&
          !isSame(request.headers.authorization ?? '', `Bearer ${metricsToken}`)
        )
          throw new SaysoError('metrics_token_invalid', 'The metrics token is missing or wrong.', {
            status: 401,
            actions: ['Send METRICS_TOKEN as a bearer token.'],
          });
        response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
        return { status: 200 };
      },
    }),
  ];
}
