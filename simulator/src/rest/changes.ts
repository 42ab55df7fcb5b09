import { ApiError, type Context, type Route } from '../http.ts';
import { dateOf, instant } from '../schema/time.ts';
import { dataUrl, fieldsOf, objectOf, recentIds, shapeRecord } from './shape.ts';
import { nameFieldOf } from './records.ts';

const OBJECT = '/services/data/:version/sobjects/:object';
const MINUTE_MS = 60_000;
/** Changes are kept this long for replication. */
const REPLICATION_MS = 30 * 24 * 60 * MINUTE_MS;

/** What changed between two instants, and what the user looked at. */
export function changeRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: `${OBJECT}/updated`,
      auth: 'session',
      handle(context) {
        const { start, end, object, source } = window(context);
        const ids = [...source.rows(object.name, { includeDeleted: false })]
          .filter((row) => within(row.SystemModstamp, start, end))
          .map((row) => row.Id);
        return { status: 200, body: { ids, latestDateCovered: instant(end) } };
      },
    },
    {
      method: 'GET',
      path: `${OBJECT}/deleted`,
      auth: 'session',
      handle(context) {
        const { start, end, object, source } = window(context);
        const deletedRecords = [...source.rows(object.name, { includeDeleted: true })]
          .filter((row) => row.IsDeleted === true && within(row.SystemModstamp, start, end))
          .map((row) => ({ deletedDate: row.SystemModstamp, id: row.Id }));
        return {
          status: 200,
          body: {
            deletedRecords,
            earliestDateAvailable: instant(new Date(context.org.clock.now().getTime() - REPLICATION_MS)),
            latestDateCovered: instant(end),
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/services/data/:version/recent',
      auth: 'session',
      handle(context) {
        const most = Number(context.request.query.get('limit') ?? 200);
        const { registry } = context.org.data;
        const records = recentIds(context).flatMap((id) => {
          const object = registry.objectOfId(id);
          const row = object && context.org.data.record(object.name, id);
          return object && row
            ? [shapeRecord(object, row, fieldsOf(object, nameFieldOf(object)), dataUrl(context))]
            : [];
        });
        return { status: 200, body: records.slice(0, most) };
      },
    },
  ];
}

function window(context: Context) {
  const object = objectOf(context);
  const at = (name: string) => {
    const text = context.request.query.get(name);
    const time = Date.parse((text ?? '').replace(' ', '+').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
    if (Number.isNaN(time))
      throw new ApiError(400, 'INVALID_REPLICATION_DATE', `The parameter ${name} must be a date and time.`);
    return new Date(time);
  };
  const [start, end] = [at('start'), at('end')];
  const now = context.org.clock.now().getTime();
  if (now - start.getTime() > REPLICATION_MS)
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
  if (end.getTime() - start.getTime() < MINUTE_MS)
    throw new ApiError(
      400,
      'INVALID_REPLICATION_DATE',
      'endDate must be at least one minute greater than startDate',
    );
  return { object, start, end, source: context.org.data.sourceFor(context.session.userId, dataUrl(context)) };
}

function within(stored: unknown, start: Date, end: Date): boolean {
  if (typeof stored !== 'string') return false;
  const at = dateOf(stored).getTime();
  return at >= start.getTime() && at <= end.getTime();
}
