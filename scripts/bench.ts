/** `npm run bench [name]`: each benchmark is a program of its own, prints a table and writes JSON under `bench-results/`. */
import { runNamed } from './named.ts';

await runNamed('bench', {
  simulator: 'simulator/bench/run.ts',
  grants: 'service/bench/grants.ts',
  revocation: 'service/bench/revocation.ts',
  plan: 'service/bench/plan.ts',
});
