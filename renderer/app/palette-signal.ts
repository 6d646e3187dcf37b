const listeners = new Set<() => void>();

/** The palette is opened from the title bar, by a key, and by pages; it is built apart from them. */
export const paletteSignal = {
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
