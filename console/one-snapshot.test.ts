import { readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../test/support/temp-folder.ts";
import { runHere } from "./testing/run-here.ts";

async function repositoryWithSnapshot() {
  const folder = await tempFolder();
  const repository = join(folder, "repository");
  const cache = join(folder, "cache");
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runHere(args, {
      env: {
        BACKSTAY_REPOSITORY: repository,
        BACKSTAY_PASSWORD: "secret",
        BACKSTAY_CACHE_DIR: cache,
        BACKSTAY_HOME: join(folder, "home"),
        ...more,
      },
    });
  const source = join(folder, "source");
  writeFileSync(source, "content");
  expect((await run(["init"])).exitCode).toBe(0);
  expect((await run(["backup", source])).exitCode).toBe(0);
  return { folder, repository, source, run };
}

test("a cache folder that cannot be made costs a warning, and time", async () => {
  const { source, run } = await repositoryWithSnapshot();
  const unusable = { BACKSTAY_CACHE_DIR: join(source, "below-a-file") };
  const listed = await run(["snapshots", "--json"], unusable);
  expect(listed).toMatchObject({ exitCode: 0, stdout: (await run(["snapshots", "--json"])).stdout });
  expect(JSON.parse(listed.stderr)).toMatchObject({
    message_type: "warning",
    message: expect.stringContaining(join(source, "below-a-file")),
  });
  expect(await run(["backup", source], unusable)).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/^Warning: The cache \S+ cannot be used: ENOTDIR\. .*\n$/),
  });
});

test("a snapshot file that was cut off is said, though the cache remembers it", async () => {
  const { repository, run } = await repositoryWithSnapshot();
  const [snapshot] = readdirSync(join(repository, "snapshots"));
  truncateSync(join(repository, "snapshots", String(snapshot)), 20);
  const { exitCode, stdout, stderr } = await run(["snapshots", "--json"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "[]\n" });
  expect(JSON.parse(stderr)).toMatchObject({ message_type: "error", during: "load", item: snapshot });
});
