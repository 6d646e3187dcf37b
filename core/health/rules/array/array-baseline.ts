import type { Trend } from "../../../../shared/health-findings.ts";
import type { ArrayMember } from "../../../../shared/model/health-reading.ts";

/** What an array was like before, as far as it is remembered. */
export type ArrayBaseline = {
  /** Members it had when it was last whole, or when a person said that this is how it should be. */
  readonly members: number | null;
  readonly spares: number | null;
  /** The last that was told. */
  readonly level: string | null;
  /** How each member's errors, all kinds added up, came to where they are; see {@link memberKey}. */
  readonly memberErrors: ReadonlyMap<string, Trend>;
};

/** By what a member is known again: its disk's serial number where there is one, because kernel names change. */
export function memberKey({ serial, name, slot }: ArrayMember): string {
  return serial ?? name ?? slot ?? "?";
}
