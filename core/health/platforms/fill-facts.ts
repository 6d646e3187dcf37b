import type { HostReading } from "../probes/host-reading.ts";
import type { ReadMachineOptions } from "../probes/read-machine.ts";
import type { AskSystem } from "./ask-system.ts";
import { parseSystem } from "./parse-system.ts";
import type { RememberedMachine } from "./remembered-machine.ts";
import type { SystemPart } from "./system-parts.ts";

/**
 * Adds what the machine's files did not tell: many have no thermal zone, but sensors of other kinds, and small computers say what
 * they are elsewhere. Never asks for disks: that would wake them.
 */
export async function fillFacts(
  reading: HostReading,
  { ask, memory }: { readonly ask: AskSystem; readonly memory: RememberedMachine },
  { nowMs, signal }: Pick<ReadMachineOptions, "nowMs" | "signal">,
): Promise<HostReading> {
  const { facts } = reading;
  const wanting: readonly SystemPart[] = [
    ...(facts?.temperatureC == null ? (["temperature"] as const) : []),
    ...(facts?.machine == null ? (["machine"] as const) : []),
  ];
  const due = memory.due(wanting, nowMs);
  const said = due.length === 0 ? undefined : parseSystem(await ask(due, { signal }));
  if (said !== undefined) memory.keep(due, said, nowMs);
  const more = memory.facts(said?.temperatureC ?? null, nowMs);
  if (more === null) return reading;
  if (facts === null) return { ...reading, facts: more };
  const known = Object.entries(facts).filter(([, value]) => value !== null);
  return { ...reading, facts: { ...more, ...Object.fromEntries(known) } };
}
