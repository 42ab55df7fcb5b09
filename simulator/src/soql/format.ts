import { DateTime } from 'luxon';
import type { FieldType, Scalar } from '../schema/types.ts';

/** `FORMAT()` in the locale en_US and the user's zone. */
export function formatter(type: FieldType, scale: number, timeZone: string): (value: Scalar) => Scalar {
  switch (type) {
    case 'currency':
      return numbers({ style: 'currency', currency: 'USD' });
    case 'percent': {
      const format = numbers({ minimumFractionDigits: scale, maximumFractionDigits: scale });
      return (value) => (value === null ? null : `${format(value) as string}%`);
    }
    case 'int':
    case 'double':
      return numbers({ minimumFractionDigits: scale, maximumFractionDigits: scale });
    case 'date':
      return dates('M/d/yyyy', 'utc');
    case 'datetime':
      return dates('M/d/yyyy, h:mm a', timeZone);
    default:
      return (value) => value;
  }
}

function numbers(options: Intl.NumberFormatOptions): (value: Scalar) => Scalar {
  const format = new Intl.NumberFormat('en-US', options);
  return (value) => (typeof value === 'number' ? format.format(value) : null);
}

function dates(pattern: string, zone: string): (value: Scalar) => Scalar {
  return (value) =>
    typeof value === 'string'
      ? DateTime.fromISO(value, { zone: 'utc' }).setZone(zone).toFormat(pattern, { locale: 'en-US' })
      : null;
}
