export interface World {
  meta: { asOf?: string; [key: string]: unknown };
  records: Record<string, Record<string, unknown>[]>;
  [key: string]: unknown;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DATE = /^(\d{4}-\d{2}-\d{2})(T.*)?$/;

/**
 * A sample world is written as of one day (`meta.asOf`). Moved by whole weeks to the present, "closes next Friday" stays true however old the
 * file is, and weekdays stay weekdays.
 */
export function moveDatesToToday(world: World, today: Date): World {
  const asOf = world.meta.asOf;
  if (!asOf) return world;
  const weeks = Math.floor((today.getTime() - Date.parse(asOf)) / (7 * DAY_MS));
  const move = (value: unknown): unknown => {
    const match = typeof value === 'string' ? DATE.exec(value) : null;
    if (!match) return value;
    const moved = new Date(Date.parse(`${match[1]}T00:00:00Z`) + weeks * 7 * DAY_MS)
      .toISOString()
      .slice(0, 10);
    return moved + (match[2] ?? '');
  };
  const records = Object.entries(world.records).map(([object, rows]) => [
    object,
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([field, value]) => [field, move(value)]))),
  ]);
  return {
    ...world,
    meta: { ...world.meta, asOf: move(asOf) as string },
    records: Object.fromEntries(records),
  };
}
