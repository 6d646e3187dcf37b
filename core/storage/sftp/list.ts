import { posix } from "node:path";
import type { FileEntryWithStats, Stats } from "ssh2";
import type { FileKind } from "../../../shared/errors.ts";
import { kindFolder } from "../local/layout.ts";
import { isObjectName } from "../object-name.ts";
import { severalAtOnce } from "../several-at-once.ts";
import type { StoredFile } from "../store.ts";
import { isRepositoryThere, statIfThere } from "./presence.ts";
import { type SftpChannel, STATUS, statusOf } from "./protocol.ts";
import { closeQuietly } from "./transfer.ts";

/** Folders of packs listed at once: each takes a few answers of the server, which may be far away. */
const FOLDERS_AT_ONCE = 8;
const PACK_FOLDER = /^[0-9a-f]{2}$/;

/** See `Store.list`; throws what the channel throws. */
export async function* listObjects(
  channel: SftpChannel,
  root: string,
  kind: FileKind,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredFile> {
  const top = kindFolder(root, kind, posix);
  if (kind !== "pack") {
    for await (const entries of readFolder(channel, root, kind, top)) {
      signal?.throwIfAborted();
      yield* await filesAmong(channel, top, kind, entries);
    }
    return;
  }
  const folders: string[] = [];
  for await (const entries of readFolder(channel, root, kind, top)) {
    folders.push(...entries.map(({ filename }) => filename).filter((name) => PACK_FOLDER.test(name)));
  }
  yield* severalAtOnce(folders, FOLDERS_AT_ONCE, async (name) => {
    signal?.throwIfAborted();
    return await packsIn(channel, root, name);
  });
}

/** A pack in another folder than its own is never found by name. */
async function packsIn(channel: SftpChannel, root: string, folder: string): Promise<readonly StoredFile[]> {
  const path = posix.join(kindFolder(root, "pack", posix), folder);
  const files: StoredFile[] = [];
  for await (const entries of readFolder(channel, root, "pack", path)) {
    files.push(...(await filesAmong(channel, path, "pack", entries)));
  }
  return files.filter(({ name }) => name.startsWith(folder));
}

/** Yields what is in a folder, bit by bit; nothing for one that is missing in a repository that is there. */
async function* readFolder(
  channel: SftpChannel,
  root: string,
  kind: FileKind,
  path: string,
): AsyncGenerator<readonly FileEntryWithStats[]> {
  let handle: Buffer;
  try {
    handle = await channel.ask<Buffer>((sftp, answer) => sftp.opendir(path, answer));
  } catch (error) {
    if (statusOf(error) === STATUS.noSuchFile && (await isRepositoryThere(channel, root, kind))) return;
    throw error;
  }
  try {
    for (;;) {
      yield await channel.ask<readonly FileEntryWithStats[]>((sftp, answer) => sftp.readdir(handle, answer));
    }
  } catch (error) {
    if (statusOf(error) !== STATUS.endOfFile) throw error;
  } finally {
    closeQuietly(channel, handle);
  }
}

async function filesAmong(
  channel: SftpChannel,
  folder: string,
  kind: FileKind,
  entries: readonly FileEntryWithStats[],
): Promise<readonly StoredFile[]> {
  const named = entries.filter(({ filename }) => isObjectName(kind, filename));
  const files = await Promise.all(
    named.map(async ({ filename: name, attrs }) => {
      // one that is gone was removed meanwhile, as locks often are
      const stats = isTold(attrs) ? attrs : await statIfThere(channel, posix.join(folder, name));
      if (stats?.isFile() !== true) return undefined;
      const file = { name, sizeBytes: stats.size };
      return kind === "lock" ? { ...file, modifiedMs: stats.mtime * 1000 } : file;
    }),
  );
  return files.filter((file) => file !== undefined);
}

/** What a listing says is of links themselves, and servers may leave out what they like. */
function isTold(attrs: Stats): boolean {
  return attrs.mode !== undefined && attrs.size !== undefined && !attrs.isSymbolicLink();
}
