import type { Trend } from "../../../../shared/health-findings.ts";

/** What an array was like before, as far as it is remembered. */
export type ArrayBaseline = {
  /** Members it had when it was last whole, or when a person said that this is how it should be. */
  readonly members: number | null;
  readonly spares: number | null;
  /** How each member's errors, all kinds added up, came to where they are; by the member's name. */
  readonly memberErrors: ReadonlyMap<string, Trend>;
};
