import type { ToolReading } from "../../../../shared/model/health-reading.ts";
import type { HealthSubject } from "../../../../shared/model/health-verdict.ts";
import { judgeReading } from "../../rules/judge-reading.ts";

/**
 * Judges a list of disks: what is judged is whether each can be asked, and the finding says that nothing more is known. A disk that
 * could not be opened is as unknown as ever.
 */
export function judgeScan(reading: ToolReading): readonly HealthSubject[] {
  const asked = judgeReading({ ...reading, disks: reading.disks.filter(({ gaps }) => gaps.length > 0) });
  const listed = reading.disks.flatMap(({ place: { device, deviceType }, gaps }): HealthSubject[] => {
    if (device === null || gaps.length > 0) return [];
    // behind a controller all disks share one path
    const id = deviceType?.includes(",") === true ? `${device} ${deviceType}` : device;
    return [
      {
        kind: "disk",
        id,
        verdict: "ok",
        findings: [{ code: "DISK_LISTED", level: "note", details: { device, deviceType } }],
      },
    ];
  });
  return [...asked, ...listed];
}
