import type { ToolReading } from "../../../shared/model/health-reading.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { readSnmpHost, type SnmpReading } from "./read-snmp-host.ts";
import type { SnmpHost, SnmpLimits } from "./snmp-host.ts";

/**
 * One round over a box that answers SNMP, in the shape in which rounds over any host are remembered.
 *
 * @throws {BackstayError} as {@link readSnmpHost}
 * @throws the signal's reason
 */
export async function readSnmpRound(
  host: SnmpHost,
  options: { readonly limits?: SnmpLimits; readonly signal: AbortSignal },
): Promise<HostReading> {
  return roundOf(await readSnmpHost(host, options));
}

function roundOf({ box, description, reading }: SnmpReading): HostReading {
  const sources = [box];
  const { disks, arrays, controllers, gaps } = reading;
  return {
    // nothing but their names in the box is told of its disks: not even a serial number, and not which array they are in
    disks: disks.map((disk) => ({ reading: disk, sources, isRemovable: false, names: [] })),
    arrays: arrays.map((array) => ({ reading: array, sources })),
    controllers: controllers.map((controller) => ({ reading: controller, sources })),
    volumes: [],
    facts: factsOf(description, reading),
    gaps,
    // only who was shown everything can tell that something is gone
    complete: new Set(gaps.length === 0 ? sources : []),
  };
}

function factsOf(description: string | null, { controllers }: ToolReading): HostReading["facts"] {
  const [box] = controllers;
  return {
    system: description?.slice(0, 200) ?? null,
    kernel: null,
    architecture: null,
    machine: box?.model?.slice(0, 200) ?? null,
    uptimeSeconds: null,
    temperatureC: box?.temperatureC ?? null,
  };
}
