import { lstat } from "node:fs/promises";
import path from "node:path";
import type { FolderChange, FolderWatch, FolderWatcher } from "./folder-watcher.ts";
import { mayRead } from "./may-read.ts";

/** A watched folder together with the folders that were made in it since, where those need a watch of their own. */
export type FolderGroup = FolderWatch & {
  /**
   * @returns `begin-again` when it is simpler to watch everything anew
   * @throws what {@link FolderWatcher.watch} throws
   */
  takeInNewFolders(): Promise<"done" | "begin-again">;
};

/** Each of them costs some memory, and a lookup for each event. */
const MAX_EXTRA = 64;
/** The system forgets events beyond some thousands (16384 on Linux), and the library does not tell. */
const MANY_CHANGES = 8_000;

export type FolderGroupParts = {
  readonly watcher: FolderWatcher;
  readonly folder: string;
  readonly ignored: readonly string[];
  readonly isOfInterest: (changedPath: string) => boolean;
  readonly onChange: () => void;
  readonly onError: (error: Error) => void;
};

/** @throws what {@link FolderWatcher.watch} throws */
export async function createFolderGroup(parts: FolderGroupParts): Promise<FolderGroup> {
  const { watcher, folder, ignored, isOfInterest, onError } = parts;
  const extras = new Map<string, FolderWatch>();
  let made = new Set<string>();
  let changeCount = 0;

  let isClosed = false;

  const note = (changes: readonly FolderChange[]) => {
    changeCount += changes.length;
    let isInteresting = false;
    for (const change of changes) {
      if (isInteresting && !(change.isNew && watcher.missesNewFolders)) continue;
      if (!isOfInterest(change.path)) continue;
      isInteresting = true;
      if (change.isNew && watcher.missesNewFolders && changeCount < MANY_CHANGES) made.add(change.path);
    }
    if (isInteresting) parts.onChange();
  };
  const root = await watcher.watch(folder, ignored, note, onError);

  const closeExtra = async (path: string) => {
    await extras.get(path)?.close();
    extras.delete(path);
  };
  const addExtra = async (path: string) => {
    await closeExtra(path); // another folder stood there before
    try {
      const extra = await watcher.watch(path, ignored, note, onError);
      if (isClosed) await extra.close();
      else extras.set(path, extra);
    } catch (error) {
      // what may not be read is not backed up either, so that nothing is missed by not watching it
      if ((await isFolder(path)) && (await mayRead(path))) throw error;
    }
  };

  return {
    async takeInNewFolders() {
      const candidates = made;
      const hadMany = changeCount >= MANY_CHANGES;
      made = new Set();
      changeCount = 0;
      if (hadMany && watcher.missesNewFolders) return "begin-again";
      for (const path of extras.keys()) if (!(await isFolder(path))) await closeExtra(path);
      for (const candidate of candidates) {
        if (hasFolderAbove(candidate, candidates) || !(await isFolder(candidate))) continue;
        if (!extras.has(candidate) && extras.size >= MAX_EXTRA) return "begin-again";
        await addExtra(candidate);
      }
      return "done";
    },
    async close() {
      isClosed = true;
      await Promise.all([root, ...extras.values()].map((watch) => watch.close()));
    },
  };
}

/** Whether what was made is in something else that was made: a watch of that one will do. */
function hasFolderAbove(child: string, made: ReadonlySet<string>): boolean {
  for (let folder = path.dirname(child); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (made.has(folder)) return true;
  }
  return false;
}

async function isFolder(candidate: string): Promise<boolean> {
  try {
    return (await lstat(candidate)).isDirectory();
  } catch {
    return false; // gone again
  }
}
