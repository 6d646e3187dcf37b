import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../../test/support/engine.ts";
import { resticOn } from "../../../test/support/restic.ts";
import { spawnJobProcess as spawn } from "../../../test/support/spawn-job-process.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { loadSnapshots } from "../../repository/snapshots/load-snapshots.ts";
import type { JobEnd, JobProgress } from "../job.ts";
import { startJob } from "../start-job.ts";

const password = "correct horse battery staple";

async function setUp() {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("source"));
  writeFileSync(path("source", "letter"), "Dear customer".repeat(200));
  const engine = await openEngine({ location: path("first"), password, init: 2 });
  onTestFinished(() => engine.close());
  await engine.backUp(path("source"));
  const progress: JobProgress[] = [];
  const run = (more: object = {}) =>
    startJob(
      spawn,
      {
        kind: "replicate",
        input: {
          repository: { location: path("first"), cacheFolder: path("cache") },
          target: { location: path("second"), cacheFolder: path("cache") },
          ...{ makeTarget: true, bothWays: false, mend: false, tombstones: [], ...more },
        },
        secrets: { password },
      },
      { onProgress: (report) => progress.push(report), onLog: () => {} },
    ).ended;
  const countsOf = (end: JobEnd) => {
    if (!("result" in end)) throw new Error(JSON.stringify(end));
    return end.result.summary.counts;
  };
  return { path, engine, run, progress, countsOf };
}

test.skipIf(lacksTool("restic"))(
  "makes a replica and fills it, then copies what is new, and both ways what each has",
  async () => {
    const { path, engine, run, progress, countsOf } = await setUp();
    expect(countsOf(await run())).toMatchObject({ snapshotsCopied: 1, snapshotsHeldBack: 0, packsCopied: 2 });
    expect(progress.map(({ phase }) => phase)).toEqual(expect.arrayContaining(["compare", "copy"]));

    writeFileSync(path("source", "offer"), "Dear supplier".repeat(200));
    await engine.backUp(path("source"));
    const second = await openEngine({ location: path("second"), password });
    onTestFinished(() => second.close());
    writeFileSync(path("source", "bill"), "Dear tenant".repeat(200));
    await second.backUp(path("source"));
    expect(countsOf(await run({ bothWays: true }))).toMatchObject({ snapshotsCopied: 2 });
    expect(countsOf(await run())).toMatchObject({ snapshotsCopied: 0, bytesCopied: 0 });

    const ids = async ({ repository, cache }: typeof engine) =>
      (await loadSnapshots(repository, cache)).snapshots.map(({ id }) => id);
    expect(await ids(engine)).toHaveLength(3);
    expect(await ids(second)).toEqual(await ids(engine));
    for (const name of ["first", "second"])
      expect(await resticOn(path(name), password).run("check", "--read-data")).toContain(
        "no errors were found",
      );
    expect(readdirSync(path("cache")).filter((name) => name.endsWith(".sqlite"))).toHaveLength(2);
  },
);

test("what is damaged at the source makes it done with problems, and without being asked no target is made", async () => {
  const { path, run } = await setUp();
  const missing = await run({ makeTarget: false });
  expect(missing).toMatchObject({ state: "failed", error: { code: "REPOSITORY_MISSING" } });
  for (const entry of readdirSync(path("first", "data"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(file, bytes, { mode: 0o600 });
  }
  const end = await run({ upBytesPerSecond: 1e9 });
  expect(end).toMatchObject({
    state: "done-with-problems",
    result: { problemCount: 2, summary: { counts: { snapshotsCopied: 0, snapshotsHeldBack: 1 } } },
  });
  expect(readdirSync(path("second", "snapshots"))).toEqual([]);
});
