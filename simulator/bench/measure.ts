import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One line of the table. */
export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** What the value is to be read beside, in words and numbers. */
  note?: string;
}

export interface Spread {
  p50: number;
  p95: number;
  n: number;
}

/** Milliseconds of `work`, `n` times after a tenth as many to warm up. */
export async function time(n: number, work: (index: number) => unknown): Promise<Spread> {
  for (let index = 0; index < Math.ceil(n / 10); index++) await work(index);
  const samples: number[] = [];
  for (let index = 0; index < n; index++) {
    const start = performance.now();
    await work(index);
    samples.push(performance.now() - start);
  }
  samples.sort((a, b) => a - b);
  const at = (share: number) => samples[Math.min(samples.length - 1, Math.floor(samples.length * share))]!;
  return { p50: at(0.5), p95: at(0.95), n };
}

/** Bytes that live objects take, after a full collection. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
