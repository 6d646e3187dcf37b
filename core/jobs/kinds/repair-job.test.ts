/** A bit turns in a repository: check, repair and backup as jobs, in the order in which a person starts them; restic is the witness. */
import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../../test/support/engine.ts";
import { resticOn } from "../../../test/support/restic.ts";
import { spawnJobProcess as spawn } from "../../../test/support/spawn-job-process.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import type { JobEnd, JobLogEntry, JobProgress } from "../job.ts";
import { startJob } from "../start-job.ts";

const password = "correct horse battery staple";

/** Two snapshots of two files, and a bit turned in the pack that holds them. */
async function setUp() {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("source"));
  writeFileSync(path("source", "letter"), "Dear customer".repeat(200));
  writeFileSync(path("source", "offer"), "Dear supplier".repeat(200));
  const engine = await openEngine({ location: path("repository"), password, init: 2 });
  onTestFinished(() => engine.close());
  const repository = { location: path("repository"), cacheFolder: path("cache") };
  const progress: JobProgress[] = [];
  const logged: JobLogEntry[] = [];
  const run = (kind: string, input: object) =>
    startJob(
      spawn,
      { kind, input: { repository, ...input }, secrets: { password } },
      { onProgress: (report) => progress.push(report), onLog: (entry) => logged.push(entry) },
    ).ended;
  const backUp = () =>
    run("backup", {
      ...{ sources: [path("source")], mode: "incremental", hostname: "office", tags: [], excludes: [] },
      ...{ excludeCaches: true, oneFileSystem: false, compression: "off" },
    });
  for (let n = 0; n < 2; n += 1) expect(await backUp()).toMatchObject({ state: "done" }); // the cache knows all of it
  turnOneBit(path("repository"));
  return { path, run, backUp, progress, logged };
}

/** In the content of a file, which compressed or not is where the larger pack begins. */
function turnOneBit(repository: string): void {
  const packs = readdirSync(join(repository, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => readFileSync(b).length - readFileSync(a).length);
  const [pack = ""] = packs;
  const bytes = readFileSync(pack);
  bytes[60] = (bytes[60] ?? 0) ^ 0x20;
  writeFileSync(pack, bytes, { mode: 0o600 });
}

function resultOf(end: JobEnd) {
  if (!("result" in end)) throw new Error(JSON.stringify(end));
  return end.result;
}

const packsOf = (end: JobEnd) => resultOf(end).summary.packsToRebuild as readonly string[];

test.skipIf(lacksTool("restic"))(
  "what a check found is repaired with the whole pieces kept, and the next backup stores the rest again",
  async () => {
    const { path, run, backUp, progress, logged } = await setUp();
    const restic = resticOn(path("repository"), password);
    const found = await run("check", { readDataPercent: 100 });
    expect(found.state).toBe("done-with-problems");
    expect(packsOf(found)).toHaveLength(1);
    expect((await restic.attempt("check", "--read-data")).exitCode).toBe(1);

    const repair = { packs: packsOf(found), readAllPacks: false, readDataPercent: 100 };
    const repaired = await run("repair", repair);
    expect(repaired.state).toBe("done-with-problems");
    const { summary } = resultOf(repaired);
    expect(summary.counts).toMatchObject({
      packsLeftOut: 1,
      piecesSaved: 1,
      piecesLost: 1,
      snapshotsLacking: 2,
    });
    const lacking = (summary.problems as { path?: string; reason?: string }[])[0];
    expect(lacking?.path).toMatch(/\/source\/(letter|offer)$/);
    expect(lacking?.reason).toBe("damaged");
    expect(progress.map(({ phase }) => phase)).toEqual(expect.arrayContaining(["index", "packs", "verify"]));
    expect(logged).toContainEqual(
      expect.objectContaining({
        text: "damaged pack left out",
        facts: expect.objectContaining({ packId: packsOf(found)[0] }),
      }),
    );

    expect(await backUp()).toMatchObject({ state: "done" });
    expect(await run("check", { readDataPercent: 100 })).toMatchObject({ state: "done" });
    expect(await restic.run("check", "--read-data")).toContain("no errors were found");
    await restic.run("restore", "latest", "--target", path("restored"));
    for (const name of ["letter", "offer"])
      expect(readFileSync(path("restored", path("source", name)))).toEqual(
        readFileSync(path("source", name)),
      );
  },
);

test("without the names of packs all are read; what no source has any more stays named, and a second repair makes nothing worse", async () => {
  const { path, run, backUp } = await setUp();
  const all = { packs: [], readAllPacks: true, readDataPercent: 100 };
  const first = resultOf(await run("repair", all));
  const [lacking] = first.summary.problems as { path: string }[];
  unlinkSync(lacking?.path ?? "");
  expect(await backUp()).toMatchObject({ state: "done" });
  const second = resultOf(await run("repair", all));
  expect(second.summary.problems).toContainEqual(expect.objectContaining({ path: lacking?.path }));
  expect(second.summary.counts).toMatchObject({ piecesSaved: 0, snapshotsLacking: 2 });
  const left = path("source", lacking?.path.endsWith("letter") ? "offer" : "letter");
  const restored = await run("restore", {
    ...{ snapshot: `latest:${path("source")}`, targetFolder: path("restored"), includes: [], excludes: [] },
    ...{ conflict: "skip", verify: true },
  });
  expect(restored).toMatchObject({ state: "done", result: { summary: { counts: { filesVerified: 1 } } } });
  expect(readFileSync(path("restored", left.slice(path("source").length + 1)))).toEqual(readFileSync(left));
});

test("a repair of a repository that is whole finds nothing to do", async () => {
  const { run, backUp } = await setUp();
  await run("repair", { packs: [], readAllPacks: true, readDataPercent: 100 });
  expect(await backUp()).toMatchObject({ state: "done" });
  const again = await run("repair", { packs: [], readAllPacks: false, readDataPercent: 0 });
  expect(again).toMatchObject({ state: "done", result: { problemCount: 0 } });
});
