/** Backups of a real Btrfs as of one moment, of files that are written all the time and of processes that are killed. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { runHere } from "../../console/testing/run-here.ts";
import { HOLDING_FOLDER } from "../../core/backup/moment/holding-folder.ts";
import { removeLeftoverSnapshots, takeMoment } from "../../core/backup/moment/take-moment.ts";
import { loadFolderWatcher } from "../../core/schedule/watch/folder-watcher.ts";
import { createPathWatch } from "../../core/schedule/watch/path-watch.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { type Engine, openEngine } from "../support/engine.ts";
import { folderSource, MANUAL_PLAN, openTestHost } from "../support/host.ts";
import { hasFileSystem } from "../support/kernel-here.ts";
import { makeLoopDisk, mountPoint } from "../support/loop-disk.ts";
import { asOrdinaryUser } from "../support/ordinary-user.ts";
import { isOfOneMoment, roundsIn } from "../support/rewritten-files.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { canMount, mountTmpfs, unmount } from "../support/tmpfs.ts";
import { lacks, lacksInKernel, lacksTool } from "../support/tools.ts";

const isLacking =
  lacks("a right to mount", process.geteuid?.() === 0 && canMount()) ||
  lacksTool("mkfs.btrfs", "mkfs.ext4", "losetup") ||
  lacksInKernel("Btrfs, ext4 and loop devices", hasFileSystem("btrfs") && hasFileSystem("ext4"));

const PASSWORD = "secret";
const DISK_MIB = 512;

type Site = {
  /** A Btrfs of its own. */
  readonly disk: string;
  readonly location: string;
  readonly engine: Engine;
  readonly held: () => readonly string[];
};

async function setUp(): Promise<Site> {
  const folder = await tempFolder();
  const disk = await mountPoint();
  (await makeLoopDisk(DISK_MIB, "btrfs")).mount(disk);
  const location = join(folder, "repository");
  const engine = await openEngine({
    ...{ location, password: PASSWORD, cacheFolder: join(folder, "cache"), init: 2 },
  });
  onTestFinished(() => engine.close());
  const holding = join(disk, HOLDING_FOLDER);
  return { disk, location, engine, held: () => (existsSync(holding) ? readdirSync(holding) : []) };
}

const subvolume = (path: string) =>
  void execFileSync("btrfs", ["subvolume", "create", path], { stdio: "pipe" });

/** @returns the folder that `source` was restored to */
async function restore({ location }: Site, source: string): Promise<string> {
  const target = await tempFolder();
  const env = {
    BACKSTAY_REPOSITORY: location,
    BACKSTAY_PASSWORD: PASSWORD,
    BACKSTAY_HOME: await tempFolder(),
  };
  const run = await runHere(["restore", "latest", "--target", target, "--no-cache"], { env });
  expect(run).toMatchObject({ exitCode: 0 });
  return join(target, source);
}

/** @returns once it has written this line */
async function start(program: string, line: string, ...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  });
  for await (const said of createInterface({ input: child.stdout as NodeJS.ReadableStream }))
    if (said === line) return child;
  throw new Error(`${program} ended`);
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

test.skipIf(isLacking)("files that are rewritten all the time are restored as of one instant", async () => {
  const site = await setUp();
  const { disk, engine, held } = site;
  // what is read between the two files that belong together
  for (let n = 0; n < 24; n += 1) writeFileSync(join(disk, `m-${n}`), randomBytes(4_000_000));
  await start("test/support/rewrite-process.ts", "going", disk);
  const result = await engine.backUp(disk, { asOfOneMoment: true });
  expect(result.problems).toEqual([]);
  expect(result.moment).toEqual({
    ...{ taken: [{ path: disk, kind: "btrfs" }], live: [] },
    ...{ furtherTaken: 0, furtherLive: 0 },
  });
  const restored = roundsIn(await restore(site, disk));
  expect(restored[0]).toBeGreaterThan(0);
  expect(isOfOneMoment(restored)).toBe(true);
  // it went on meanwhile, and nothing of it is left but the folder
  await expect.poll(() => roundsIn(disk)[0]).toBeGreaterThan(restored[0] ?? 0);
  expect(held()).toEqual([]);
});

