import { toWire, type WireError } from "../../shared/errors.ts";

/** What was thrown, as the words for it are made from. */
export function toWireError(error: unknown): WireError {
  return toWire(error, "page");
}
