/** The machine that the engine runs on, read with what its system has. What differs from system to system is in this folder. */
import { createLocalMachine } from "../machine/local-machine.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { type ReadMachineOptions, readMachine } from "../probes/read-machine.ts";
import { createSystemInformation } from "./ask-system.ts";
import { fillFacts } from "./fill-facts.ts";
import { readMac } from "./read-mac.ts";
import { type PlatformParts, readWindows } from "./read-windows.ts";
import { createRememberedMachine } from "./remembered-machine.ts";

export type ReadThisMachine = (options: ReadMachineOptions) => Promise<HostReading>;

/** @returns what reads this machine in round after round; it remembers what need not be asked each time */
export function createThisMachineReader(
  parts: PlatformParts = {
    machine: createLocalMachine(),
    ask: createSystemInformation(),
    memory: createRememberedMachine(),
  },
  platform: NodeJS.Platform = process.platform,
): ReadThisMachine {
  switch (platform) {
    case "win32":
      return (options) => readWindows(parts, options);
    case "darwin":
      return (options) => readMac(parts, options);
    default:
      return async (options) => await fillFacts(await readMachine(parts.machine, options), parts, options);
  }
}
