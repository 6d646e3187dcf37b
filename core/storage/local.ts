/**
 * A repository in a folder of this computer or of a mounted share, laid out as restic's local backend does. Long paths
 * on Windows (over 260 characters) are taken care of by Node for absolute paths; nothing here has been run on Windows.
 */
import { unlink } from "node:fs/promises";
import { resolve } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import { syncFolder, writeDurably } from "../platform/durable-file.ts";
import { type Attempt, translateError } from "./local/errors.ts";
import { createFolders, type Modes, makeMissingFolder, modesOf, PRIVATE_MODES } from "./local/folders.ts";
import { objectFolder, objectPath } from "./local/layout.ts";
import { listObjects } from "./local/list.ts";
import { createShareProbe, holdsExactly, isProven } from "./local/on-share.ts";
import { isNotThere, isRepositoryThere } from "./local/presence.ts";
import { objectSize, readObject } from "./local/read.ts";
import { watchRoot } from "./local/root-watch.ts";
import { CONFIG_NAME, checkObjectName } from "./object-name.ts";
import { isRemovalDurable, type Store } from "./store.ts";

/**
 * Opens the store, which touches nothing yet: whether the folder exists shows at the first call.
 *
 * What everything hangs on is read back after it was written to a share, and written a second time if it came back differently; then
 * `write` throws REPLICA_UNRELIABLE.
 *
 * @param folder taken relative to the working folder of this moment; `~` has no meaning here
 * @param probe tells whether a folder lies on a share
 */
export function openLocalStore(folder: string, probe = createShareProbe): Store {
  const root = resolve(folder);
  const isOnShare = probe(root);
  const watch = watchRoot(root);
  let knownModes: Modes | undefined;
  const modes = async (): Promise<Modes> => {
    knownModes ??= await modesOf(root);
    return knownModes ?? PRIVATE_MODES;
  };

  /** Runs one operation and translates what the system says. */
  const attempt = async <T>(
    what: Attempt,
    signal: AbortSignal | undefined,
    run: () => Promise<T>,
  ): Promise<T> => {
    signal?.throwIfAborted();
    if (what.operation !== "create") checkObjectName(what.kind, what.name);
    try {
      const isChange = what.operation === "write" || what.operation === "remove";
      if (isChange) await watch.requireSame();
      const done = await run();
      if (isChange) await watch.requireSame(); // nor is it told as done when it went elsewhere
      await watch.remember();
      return done;
    } catch (cause) {
      throw await translateError(cause, root, what);
    }
  };

  return {
    location: root,
    cheapSeeks: true,
    keepsManifests: true,

    create: (signal) =>
      attempt({ operation: "create", kind: "config", name: CONFIG_NAME, needBytes: 0 }, signal, () =>
        createFolders(root),
      ),

    async *list(kind, signal) {
      signal?.throwIfAborted();
      try {
        yield* listObjects(root, kind, signal);
      } catch (cause) {
        throw await translateError(cause, root, { operation: "list", kind, name: "", needBytes: 0 });
      }
    },

    size: (kind, name, signal) =>
      attempt({ operation: "size", kind, name, needBytes: 0 }, signal, () =>
        objectSize(objectPath(root, kind, name), kind, name),
      ),

    read: (kind, name, range, signal) =>
      attempt({ operation: "read", kind, name, needBytes: 0 }, signal, () =>
        readObject(objectPath(root, kind, name), kind, name, range, signal),
      ),

    write: (kind, name, bytes, signal) =>
      attempt({ operation: "write", kind, name, needBytes: bytes.length }, signal, async () => {
        const now = await modes();
        const path = objectPath(root, kind, name);
        // the folder may become another one while the bytes are on their way: then they get no name there
        const options = { mode: now.file, signal, beforeNaming: watch.requireSame };
        const store = async () => {
          try {
            await writeDurably(path, bytes, options);
          } catch (cause) {
            if (!isNotThere(cause) || !(await makeMissingFolder(root, kind, name, now))) throw cause;
            await writeDurably(path, bytes, options);
          }
        };
        await store();
        if (!isProven(kind) || !(await isOnShare()) || (await holdsExactly(path, bytes))) return;
        await store();
        if (!(await holdsExactly(path, bytes)))
          throw new BackstayError("REPLICA_UNRELIABLE", { location: root, kind, name });
      }),

    remove: (kind, name, signal) =>
      attempt({ operation: "remove", kind, name, needBytes: 0 }, signal, async () => {
        try {
          await unlink(objectPath(root, kind, name));
        } catch (cause) {
          if (isNotThere(cause) && (await isRepositoryThere(root, kind))) return;
          throw cause;
        }
        if (isRemovalDurable(kind)) await syncFolder(objectFolder(root, kind, name));
      }),

    close: async () => {}, // every file is closed by the call that opened it
  };
}
