import type { WatchedHostSecrets } from "../../../shared/model/watched-host.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { parseHostKey } from "../../remote/host-key.ts";
import { createLocalMachine } from "../machine/local-machine.ts";
import type { Machine } from "../machine/machine.ts";
import { createSshMachine } from "../machine/ssh-machine.ts";
import { signInOf } from "./open-host.ts";

/**
 * Reaches a host that tools can be run on.
 *
 * @returns what `work` returns; undefined for a host that can only be read, or whose key nobody has met yet
 * @throws {BackstayError} REMOTE_SILENT, REMOTE_KEY_CHANGED and what else connecting throws
 */
export type OnMachine = <T>(
  host: WatchedHostRecord,
  secrets: WatchedHostSecrets,
  signal: AbortSignal,
  work: (machine: Machine) => Promise<T>,
) => Promise<T | undefined>;

/** @param toolFolder see {@link createLocalMachine} */
export function createOnMachine(toolFolder?: string): OnMachine {
  return async ({ setup, hostKey }, secrets, signal, work) => {
    if (setup.kind === "local") return await work(createLocalMachine(toolFolder));
    if (setup.kind !== "ssh" || hostKey === null) return undefined;
    const { address, port, user, signIn } = setup;
    // loaded when somebody watches such a host
    const { connectBySsh } = await import("../../remote/ssh-connection.ts");
    const connection = await connectBySsh(
      { address, port, user, pinned: parseHostKey(hostKey), signIn: signInOf(signIn, secrets) },
      signal,
    );
    try {
      return await work(createSshMachine(connection, user));
    } finally {
      connection.close();
    }
  };
}
