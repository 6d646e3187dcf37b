/** Which replica is asked first when something is read from a repository that has several. */
import { z } from "zod";

/**
 * `fastest`: the one that will have answered first, by what its last answers took; `round-robin`: one after the other; `weighted`: each as
 * often as it is fast; `preferred`: the active one, the others in the order in which they would take over.
 */
export const READ_STRATEGIES = ["fastest", "round-robin", "weighted", "preferred"] as const;
export const ReadStrategy = z.enum(READ_STRATEGIES);
export type ReadStrategy = z.infer<typeof ReadStrategy>;
