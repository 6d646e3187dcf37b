import type { RepositoryView } from "../../../shared/model/repository.ts";

export type RepositoriesState =
  | { readonly kind: "none" }
  | { readonly kind: "silent" | "unknown" | "fine"; readonly count: number };

/** What the page says of all repositories. One that nobody has looked at is not fine. */
export function repositoriesState(repositories: readonly RepositoryView[]): RepositoriesState {
  if (repositories.length === 0) return { kind: "none" };
  const having = (reach: "unreachable" | "unknown") =>
    repositories.filter(({ replicas }) => replicas.some((replica) => replica.reach === reach)).length;
  const silent = having("unreachable");
  if (silent > 0) return { kind: "silent", count: silent };
  const unknown = having("unknown");
  if (unknown > 0) return { kind: "unknown", count: unknown };
  return { kind: "fine", count: repositories.length };
}
