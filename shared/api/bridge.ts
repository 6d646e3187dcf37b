/** What the desktop's preload script gives to the page as `window.backstay`, and all that it gives. */
import type { WireError } from "../errors.ts";
import type { NumberedEvent } from "./events.ts";

/** An error crosses as a value, because one that is thrown loses its code on the way out of the preload script. */
export type BridgeAnswer =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: WireError };

export type BackstayBridge = {
  /** Never rejects, unless the host is gone. */
  readonly call: (name: string, input: unknown) => Promise<BridgeAnswer>;
  /** @returns what ends the listening */
  readonly on: (listener: (event: NumberedEvent) => void) => () => void;
};
