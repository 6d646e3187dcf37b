import type { DiskReading } from "../../../shared/model/health-reading.ts";
import type { JudgedDisk } from "../../../shared/model/health-verdict.ts";
import { diskId } from "./judge-disk.ts";

/**
 * The verdict on a disk that was there, and that nobody took out or told to go.
 *
 * @param last the last reading of it
 */
export function judgeVanished(last: Pick<DiskReading, "identity" | "place">, lastSeenMs: number): JudgedDisk {
  return {
    kind: "disk",
    id: diskId(last),
    verdict: "failed",
    findings: [{ code: "DISK_VANISHED", level: "failed", details: { lastSeenMs } }],
  };
}
