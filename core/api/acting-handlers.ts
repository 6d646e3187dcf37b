import type { Acting } from "../health/acting/create-acting.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what was done by itself, and why. */
export function actingHandlers(
  acting: Pick<Acting, "acts" | "causesToSpare">,
  repositories: Pick<RepositoryService, "list">,
): HandlersOf<"acts"> {
  return {
    "acts.list": async ({ before, limit }) => ({ acts: [...acting.acts(before, limit)] }),
    "acts.spared": async () => ({
      repositories: repositories.list().flatMap(({ id }) => {
        const causes = acting.causesToSpare(id);
        return causes.length === 0 ? [] : { repositoryId: id, causes: [...causes] };
      }),
    }),
  };
}
