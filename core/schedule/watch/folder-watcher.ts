/** Something below a watched folder was made, changed or removed. */
export type FolderChange = {
  /** Absolute. */
  readonly path: string;
  /** It was made, or moved here. */
  readonly isNew: boolean;
};

/** Tells when something below a folder changes. */
export type FolderWatcher = {
  /**
   * @param folder exists; everything below it is watched
   * @param ignored absolute paths, and globs, of what need not be watched
   * @param onChanges told in batches
   * @param onError events may have been lost, and the watch may have ended
   * @throws the system's errors, among them ENOSPC when there are more folders than it lets a user watch
   */
  watch(
    folder: string,
    ignored: readonly string[],
    onChanges: (changes: readonly FolderChange[]) => void,
    onError: (error: Error) => void,
  ): Promise<FolderWatch>;
  /**
   * What is in a new folder may escape it: such folders must be watched by themselves. On Linux, where each folder is watched
   * by itself, those that are made together with what is in them, or moved here, are told of only in part, and nobody is told
   * that there are too many.
   */
  readonly missesNewFolders: boolean;
};

export type FolderWatch = {
  /** Never rejects. May be called twice. */
  close(): Promise<void>;
};

/**
 * The file system's own notifications. The package is native and loaded at its first use: where it cannot be loaded, nothing but
 * continuous backups suffers.
 *
 * @returns undefined where it cannot be loaded
 */
export async function loadFolderWatcher(): Promise<FolderWatcher | undefined> {
  let watcher: typeof import("@parcel/watcher");
  try {
    const loaded = await import("@parcel/watcher");
    // CommonJS: named exports are there only when Node.js has recognised them
    watcher = "default" in loaded ? (loaded.default as typeof loaded) : loaded;
  } catch {
    return undefined;
  }
  return {
    missesNewFolders: process.platform === "linux",
    async watch(folder, ignored, onChanges, onError) {
      const report = (error: Error | null, events: readonly { path: string; type: string }[]) => {
        if (error !== null) onError(error);
        else onChanges(events.map(({ path, type }) => ({ path, isNew: type === "create" })));
      };
      const subscription = await watcher.subscribe(folder, report, { ignore: [...ignored] });
      let closed: Promise<void> | undefined;
      return {
        close() {
          // of a folder that is gone there is nothing left to end
          closed ??= subscription.unsubscribe().catch(() => undefined);
          return closed;
        },
      };
    },
  };
}
