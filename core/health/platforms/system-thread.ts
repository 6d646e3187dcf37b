/**
 * Asks the package systeminformation in a thread of its own: some of what it does keeps its thread waiting for other programs, and a
 * disk that died may let them wait for ever.
 */
import systeminformation from "systeminformation";
import { thisThread } from "../../threads/this-thread.ts";
import type { SystemAnswer, SystemPart } from "./system-parts.ts";

const ASK: Readonly<Record<SystemPart, () => Promise<unknown>>> = {
  disks: () => systeminformation.diskLayout(),
  volumes: () => systeminformation.fsSize(),
  drives: () => systeminformation.blockDevices(),
  machine: async () => {
    const [system, os] = await Promise.all([systeminformation.system(), systeminformation.osInfo()]);
    // what tells one machine from another is nobody's business here
    return { manufacturer: system.manufacturer, model: system.model, os, time: systeminformation.time() };
  },
  temperature: () => systeminformation.cpuTemperature(),
};

// programs speak as they were written to be read by others; this is the environment of this thread alone
process.env.LC_ALL = "C";
const thread = thisThread<undefined, readonly SystemPart[], SystemAnswer>();

thread.onMessage((parts) => {
  void answer(parts).then((answers) => thread.send({ text: JSON.stringify(answers) }));
});

async function answer(parts: readonly SystemPart[]): Promise<Readonly<Record<string, unknown>>> {
  const answers = await Promise.all(parts.map(async (part) => [part, await ask(part)] as const));
  return Object.fromEntries(answers);
}

/** What it cannot read takes nothing from the rest. */
async function ask(part: SystemPart): Promise<unknown> {
  try {
    return await ASK[part]();
  } catch {
    return null;
  }
}
