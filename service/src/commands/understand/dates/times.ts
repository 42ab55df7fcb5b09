import { numberAt } from '../numbers.ts';
import type { Token } from '../tokens.ts';
import { Reader } from './reader.ts';

/** Minutes after midnight. */
export function timeAt(
  tokens: readonly Token[],
  i: number,
  bare: boolean,
): { end: number; minutes: number } | undefined {
  const r = new Reader(tokens, i);
  const token = tokens[i];
  if (!token || token.kind === 'quote') return undefined;
  if (r.takeOne(['noon', 'midday'])) return { end: r.i, minutes: 720 };
  if (token.kind === 'time') {
    const match = /^(\d{1,2})(?::(\d{2}))?\s?([ap])?/i.exec(token.word)!;
    const said = match[3] ? { half: match[3].toLowerCase(), end: i + 1 } : halfOfDay(tokens, i + 1);
    const hour = Number(match[1]);
    if (hour > 23 || Number(match[2] ?? 0) > 59) return undefined;
    return {
      end: said?.end ?? i + 1,
      minutes:
        clock(hour, said?.half, !said && hour >= 1 && hour < 8 && !/^0/.test(token.word)) * 60 +
        Number(match[2] ?? 0),
    };
  }
  if (r.take('half', 'past') || r.take('quarter', 'past') || r.take('quarter', 'to')) {
    const kind = `${tokens[i]!.word} ${tokens[i + 1]!.word}`;
    const hour = numberAt(tokens, r.i);
    if (!hour || hour.value > 12) return undefined;
    const half = halfOfDay(tokens, hour.end);
    const base = clock(hour.value, half?.half, !half && hour.value < 8) * 60;
    return {
      end: half?.end ?? hour.end,
      minutes: base + (kind === 'half past' ? 30 : kind === 'quarter past' ? 15 : -15),
    };
  }
  const number = numberAt(tokens, i);
  if (!number || number.unit === 'percent' || number.unit === 'ordinal') return undefined;
  let { end, value } = number;
  let minutes = 0;
  if (number.loose && value >= 100 && value < 1260 && value % 100 < 60) {
    minutes = value % 100;
    value = Math.floor(value / 100);
  } else if (value > 12 || value < 1 || number.unit === 'money') return undefined;
  const half = halfOfDay(tokens, end);
  if (half) end = half.end;
  else if (tokens[end]?.word === "o'clock" || tokens[end]?.word === 'oclock') end++;
  else if (!bare) return undefined;
  return { end, minutes: clock(value, half?.half, !half && value < 8) * 60 + minutes };
}

function halfOfDay(tokens: readonly Token[], i: number): { half: string; end: number } | undefined {
  const word = tokens[i]?.word ?? '';
  if (word === 'am' || word === 'pm') return { half: word[0]!, end: i + 1 };
  if (
    (word === 'a' || word === 'p') &&
    (tokens[i + 1]?.word === 'm' || (tokens[i + 1]?.word === '.' && tokens[i + 2]?.word === 'm'))
  ) {
    return { half: word, end: tokens[i + 1]?.word === 'm' ? i + 2 : i + 3 };
  }
  if (word === 'in' && tokens[i + 1]?.word === 'the') {
    const part = tokens[i + 2]?.word;
    if (part === 'morning') return { half: 'a', end: i + 3 };
    if (part === 'afternoon' || part === 'evening') return { half: 'p', end: i + 3 };
  }
  return undefined;
}

function clock(hour: number, half: string | undefined, assumeAfternoon: boolean): number {
  if (half === 'p') return hour === 12 ? 12 : hour < 12 ? hour + 12 : hour;
  if (half === 'a') return hour === 12 ? 0 : hour;
  return assumeAfternoon ? hour + 12 : hour;
}

/** "30 minutes", "an hour", "half an hour", "an hour and a half", "90 min". Minutes. */
export function durationAt(
  tokens: readonly Token[],
  i: number,
): { end: number; minutes: number } | undefined {
  const r = new Reader(tokens, i);
  if (r.take('half', 'an', 'hour') || r.take('a', 'half', 'hour') || r.take('half', 'hour'))
    return { end: r.i, minutes: 30 };
  if (r.take('an', 'hour') || r.take('one', 'hour') || r.take('a', 'hour'))
    return r.take('and', 'a', 'half') ? { end: r.i, minutes: 90 } : { end: r.i, minutes: 60 };
  if (r.take('a', 'quarter', 'of', 'an', 'hour') || r.take('quarter', 'of', 'an', 'hour'))
    return { end: r.i, minutes: 15 };
  if (tokens[i]?.kind === 'word') {
    const compact = /^(\d{1,3})(min|mins|h|hr|hrs)$/.exec(tokens[i]!.word);
    if (compact) return { end: i + 1, minutes: Number(compact[1]) * (compact[2]!.startsWith('h') ? 60 : 1) };
  }
  const number = numberAt(tokens, i);
  if (!number || number.unit !== 'plain' || number.value <= 0 || number.value > 600) return undefined;
  r.i = number.end;
  let value = number.value;
  if (r.take('and', 'a', 'half')) value += 0.5;
  if (r.takeOne(['minutes', 'minute', 'min', 'mins'])) return { end: r.i, minutes: value };
  if (r.takeOne(['hours', 'hour', 'hrs', 'hr', 'h']))
    return { end: r.i, minutes: r.take('and', 'a', 'half') ? value * 60 + 30 : value * 60 };
  return undefined;
}
