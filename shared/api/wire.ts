/** What goes over a wire between a page (or the command line) and a host, whatever the wire is. */
import { z } from "zod";
import { WireErrorShape } from "../model/wire-error.ts";
import { NumberedEvent } from "./events.ts";

/** More than any call of ours needs. */
export const MAX_CALL_BYTES = 4 * 1024 * 1024;

export const Call = z.strictObject({
  /** Chosen by the caller, given back with the answer. */
  id: z.int().nonnegative(),
  name: z.string().max(100),
  input: z.unknown(),
});
export type Call = z.infer<typeof Call>;

export const Answer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("value"), id: z.int(), value: z.unknown() }),
  z.strictObject({ kind: z.literal("error"), id: z.int(), error: WireErrorShape }),
]);
export type Answer = z.infer<typeof Answer>;

export const FromHost = z.discriminatedUnion("kind", [
  ...Answer.options,
  z.strictObject({ kind: z.literal("event"), event: NumberedEvent }),
]);
export type FromHost = z.infer<typeof FromHost>;

/**
 * Why a host ends a page's connection, as WebSocket close codes. After `signInNeeded` connecting again is of no use before the
 * person has signed in (at `/sign-in`); after the others it is.
 */
export const CLOSE = {
  signInNeeded: 4401,
  /** What was sent is no {@link Call}, or too large. */
  messageInvalid: 4400,
  /** The page does not read what it is sent. */
  tooSlow: 4408,
  /** The host ends. */
  hostStops: 1001,
} as const;
