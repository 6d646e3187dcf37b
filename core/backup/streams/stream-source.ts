/** Something that is no file and is saved as one: what a program writes, or what comes in at standard input. */
export type StreamSource = {
  /** Absolute, with `/`, and clean: where it stands in the snapshot. */
  readonly path: string;
  /** It only says something about the others: a snapshot of nothing else is worth nothing. */
  readonly isBeside?: boolean;
  /**
   * Its bytes, in order, whose chunks may be used again once the next one is asked for. Throws when they ended badly: nothing of
   * it may be in a snapshot then. Ends soon after `signal` is aborted.
   */
  open(signal: AbortSignal): AsyncIterable<Uint8Array>;
};
