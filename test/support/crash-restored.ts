import { stat } from "node:fs/promises";
import { expect } from "vitest";
import { hasSystemCode } from "../../shared/errors.ts";
import { type Contents, contentsOf, hashFile } from "./crash-sources.ts";

/** Expects that what a restore left unfinished cannot be taken for finished: no file of the right size and time is wrong. */
export async function expectNothingOnlyLooksComplete(target: string, contents: Contents): Promise<void> {
  for (const [path, hash] of contents) {
    const restored = await statOrNothing(target + path);
    const original = await stat(path, { bigint: true });
    const looksComplete = restored?.size === original.size && restored.mtimeNs === original.mtimeNs;
    if (looksComplete) expect(await hashFile(target + path), target + path).toBe(hash);
  }
}

/** Expects the target to hold all files of the sources, and no others, with their times and modes. */
export async function expectRestored(target: string, contents: Contents): Promise<void> {
  expect(await contentsOf(target)).toEqual(
    new Map([...contents].map(([path, hash]) => [target + path, hash])),
  );
  for (const path of contents.keys()) {
    const restored = await statOrNothing(target + path);
    const original = await stat(path, { bigint: true });
    expect(restored?.mtimeNs, path).toBe(original.mtimeNs);
    expect(restored?.mode, path).toBe(original.mode);
  }
}

async function statOrNothing(path: string) {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
