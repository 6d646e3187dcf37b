import { closeSync } from "node:fs";

/** Descriptors kept open between messages, for files whose content comes in many of them. */
export type OpenFiles = {
  /** The descriptor of the file with this key; `open` is called when it is not at hand. */
  descriptorOf(key: number, open: () => number): number;
  /** Closes the file's descriptor, if it is open. */
  close(key: number): void;
};

/** @param limit beyond it the one used longest ago is closed */
export function createOpenFiles(limit: number): OpenFiles {
  const descriptors = new Map<number, number>(); // in the order of their last use

  function close(key: number): void {
    const descriptor = descriptors.get(key);
    if (descriptor === undefined) return;
    descriptors.delete(key);
    closeSync(descriptor);
  }

  return {
    descriptorOf(key, open) {
      const descriptor = descriptors.get(key) ?? open();
      descriptors.delete(key);
      descriptors.set(key, descriptor);
      const [oldest] = descriptors.keys();
      if (descriptors.size > limit && oldest !== undefined) close(oldest);
      return descriptor;
    },
    close,
  };
}
