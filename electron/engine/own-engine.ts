import type { Backstay, BackstayParts } from "../../core/api/backstay.ts";
import type { Caller } from "../../core/api/handlers.ts";
import { openBackstay } from "../../core/backstay.ts";
import { type HostHandlers, withHostMethods } from "../../core/host-socket/host-dispatch.ts";
import { serveHostSocket } from "../../core/host-socket/serve-host-socket.ts";
import { BackstayError } from "../../shared/errors.ts";
import { VERSION } from "../../shared/version.ts";
import type { DesktopEngine } from "./desktop-engine.ts";

const CALLER: Caller = { name: "desktop", rights: new Set(["read", "write", "programs"]) };

/**
 * Opens the engine in this process, and lets the command line talk to it.
 *
 * @param onMistake told of what is no BackstayError; returns what to look it up by in the log
 * @throws {BackstayError} HOST_RUNNING when another host uses the data folder
 */
export async function openOwnEngine(
  parts: BackstayParts,
  onMistake: (error: unknown, method: string) => string,
): Promise<DesktopEngine> {
  const backstay = await openBackstay(parts);
  const socket = await serveHostSocket(parts.folder, {
    dispatch: withHostMethods(backstay.dispatch, hostHandlers(backstay), onMistake),
    events: backstay.events,
    openDownload: (ticket) => backstay.openDownload(ticket),
  }).catch((error: unknown) => {
    // what only the command line needs is no reason to leave the office without backups
    parts.log({
      level: "warning",
      text: "the command line cannot reach us",
      facts: { reason: String(error) },
    });
    return undefined;
  });
  return {
    isOwn: true,
    call: (name, input) => backstay.dispatch(name, input, CALLER),
    onEvent: (listener) => backstay.events.subscribe(listener),
    openDownload: (ticket) => backstay.openDownload(ticket),
    setOnBattery: (isOnBattery) => backstay.setOnBattery(isOnBattery),
    noteWakeUp: () => backstay.noteWakeUp(),
    lost: new Promise(() => {}),
    async stop() {
      await socket?.close();
      await backstay.stop();
    },
  };
}

/** The desktop application has no web console, so there is nothing to sign in to. */
function hostHandlers({ audit }: Pick<Backstay, "audit">): HostHandlers {
  const notServed = async () => {
    throw new BackstayError("CONSOLE_NOT_SERVED", {});
  };
  return {
    "host.about": async () => ({ pid: process.pid, version: VERSION, hostKind: "desktop", consoleUrl: null }),
    "audit.noteCommand": async ({ action, isDryRun, ...facts }) => {
      const more = { ...(action === null ? {} : { action }), ...(isDryRun ? { isDryRun } : {}) };
      audit.note({ actor: { kind: "local" }, action: "command.ran", facts: { ...facts, ...more } });
      return {};
    },
    "console.makeLink": notServed,
    "console.setPassword": notServed,
    "console.makeMetricsToken": notServed,
  };
}
