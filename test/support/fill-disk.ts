import { statfsSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Fills a small file system to its end. @returns what makes room again */
export function fillDisk(folder: string): () => void {
  const filler = join(folder, "filler");
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(filler, new Uint8Array(bavail * bsize + 1));
  } catch {
    // as much as there was room for is written
  }
  return () => unlinkSync(filler);
}
