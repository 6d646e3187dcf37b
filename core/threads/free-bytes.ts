/**
 * Gives the memory of a finished buffer back at once. Garbage collection would too, but only after some 64 MiB have piled up
 * in each thread: it counts objects, and a 16 MiB pack is a small object.
 *
 * The buffer is empty afterwards. One that shares its memory with others (Node's pool) is left to the collector.
 */
export function freeBytes(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (!(buffer instanceof ArrayBuffer) || buffer.detached || bytes.byteLength * 2 < buffer.byteLength) return;
  buffer.transfer(0);
}
