import { z } from "zod";
import { AutomaticAct, HealthCause } from "../model/automatic-act.ts";
import { RepositoryIdText } from "../model/primitives.ts";
import { method } from "./method.ts";

export const actingMethods = {
  /** What was done by itself, the newest first. @param before only those with a lower number */
  "acts.list": method(
    "read",
    z.strictObject({
      before: z.int().nonnegative().nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.strictObject({ acts: z.array(AutomaticAct) }),
  ),
  /** Repositories whose upkeep waits now because of what lies under them. */
  "acts.spared": method(
    "read",
    z.strictObject({}),
    z.strictObject({
      repositories: z.array(
        z.strictObject({ repositoryId: RepositoryIdText, causes: z.array(HealthCause).min(1) }),
      ),
    }),
  ),
};
