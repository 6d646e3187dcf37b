import type { DiskReading } from "../../../shared/model/health-reading.ts";

/** A disk as one probe found it. */
export type FoundDisk = {
  readonly reading: DiskReading;
  /** Which probes name it. */
  readonly sources: readonly string[];
  /** Plugged in and taken off, such as on USB. */
  readonly isRemovable: boolean;
  /** It was read by a type that a person named; the kernel may call it by a serial number of the adapter. */
  readonly given?: { readonly deviceType: string; readonly kernelSerial: string | null };
};

/** Puts together what several probes said of the same disks of one host: smartctl knows most of a disk, its controller where it is. */
export function mergeDisks(found: readonly FoundDisk[]): FoundDisk[] {
  const groups: { readonly keys: Set<string>; readonly found: FoundDisk[] }[] = [];
  for (const one of found) {
    const { serial, wwn } = one.reading.identity;
    const keys = [serial, wwn].filter((key) => key !== null);
    const group =
      keys.length === 0 ? undefined : groups.find((other) => keys.some((key) => other.keys.has(key)));
    if (group === undefined) groups.push({ keys: new Set(keys), found: [one] });
    else {
      for (const key of keys) group.keys.add(key);
      group.found.push(one);
    }
  }
  return groups.map((group) => group.found.reduce(merge));
}

function merge(a: FoundDisk, b: FoundDisk): FoundDisk {
  const given = a.given ?? b.given;
  const [best, other] = weigh(b.reading) > weigh(a.reading) ? [b.reading, a.reading] : [a.reading, b.reading];
  return {
    reading: mergeReadings(best, other),
    sources: [...new Set([...a.sources, ...b.sources])],
    isRemovable: a.isRemovable || b.isRemovable,
    ...(given === undefined ? {} : { given }),
  };
}

function weigh(reading: DiskReading): number {
  const told = Object.values(reading.metrics).filter((value) => value !== null).length;
  return (reading.isReadable ? 1000 : reading.isAsleep ? 500 : 0) + told + reading.attributes.length;
}

function mergeReadings(best: DiskReading, other: DiskReading): DiskReading {
  const reported = best.reported ?? other.reported;
  return {
    ...best,
    identity: fill(best.identity, other.identity),
    place: fill(best.place, other.place),
    protocol: best.protocol === "unknown" ? other.protocol : best.protocol,
    medium: best.medium === "unknown" ? other.medium : best.medium,
    isAsleep: best.isAsleep && !other.isReadable,
    isReadable: best.isReadable || other.isReadable,
    selfAssessment: best.selfAssessment ?? other.selfAssessment,
    flags: {
      isFailing: best.flags.isFailing || other.flags.isFailing,
      isPrefailNow: best.flags.isPrefailNow || other.flags.isPrefailNow,
      wasPrefailOnce: best.flags.wasPrefailOnce || other.flags.wasPrefailOnce,
      hasErrorLog: best.flags.hasErrorLog || other.flags.hasErrorLog,
      hasSelfTestErrors: best.flags.hasSelfTestErrors || other.flags.hasSelfTestErrors,
    },
    reported,
    metrics: fill(best.metrics, other.metrics),
    selfTest: best.selfTest ?? other.selfTest,
    // what one could not read is no matter where the other did
    gaps: best.isReadable ? best.gaps : [...best.gaps, ...other.gaps].slice(0, 100),
  };
}

/** @returns the first, with what it leaves open taken from the second */
function fill<T extends object>(best: T, other: T): T {
  const known = Object.entries(best).filter(([, value]) => value !== null);
  return { ...other, ...Object.fromEntries(known) };
}
