import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import type { BridgeAnswer } from "../../shared/api/bridge.ts";
import { isMethodName } from "../../shared/api/methods.ts";
import { toWire } from "../../shared/errors.ts";
import type { DesktopEngine } from "./desktop-engine.ts";

/**
 * The engine of a host that runs already, for example as a service so that backups happen with nobody logged in. It has its own
 * clock and its own power events, and it goes on when the window and the tray are gone.
 *
 * @param onMistake told of what is no BackstayError; returns what to look it up by in the log
 */
export function attachedEngine(
  connection: HostConnection,
  onMistake: (error: unknown, method: string) => string,
): DesktopEngine {
  return {
    isOwn: false,
    async call(name, input): Promise<BridgeAnswer> {
      if (!isMethodName(name)) {
        return {
          kind: "error",
          error: { code: "CALL_INVALID", details: { method: name.slice(0, 100), where: "" } },
        };
      }
      try {
        // the host checks the input against the contract, as it does for every caller
        return { kind: "value", value: await connection.call(name, input as never) };
      } catch (error) {
        const wire = toWire(error, "");
        if (wire.code !== "INTERNAL") return { kind: "error", error: wire };
        return { kind: "error", error: toWire(error, onMistake(error, name)) };
      }
    },
    onEvent: connection.onEvent,
    openDownload: (ticket) => connection.openDownload(ticket),
    setOnBattery: () => {},
    noteWakeUp: () => {},
    lost: connection.closed,
    stop: async () => connection.close(),
  };
}
