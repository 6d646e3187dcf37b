import type { BackstayApi } from "../../shared/api/client.ts";

/**
 * `connecting`: for the first time. `connected`: answers come. `lost`: it was there, and is tried again. `signed-out`: the host
 * answers, and wants a person to sign in.
 */
export type Connection = "connecting" | "connected" | "lost" | "signed-out";

/** A way to the engine. */
export type Transport = BackstayApi & {
  readonly connection: Connection;
  /** @returns what ends the listening */
  onConnection(listener: () => void): () => void;
  /** Events were missed, or may have been: what is shown may be old. @returns what ends the listening */
  onGap(listener: () => void): () => void;
  /** Tries at once instead of at the next turn. */
  reconnect(): void;
};
