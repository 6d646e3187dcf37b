/** Where a machine, or a place with a copy, stands: with this computer, so that a fire takes both, or not. */
import { z } from "zod";
import { ReplicaIdText, WatchedHostIdText } from "./primitives.ts";

/** `office`: where this computer is. `elsewhere`: so far away that what happens to the office does not happen there. */
export const STANDINGS = ["office", "elsewhere"] as const;
export type Standing = (typeof STANDINGS)[number];

/** Of a machine that is watched, and of all that is on it; or of one place with a copy, which counts before its machine. */
export const StandingSubject = z.union([
  z.strictObject({ hostId: WatchedHostIdText }),
  z.strictObject({ replicaId: ReplicaIdText }),
]);
export type StandingSubject = z.infer<typeof StandingSubject>;
