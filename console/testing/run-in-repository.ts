import { join } from "node:path";
import { expect } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { runHere } from "./run-here.ts";

/** A new repository with the password `secret` in a folder of the running test, and commands that work on it. */
export async function runInRepository() {
  const folder = await tempFolder();
  const location = join(folder, "repository");
  const env = {
    BACKSTAY_REPOSITORY: location,
    BACKSTAY_PASSWORD: "secret",
    BACKSTAY_CACHE_DIR: join(folder, "cache"),
    BACKSTAY_HOME: join(folder, "home"),
  };
  const run = (...args: readonly string[]) => runHere(args, { env });
  expect((await run("init")).exitCode).toBe(0);
  return { folder, location, run };
}
