/** Folders that only their owner may enter, for what programs need while they run. They are gone when the programs are. */
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isProcessAlive } from "../platform/process-alive.ts";

/** With a password for a program; with a door to another machine. */
export type PrivateFolderKind = "sign-in" | "through";

/** The names of sockets end at 107 bytes, on macOS at 103; this leaves room for ours. */
const MAX_PARENT_BYTES = 55;

/**
 * Makes the folder and removes it after the work, whatever happens. What a killed process left behind is removed by the next one.
 */
export async function withPrivateFolder<T>(
  kind: PrivateFolderKind,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const parent = parentOf(kind);
  await removeLeftOver(parent, prefixOf(kind));
  const folder = await mkdtemp(path.join(parent, `${prefixOf(kind)}${process.pid}-`)); // 0700
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function prefixOf(kind: PrivateFolderKind): string {
  return `backstay-${kind}-`;
}

/** A socket in a folder with a long name could not be opened. */
function parentOf(kind: PrivateFolderKind): string {
  const usual = tmpdir();
  const isTooLong = kind === "through" && Buffer.byteLength(usual) > MAX_PARENT_BYTES;
  return isTooLong && process.platform !== "win32" ? "/tmp" : usual;
}

async function removeLeftOver(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isInteger(pid) || isProcessAlive(pid)) continue;
    const folder = path.join(parent, name);
    try {
      const isOurs = process.getuid === undefined || (await stat(folder)).uid === process.getuid();
      if (isOurs) await rm(folder, { recursive: true, force: true });
    } catch {
      // another one removes it just now
    }
  }
}
