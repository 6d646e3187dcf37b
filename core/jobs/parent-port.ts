import type { HostLine } from "./run-job-process.ts";

/** The part of Electron's `process.parentPort` used here; a utility process of its has one instead of `process.send`. */
export type ParentPort = {
  on(event: "message", listener: (message: { readonly data: unknown }) => void): unknown;
  once(event: "close", listener: () => void): unknown;
  postMessage(message: unknown): void;
};

/** From a utility process to its host. The host answers each with `received`. */
export type FromUtility = { readonly number: number; readonly message: unknown };
/** From the host to a utility process. */
export type ToUtility = { readonly message: unknown } | { readonly received: number };

/**
 * The line from a utility process of Electron's to its host. A port takes messages without saying when they are on their way,
 * and a process that ends at once takes those along that are not; so the host says what it has received.
 */
export function lineOverParentPort(port: ParentPort): HostLine {
  const unconfirmed = new Map<number, () => void>();
  let number = 0;
  return {
    onMessage(listener) {
      port.on("message", ({ data }) => {
        const message = data as ToUtility; // both sides come from one build
        if ("message" in message) return listener(message.message);
        unconfirmed.get(message.received)?.();
        unconfirmed.delete(message.received);
      });
    },
    // Electron ends a utility process by itself when its browser process has gone; where it says so before, the better.
    onClosed: (listener) => void port.once("close", listener),
    send: (message) =>
      new Promise((resolve) => {
        number += 1;
        unconfirmed.set(number, resolve);
        port.postMessage({ number, message } satisfies FromUtility);
      }),
  };
}
