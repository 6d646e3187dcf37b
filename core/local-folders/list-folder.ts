import { constants } from "node:fs";
import { access, opendir, readlink, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { BackstayError, isBackstayError, systemCodeOf } from "../../shared/errors.ts";
import type { LocalFolder } from "../../shared/model/app.ts";
import { askPlace, isOnShare, isShare, requireAnswer } from "../platform/ask-place.ts";

/** What a person can still look through. */
const MAX_FOLDERS = 2_000;
/** A folder of a million files must not keep the host busy for the few folders in it. */
const MAX_ENTRIES = 200_000;
const AT_ONCE = 16;
/** A share that stops to answer in the middle keeps as many threads, of which there are four. */
const AT_ONCE_ON_SHARE = 2;
/** A share whose server is gone would never answer. */
const ANSWER_LIMIT_MS = 5_000;
const SHARE_LIMIT_MS = 1_500;
/** A slow share may need some time for a large folder. */
const LIST_LIMIT_MS = 20_000;

type Candidate = { readonly name: string; readonly path: string; readonly isLink: boolean };

/**
 * Lists the folders in a folder of this machine, links to folders among them, by name, hidden ones last. Names that are no text cannot be chosen by it
 * and are left out.
 *
 * @param limitMs how long it may take; a folder that did not answer in time is not asked again until it has
 * @throws {BackstayError} FOLDER_NOT_LISTED
 */
export async function listFolder(path: string, limitMs = LIST_LIMIT_MS): Promise<LocalFolder> {
  if (!isAbsolute(path)) throw new BackstayError("FOLDER_NOT_LISTED", { path, systemCode: "EINVAL" });
  const folder = resolve(path);
  const late = () => new BackstayError("FOLDER_NOT_LISTED", { path: folder, systemCode: "ETIMEDOUT" });
  await requireAnswer(folder, Math.min(limitMs, ANSWER_LIMIT_MS), late);
  return await askPlace(folder, limitMs, () => list(folder), late);
}

/**
 * Lists a folder, or the nearest one above it where it is not there: what somebody typed need not exist yet, or may be on a disk that
 * was unplugged.
 *
 * @throws {BackstayError} FOLDER_NOT_LISTED for what is there and cannot be looked into
 */
export async function listNearestFolder(path: string): Promise<LocalFolder> {
  let folder = path;
  for (;;) {
    try {
      return { ...(await listFolder(folder)), missing: folder === path ? null : path };
    } catch (error) {
      const isGone =
        isBackstayError(error, "FOLDER_NOT_LISTED") &&
        ["ENOENT", "ENOTDIR"].includes(error.details.systemCode);
      const parent = dirname(folder);
      if (!isGone || parent === folder) throw error;
      folder = parent;
    }
  }
}

async function list(folder: string): Promise<LocalFolder> {
  const { candidates, hasMore } = await readCandidates(folder);
  const atOnce = isOnShare(folder) ? AT_ONCE_ON_SHARE : AT_ONCE;
  const found = await mapSome(candidates, atOnce, async ({ name, path: at, isLink }) => {
    const share = isLink ? await shareBehind(at) : isShare(at) ? at : undefined;
    if (share !== undefined && !(await answers(share))) return { name, path: at, isReadable: false };
    if (isLink && !(await isFolder(at))) return undefined;
    return { name, path: at, isReadable: await mayAccess(at, constants.R_OK | constants.X_OK) };
  });
  const parent = dirname(folder);
  return {
    path: folder,
    parent: parent === folder ? null : parent,
    folders: found.filter((one) => one !== undefined).sort(hiddenLast),
    hasMore,
    isWritable: await mayAccess(folder, constants.W_OK | constants.X_OK),
    missing: null,
  };
}

/** What programs keep for themselves is seldom what a person looks for. */
function hiddenLast(a: LocalFolder["folders"][number], b: LocalFolder["folders"][number]): number {
  const [isHidden, isOtherHidden] = [a.name.startsWith("."), b.name.startsWith(".")];
  return isHidden === isOtherHidden ? byName.compare(a.name, b.name) : isHidden ? 1 : -1;
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

async function readCandidates(
  folder: string,
): Promise<{ readonly candidates: readonly Candidate[]; readonly hasMore: boolean }> {
  const candidates: Candidate[] = [];
  let entries = 0;
  try {
    // names as latin1 are their bytes, whatever those are
    for await (const entry of await opendir(folder, { encoding: "latin1", bufferSize: 256 })) {
      entries += 1;
      if (candidates.length >= MAX_FOLDERS || entries > MAX_ENTRIES) return { candidates, hasMore: true };
      const isLink = entry.isSymbolicLink();
      const name = textOf(entry.name);
      if ((!isLink && !entry.isDirectory()) || name === undefined) continue;
      candidates.push({ name, path: join(folder, name), isLink });
    }
  } catch (error) {
    const systemCode = systemCodeOf(error);
    if (systemCode === undefined) throw error;
    throw new BackstayError("FOLDER_NOT_LISTED", { path: folder, systemCode }, { cause: error });
  }
  return { candidates, hasMore: false };
}

/** @returns undefined for a name that is not UTF-8: as text it would be another one */
function textOf(name: string): string | undefined {
  const bytes = Buffer.from(name, "latin1");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : undefined;
}

async function answers(path: string): Promise<boolean> {
  try {
    await requireAnswer(path, SHARE_LIMIT_MS, () => new BackstayError("STORE_VANISHED", { location: path }));
    return true;
  } catch (error) {
    if (!(error instanceof BackstayError)) throw error;
    return false;
  }
}

/** @returns where a link leads if that is on a share, which is asked by its own path */
async function shareBehind(link: string): Promise<string | undefined> {
  try {
    const target = resolve(dirname(link), await readlink(link));
    return isOnShare(target) ? target : undefined;
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return undefined; // gone meanwhile
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return false; // it leads nowhere, or where we may not look
  }
}

async function mayAccess(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return false;
  }
}

/** In the order given, a few at a time. */
async function mapSome<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const run = async () => {
    for (const [n, item] of queue) results[n] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return results;
}
