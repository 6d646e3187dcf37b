/**
 * How often disks with a certain value of a counter failed within a year, for spinning disks.
 *
 * @source Backblaze's published drive statistics, as grouped into buckets by the Scrutiny project and summarised for this
 *   project: share of drives that failed in a year; above 100 % they are failures for each drive and year. The figures come from
 *   one fleet of large disks, and rare values have wide margins, so each is shown as a band: about a quarter below and above the
 *   figure, and from one figure to the next where the study has none.
 */
import type { FailureBand } from "../../../../shared/health-findings.ts";
import type { DiskReading } from "../../../../shared/model/health-reading.ts";

/** Values from `from` on, up to where the next bucket begins: closed below, so that a raw value of 1 is in one. */
type Bucket = { readonly from: number } & FailureBand;

type BandedCounter =
  | "reallocatedSectors"
  | "reportedUncorrectable"
  | "pendingSectors"
  | "offlineUncorrectable"
  | "commandTimeouts"
  | "interfaceCrcErrors";

const bucket = (from: number, lowPercent: number, highPercent: number): Bucket => ({
  from,
  lowPercent,
  highPercent,
});

const BUCKETS: Readonly<Record<BandedCounter, readonly Bucket[]>> = {
  reallocatedSectors: [
    bucket(1, 2, 4),
    bucket(5, 5, 10),
    bucket(17, 18, 30),
    bucket(71, 27, 45),
    bucket(261, 36, 150),
    bucket(1101, 110, 200),
  ],
  // 2 and 3 failed less often than 1: few disks stay there, so the band spans both
  reportedUncorrectable: [bucket(1, 20, 40), bucket(4, 40, 60), bucket(7, 50, 144), bucket(36, 108, 180)],
  pendingSectors: [
    bucket(1, 25, 43),
    bucket(3, 50, 85),
    bucket(7, 68, 100),
    bucket(17, 72, 120),
    bucket(41, 96, 250),
    bucket(101, 190, 310),
  ],
  offlineUncorrectable: [bucket(1, 60, 100), bucket(3, 84, 140)],
  commandTimeouts: [bucket(101, 7, 13)],
  interfaceCrcErrors: [bucket(2, 11, 22)],
};

/** A year's share of failures among all disks of that fleet, to compare a band with. */
export const USUAL_BAND: FailureBand = { lowPercent: 1.4, highPercent: 1.7 };

/** @returns null where no figures are known: below the first bucket, for other counters, and for disks that do not spin */
export function failureBand(
  counter: string,
  value: number,
  { medium, protocol }: Pick<DiskReading, "medium" | "protocol">,
): FailureBand | null {
  if (medium === "solid-state" || protocol !== "ata" || !isBanded(counter)) return null;
  const found = BUCKETS[counter].findLast(({ from }) => value >= from);
  return found === undefined ? null : { lowPercent: found.lowPercent, highPercent: found.highPercent };
}

function isBanded(counter: string): counter is BandedCounter {
  return Object.hasOwn(BUCKETS, counter);
}
