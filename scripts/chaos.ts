/** `npm run chaos [name]`: each fault run is a program of its own, prints a table and writes JSON under `bench-results/`. */
import { runNamed } from './named.ts';

await runNamed('chaos', {
  rotation: 'scripts/chaos/rotation.ts',
  kill: 'scripts/chaos/kill.ts',
  database: 'scripts/chaos/database.ts',
  revoke: 'scripts/chaos/revoke.ts',
});
