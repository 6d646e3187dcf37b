import { z } from "zod";
import type { PlanId } from "../../../../shared/ids.ts";
import { PlanDraft } from "../../../../shared/model/plan.ts";
import { RepositoryIdText, SourceIdText } from "../../../../shared/model/primitives.ts";
import { type Kept, keep } from "../../../components/kept.ts";
import type { DraftInProgress } from "./plan-draft.ts";

type Begun = {
  readonly draft: DraftInProgress;
  /** Of the plan when somebody began to change it. */
  readonly revision: string | undefined;
};

const Shape: z.ZodType<Begun> = z.strictObject({
  draft: z.strictObject({
    ...PlanDraft.shape,
    name: z.string(),
    repositoryId: RepositoryIdText.optional(),
    sourceIds: z.array(SourceIdText),
  }),
  revision: z.string().optional(),
}) as never; // an absent key is undefined, which the compiler holds apart

/** What somebody has begun to change in a plan, or in a new one. */
export function keptDraft(planId: PlanId | undefined): Kept<Begun> {
  return keep(`plan ${planId ?? "new"}`, Shape);
}
