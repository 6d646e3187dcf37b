import { type ShortDiskName, shortDiskName } from "../../../shared/short-disk-name.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";

/** What a headline calls it; undefined where that is its name. */
export function shortNameOf(subject: SubjectRecord): ShortDiskName | undefined {
  if (subject.kind !== "disk") return undefined;
  const { identity, place } = subject.reading;
  return shortDiskName(subject.name, identity, place);
}
