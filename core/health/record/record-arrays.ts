import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { judgeArray } from "../rules/judge-array.ts";
import { findArrays } from "./array-identity.ts";
import { baselineFor, rememberArray } from "./array-past.ts";
import { mayBeStarting } from "./may-be-starting.ts";
import type { ArrayDisks } from "./member-disks.ts";
import { rememberSerials } from "./remember-serials.ts";
import { type Round, saveSubject } from "./save-subject.ts";

/**
 * @param links the places of each array's disks in the host's list, in the order of `arrays`
 * @param diskIds the catalog's ids of the disks in that list
 */
export function recordArrays(
  round: Round,
  arrays: HostReading["arrays"],
  links: readonly ArrayDisks[],
  diskIds: readonly HealthSubjectId[],
): void {
  const readings = arrays.map(({ reading }) => reading);
  const keys = findArrays(round.stores.healthSubjects, round.hostId, readings);
  for (const [index, found] of arrays.entries()) {
    const key = keys[index];
    if (key === undefined) continue;
    const { identity, known } = key;
    const reading = rememberSerials(found.reading, known?.reading);
    const past = known?.memory.baseline ?? null;
    const times = { nowMs: round.nowMs, lastReadMs: known?.readMs ?? round.nowMs };
    const { verdict, findings } = judgeArray(
      reading,
      baselineFor(past, reading, times.lastReadMs),
      mayBeStarting(round, known),
    );
    const isRead = verdict !== "unknown";
    const isWhole = verdict === "ok" || verdict === "checking";
    const disks = links[index]?.disks ?? [];
    saveSubject(round, {
      ...{ kind: "array", identity, wwn: null, known, name: reading.name },
      judged: { reading, verdict },
      findings,
      sources: found.sources,
      isRead,
      memory: {
        baseline: isRead ? rememberArray(past, reading, isWhole, times) : past,
        memberDisks: disks.map((place) => (place === null ? null : (diskIds[place] ?? null))),
      },
      metrics: {
        usedBytes: reading.usedBytes,
        operationPercent: reading.operation?.donePercent ?? null,
      },
    });
  }
}
