import type { Page } from "playwright-core";
import { Call } from "../../shared/api/wire.ts";

/** Keeps what a page asks by a name from the host until it is released. What is asked before the page is loaded again is not held. */
export async function holdCalls(page: Page, held: string) {
  const waiting: (() => void)[] = [];
  const asked = new Set<number>();
  let answers = 0;
  await page.routeWebSocket(/\/socket$/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage((message) => {
      const { id, name } = Call.parse(JSON.parse(String(message)));
      if (name !== held) return host.send(message);
      asked.add(id);
      waiting.push(() => host.send(message));
    });
    host.onMessage((message) => {
      socket.send(message);
      const { id } = JSON.parse(String(message)) as { id?: number };
      if (id !== undefined && asked.has(id)) answers += 1;
    });
  });
  return {
    held: () => waiting.length,
    answered: () => answers,
    release() {
      for (const send of waiting.splice(0)) send();
    },
  };
}
