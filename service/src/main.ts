import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compose } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';

const MINIMUM_NODE = 24;
/** sysexits(3): a setting is wrong; restarting will not help. */
const EXIT_CONFIG = 78;

if (Number(process.versions.node.split('.')[0]) < MINIMUM_NODE)
  stop(1, [`Sayso needs Node ${MINIMUM_NODE} or newer; this is ${process.versions.node}.`]);

let stopping = false;
let shutDown = async (): Promise<void> => undefined;
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    // During the start it takes effect at its end: what was opened is then known, and closed in order.
    if (!stopping) void shutDown();
    stopping = true;
  });

try {
  const config = readConfig(process.env);
  const service = await compose(config);
  const server = createServer(service.app);
  shutDown = async () => {
    service.announceClose();
    const closed = new Promise((done) => server.close(done));
    server.closeIdleConnections();
    if (server.listening) await closed;
    await service.close();
    process.exit(0);
  };
  if (stopping) await shutDown();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(config.PORT, config.HOST, listening);
  }).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  const url = config.PORT === 0 ? `http://${config.HOST}:${port}` : config.SERVICE_URL;
  process.stdout.write(JSON.stringify({ ready: true, url }) + '\n');
} catch (error) {
  stop(error instanceof ConfigError ? EXIT_CONFIG : 1, sentencesOf(error));
}

function sentencesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.sentences;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return ['PORT is in use by another program.'];
  return [error instanceof Error ? error.message : String(error)];
}

function stop(code: number, sentences: readonly string[]): never {
  for (const sentence of sentences) process.stderr.write(sentence + '\n');
  process.exit(code);
}
