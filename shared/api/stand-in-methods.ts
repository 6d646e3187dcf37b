import { z } from "zod";
import { LocalPath, PlanIdText } from "../model/primitives.ts";
import {
  AfterMs,
  DEFAULT_AFTER_MS,
  DEFAULT_LEASE_MS,
  LeaseMs,
  StandInNeighbour,
  StandInPlan,
} from "../model/stand-in.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});
const ofPlan = z.strictObject({ planId: PlanIdText });

export const standInMethods = {
  /**
   * Own plans that others may start, those of others, and who the others are.
   * @param look asks the replicas first, always or when the last answer is old
   */
  "standIn.list": method(
    "read",
    z.strictObject({ look: z.enum(["no", "if-old", "now"]).default("no") }),
    z.strictObject({ plans: z.array(StandInPlan), neighbours: z.array(StandInNeighbour) }),
  ),
  /** Lets others start an own plan while this Backstay is gone, or no more. @throws PLAN_NOT_FOUND, STAND_IN_REFUSED */
  "standIn.offer": method(
    "write",
    ofPlan.extend({ isOffered: z.boolean(), lastsMs: LeaseMs.default(DEFAULT_LEASE_MS) }),
    nothing,
  ),
  /**
   * Stands by for another's plan: it is known here from then on, and rests while its owner is there. Said again, it changes for how long
   * it waits, and agrees to what its owner has added.
   * @param paths what may be read here, as a person saw it; without it all that the plan saves now
   * @throws STAND_IN_REFUSED
   */
  "standIn.standBy": method(
    "write",
    ofPlan.extend({
      afterMs: AfterMs.default(DEFAULT_AFTER_MS),
      paths: z.array(LocalPath).max(100_000).optional(),
    }),
    nothing,
  ),
  /**
   * Makes a plan one's own that is stood by for, and whose owner is gone for good. Should that one come back, it stands by.
   * @param paths what the plan saves, as a person saw it; without it all that it saves now
   * @throws PLAN_NOT_FOUND, STAND_IN_REFUSED, or why others cannot be told
   */
  "standIn.adopt": method(
    "write",
    ofPlan.extend({ paths: z.array(LocalPath).max(100_000).optional() }),
    nothing,
  ),
  /** Stands by no more; the plan is removed here, its backups stay. @throws STAND_IN_REFUSED */
  "standIn.leave": method("write", ofPlan, nothing),
};
