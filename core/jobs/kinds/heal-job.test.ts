/** Heals between two folders by jobs in processes of their own, which are killed too; judged by restic. */
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../../../test/support/engine.ts";
import { resticOn } from "../../../test/support/restic.ts";
import { spawnJobProcess as spawn } from "../../../test/support/spawn-job-process.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import type { JobEnd } from "../job.ts";
import { startJob } from "../start-job.ts";

const password = "correct horse battery staple";

async function twoReplicas(backups: number, files: number, fileBytes: number) {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("source"));
  const engine = await openEngine({ location: path("active"), password, init: 2 });
  for (let n = 0; n < backups; n += 1) {
    for (let file = 0; file < files; file += 1)
      writeFileSync(path("source", `${n} ${file}`), randomBytes(fileBytes));
    await engine.backUp(path("source"));
  }
  await engine.close();
  cpSync(path("active"), path("standby"), { recursive: true });
  const input = (objects: readonly object[] | null) => ({
    repository: { location: path("active"), cacheFolder: path("cache") },
    from: [path("standby")],
    objects,
    quarantineFolder: path("quarantine"),
  });
  return { path, input, password };
}

function filesOf(repository: string, kind: "data" | "snapshots"): readonly string[] {
  return readdirSync(join(repository, kind), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** Damages files in turn in one of three ways. */
function damage(files: readonly string[]): void {
  for (const [n, file] of files.entries()) {
    const bytes = readFileSync(file);
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    if (n % 3 === 0) writeFileSync(file, bytes);
    else if (n % 3 === 1) truncateSync(file, 40);
    else rmSync(file);
  }
}

const objectsOf = (kind: string, files: readonly string[]) =>
  files.map((file) => ({ kind, name: file.slice(-64) }));

function summaryOf(end: JobEnd) {
  if (!("result" in end)) throw new Error(JSON.stringify(end));
  return end.result;
}

const start = (input: object, onProgress: () => void = () => undefined) => {
  const logged: string[] = [];
  const events = { onProgress, onLog: ({ text }: { readonly text: string }) => void logged.push(text) };
  return { ...startJob(spawn, { kind: "heal", input, secrets: { password } }, events), logged };
};

test.skipIf(lacksTool("restic"))(
  "named files are put back, what was left of them is kept, and restic finds both replicas whole",
  async () => {
    const { path, input } = await twoReplicas(3, 4, 30_000);
    const packs = filesOf(path("active"), "data");
    const [snapshot = ""] = filesOf(path("active"), "snapshots");
    const whole = packs.at(-1) ?? "";
    damage([...packs.slice(0, -1), snapshot]);
    const left = packs.slice(0, -1).filter((_, n) => n % 3 !== 2).length;
    const objects = [...objectsOf("pack", packs), ...objectsOf("snapshot", [snapshot])];
    const { problemCount, summary } = summaryOf(await start(input(objects)).ended);
    expect(problemCount).toBe(0);
    expect(summary.counts).toEqual({
      ...{ objectsHealed: packs.length, objectsWhole: 1, objectsLost: 0, piecesBrought: 0 },
    });
    expect(JSON.stringify(summary.healed)).not.toContain(whole.slice(-64));
    expect(readdirSync(path("quarantine")).length).toBeGreaterThanOrEqual(left);
    for (const name of ["active", "standby"])
      expect(await resticOn(path(name), password).run("check", "--read-data")).toContain(
        "no errors were found",
      );
    expect(readdirSync(path("active", "locks"))).toEqual([]);
  },
);

test.skipIf(lacksTool("restic"))(
  "without names everything is looked through, and what one replica alone is left with comes back",
  async () => {
    const { path, input } = await twoReplicas(2, 3, 20_000);
    const packs = filesOf(path("active"), "data");
    rmSync(packs[0] ?? "");
    for (const name of readdirSync(path("active", "index")).slice(0, 1))
      truncateSync(path("active", "index", name), 9);
    const { problemCount } = summaryOf(await start(input(null)).ended);
    expect(problemCount).toBe(0);
    expect(await resticOn(path("active"), password).run("check", "--read-data")).toContain(
      "no errors were found",
    );
  },
);

test("what no replica has whole is named as lost, and the rest is mended", async () => {
  const { path, input } = await twoReplicas(2, 3, 20_000);
  const [one = "", two = ""] = filesOf(path("active"), "data");
  damage([one, two]);
  damage([one.replace(path("active"), path("standby"))]);
  const { problemCount, summary } = summaryOf(await start(input(objectsOf("pack", [one, two]))).ended);
  expect(problemCount).toBeGreaterThan(0);
  expect(summary).toMatchObject({
    counts: { objectsLost: 1 },
    lost: [{ kind: "pack", name: one.slice(-64) }],
  });
}, 60_000);

/** The same numbers each time: mulberry32, a public-domain generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SEED = 20_261_122;
const KILLS = 20;

test.skipIf(lacksTool("restic"))(
  `killed at ${KILLS} random moments, the next start finishes (seed ${SEED})`,
  async () => {
    const { path, input } = await twoReplicas(6, 2, 40_000);
    const random = seeded(SEED);
    const ends: string[] = [];
    const packs = filesOf(path("active"), "data");
    for (let kill = 0; kill < KILLS; kill += 1) {
      const chosen = packs.filter(() => random() < 0.7);
      damage(chosen);
      const objects = objectsOf("pack", chosen);
      const afterMs = random() * 900;
      let kill9 = () => {};
      const killing = startJob(
        (events, priority) => {
          const child = spawn(events, priority);
          kill9 = () => child.kill("SIGKILL");
          return child;
        },
        { kind: "heal", input: input(objects), secrets: { password } },
        { onProgress: () => undefined, onLog: () => undefined },
      );
      const timer = setTimeout(kill9, afterMs);
      const first = await killing.ended;
      clearTimeout(timer);
      ends.push(first.state);
      const second = summaryOf(await start(input(objects)).ended);
      expect({ kill, first: first.state, problems: second.problemCount }).toMatchObject({ problems: 0 });
      for (const file of packs) {
        const other = readFileSync(file.replace(path("active"), path("standby")));
        expect(Buffer.compare(readFileSync(file), other), `kill ${kill}`).toBe(0);
      }
    }
    expect(ends).toContain("failed"); // not all of them had come to their end before
    expect(await resticOn(path("active"), password).run("check", "--read-data")).toContain(
      "no errors were found",
    );
  },
  240_000,
);