test.skipIf(isLacking)("the same files read live do not fit together", async () => {
  const site = await setUp();
  const { disk, engine } = site;
  for (let n = 0; n < 24; n += 1) writeFileSync(join(disk, `m-${n}`), randomBytes(4_000_000));
  await start("test/support/rewrite-process.ts", "going", disk);
  // one thread, which has read the first file when it says that it has read any, and not the last one
  let isOver = false;
  await engine.backUp(
    disk,
    { threads: 1 },
    {
      reportProgress({ bytesDone }) {
        if (isOver || bytesDone === 0) return;
        isOver = true;
        const [round = 0] = roundsIn(disk);
        while ((roundsIn(disk).at(-1) ?? 0) < round + 2);
      },
    },
  );
  const restored = roundsIn(await restore(site, disk));
  expect(restored.at(-1)).toBeGreaterThan(restored[0] ?? 0);
  expect(isOfOneMoment(restored)).toBe(false);
});

test.skipIf(isLacking)(
  "unchanged files are not read again, whichever way the backup before was made",
  async () => {
    const { disk, engine, held } = await setUp();
    subvolume(join(disk, "sub"));
    subvolume(join(disk, "sub", "deeper"));
    mkdirSync(join(disk, "folder"));
    for (const name of ["one", "folder/two", "sub/three", "sub/deeper/four"])
      writeFileSync(join(disk, name), randomBytes(5_000));
    linkSync(join(disk, "one"), join(disk, "linked"));
    linkSync(join(disk, "sub/three"), join(disk, "sub/linked"));
    symlinkSync("one", join(disk, "link"));

    const first = await engine.backUp(disk);
    expect(first.tally).toMatchObject({ filesNew: 6 });
    for (const asOfOneMoment of [true, true, false, true]) {
      const { tally, moment, problems } = await engine.backUp(disk, { asOfOneMoment });
      expect(problems).toEqual([]);
      expect(moment?.taken.map(({ path }) => path)).toEqual(
        asOfOneMoment ? [disk, join(disk, "sub"), join(disk, "sub/deeper")] : undefined,
      );
      expect(tally).toMatchObject({ filesNew: 0, filesChanged: 0, filesUnmodified: 6, dataBlobs: 0 });
    }
    for (const asOfOneMoment of [false, true])
      await engine.backUp(disk, { asOfOneMoment, oneFileSystem: true, tags: ["one"] });
    const one = await engine.backUp(disk, { oneFileSystem: true, tags: ["one"], skipIfUnchanged: true });
    expect(one.snapshotId).toBeUndefined();
    await engine.backUp(disk);
    const again = await engine.backUp(disk, { asOfOneMoment: true, skipIfUnchanged: true });
    expect(again.snapshotId).toBeUndefined();
    expect(held()).toEqual([]);
  },
);

