import { createLocalMachine } from "../machine/local-machine.ts";
import type { HostReading } from "./host-reading.ts";
import { type ReadMachineOptions, readMachine } from "./read-machine.ts";

/** Reads the machine that the engine runs on, with what its system has. */
export async function readThisMachine(options: ReadMachineOptions): Promise<HostReading> {
  return await readMachine(createLocalMachine(), options);
}
