const listeners = new Set<() => void>();

/** The list of keys is opened by its key, and from the palette. */
export const helpSignal = {
  open(): void {
    for (const listener of listeners) listener();
  },
  /** @returns what ends the listening */
  onOpen(listener: () => void): () => void {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
