import type { RepositoryView } from "../../../shared/model/repository.ts";

/** `lacking`: repaired, but snapshots lack something. `unproven`: repaired, and nothing is known to be lacking. */
export type Damage = "damaged" | "lacking" | "unproven";

/** @returns undefined when no damage is known, or a check proved since that all is whole */
export function damageOf({
  damageFoundMs,
  repair,
}: Pick<RepositoryView, "damageFoundMs" | "repair">): Damage | undefined {
  if (damageFoundMs === null) return undefined;
  if (repair === null) return "damaged";
  return repair.isLacking ? "lacking" : "unproven";
}

/** @returns the gravest of what is known of damage in any of them */
export function gravestDamage(repositories: readonly Parameters<typeof damageOf>[0][]): Damage | undefined {
  const found = new Set(repositories.map(damageOf));
  return (["damaged", "lacking", "unproven"] as const).find((damage) => found.has(damage));
}
