import type { AlertService } from "../../alerts/alert-service.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";

type Volume = Extract<SubjectRecord, { readonly kind: "volume" }>;

/** Smaller ones hold what starts a machine or a box, some full from the first day; nobody's files lie on them. */
const SMALLEST_BYTES = 2e9;
/** Those of ZFS share the room of their pool, and discs and images are made full. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "zfs",
  "iso9660",
  "cd9660",
  "cdfs",
  "udf",
  "squashfs",
  "erofs",
  "cramfs",
]);
/** So much less must be used before it is over: one at the limit is not told of with every file that comes and goes. */
const CALM_BELOW_PERCENT = 2;
/** Next to nothing is left. */
const FAILING_PERCENT = 99;

/**
 * Raises alerts for the file systems of a host that are nearly full, and resolves those that have room again, or are not mounted any
 * more.
 */
export function watchRoom(
  alerts: Pick<AlertService, "keepRaised" | "resolve" | "lastingMs">,
  host: WatchedHostRecord,
  subjects: readonly SubjectRecord[],
  fullPercent: number | null,
): void {
  const volumes = subjects.filter((subject): subject is Volume => subject.kind === "volume");
  const newestMs = Math.max(...volumes.map(({ seenMs }) => seenMs));
  // none was read in this round: how full they are is not known
  if (host.answeredMs === null || newestMs < host.answeredMs) return;
  for (const volume of volumes) {
    const thing = `VOLUME_FULL ${volume.id}`;
    const isMounted = volume.seenMs === newestMs;
    const usedPercent = usedOf(volume);
    const isLasting = alerts.lastingMs(thing) !== null;
    const isFull =
      fullPercent !== null &&
      isMounted &&
      volume.reading.sizeBytes >= SMALLEST_BYTES &&
      !LEFT_OUT.has(volume.reading.fileSystem?.toLowerCase() ?? "") &&
      usedPercent >= fullPercent - (isLasting ? CALM_BELOW_PERCENT : 0);
    if (isFull) raise(alerts, host, volume, usedPercent);
    else if (isLasting) alerts.resolve(thing);
  }
}

function raise(
  alerts: Pick<AlertService, "keepRaised">,
  host: WatchedHostRecord,
  { id, name, reading: { freeBytes, sizeBytes, inodesUsedPercent } }: Volume,
  usedPercent: number,
): void {
  const left = Math.max(0.01, 100 - usedPercent);
  alerts.keepRaised(
    {
      ...{ code: "VOLUME_FULL", hostId: host.id, hostName: host.name, subjectId: id, about: name },
      ...{ usedPercent: Math.floor(usedPercent), freeBytes, sizeBytes },
      lacksFiles: (inodesUsedPercent ?? 0) >= usedPercent,
      step: Math.floor(Math.log2(100 / left)),
    },
    usedPercent >= FAILING_PERCENT ? "failing" : "warning",
  );
}

function usedOf({ reading: { freeBytes, sizeBytes, inodesUsedPercent } }: Volume): number {
  const bytesPercent = sizeBytes === 0 ? 0 : 100 * (1 - freeBytes / sizeBytes);
  return Math.min(100, Math.max(0, bytesPercent, inodesUsedPercent ?? 0));
}
