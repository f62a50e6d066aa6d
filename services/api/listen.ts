import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

export interface ListeningApi {
  url: string;
  /** Takes no more requests and waits for those under way, up to five seconds. */
  close(): Promise<void>;
}

/** The port is taken, or the address is not this machine's. */
export class ListenError extends Error {
  readonly code = 'cannot-listen';
}

/** Serves a fetch handler over HTTP. Port 0 takes a free one. Throws ListenError. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: { host: string; port: number },
): Promise<ListeningApi> {
  const answer = getRequestListener(fetch);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new ListenError(`Cannot listen on ${host} port ${port}. Choose another one with --port or NETGRADER_PORT.`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        const patience = setTimeout(() => server.closeAllConnections(), 5000);
        server.close(() => {
          clearTimeout(patience);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
