/**
 * A repository in a folder of this computer or of a mounted share, laid out as restic's local backend does. Long paths
 * on Windows (over 260 characters) are taken care of by Node for absolute paths; nothing here has been run on Windows.
 */
import { unlink } from "node:fs/promises";
import { resolve } from "node:path";
import { syncFolder, writeDurably } from "../platform/durable-file.ts";
import { type Attempt, translateError } from "./local/errors.ts";
import { createFolders, type Modes, makeMissingFolder, modesOf, PRIVATE_MODES } from "./local/folders.ts";
import { objectFolder, objectPath } from "./local/layout.ts";
import { listObjects } from "./local/list.ts";
import { isNotThere, isRepositoryThere } from "./local/presence.ts";
import { objectSize, readObject } from "./local/read.ts";
import { CONFIG_NAME, checkObjectName } from "./object-name.ts";
import { isRemovalDurable, type Store } from "./store.ts";

/**
 * Opens the store, which touches nothing yet: whether the folder exists shows at the first call.
 *
 * @param folder taken relative to the working folder of this moment; `~` has no meaning here
 */
export function openLocalStore(folder: string): Store {
  const root = resolve(folder);
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
      return await run();
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
        const path = objectPath(root, kind, name);
        const now = await modes();
        const options = { mode: now.file, signal };
        try {
          await writeDurably(path, bytes, options);
        } catch (cause) {
          if (!isNotThere(cause) || !(await makeMissingFolder(root, kind, name, now))) throw cause;
          await writeDurably(path, bytes, options);
        }
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
