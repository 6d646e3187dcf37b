import type { DiskReading } from "../../../shared/model/health-reading.ts";
import type { Finding, JudgedDisk } from "../../../shared/model/health-verdict.ts";
import { cleanSerial, cleanWwn } from "../reading/identity.ts";
import { attributesFailed } from "./disk/attributes-failed.ts";
import { cableErrors } from "./disk/cable-errors.ts";
import { commandTimeouts } from "./disk/command-timeouts.ts";
import { damage } from "./disk/damage.ts";
import { type DamagedFiles, damagedFiles } from "./disk/damaged-files.ts";
import type { DiskHistory } from "./disk/disk-history.ts";
import type { DiskRule } from "./disk/disk-rule.ts";
import { type ArrayErrors, errorsInArrays } from "./disk/errors-in-arrays.ts";
import { hot } from "./disk/hot.ts";
import { loggedErrors } from "./disk/logged-errors.ts";
import { nvmeWarnings } from "./disk/nvme-warnings.ts";
import { reportedState } from "./disk/reported-state.ts";
import { saysFailing } from "./disk/says-failing.ts";
import { selfTestFailed } from "./disk/self-test-failed.ts";
import { spareLow } from "./disk/spare-low.ts";
import { unreadable } from "./disk/unreadable.ts";
import { worn } from "./disk/worn.ts";
import { verdictFrom, worstFirst } from "./severity.ts";

/** In the order in which a person wants to read them, among those that are equally bad. */
const RULES: readonly DiskRule[] = [
  reportedState,
  saysFailing,
  nvmeWarnings,
  attributesFailed,
  damage,
  selfTestFailed,
  spareLow,
  worn,
  hot,
  commandTimeouts,
  cableErrors,
  loggedErrors,
  unreadable,
];

/**
 * Judges one disk by all rules.
 *
 * @param history what was read before; without it rules judge what this one reading shows
 * @param arrayErrors what arrays, pools and file systems count against this disk
 * @param damaged what was found damaged of replicas that lie on it
 */
export function judgeDisk(
  reading: DiskReading,
  history: DiskHistory | undefined,
  arrayErrors: readonly ArrayErrors[] = [],
  damaged: readonly DamagedFiles[] = [],
): JudgedDisk {
  const findings: readonly Finding[] = worstFirst([
    ...RULES.flatMap((rule) => rule(reading, history) ?? []),
    ...errorsInArrays(arrayErrors),
    ...damagedFiles(damaged),
  ]);
  const verdict = verdictFrom(findings);
  return {
    kind: "disk",
    id: diskId(reading),
    verdict: verdict === "ok" && reading.isAsleep ? "asleep" : verdict,
    findings,
  };
}

/**
 * By what a disk is known again: its serial number or world wide name, so that history follows it to another port or host;
 * otherwise the place where it was found.
 */
export function diskId({ identity, place }: Pick<DiskReading, "identity" | "place">): string {
  const known = cleanSerial(identity.serial) ?? cleanWwn(identity.wwn);
  if (known !== null) return known;
  const parts = [place.controller, place.enclosure, place.slot].filter((part) => part !== null);
  return place.device ?? (parts.length > 0 ? parts.join(":") : "?");
}
