import type { HealthSubjectId } from "../../../shared/ids.ts";
import type { Grounds } from "./create-grounds.ts";

/** What some paths lie on, by what is certain only: one among several that nobody can tell apart is under no suspicion. */
export function certainDisks(
  paths: readonly string[],
  grounds: Pick<Grounds, "of">,
): ReadonlyMap<HealthSubjectId, string> {
  const found = new Map<HealthSubjectId, string>();
  for (const path of paths) {
    const ground = grounds.of(path);
    if (ground.kind === "unknown" || ground.exactness !== "path") continue;
    for (const { id, name } of ground.disks) found.set(id, name);
  }
  return found;
}
