import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PlanId } from "../../../shared/ids.ts";
import { asOrdinaryUser } from "../../../test/support/ordinary-user.ts";
import type { LogEntry } from "../../api/backstay.ts";
import { systemClock } from "../../clock.ts";
import { type FolderChange, type FolderWatcher, loadFolderWatcher } from "./folder-watcher.ts";
import { createPlanWatching, type PlanWatching, type WatchedSource } from "./plan-watching.ts";

const PLAN = "11111111-1111-4111-8111-111111111111" as PlanId;
const OTHER = "22222222-2222-4222-8222-222222222222" as PlanId;
const MINUTE_MS = 60_000;

let folder: string;
let watching: PlanWatching | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "backstay-watching-"));
});
afterEach(async () => {
  await watching?.stop();
  watching = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const at = (...names: string[]) => path.join(folder, ...names);
const source = (
  planId: PlanId,
  paths: readonly string[],
  rest: Partial<WatchedSource> = {},
): WatchedSource => ({
  planId,
  paths,
  excludes: [],
  excludeCaches: false,
  oneFileSystem: false,
  ...rest,
});

/** Plans that are watched, and how often each of them was woken. */
function watch(
  sources: WatchedSource[],
  watcher: FolderWatcher | undefined,
  rest: { nowMs?: () => number; ignoredFolders?: string[]; quietMs?: number } = {},
) {
  const woken: PlanId[] = [];
  const log: LogEntry[] = [];
  const made = createPlanWatching({
    sources: () => sources,
    watcher,
    clock: rest.nowMs === undefined ? systemClock : { nowMs: rest.nowMs },
    onChange: (planId) => void woken.push(planId),
    ignoredFolders: rest.ignoredFolders ?? [],
    log: (entry) => void log.push(entry),
    tickMs: undefined,
    quietMs: rest.quietMs ?? 20,
  });
  watching = made;
  return { watching: made, woken, log };
}

async function wakes(woken: PlanId[], planId: PlanId): Promise<void> {
  await vi.waitFor(() => expect(woken).toContain(planId), { timeout: 20_000, interval: 10 });
  woken.length = 0;
}

/** The same watcher, and what it tells. */
function overheard(watcher: FolderWatcher) {
  const heard: string[] = [];
  const overhearing: FolderWatcher = {
    ...watcher,
    watch: (watched, ignored, onChanges, onError) => {
      const overhear = (changes: readonly FolderChange[]) => {
        heard.push(...changes.map((change) => change.path));
        onChanges(changes);
      };
      return watcher.watch(watched, ignored, overhear, onError);
    },
  };
  return { watcher: overhearing, heard };
}

/** Without a system: whether it watches is up to the test. */
function madeUpWatcher() {
  const open = new Map<string, { tell: (...paths: string[]) => void; onError: (error: Error) => void }>();
  const tell =
    (onChanges: (changes: FolderChange[]) => void) =>
    (...paths: string[]) =>
      onChanges(paths.map((path) => ({ path, isNew: true })));
  let refusal: Error | undefined;
  let tries = 0;
  const watcher: FolderWatcher = {
    missesNewFolders: true,
    async watch(watched, _ignored, onChanges, onError) {
      tries += 1;
      if (refusal !== undefined) throw refusal;
      open.set(watched, { tell: tell(onChanges), onError });
      return { close: async () => void open.delete(watched) };
    },
  };
  const refuse = (error: Error | undefined) => {
    refusal = error;
  };
  return { watcher, open, refuse, tries: () => tries };
}

describe("with the system's notifications", async () => {
  const system = await loadFolderWatcher();
  if (system === undefined) throw new Error("@parcel/watcher cannot be loaded");

  test("a plan is woken at first, and by files that are made, changed and removed, however deep", async () => {
    mkdirSync(at("a", "b"), { recursive: true });
    const { watching, woken } = watch([source(PLAN, [folder])], system);
    expect(watching.state(PLAN)).toBeUndefined();
    await watching.tick();
    expect(watching.state(PLAN)).toEqual({ kind: "watching" });
    await wakes(woken, PLAN);
    writeFileSync(at("a", "b", "letter"), "1");
    await wakes(woken, PLAN);
    appendFileSync(at("a", "b", "letter"), "2");
    await wakes(woken, PLAN);
    rmSync(at("a", "b", "letter"));
    await wakes(woken, PLAN);
  });

  test("folders that come with folders in them are watched to their last corner", async () => {
    const elsewhere = mkdtempSync(path.join(os.tmpdir(), "backstay-elsewhere-"));
    const { watcher, heard } = overheard(system);
    const { watching, woken } = watch([source(PLAN, [folder])], watcher);
    await watching.tick();
    await wakes(woken, PLAN);
    mkdirSync(path.join(elsewhere, "moved", "b", "c"), { recursive: true });
    renameSync(path.join(elsewhere, "moved"), at("moved"));
    rmSync(elsewhere, { recursive: true });
    mkdirSync(at("made", "b", "c", "d"), { recursive: true });
    for (const corner of [at("moved", "b", "c"), at("made", "b", "c", "d")]) {
      const letter = path.join(corner, "letter");
      const isHeard = () => {
        appendFileSync(letter, "1");
        expect(heard).toContain(letter);
      };
      await vi.waitFor(isHeard, { timeout: 20_000 });
    }
  });

  test("what is left out, and Backstay's own folder, wake nobody", async () => {
    for (const name of ["out", "own", "in"]) mkdirSync(at(name));
    const sources = [
      source(PLAN, [folder], { excludes: ["out", "*.tmp"] }),
      source(OTHER, [at("out"), at("in"), at("own")]),
    ];
    const { watching, woken } = watch(sources, system, { ignoredFolders: [at("own")] });
    await watching.tick();
    await vi.waitFor(() => expect(new Set(woken)).toEqual(new Set([PLAN, OTHER])), { timeout: 20_000 });
    woken.length = 0;
    writeFileSync(at("own", "catalog.db"), "1");
    writeFileSync(at("in", "x.tmp"), "1");
    writeFileSync(at("out", "letter"), "1");
    await vi.waitFor(() => expect(woken).toContain(OTHER), { timeout: 20_000, interval: 10 });
    expect(woken).not.toContain(PLAN);
  });

  test("a folder that vanishes and comes back is watched again", async () => {
    const share = at("share");
    mkdirSync(share);
    const { watching, woken, log } = watch([source(PLAN, [share])], system);
    await watching.tick();
    await wakes(woken, PLAN);
    renameSync(share, at("away"));
    await watching.tick();
    expect(log.at(-1)?.text).toContain("not there");
    mkdirSync(share);
    woken.length = 0;
    await watching.tick();
    await wakes(woken, PLAN); // by coming back
    writeFileSync(path.join(share, "letter"), "1");
    await wakes(woken, PLAN);
  });

  test("another folder at the same place is taken for another one", async () => {
    const share = at("share");
    mkdirSync(share);
    mkdirSync(at("other"));
    const { watching, woken } = watch([source(PLAN, [share])], system);
    await watching.tick();
    await wakes(woken, PLAN);
    renameSync(share, at("away"));
    renameSync(at("other"), share);
    woken.length = 0;
    await watching.tick();
    await wakes(woken, PLAN);
    writeFileSync(path.join(share, "letter"), "1");
    await wakes(woken, PLAN);
  });

  test("plans that are no longer continuous, or watch something else, are left alone", async () => {
    mkdirSync(at("a"));
    mkdirSync(at("b"));
    const sources = [source(PLAN, [at("a")])];
    const { watching, woken } = watch(sources, system);
    await watching.tick();
    await wakes(woken, PLAN);
    sources[0] = source(OTHER, [at("b")]);
    await watching.tick();
    expect(watching.state(PLAN)).toBeUndefined();
    woken.length = 0;
    writeFileSync(at("a", "letter"), "1");
    writeFileSync(at("b", "letter"), "1");
    await wakes(woken, OTHER);
    expect(woken).not.toContain(PLAN);
  });
});

test("a source that is a file is looked at", async () => {
  writeFileSync(at("ledger"), "1");
  const { watching, woken } = watch([source(PLAN, [at("ledger")])], madeUpWatcher().watcher);
  await watching.tick();
  await wakes(woken, PLAN);
  await watching.tick();
  expect(woken).toEqual([]);
  appendFileSync(at("ledger"), "2");
  await watching.tick();
  await wakes(woken, PLAN);
  expect(watching.state(PLAN)).toEqual({ kind: "watching" });
});

test.each([
  ["no watcher can be loaded", undefined, "unavailable"],
  [
    "there are too many folders",
    "inotify_add_watch on '/x' failed: No space left on device",
    "too-many-folders",
  ],
  ["the system refuses", "something else", "failed"],
])("when %s, changes are looked for every 15 minutes, and it is said", async (_, message, reason) => {
  let nowMs = 1_000_000;
  const made = madeUpWatcher();
  made.refuse(new Error(message));
  const watcher = message === undefined ? undefined : made.watcher;
  const { watching, woken, log } = watch([source(PLAN, [folder])], watcher, {
    nowMs: () => nowMs,
    quietMs: 0,
  });
  await watching.tick();
  expect(watching.state(PLAN)).toEqual({ kind: "scanning", reason, paths: [folder] });
  expect(log).toHaveLength(1);
  expect(log[0]?.level).toBe("warning");
  expect(log[0]?.text).toContain("every 15 minutes");
  expect(woken).toEqual([PLAN]); // at first
  for (let minute = 1; minute <= 45; minute += 1) {
    nowMs += MINUTE_MS;
    await watching.tick();
  }
  expect(woken).toEqual([PLAN, PLAN, PLAN, PLAN]);
  expect(made.tries()).toBeLessThanOrEqual(1); // each costs a walk through everything
});

test("what could not be watched is tried again hours later", async () => {
  let nowMs = 1_000_000;
  const made = madeUpWatcher();
  made.refuse(new Error("ENOSPC"));
  const { watching } = watch([source(PLAN, [folder])], made.watcher, { nowMs: () => nowMs });
  await watching.tick();
  made.refuse(undefined);
  nowMs += 6 * 60 * MINUTE_MS;
  await watching.tick();
  expect(watching.state(PLAN)).toEqual({ kind: "watching" });
});

test("a watch that fails counts as a change and is begun again, and given up when it goes on failing", async () => {
  let nowMs = 1_000_000;
  const made = madeUpWatcher();
  const { watching, woken } = watch([source(PLAN, [folder])], made.watcher, {
    nowMs: () => nowMs,
    quietMs: 0,
  });
  await watching.tick();
  for (let failure = 1; failure <= 3; failure += 1) {
    woken.length = 0;
    made.open.get(folder)?.onError(new Error("events were dropped"));
    expect(watching.state(PLAN)).toEqual({ kind: "starting" });
    nowMs += 1000;
    await watching.tick();
    expect(woken).toContain(PLAN);
    expect(watching.state(PLAN)).toEqual({ kind: "watching" });
  }
  made.open.get(folder)?.onError(new Error("events were dropped"));
  await watching.tick();
  expect(watching.state(PLAN)).toEqual({ kind: "scanning", reason: "failed", paths: [folder] });
  expect(made.open.size).toBe(0);
});

describe("new folders, where the system's watch misses what is in them", () => {
  async function watchMadeUp() {
    chmodSync(folder, 0o755); // other users may look what is in it
    const made = madeUpWatcher();
    const { watching, woken } = watch([source(PLAN, [folder])], made.watcher, { quietMs: 1 });
    await watching.tick();
    await wakes(woken, PLAN);
    return { made, watching, woken, root: made.open.get(folder) };
  }

  test("get watches of their own, the topmost ones only, until they are gone", async () => {
    const { made, woken, root } = await watchMadeUp();
    mkdirSync(at("a", "b"), { recursive: true });
    writeFileSync(at("letter"), "1");
    root?.tell(at("a"), at("a", "b"), at("letter"), at("gone again"));
    await wakes(woken, PLAN);
    expect([...made.open.keys()]).toEqual([folder, at("a")]);
    made.open.get(at("a"))?.tell(at("a", "b"));
    await wakes(woken, PLAN);
    expect([...made.open.keys()]).toEqual([folder, at("a"), at("a", "b")]);
    rmSync(at("a"), { recursive: true });
    root?.tell(at("a"));
    await wakes(woken, PLAN);
    expect([...made.open.keys()]).toEqual([folder]);
  });

  test("are watched anew with everything when there are many of them, or the system may have forgotten some", async () => {
    const { made, woken, root } = await watchMadeUp();
    const names = Array.from({ length: 70 }, (_, n) => at(`n${n}`));
    for (const name of names) mkdirSync(name);
    root?.tell(...names);
    await wakes(woken, PLAN);
    expect([...made.open.keys()]).toEqual([folder]);
    expect(made.open.get(folder)).not.toBe(root);
    const tries = made.tries();
    made.open.get(folder)?.tell(...Array.from({ length: 9000 }, (_, n) => at("n0", String(n))));
    await wakes(woken, PLAN);
    expect(made.tries()).toBe(tries + 1);
  });

  test("that cannot be watched make the plan be scanned, and the backup starts all the same", async () => {
    const { made, watching, woken, root } = await watchMadeUp();
    mkdirSync(at("a"));
    made.refuse(new Error("inotify_add_watch on 'a' failed: No space left on device"));
    root?.tell(at("a"));
    await wakes(woken, PLAN);
    expect(watching.state(PLAN)).toEqual({ kind: "scanning", reason: "too-many-folders", paths: [folder] });
    expect(made.open.size).toBe(0);
  });

  test("that may not be read, and so are not backed up either, are left out", async () => {
    const { made, watching, woken, root } = await watchMadeUp();
    mkdirSync(at("locked"));
    chmodSync(at("locked"), 0);
    made.refuse(new Error("Bad file descriptor")); // as the library says
    await asOrdinaryUser(async () => {
      root?.tell(at("locked"));
      await wakes(woken, PLAN);
    });
    expect(watching.state(PLAN)).toEqual({ kind: "watching" });
    expect([...made.open.keys()]).toEqual([folder]);
  });
});

test("a folder that may not be read is looked at every 15 minutes, and it is said why", async () => {
  mkdirSync(at("locked"));
  chmodSync(at("locked"), 0);
  const made = madeUpWatcher();
  made.refuse(new Error("Bad file descriptor"));
  const { watching } = watch([source(PLAN, [at("locked")])], made.watcher);
  chmodSync(folder, 0o755);
  await asOrdinaryUser(() => watching.tick());
  expect(watching.state(PLAN)).toEqual({ kind: "scanning", reason: "unreadable", paths: [at("locked")] });
});

test("a pattern that is not valid does not keep a plan from being watched", async () => {
  const made = madeUpWatcher();
  const { watching } = watch([source(PLAN, [folder], { excludes: ["[a"] })], made.watcher);
  await watching.tick();
  expect(watching.state(PLAN)).toEqual({ kind: "watching" });
});

test("nothing is watched after the end, and nobody woken", async () => {
  const made = madeUpWatcher();
  const { watching, woken } = watch([source(PLAN, [folder])], made.watcher, { quietMs: 1 });
  await watching.tick();
  const { tell } = made.open.get(folder) ?? {};
  await watching.stop();
  await watching.stop();
  woken.length = 0;
  tell?.(at("letter"));
  await watching.tick();
  expect(made.open.size).toBe(0);
  expect(woken).toEqual([]);
});
