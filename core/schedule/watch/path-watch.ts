import type { BigIntStats } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { hasSystemCode } from "../../../shared/errors.ts";
import type { SCAN_REASONS } from "../../../shared/model/plan.ts";
import { holdingFoldersBelow } from "../../backup/moment/holding-folder.ts";
import { requireAnswer } from "../../platform/ask-place.ts";
import { mountsToLeaveOut, readMounts } from "../../platform/mounts.ts";
import { isNetworkFolder } from "../../platform/network-folder.ts";
import { createFolderGroup, type FolderGroup } from "./folder-group.ts";
import type { FolderWatcher } from "./folder-watcher.ts";
import { mayRead } from "./may-read.ts";

/** Why changes are looked for every quarter of an hour instead of being told. */
export type ScanReason = (typeof SCAN_REASONS)[number];

export type PathState =
  | { readonly kind: "starting" }
  | { readonly kind: "watched" }
  /** It is not there, or does not answer; looked for again at every tick. */
  | { readonly kind: "missing" }
  | { readonly kind: "scanned"; readonly reason: ScanReason };

/** One path of a source: a folder with all that is below it, or a file. */
export type PathWatch = {
  /** Looks whether it is still what is watched. Never rejects. */
  look(): Promise<void>;
  /** Has new folders watched as well, before what has changed is backed up. Never rejects. */
  takeInNewFolders(): Promise<void>;
  readonly state: PathState;
  /** May be called twice. */
  close(): Promise<void>;
};

export type PathWatchParts = {
  readonly path: string;
  readonly watcher: FolderWatcher | undefined;
  readonly ignored: readonly string[];
  /** What is mounted below is not backed up. */
  readonly oneFileSystem: boolean;
  readonly isOfInterest: (changedPath: string) => boolean;
  readonly onChange: () => void;
  readonly onState: (state: PathState, error?: unknown) => void;
  readonly nowMs: () => number;
};

/** Watches that fail more often than this within the time are given up. */
const MAX_FAILURES = 3;
const FAILURES_WITHIN_MS = 10 * 60_000;
/** To try takes a walk through everything, so what could not be watched is seldom tried again. */
const TRY_AGAIN_MS = 6 * 60 * 60_000;
/** A share whose server is gone must not hold up the watches of others. */
const ANSWER_LIMIT_MS = 5_000;

export function createPathWatch(parts: PathWatchParts): PathWatch {
  const { path, watcher, onChange, nowMs } = parts;
  let state: PathState = { kind: "starting" };
  let watch: FolderGroup | undefined;
  /** What stood at the path when it was looked at last. */
  let seen: string | undefined;
  let failuresMs: number[] = [];
  let givenUpMs = 0;
  let isClosed = false;
  let looking: Promise<void> | undefined;

  const enter = (next: PathState, error?: unknown) => {
    const isSame = JSON.stringify(next) === JSON.stringify(state);
    state = next;
    if (!isSame) parts.onState(next, error);
  };
  const endWatch = async () => {
    const ended = watch;
    watch = undefined;
    await ended?.close();
  };

  async function look(): Promise<void> {
    const stats = await statOf(path);
    if (isClosed) return;
    if (stats === undefined) {
      seen = undefined;
      await endWatch();
      return enter({ kind: "missing" });
    }
    const isFolder = stats.isDirectory();
    const now = isFolder
      ? `folder ${stats.dev} ${stats.ino}`
      : `file ${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
    const isOther = now !== seen;
    seen = now;
    if (!isFolder) {
      if (isOther) onChange(); // also at first: nobody knows what has changed before
      await endWatch();
      return enter({ kind: "watched" }); // by looking at it
    }
    // another folder stands there now: the watch still tells of the old one
    if (isOther) await endWatch();
    if (watch === undefined && !isClosed && mayTry(isOther)) await beginWatch();
  }

  function mayTry(isOther: boolean): boolean {
    return isOther || state.kind !== "scanned" || nowMs() - givenUpMs >= TRY_AGAIN_MS || nowMs() < givenUpMs;
  }

  /** Whether it can or not: nobody knows what has changed before. */
  async function beginWatch(): Promise<void> {
    await tryToWatch();
    if (!isClosed && state.kind !== "missing") onChange();
  }

  async function tryToWatch(): Promise<void> {
    if (watcher === undefined) return giveUp("unavailable");
    try {
      const folder = await realpath(path);
      const mounts = await readMounts();
      // a server does not tell what others change in its folders
      if (isNetworkFolder(folder, mounts)) return giveUp("network-folder");
      const begun = await createFolderGroup({
        watcher,
        folder: path,
        ignored: [
          ...parts.ignored,
          ...mountsToLeaveOut(folder, mounts, parts.oneFileSystem),
          ...holdingFoldersBelow(folder, mounts),
        ],
        isOfInterest: parts.isOfInterest,
        onChange: onFilesChanged,
        onError,
      });
      if (isClosed) return await begun.close();
      watch = begun;
      enter({ kind: "watched" });
    } catch (error) {
      if ((await statOf(path)) === undefined) return enter({ kind: "missing" });
      await giveUpFor(error);
    }
  }

  async function takeInNewFolders(): Promise<void> {
    try {
      if ((await watch?.takeInNewFolders()) === "begin-again") {
        await endWatch();
        if (!isClosed) await tryToWatch();
      }
    } catch (error) {
      await endWatch();
      await giveUpFor(error);
    }
  }

  /** The library says of what may not be read only that it is a bad file descriptor. */
  async function giveUpFor(error: unknown): Promise<void> {
    const isTooMany = isForTooMany(error);
    const isDenied = !isTooMany && !(await mayRead(path));
    if (!isClosed) giveUp(isTooMany ? "too-many-folders" : isDenied ? "unreadable" : "failed", error);
  }

  function giveUp(reason: ScanReason, error?: unknown): void {
    givenUpMs = nowMs();
    enter({ kind: "scanned", reason }, error);
  }

  function onFilesChanged(): void {
    if (!isClosed) onChange();
  }

  function onError(error: Error): void {
    if (isClosed) return;
    onChange(); // events were lost, so something has changed
    failuresMs = [...failuresMs.filter((timeMs) => nowMs() - timeMs < FAILURES_WITHIN_MS), nowMs()];
    void endWatch();
    if (failuresMs.length > MAX_FAILURES) giveUp("failed", error);
    else enter({ kind: "starting" }, error);
  }

  /** They begin and end watches, and must not meet. */
  function oneAtATime(work: () => Promise<void>): Promise<void> {
    const mine = (looking ?? Promise.resolve())
      .then(() => (isClosed ? undefined : work()))
      .catch((error: unknown) => giveUp("failed", error))
      .finally(() => {
        if (looking === mine) looking = undefined;
      });
    looking = mine;
    return mine;
  }

  return {
    look: () => oneAtATime(look),
    takeInNewFolders: () => oneAtATime(takeInNewFolders),
    get state() {
      return state;
    },
    async close() {
      isClosed = true;
      await looking;
      await endWatch();
    },
  };
}

/** @returns undefined for what is not there, or does not answer */
async function statOf(path: string): Promise<BigIntStats | undefined> {
  const late = new Error("it does not answer");
  try {
    await requireAnswer(path, ANSWER_LIMIT_MS, () => late);
    return await stat(path, { bigint: true });
  } catch (error) {
    if (error === late || hasSystemCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Linux: more inotify watches, or instances, than a user may have. The library hands on the system's text, without its code. */
function isForTooMany(error: unknown): boolean {
  return (
    error instanceof Error && /No space left on device|Too many open files|ENOSPC|EMFILE/.test(error.message)
  );
}
