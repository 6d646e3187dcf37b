import type { CheckResult } from "../../repository/check/check-result.ts";

/** A file of a replica that is damaged or missing, and can be had from any other replica under the same name. */
export type DamagedObject = { readonly kind: "pack" | "snapshot" | "key"; readonly name: string };

/** What a check found that a copy from another replica mends. Index files are not among it: each replica has its own. */
export function damagedObjects({ problems, brokenPacks }: CheckResult): readonly DamagedObject[] {
  const objects: DamagedObject[] = brokenPacks.map((name) => ({ kind: "pack", name }));
  for (const problem of problems) {
    if (problem.code === "snapshot-broken") objects.push({ kind: "snapshot", name: problem.snapshotId });
    if (problem.code === "key-broken") objects.push({ kind: "key", name: problem.keyId });
  }
  return objects;
}