test.skipIf(isLacking)(
  "what is mounted below is read live and named, and stays within one file system",
  async () => {
    const site = await setUp();
    const { disk, engine } = site;
    mkdirSync(join(disk, "usb"));
    mkdirSync(join(disk, "left-out"));
    (await makeLoopDisk(16)).mount(join(disk, "usb"));
    (await makeLoopDisk(16)).mount(join(disk, "left-out"));
    onTestFinished(() => {
      unmount(join(disk, "usb"));
      unmount(join(disk, "left-out"));
    });
    subvolume(join(disk, "sub"));
    writeFileSync(join(disk, "usb", "film"), "film");
    writeFileSync(join(disk, "sub", "letter"), "letter");
    writeFileSync(join(disk, "own"), "own");

    const excludes = [join(disk, "left-out")];
    const filter = {
      excludes: excludes.map((path) => ({ glob: path as never, ignoreCase: false })),
      ...{ markers: [], largerThanBytes: undefined },
    };
    const all = await engine.backUp(disk, { asOfOneMoment: true, filter });
    expect(all.moment).toMatchObject({
      taken: [
        { path: disk, kind: "btrfs" },
        { path: join(disk, "sub"), kind: "btrfs" },
      ],
      live: [{ path: join(disk, "usb"), type: "ext4", reason: "unsupported", message: null }],
    });
    const restored = await restore(site, disk);
    expect(readFileSync(join(restored, "usb", "film"), "utf8")).toBe("film");
    expect(readFileSync(join(restored, "sub", "letter"), "utf8")).toBe("letter");
    // the folder on top is what is described, not the one it hides
    expect(statSync(join(restored, "usb")).mtimeMs).toBe(statSync(join(disk, "usb")).mtimeMs);
    expect(existsSync(join(restored, HOLDING_FOLDER))).toBe(false);

    const one = await engine.backUp(disk, { asOfOneMoment: true, oneFileSystem: true });
    expect(one.moment).toMatchObject({ taken: [{ path: disk, kind: "btrfs" }], live: [] });
    const narrow = await restore(site, disk);
    expect(readdirSync(join(narrow, "usb"))).toEqual([]);
    expect(readdirSync(join(narrow, "sub"))).toEqual([]);
    expect(readFileSync(join(narrow, "own"), "utf8")).toBe("own");
  },
);

test.skipIf(isLacking)(
  "a source that a link leads to, and one in another, are read as of one moment too",
  async () => {
    const site = await setUp();
    const { disk, engine } = site;
    const elsewhere = await tempFolder();
    mkdirSync(join(disk, "data", "inner"), { recursive: true });
    writeFileSync(join(disk, "data", "inner", "file"), "content");
    symlinkSync(join(disk, "data"), join(elsewhere, "way"));
    const source = join(elsewhere, "way", "inner");
    const result = await engine.backUp([source, join(disk, "data"), join(disk, "data", "inner", "file")], {
      asOfOneMoment: true,
    });
    expect(result.problems).toEqual([]);
    expect(result.moment?.taken.map(({ path }) => path).sort()).toEqual(
      [source, join(disk, "data"), join(disk, "data", "inner", "file")].sort(),
    );
    expect(readFileSync(join(await restore(site, source), "file"), "utf8")).toBe("content");
  },
);

test.skipIf(isLacking)(
  "a killed backup's snapshot goes with the next start, a running one's stays",
  async () => {
    const { disk, location, engine, held } = await setUp();
    writeFileSync(join(disk, "file"), "content");
    const hold = () => start("test/support/held-backup-process.ts", "held", location, PASSWORD, disk);
    const child = await hold();
    const [name = ""] = held();
    expect(held()).toEqual([name]);
    await removeLeftoverSnapshots();
    expect((await engine.backUp(disk, { asOfOneMoment: true })).problems).toEqual([]);
    expect(held()).toEqual([name]);

    // from here on any host that is started on this machine removes it
    await end(child);
    await removeLeftoverSnapshots();
    await expect.poll(held).toEqual([]);

    await end(await hold());
    await engine.backUp(disk, { asOfOneMoment: true });
    await expect.poll(held).toEqual([]);

    await end(await hold());
    await startConsoleHost(await tempFolder());
    await expect.poll(held).toEqual([]);
  },
);

test.skipIf(isLacking)(
  "subvolumes that cannot be written, as kept snapshots are, are in the backup too",
  async () => {
    const site = await setUp();
    const { disk, engine, held } = site;
    subvolume(join(disk, "sub"));
    writeFileSync(join(disk, "sub", "letter"), "as it was");
    mkdirSync(join(disk, "kept"));
    execFileSync("btrfs", ["subvolume", "snapshot", "-r", join(disk, "sub"), join(disk, "kept", "one")]);
    writeFileSync(join(disk, "sub", "letter"), "as it is");
    const result = await engine.backUp(disk, { asOfOneMoment: true });
    expect(result.moment).toMatchObject({ taken: [{ path: disk }, { path: join(disk, "sub") }], live: [] });
    const restored = await restore(site, disk);
    expect(readFileSync(join(restored, "kept", "one", "letter"), "utf8")).toBe("as it was");
    expect(readFileSync(join(restored, "sub", "letter"), "utf8")).toBe("as it is");
    expect(held()).toEqual([]);
  },
);

