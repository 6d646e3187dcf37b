import type { Dir } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FileKind } from "../../../shared/errors.ts";
import { isObjectName } from "../object-name.ts";
import type { StoredFile } from "../store.ts";
import { kindFolder } from "./layout.ts";
import { isNotThere, isRepositoryThere } from "./presence.ts";

/** How many names are read from a folder at once, and how many sizes are asked for at once. */
const BATCH = 64;

const PACK_FOLDER = /^[0-9a-f]{2}$/;

/** See `Store.list`; throws the system's errors as they are. */
export async function* listObjects(
  root: string,
  kind: FileKind,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredFile> {
  const top = kindFolder(root, kind);
  const open = (folder: string) => openFolder(folder, root, kind);
  if (kind !== "pack") return yield* listFolder(await open(top), kind, "", signal);
  for await (const { name } of (await open(top)) ?? []) {
    if (PACK_FOLDER.test(name)) yield* listFolder(await open(join(top, name)), kind, name, signal);
  }
}

/**
 * @returns undefined for a folder that is missing, or no folder, in a repository that is there: that one holds no files.
 * Tools that copy repositories tend to leave empty folders out
 */
async function openFolder(folder: string, root: string, kind: FileKind): Promise<Dir | undefined> {
  try {
    return await opendir(folder, { bufferSize: BATCH });
  } catch (error) {
    if (isNotThere(error) && (await isRepositoryThere(root, kind))) return undefined;
    throw error;
  }
}

/** @param prefix what names in this folder start with: a pack in another folder than its own is never found by name */
async function* listFolder(
  folder: Dir | undefined,
  kind: FileKind,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredFile> {
  if (folder === undefined) return;
  let names: string[] = [];
  for await (const entry of folder) {
    signal?.throwIfAborted();
    if (!isObjectName(kind, entry.name) || !entry.name.startsWith(prefix)) continue;
    names.push(entry.name);
    if (names.length < BATCH) continue;
    yield* await statAll(folder.path, kind, names);
    names = [];
  }
  yield* await statAll(folder.path, kind, names);
}

async function statAll(
  folder: string,
  kind: FileKind,
  names: readonly string[],
): Promise<readonly StoredFile[]> {
  const files = await Promise.all(names.map((name) => statFile(join(folder, name), kind, name)));
  return files.filter((file) => file !== undefined);
}

/** @returns undefined for what is no file, and for one removed since its name was read, as locks often are */
async function statFile(path: string, kind: FileKind, name: string): Promise<StoredFile | undefined> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return undefined;
    const file = { name, sizeBytes: stats.size };
    return kind === "lock" ? { ...file, modifiedMs: stats.mtimeMs } : file;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}
