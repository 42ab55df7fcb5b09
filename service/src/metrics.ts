import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What operators watch. Labels are bounded: routes by pattern, outcomes by code, never an org, a user or a URL. */
export interface Metrics {
  registry: Registry;
  httpSeconds: Histogram<'method' | 'route' | 'status'>;
  /** outcome: refreshed, lost, permanent, transient, configuration, superseded. */
  refreshes: Counter<'outcome'>;
  refreshSeconds: Histogram;
  refreshesInFlight: Gauge;
  /** Refresh answers that wait on disk for the database. */
  spooledAnswers: Gauge;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'sayso_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10],
      registers,
    }),
    refreshes: new Counter({
      name: 'sayso_refreshes_total',
      help: 'Refreshes by their outcome',
      labelNames: ['outcome'],
      registers,
    }),
    refreshSeconds: new Histogram({
      name: 'sayso_refresh_seconds',
      help: 'Time that the token endpoint took',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 120],
      registers,
    }),
    refreshesInFlight: new Gauge({
      name: 'sayso_refreshes_in_flight',
      help: 'Refresh requests without an answer yet',
      registers,
    }),
    spooledAnswers: new Gauge({
      name: 'sayso_spooled_answers',
      help: 'Refresh answers on disk that wait for the database',
      registers,
    }),
  };
}
