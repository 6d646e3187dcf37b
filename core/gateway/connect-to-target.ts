import { connect, type Socket } from "node:net";
import { systemCodeOf } from "../../shared/errors.ts";
import type { GatewayAddress } from "../../shared/model/gateway.ts";

export type Connected = { readonly socket: Socket } | { readonly socket: undefined; readonly code: string };

const KEEP_ALIVE_MS = 60_000;

/**
 * Tries addresses in turn.
 * @param limitMs for each of them
 * @returns why the last one did not answer, like `ECONNREFUSED`, when none did; `ABORTED` when nobody waits any more
 */
export async function connectToTarget(
  addresses: readonly GatewayAddress[],
  limitMs: number,
  signal: AbortSignal,
): Promise<Connected> {
  let code = "ENOTFOUND";
  for (const address of addresses) {
    if (signal.aborted) return { socket: undefined, code: "ABORTED" };
    const found = await tryOne(address, limitMs, signal);
    if (found.socket !== undefined) return found;
    code = found.code;
  }
  return { socket: undefined, code: signal.aborted ? "ABORTED" : code };
}

function tryOne({ host, port }: GatewayAddress, limitMs: number, signal: AbortSignal): Promise<Connected> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const settle = (result: Connected) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      socket.removeAllListeners("error");
      socket.removeAllListeners("connect");
      if (result.socket === undefined) {
        socket.on("error", () => undefined); // nobody waits for it any more
        socket.destroy();
      }
      resolve(result);
    };
    const onAbort = () => settle({ socket: undefined, code: "ABORTED" });
    const timer = setTimeout(() => settle({ socket: undefined, code: "ETIMEDOUT" }), limitMs);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("error", (error) => settle({ socket: undefined, code: systemCodeOf(error) ?? "ECONNRESET" }));
    socket.once("connect", () => {
      socket.setKeepAlive(true, KEEP_ALIVE_MS); // finds machines that went without a word
      settle({ socket });
    });
  });
}
