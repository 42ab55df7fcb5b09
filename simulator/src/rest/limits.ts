import type { Context, Route } from '../http.ts';
import { bulkJobsToday } from './bulk-jobs.ts';

/** Limits that nothing here uses up, at the size of an Enterprise org. */
const UNUSED: Record<string, number> = {
  ConcurrentAsyncGetReportInstances: 200,
  DailyAsyncApexExecutions: 250_000,
  DailyDurableStreamingApiEvents: 10_000,
  DailyGenericStreamingApiEvents: 10_000,
  DailyStreamingApiEvents: 10_000,
  DailyWorkflowEmails: 1000,
  DataStorageMB: 10_240,
  FileStorageMB: 10_240,
  HourlyAsyncReportRuns: 1200,
  HourlyPublishedPlatformEvents: 50_000,
  MassEmail: 5000,
  SingleEmail: 5000,
};

/** Bulk jobs in 24 hours: query jobs, and batches (of up to 10,000 rows) of ingest jobs. */
const DAILY_QUERY_JOBS = 10_000;
const DAILY_BATCHES = 15_000;

export function limitRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/services/data/:version/limits',
      auth: 'session',
      handle: (context) => ({ status: 200, body: limits(context) }),
    },
  ];
}

function limits(context: Context): Record<string, { Max: number; Remaining: number }> {
  const { max, used } = context.org.apiUsage;
  const { batches, queries } = bulkJobsToday(context.org);
  const body: Record<string, { Max: number; Remaining: number }> = {
    DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used()) },
    DailyBulkApiBatches: { Max: DAILY_BATCHES, Remaining: Math.max(0, DAILY_BATCHES - batches) },
    DailyBulkV2QueryJobs: { Max: DAILY_QUERY_JOBS, Remaining: Math.max(0, DAILY_QUERY_JOBS - queries) },
  };
  for (const [name, most] of Object.entries(UNUSED)) body[name] = { Max: most, Remaining: most };
  return Object.fromEntries(Object.entries(body).sort(([a], [b]) => a.localeCompare(b)));
}
