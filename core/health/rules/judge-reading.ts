import type { Gap, ToolReading } from "../../../shared/model/health-reading.ts";
import type { Finding, HealthSubject } from "../../../shared/model/health-verdict.ts";
import { judgeArray } from "./judge-array.ts";
import { judgeController } from "./judge-controller.ts";
import { judgeDisk } from "./judge-disk.ts";

/**
 * Judges all that one run of a tool told, without history. What could not be read becomes a subject of its own, so that it cannot
 * be overlooked beside what is fine.
 *
 * @param about what the tool speaks of, for gaps that do not belong to a disk, array or controller it named
 */
export function judgeReading(
  reading: ToolReading,
  about: HealthSubject["kind"] = "disk",
): readonly HealthSubject[] {
  return [
    ...reading.controllers.map((controller) => judgeController(controller)),
    ...reading.arrays.map((array) => judgeArray(array, undefined)),
    ...reading.disks.map((disk) => judgeDisk(disk, undefined)),
    ...reading.gaps.map((gap) => subjectOfGap(gap, about)),
  ];
}

const UNREADABLE = {
  disk: "DISK_UNREADABLE",
  array: "ARRAY_UNREADABLE",
  controller: "CONTROLLER_UNREADABLE",
} as const;

function subjectOfGap({ reason, message, about }: Gap, kind: HealthSubject["kind"]): HealthSubject {
  const finding: Finding = { code: UNREADABLE[kind], level: "unknown", details: { reason, message } };
  return { kind, id: about ?? "?", verdict: "unknown", findings: [finding] };
}
