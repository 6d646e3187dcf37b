import type { MachineFile } from "./machine-files.ts";

/** Bytes of one file under way at once: what a line of some milliseconds needs not to run dry. */
const AHEAD_BYTES = 4 * 1024 * 1024;

/**
 * A file's bytes in order, asked for long before they are wanted. A chunk's memory is used again once the next one is asked for.
 *
 * @param from where to begin
 * @param sizeBytes what lies behind it belongs to the next backup
 * @param pieceBytes what one request is for
 */
export async function* readAhead(
  file: Pick<MachineFile, "read">,
  from: number,
  sizeBytes: number,
  pieceBytes: number,
): AsyncGenerator<Uint8Array> {
  const ahead = Math.max(2, Math.ceil(AHEAD_BYTES / pieceBytes));
  const asked: { readonly memory: Uint8Array; readonly count: Promise<number> }[] = [];
  let position = from;

  function ask(memory: Uint8Array): void {
    const into = memory.subarray(0, Math.min(memory.length, sizeBytes - position));
    const count = file.read(position, into);
    count.catch(() => undefined); // told when its turn comes, if it comes
    position += into.length;
    asked.push({ memory, count });
  }

  while (position < sizeBytes && asked.length < ahead) ask(new Uint8Array(pieceBytes));
  let left = sizeBytes - from;
  try {
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      const { memory, count } = next;
      const wanted = Math.min(memory.length, left);
      const got = await count;
      yield memory.subarray(0, got);
      left -= got;
      if (got < wanted) return; // it has become shorter
      if (position < sizeBytes) ask(memory);
    }
  } finally {
    // whoever leaves must not have memory written to that is somebody else's by then
    await Promise.allSettled(asked.map(({ count }) => count));
  }
}
