import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** A real server on this computer that keeps what it is sent, and ends with the test. */
export async function startReceiver(
  answer: (response: ServerResponse, received: Received) => void = (response) => void response.end("ok"),
) {
  const all: Received[] = [];
  const watchers = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    const received = { method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") };
    all.push(received);
    for (const watcher of watchers) watcher();
    answer(response, received);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    all,
    port,
    url: (path = "/") => `http://127.0.0.1:${port}${path}`,
    /** Resolves when it was sent so many. */
    until: (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => (all.length >= count ? resolve() : undefined);
        watchers.add(look);
        look();
      }),
  };
}
