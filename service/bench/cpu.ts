import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in `/proc`: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Seconds of processor time that a process and its children, living and ended, have used so far. Undefined where there is no `/proc`.
 * Unlike elapsed time it does not depend on what else the machine does.
 */
export function cpuSeconds(pid: number): number | undefined {
  try {
    let ticks = 0;
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const stat = statOf(name);
      if (stat === undefined) continue;
      if (Number(name) === pid) ticks += stat.own + stat.ended;
      else if (stat.parent === pid) ticks += stat.own;
    }
    return ticks / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

/** Ticks of a process and of its ended children; undefined when it is gone. Fields: proc_pid_stat(5). */
function statOf(pid: string): { parent: number; own: number; ended: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in brackets, may hold anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1]!, own: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! };
  } catch {
    return undefined;
  }
}
