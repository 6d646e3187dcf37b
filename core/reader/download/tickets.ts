import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";

/** Permissions to fetch something once, soon. */
export type Tickets<What> = {
  /** @returns 32 hex digits that nobody can guess */
  issue(what: What): string;
  /** @returns undefined for a ticket that is unknown, used, or too old */
  redeem(ticket: string): What | undefined;
};

const LIFETIME_MS = 60_000;
const TICKET_BYTES = 16;
/** Far more than a person can ask for in a minute. */
const MAX_OPEN = 1000;

export function createTickets<What>(clock: Clock): Tickets<What> {
  const open = new Map<string, { readonly what: What; readonly issuedMs: number }>();

  const isFresh = (issuedMs: number) => {
    const age = clock.nowMs() - issuedMs;
    return age >= 0 && age <= LIFETIME_MS; // a clock that went backwards proves nothing
  };

  return {
    issue(what) {
      for (const [ticket, { issuedMs }] of open) if (!isFresh(issuedMs)) open.delete(ticket);
      for (const ticket of open.keys()) if (open.size >= MAX_OPEN) open.delete(ticket);
      const ticket = randomBytes(TICKET_BYTES).toString("hex");
      open.set(ticket, { what, issuedMs: clock.nowMs() });
      return ticket;
    },
    redeem(ticket) {
      const found = open.get(ticket);
      open.delete(ticket);
      return found !== undefined && isFresh(found.issuedMs) ? found.what : undefined;
    },
  };
}
