import type { ArrayMember } from "../../../shared/model/health-reading.ts";

/** A member of which only what is given is known. */
export function arrayMember(known: Partial<ArrayMember>): ArrayMember {
  return {
    name: null,
    slot: null,
    serial: null,
    state: "unknown",
    stateText: null,
    readErrors: null,
    writeErrors: null,
    checksumErrors: null,
    ...known,
  };
}

/** Most members a reading may hold. */
export const MAX_MEMBERS = 1000;

/** Most arrays that are kept of one output. No host has as many; what repeats itself without end has. */
export const MAX_ARRAYS = 500;
