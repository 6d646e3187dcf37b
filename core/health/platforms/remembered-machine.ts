import type { HostFacts } from "../../../shared/model/watched-host.ts";
import type { SystemReading } from "./parse-system.ts";
import type { SystemPart } from "./system-parts.ts";

/** What changes so rarely that a machine is asked for it once an hour: each question starts programs. */
export type RememberedMachine = {
  /** @returns of these, which are to be asked for now */
  due(parts: readonly SystemPart[], nowMs: number): readonly SystemPart[];
  /** Keeps what was said. A part that gave nothing is not asked for again within the hour. */
  keep(asked: readonly SystemPart[], reading: SystemReading, nowMs: number): void;
  /** What is known of the machine; its running time as of `nowMs`. */
  facts(temperatureC: number | null, nowMs: number): HostFacts | null;
  foreignDrives(): ReadonlySet<string> | undefined;
};

const ASK_AGAIN_AFTER_MS = 60 * 60_000;
/** What is asked for once an hour even where it is told. */
const SLOW: ReadonlySet<SystemPart> = new Set(["machine", "drives"]);

export function createRememberedMachine(): RememberedMachine {
  const askedMs = new Map<SystemPart, number>();
  let machine: SystemReading["machine"];
  let machineMs = 0;
  let drives: SystemReading["foreignDrives"];
  return {
    due: (parts, nowMs) =>
      parts.filter(
        (part) => Math.abs(nowMs - (askedMs.get(part) ?? Number.NEGATIVE_INFINITY)) > ASK_AGAIN_AFTER_MS,
      ),
    keep(asked, reading, nowMs) {
      for (const part of asked) {
        if (SLOW.has(part) || !hasSaid(part, reading)) askedMs.set(part, nowMs);
        else askedMs.delete(part);
      }
      if (reading.machine !== undefined) [machine, machineMs] = [reading.machine, nowMs];
      drives = reading.foreignDrives ?? drives;
    },
    facts(temperatureC, nowMs) {
      if (machine === undefined && temperatureC === null) return null;
      const { uptimeSeconds = null, ...rest } = machine ?? UNKNOWN;
      const sinceSeconds = Math.max(0, nowMs - machineMs) / 1000;
      return {
        ...rest,
        uptimeSeconds: uptimeSeconds === null ? null : uptimeSeconds + sinceSeconds,
        temperatureC,
      };
    },
    foreignDrives: () => drives,
  };
}

const UNKNOWN = { system: null, kernel: null, architecture: null, machine: null, uptimeSeconds: null };

function hasSaid(part: SystemPart, reading: SystemReading): boolean {
  // disks and file systems are asked for in every round, whatever came of the last
  if (part === "disks" || part === "volumes") return true;
  if (part === "temperature") return reading.temperatureC !== null;
  return part === "machine" ? reading.machine !== undefined : reading.foreignDrives !== undefined;
}
