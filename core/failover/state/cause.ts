import { z } from "zod";
import { ReplicaIdText, TimeMs } from "../../../shared/model/primitives.ts";
import { FaultKind } from "./settings.ts";

/** Who asked for a move. */
export const OrderedBy = z.enum(["person", "schedule", "drill"]);
export type OrderedBy = z.infer<typeof OrderedBy>;

/** Why something changed; facts, whose words the pages make. */
export const Cause = z.discriminatedUnion("kind", [
  /** `times`: how often it was met within the window; `detail`: a code, like that of an error or of a finding about a disk. */
  z.strictObject({
    kind: z.literal("fault"),
    fault: FaultKind,
    replicaId: ReplicaIdText,
    sinceMs: TimeMs,
    times: z.int().min(1),
    detail: z.string(),
  }),
  /** The replica answered well again; `sinceMs`: without a break since then. */
  z.strictObject({ kind: z.literal("well-again"), replicaId: ReplicaIdText, sinceMs: TimeMs }),
  z.strictObject({ kind: z.literal("ordered"), by: OrderedBy }),
  /** A step was done. */
  z.strictObject({ kind: z.literal("done"), command: z.string() }),
  /** A step failed; `detail` is a code. */
  z.strictObject({
    kind: z.literal("failed"),
    command: z.string(),
    replicaId: ReplicaIdText,
    detail: z.string(),
  }),
  /** Another installation moved the active replica. */
  z.strictObject({ kind: z.literal("other-installation"), writer: z.string() }),
  /** The replica that was usually active does not belong to the repository any more. */
  z.strictObject({ kind: z.literal("members-changed") }),
]);
export type Cause = z.infer<typeof Cause>;