test.skipIf(isLacking)(
  "a subvolume that is mounted alone is read with those in it, whatever lies beside it",
  async () => {
    const site = await setUp();
    const { disk, engine } = site;
    for (const path of ["@home", "@home/anna", "@other"]) subvolume(join(disk, path));
    writeFileSync(join(disk, "@home", "anna", "letter"), "dear");
    const home = await mountPoint();
    execFileSync("mount", ["--bind", join(disk, "@home"), home]);
    const result = await engine.backUp(home, { asOfOneMoment: true });
    expect(result.moment).toMatchObject({ taken: [{ path: home }, { path: join(home, "anna") }], live: [] });
    expect(readFileSync(join(await restore(site, home), "anna", "letter"), "utf8")).toBe("dear");
    // a folder that is mounted alone does not show the subvolume that it lies in
    mkdirSync(join(disk, "@other", "folder"));
    const folder = await mountPoint();
    execFileSync("mount", ["--bind", join(disk, "@other", "folder"), folder]);
    const alone = await engine.backUp(folder, { asOfOneMoment: true });
    expect(alone.moment).toMatchObject({ taken: [], live: [{ path: folder, reason: "unsupported" }] });
  },
);

test.skipIf(isLacking)("what is not ours, or of another machine, is left alone", async () => {
  const { disk, engine, held } = await setUp();
  await engine.backUp(disk, { asOfOneMoment: true });
  const names = ["mine", "backstay-00000000-00000000-1-1-1-abcdef"];
  for (const name of names) subvolume(join(disk, HOLDING_FOLDER, name));
  await removeLeftoverSnapshots();
  expect([...held()].sort()).toEqual([...names].sort());
});

test.skipIf(isLacking)(
  "a snapshot that goes away meanwhile makes no backup of what looks deleted",
  async () => {
    const { disk, engine, held } = await setUp();
    for (let n = 0; n < 40; n += 1) {
      mkdirSync(join(disk, `folder-${n}`));
      writeFileSync(join(disk, `folder-${n}`, "file"), randomBytes(1000));
    }
    let isRemoved = false;
    const backingUp = engine.backUp(
      disk,
      { asOfOneMoment: true, threads: 1 },
      {
        reportProgress() {
          const [name = ""] = held();
          if (isRemoved || name === "") return;
          isRemoved = true;
          spawnSync("btrfs", ["subvolume", "delete", join(disk, HOLDING_FOLDER, name)]);
        },
      },
    );
    await expect(backingUp).rejects.toMatchObject({ code: "FS_SNAPSHOT_LOST" });
    expect(isRemoved).toBe(true);
    const { tally } = await engine.backUp(disk, { asOfOneMoment: true });
    expect(tally).toMatchObject({ filesNew: 40 });
  },
);

test.skipIf(isLacking)("a cancelled backup gives its snapshot back", async () => {
  const { disk, engine, held } = await setUp();
  writeFileSync(join(disk, "file"), randomBytes(1000));
  const stop = new AbortController();
  let seen: readonly string[] = [];
  const backingUp = engine.backUp(
    disk,
    { asOfOneMoment: true },
    {
      signal: stop.signal,
      reportProgress() {
        if (seen.length === 0) seen = held();
        stop.abort(new Error("enough"));
      },
    },
  );
  await expect(backingUp).rejects.toThrow("enough");
  expect(seen).toHaveLength(1);
  expect(held()).toEqual([]);
});

