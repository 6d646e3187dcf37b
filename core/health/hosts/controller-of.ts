import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import { CONTROLLER_FAMILIES } from "../probes/probe-controllers.ts";

/**
 * The RAID controller that a disk or an array is behind: the one it names, or the only one of the family that found it. A storage
 * box as a whole is none: what is wrong with its fans says nothing of its disks.
 *
 * @param subjects all that is known on the host
 * @returns the controller's name; null when it is behind none, or nobody knows behind which
 */
export function controllerOf(subject: SubjectRecord, subjects: readonly SubjectRecord[]): string | null {
  if (subject.kind !== "disk" && subject.kind !== "array") return null;
  const named = subject.kind === "disk" ? subject.reading.place.controller : null;
  const families = subject.sources.filter((source) => CONTROLLER_FAMILIES.has(source));
  const candidates = subjects.filter(
    ({ kind, sources }) => kind === "controller" && sources.some((source) => families.includes(source)),
  );
  // storcli's arrays have the controller in their names: `/c0/v1`
  const found = candidates.find(({ name }) => name === named || subject.name.startsWith(`${name}/`));
  return (found ?? (candidates.length === 1 ? candidates[0] : undefined))?.name ?? named;
}
