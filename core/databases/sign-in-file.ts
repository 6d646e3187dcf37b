/** A file with a password for a program, which only its owner may read, and which is gone when the program is. */
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isProcessAlive } from "../platform/process-alive.ts";

const PREFIX = "backstay-sign-in-";

/**
 * Writes the file into a folder of its own and removes both after the work, whatever happens. What a killed process left behind is
 * removed by the next one.
 */
export async function withSignInFile<T>(content: string, work: (file: string) => Promise<T>): Promise<T> {
  await removeLeftOver();
  const folder = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`)); // 0700
  try {
    const file = path.join(folder, "sign-in");
    await writeFile(file, content, { mode: 0o600, flag: "wx" });
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeLeftOver(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isInteger(pid) || isProcessAlive(pid)) continue;
    const folder = path.join(tmpdir(), name);
    try {
      const isOurs = process.getuid === undefined || (await stat(folder)).uid === process.getuid();
      if (isOurs) await rm(folder, { recursive: true, force: true });
    } catch {
      // another one removes it just now
    }
  }
}
