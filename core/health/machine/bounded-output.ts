/** Collects what a program says, up to a limit. */
export type BoundedOutput = {
  /** @returns false when that was too much */
  add(bytes: Uint8Array): boolean;
  text(): string;
};

export function createBoundedOutput(limitBytes: number): BoundedOutput {
  const pieces: Uint8Array[] = [];
  let length = 0;
  return {
    add(bytes) {
      length += bytes.length;
      if (length > limitBytes) return false;
      pieces.push(bytes);
      return true;
    },
    text: () => Buffer.concat(pieces).toString("utf8"),
  };
}
