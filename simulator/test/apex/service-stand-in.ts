import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The other side of the callouts: keeps what came in and answers what the test wants. */
export interface ServiceStandIn {
  url: string;
  received: ReceivedRequest[];
  answer: { status: number; body: string };
  close(): Promise<void>;
}

export async function openServiceStandIn(): Promise<ServiceStandIn> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      standIn.received.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(standIn.answer.status, { 'content-type': 'application/json' });
      response.end(standIn.answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const standIn: ServiceStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: { status: 200, body: '{}' },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}
