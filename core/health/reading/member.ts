import type { ArrayMember, ArrayReading } from "../../../shared/model/health-reading.ts";
import { cleanText, shorten } from "./text.ts";

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

/** Cuts the words that a tool gave to what a reading may hold. */
export function tidyArray(array: ArrayReading): ArrayReading {
  return {
    ...array,
    level: cleanText(array.level),
    signals: array.signals.map((signal) => ({ ...signal, text: shorten(signal.text) })),
    members: array.members.map((member) => ({
      ...member,
      name: cleanText(member.name),
      slot: cleanText(member.slot),
      serial: cleanText(member.serial),
      stateText: cleanText(member.stateText),
    })),
  };
}