test.skipIf(isLacking)(
  "without the right it is backed up live, and so where the disk may not be written",
  async () => {
    const { disk, engine, held } = await setUp();
    writeFileSync(join(disk, "file"), "content");
    execFileSync("mount", ["-o", "remount,ro", disk]);
    const readOnly = await engine.backUp(disk, { asOfOneMoment: true });
    expect(readOnly.moment).toMatchObject({ taken: [], live: [{ path: disk, reason: "read-only" }] });
    expect(readOnly.tally).toMatchObject({ filesNew: 1 });
    execFileSync("mount", ["-o", "remount,rw", disk]);
    const ask = { paths: [disk], oneFileSystem: false, isExcluded: () => false };
    const { report, reading } = await asOrdinaryUser(() =>
      takeMoment({ ...ask, signal: new AbortController().signal }),
    );
    expect(report).toMatchObject({ taken: [], live: [{ path: disk, type: "btrfs", reason: "no-right" }] });
    expect(reading.places).toEqual([]);
    expect(held()).toEqual([]);
  },
);

test.skipIf(isLacking)(
  "the command line says what was read as of one moment, and what that means where it was not",
  async () => {
    const { disk, location } = await setUp();
    writeFileSync(join(disk, "file"), "content");
    const plain = await tempFolder();
    writeFileSync(join(plain, "file"), "content");
    const env = {
      BACKSTAY_REPOSITORY: location,
      BACKSTAY_PASSWORD: PASSWORD,
      BACKSTAY_HOME: await tempFolder(),
    };
    const backUp = (...args: readonly string[]) =>
      runHere(["backup", "--no-cache", "--use-fs-snapshot", ...args], { env });

    const all = await backUp(disk);
    expect(all).toMatchObject({ exitCode: 0, stderr: "" });
    expect(all.stdout).toContain("All files were read as of one moment");
    const some = await backUp(disk, plain);
    expect(some.exitCode).toBe(0);
    expect(some.stderr).toContain("Some files were read while they were in use");
    expect(some.stderr).toContain(`${plain}: its file system`);
    expect(some.stderr).toContain("may not fit together");
    const lines = (await backUp("--json", disk)).stdout.trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      message_type: "summary",
      fs_snapshots: { taken: [{ path: disk, kind: "btrfs" }], live: [] },
    });
  },
);

test.skipIf(isLacking)("a plan's run on the command line says it, too", async () => {
  const { disk } = await setUp();
  const folder = await tempFolder();
  const home = join(folder, "home");
  const host = await openTestHost(home);
  const repository = await host.call("repositories.create", {
    ...{ name: "NAS", location: join(folder, "nas"), password: PASSWORD },
  });
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: { ...folderSource("Data", disk, await mountTmpfs("4m")), asOfOneMoment: true },
  });
  await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Office", repositoryId: repository.id, sourceIds: [source.id] },
  });
  await host.stop();
  const run = await runHere(["run", "Office"], { env: { BACKSTAY_HOME: home } });
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("Some files were read while they were in use");
  expect(run.stderr).toContain("its file system, tmpfs, cannot make a snapshot here");
});

test.skipIf(isLacking)("to take a snapshot is no change of what is watched", async () => {
  const { disk, engine } = await setUp();
  writeFileSync(join(disk, "file"), "content");
  await engine.backUp(disk, { asOfOneMoment: true });
  const told: string[] = [];
  const watcher = await loadFolderWatcher();
  expect(watcher).toBeDefined();
  const watch = createPathWatch({
    ...{
      path: disk,
      watcher,
      ignored: [],
      oneFileSystem: false,
      isOfInterest: (path) => told.push(path) > 0,
    },
    ...{ onChange: () => {}, onState: () => {}, nowMs: () => Date.now() },
  });
  onTestFinished(() => watch.close());
  await watch.look();
  expect(watch.state).toEqual({ kind: "watched" });
  await engine.backUp(disk, { asOfOneMoment: true });
  // events come in order: when this one is there, any before it were
  writeFileSync(join(disk, "marker"), "");
  await expect.poll(() => told).toContain(join(disk, "marker"));
  expect(told.filter((path) => path.includes(HOLDING_FOLDER))).toEqual([]);
});
