import type { RepositoryView } from "../../../shared/model/repository.ts";
import { damageOf } from "../../components/repair/damage-of.ts";

export type RepositoriesState =
  | { readonly kind: "none" }
  /** The gravest of what is known of damage, and where. */
  | { readonly kind: "damaged" | "lacking" | "unproven"; readonly names: readonly string[] }
  | { readonly kind: "silent" | "unknown" | "fine"; readonly count: number };

/** What the page says of all repositories. One that nobody has looked at is not fine, and neither is one with damage that answers. */
export function repositoriesState(repositories: readonly RepositoryView[]): RepositoriesState {
  if (repositories.length === 0) return { kind: "none" };
  for (const kind of ["damaged", "lacking"] as const) {
    const found = repositories.filter((repository) => damageOf(repository) === kind);
    if (found.length > 0) return { kind, names: found.map(({ name }) => name) };
  }
  const having = (reach: "unreachable" | "unknown") =>
    repositories.filter(({ replicas }) => replicas.some((replica) => replica.reach === reach)).length;
  const silent = having("unreachable");
  if (silent > 0) return { kind: "silent", count: silent };
  const unproven = repositories.filter((repository) => damageOf(repository) === "unproven");
  if (unproven.length > 0) return { kind: "unproven", names: unproven.map(({ name }) => name) };
  const unknown = having("unknown");
  if (unknown > 0) return { kind: "unknown", count: unknown };
  return { kind: "fine", count: repositories.length };
}
