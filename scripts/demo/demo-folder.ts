import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";

/** What the computer of the made-up office is called. */
export const DEMO_HOSTNAME = "ADMIN-PC";

/** Makes the folder that a demo lives in. Its paths are in every picture, so it bears a plain name where that one is free. */
export async function makeDemoFolder(parent = tmpdir()): Promise<string> {
  const plain = join(parent, "hansen");
  try {
    await mkdir(plain, { mode: 0o700 });
    return plain;
  } catch (error) {
    if (!hasSystemCode(error, "EEXIST")) throw error;
    return await mkdtemp(`${plain}-`); // another demo runs, or somebody else has something there
  }
}
