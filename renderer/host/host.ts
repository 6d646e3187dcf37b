import type { BackstayApi } from "../../shared/api/client.ts";
import { createBridgeTransport } from "./bridge-transport.ts";
import { createSocketTransport } from "./socket-transport.ts";
import type { Transport } from "./transport.ts";

/** How this page reaches the engine: the desktop's preload script where there is one, else a socket to the console. */
export const transport: Transport =
  window.backstay === undefined
    ? createSocketTransport(socketAddress())
    : createBridgeTransport(window.backstay);

window.addEventListener("online", () => transport.reconnect());

export const host: BackstayApi = transport;

function socketAddress(): string {
  const address = new URL("api/socket", document.baseURI);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.hash = "";
  return address.href;
}
