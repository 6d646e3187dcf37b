/** A repository in a folder of another machine, reached over SFTP and laid out as restic does it there. */
import { posix } from "node:path";
import { orAborted } from "../platform/or-aborted.ts";
import type { SshOptions } from "../remote/ssh-connection.ts";
import type { Attempt } from "./local/errors.ts";
import type { Modes } from "./local/folders.ts";
import { objectFolder, objectPath } from "./local/layout.ts";
import { CONFIG_NAME, checkObjectName } from "./object-name.ts";
import { translateError } from "./sftp/errors.ts";
import { createFolders, makeMissingFolder, modesOf } from "./sftp/folders.ts";
import { createSftpLine } from "./sftp/line.ts";
import { listObjects } from "./sftp/list.ts";
import { entriesOf, spaceAtServer } from "./sftp/look.ts";
import { formatSftpLocation, type SftpPlace } from "./sftp/place.ts";
import { isRepositoryThere } from "./sftp/presence.ts";
import { type SftpChannel, type SftpLimits, STATUS, statusOf, USUAL_LIMITS } from "./sftp/protocol.ts";
import { download, fileSize, syncFolder, upload } from "./sftp/transfer.ts";
import { isRemovalDurable, type Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

/**
 * Opens the store, which touches nothing yet: it connects at the first call, and again after the connection was lost.
 *
 * @param variables what to sign in with, see `sshOptionsOf`
 */
export function openSftpStore(
  place: SftpPlace,
  variables: StoreVariables,
  limits: SftpLimits = USUAL_LIMITS,
): Store {
  const location = formatSftpLocation(place);
  const root = place.folder;
  let options: SshOptions | undefined;
  let knownModes: Promise<Modes> | undefined;

  const line = createSftpLine(async (signal) => {
    // loaded when there is such a place
    const [{ openSftpChannel }, { sshOptionsOf }] = await Promise.all([
      import("./sftp/channel.ts"),
      import("./sftp/sign-in.ts"),
    ]);
    options ??= await sshOptionsOf(place, variables);
    return await openSftpChannel(options, location, limits, signal);
  });

  /** Runs one operation and translates what the server says. */
  async function attempt<T>(
    what: Attempt,
    signal: AbortSignal | undefined,
    run: (channel: SftpChannel) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    if (what.operation !== "create") checkObjectName(what.kind, what.name);
    let channel: SftpChannel | undefined;
    try {
      channel = await line.channel(signal);
      const work = run(channel);
      line.leaveBehind(work);
      return await orAborted(work, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      throw await translateError(cause, { channel, root, location, attempt: what });
    }
  }

  async function put(
    channel: SftpChannel,
    kind: Attempt["kind"],
    name: string,
    bytes: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const path = objectPath(root, kind, name, posix);
    knownModes ??= modesOf(channel, root);
    knownModes.catch(() => {
      knownModes = undefined;
    });
    const modes = await knownModes;
    try {
      await upload(channel, path, bytes, modes.file, signal);
    } catch (cause) {
      if (statusOf(cause) !== STATUS.noSuchFile) throw cause;
      if (!(await makeMissingFolder(channel, root, kind, name, modes))) throw cause;
      await upload(channel, path, bytes, modes.file, signal);
    }
    if (kind === "config") knownModes = undefined; // its permissions are what all others follow
  }

  return {
    location,
    cheapSeeks: false,
    keepsManifests: true,

    create: (signal) =>
      attempt({ operation: "create", kind: "config", name: CONFIG_NAME, needBytes: 0 }, signal, (channel) =>
        createFolders(channel, root),
      ),

    async *list(kind, signal) {
      signal?.throwIfAborted();
      let channel: SftpChannel | undefined;
      try {
        channel = await line.channel(signal);
        yield* listObjects(channel, root, kind, signal);
      } catch (cause) {
        signal?.throwIfAborted();
        const what = { operation: "list", kind, name: "", needBytes: 0 } as const;
        throw await translateError(cause, { channel, root, location, attempt: what });
      }
    },

    size: (kind, name, signal) =>
      attempt({ operation: "size", kind, name, needBytes: 0 }, signal, (channel) =>
        fileSize(channel, objectPath(root, kind, name, posix), kind, name),
      ),

    read: (kind, name, range, signal) =>
      attempt({ operation: "read", kind, name, needBytes: 0 }, signal, (channel) =>
        download(channel, objectPath(root, kind, name, posix), { kind, name, range }, signal),
      ),

    write: (kind, name, bytes, signal) =>
      attempt({ operation: "write", kind, name, needBytes: bytes.length }, signal, (channel) =>
        put(channel, kind, name, bytes, signal),
      ),

    remove: (kind, name, signal) =>
      attempt({ operation: "remove", kind, name, needBytes: 0 }, signal, async (channel) => {
        try {
          await channel.ask((sftp, answer) => sftp.unlink(objectPath(root, kind, name, posix), answer));
        } catch (cause) {
          const isGone = statusOf(cause) === STATUS.noSuchFile;
          if (isGone && (await isRepositoryThere(channel, root, kind))) return;
          throw cause;
        }
        if (isRemovalDurable(kind)) await syncFolder(channel, objectFolder(root, kind, name, posix));
      }),

    entries: (signal) => attempt(LOOK, signal, (channel) => entriesOf(channel, root)),

    space: (signal) => attempt(LOOK, signal, (channel) => spaceAtServer(channel, root)),

    close: () => line.close(),
  };
}

/** Of what is asked about the place itself. */
const LOOK: Attempt = { operation: "list", kind: "config", name: CONFIG_NAME, needBytes: 0 };
