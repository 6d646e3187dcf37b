/** A repository in a folder of a server that speaks WebDAV, laid out as restic does it on a file system. */
import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import { BackstayError, type FileKind, isBackstayError } from "../../shared/errors.ts";
import { orAborted } from "../platform/or-aborted.ts";
import { basicAuthorization, type HttpPlace } from "./http/place.ts";
import { rangeHeader, readBytes } from "./http/read-body.ts";
import { createHttpLine, type HttpLimits, USUAL_HTTP_LIMITS } from "./http/request.ts";
import { kindFolder, kindFolders, objectFolder, objectPath, witnessFolder } from "./local/layout.ts";
import { CONFIG_NAME, checkObjectName, isObjectName } from "./object-name.ts";
import { rangeWithin } from "./object-range.ts";
import { severalAtOnce } from "./several-at-once.ts";
import type { Store, StoredFile } from "./store.ts";
import { type StoreVariables, variableOf } from "./variables.ts";
import { createWebdavAsker, type WebdavOperation } from "./webdav/asker.ts";
import type { WebdavEntry } from "./webdav/multistatus.ts";

const MADE = [200, 201, 204];
const BEHIND_THE_END = 416;
const EXISTS = 405;
const PARENT_MISSING = [404, 409];
const PACK_FOLDER = /^[0-9a-f]{2}$/;
/** Folders of packs listed at once: the server may be far away. */
const FOLDERS_AT_ONCE = 4;
/** How long clearing up after a failed attempt may take. */
const CLEAR_UP_MS = 3_000;

/**
 * Opens the store, which touches nothing yet. A file is sent under another name, and renamed when it is whole: servers show a file while
 * it is still coming, and what is left of it when it stops.
 * @param variables `WEBDAV_USERNAME` and `WEBDAV_PASSWORD`, and those of {@link createHttpLine}
 */
export function openWebdavStore(
  place: HttpPlace,
  variables: StoreVariables,
  limits: HttpLimits = USUAL_HTTP_LIMITS,
): Store {
  const { location } = place;
  const authorization = () => basicAuthorization(place, variables, "WEBDAV");
  const line = createHttpLine(place.url, location, authorization, variables, limits);
  const user = place.user ?? variableOf(variables, "WEBDAV_USERNAME") ?? null;
  const knownFolders = new Set<string>();
  /** Being made: a server holds a lock on a folder that it makes, and refuses whoever would make it as well. */
  const comingFolders = new Map<string, Promise<boolean>>();
  const { ask, statusOf, entries } = createWebdavAsker(line, location, user);

  const pathOf = (kind: FileKind, name: string): string => {
    checkObjectName(kind, name);
    return objectPath("", kind, name, posix);
  };

  async function isFolderThere(
    path: string,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    for await (const { isFolder } of (await entries(path, 0, operation, signal)) ?? []) {
      if (isFolder) return true;
    }
    return false;
  }

  /** Whether the repository is still where it was: see the local store. */
  async function isRepositoryThere(
    kind: FileKind,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (await isFolderThere(folderPath(witnessFolder("", kind, posix)), operation, signal)) return true;
    return kind !== "config" && (await sizeIfThere("config", CONFIG_NAME, operation, signal)) !== undefined;
  }

  async function missing(
    kind: FileKind,
    name: string,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<BackstayError> {
    return (await isRepositoryThere(kind, operation, signal))
      ? new BackstayError("OBJECT_MISSING", { kind, name })
      : new BackstayError("STORE_VANISHED", { location });
  }

  async function sizeIfThere(
    kind: FileKind,
    name: string,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<number | undefined> {
    return await sizeAt(pathOf(kind, name), operation, signal);
  }

  async function sizeAt(
    path: string,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<number | undefined> {
    const answer = await ask({ method: "HEAD", path }, [200, 404], operation, signal);
    answer.drop();
    if (answer.status === 404) return undefined;
    const told = answer.headers["content-length"];
    if (told !== undefined && Number.isSafeInteger(Number(told))) return Number(told);
    for await (const { isFolder, sizeBytes } of (await entries(path, 0, operation, signal)) ?? []) {
      if (!isFolder && sizeBytes !== undefined) return sizeBytes;
    }
    throw new BackstayError("STORE_FAILED", { location, operation, reason: "no size" });
  }

  async function sizeOf(
    kind: FileKind,
    name: string,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const sizeBytes = await sizeIfThere(kind, name, operation, signal);
    if (sizeBytes === undefined) throw await missing(kind, name, operation, signal);
    return sizeBytes;
  }

  /** Makes a folder if it is not there. @returns false where the one above it is missing */
  async function makeFolder(
    path: string,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    for (let coming = comingFolders.get(path); coming !== undefined; coming = comingFolders.get(path)) {
      const isMade = await orAborted(
        coming.catch(() => false), // whoever asked for it is told; we ask anew
        signal,
      );
      if (isMade) return true;
    }
    const making = askForFolder(path, operation, signal).finally(() => comingFolders.delete(path));
    comingFolders.set(path, making);
    return await making;
  }

  async function askForFolder(
    path: string,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const wanted = [...MADE, EXISTS, 301, ...PARENT_MISSING];
    const status = await statusOf({ method: "MKCOL", path }, wanted, operation, signal);
    if (MADE.includes(status)) return true;
    if (PARENT_MISSING.includes(status)) return false;
    if (await isFolderThere(path, operation, signal)) return true;
    throw new BackstayError("STORE_FAILED", { location, operation, reason: `${status} ${path}` });
  }

  /** Makes the folder of the repository, and what is missing above it. */
  async function makeTop(signal: AbortSignal | undefined): Promise<void> {
    if (await isFolderThere("", "create", signal)) return;
    const parts = place.url.pathname.split("/").filter((part) => part !== "");
    const paths = parts.map((_, n) => `/${parts.slice(0, n + 1).join("/")}/`);
    let last = paths.length - 1;
    while (last >= 0 && !(await makeFolder(paths[last] ?? "/", "create", signal))) last--;
    for (const path of paths.slice(last + 1)) {
      if (await makeFolder(path, "create", signal)) continue;
      throw new BackstayError("STORE_FAILED", { location, operation: "create", reason: `404 ${path}` });
    }
  }

  async function upload(
    kind: FileKind,
    name: string,
    bytes: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const folder = folderPath(objectFolder("", kind, name, posix));
    const temporary = `${folder}.tmp-${randomBytes(8).toString("hex")}`;
    const headers = { "content-type": "application/octet-stream" };
    try {
      const put = { method: "PUT", path: temporary, headers, body: bytes } as const;
      const status = await statusOf(put, [...MADE, ...PARENT_MISSING], "write", signal);
      if (PARENT_MISSING.includes(status)) return false;
      const storedBytes = await sizeAt(temporary, "write", signal);
      if (storedBytes !== bytes.length) {
        const said = `${storedBytes ?? 0} of ${bytes.length} bytes`;
        throw new BackstayError("STORE_WRITE_REFUSED", { location, said });
      }
      const destination = new URL(pathOf(kind, name), place.url).href;
      const move = { method: "MOVE", path: temporary, headers: { destination, overwrite: "T" } } as const;
      await statusOf(move, MADE, "write", signal);
      return true;
    } catch (error) {
      await clearUp(temporary);
      throw error;
    }
  }

  /** Best effort: the first error is the one to tell. */
  async function clearUp(path: string): Promise<void> {
    const signal = AbortSignal.timeout(CLEAR_UP_MS);
    try {
      const answer = await line.ask({ method: "DELETE", path }, signal);
      answer.drop();
    } catch (error) {
      if (!isBackstayError(error) && error !== signal.reason) throw error;
    }
  }

  /** Makes sure of the folder first: what is sent to one that is missing is sent in vain. @returns false where there is none */
  async function makeRoom(kind: FileKind, name: string, signal: AbortSignal | undefined): Promise<boolean> {
    const folder = folderPath(objectFolder("", kind, name, posix));
    if (kind === "config" || knownFolders.has(folder)) return true;
    // one for packs can only be made in a folder that is there itself
    const isThere =
      kind === "pack"
        ? await makeFolder(folder, "write", signal)
        : await isFolderThere(folder, "write", signal);
    return isThere || (await makeMissingFolder(kind, name, signal));
  }

  /** Only inside a repository that is there. @returns whether it is worth writing again */
  async function makeMissingFolder(
    kind: FileKind,
    name: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (kind === "config" || !(await isRepositoryThere(kind, "write", signal))) return false;
    for (const folder of new Set([kindFolder("", kind, posix), objectFolder("", kind, name, posix)]))
      if (!(await makeFolder(folderPath(folder), "write", signal))) return false;
    return true;
  }

  async function* filesIn(
    kind: FileKind,
    folder: string,
    begin: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<StoredFile> {
    for await (const { name, isFolder, sizeBytes, modifiedMs } of await entriesOf(kind, folder, signal)) {
      signal?.throwIfAborted();
      if (isFolder || !isObjectName(kind, name) || !name.startsWith(begin)) continue;
      const size = sizeBytes ?? (await sizeIfThere(kind, name, "list", signal));
      if (size === undefined) continue; // removed since its name was read, as locks often are
      const isTimed = kind === "lock" && modifiedMs !== undefined;
      yield { name, sizeBytes: size, ...(isTimed ? { modifiedMs } : {}) };
    }
  }

  /** Nothing for a folder that is missing in a repository that is there. */
  async function entriesOf(
    kind: FileKind,
    folder: string,
    signal: AbortSignal | undefined,
  ): Promise<AsyncIterable<WebdavEntry>> {
    const found = await entries(folderPath(folder), 1, "list", signal);
    if (found !== undefined) return found;
    if (await isRepositoryThere(kind, "list", signal)) return nothing();
    throw new BackstayError("STORE_VANISHED", { location });
  }

  async function packsIn(folder: string, signal: AbortSignal | undefined): Promise<readonly StoredFile[]> {
    const files: StoredFile[] = [];
    const path = posix.join(kindFolder("", "pack", posix), folder);
    for await (const file of filesIn("pack", path, folder, signal)) files.push(file);
    return files;
  }

  return {
    location,
    cheapSeeks: false,
    keepsManifests: true,

    async create(signal) {
      signal?.throwIfAborted();
      await makeTop(signal);
      // those of packs come as they are needed: there are many, and each takes an answer
      for (const folder of kindFolders("", posix)) await makeFolder(folderPath(folder), "create", signal);
    },

    async *list(kind, signal) {
      signal?.throwIfAborted();
      if (kind !== "pack") return yield* filesIn(kind, kindFolder("", kind, posix), "", signal);
      const folders: string[] = [];
      for await (const { name, isFolder } of await entriesOf(kind, kindFolder("", kind, posix), signal)) {
        if (isFolder && PACK_FOLDER.test(name)) folders.push(name);
      }
      yield* severalAtOnce(folders, FOLDERS_AT_ONCE, async (name) => {
        signal?.throwIfAborted();
        return await packsIn(name, signal);
      });
    },

    size: (kind, name, signal) => sizeOf(kind, name, "size", signal),

    async read(kind, name, range, signal) {
      const path = pathOf(kind, name);
      if (range?.length === 0) {
        rangeWithin(await sizeOf(kind, name, "read", signal), range, kind, name);
        return new Uint8Array(0);
      }
      const headers = range === undefined ? {} : rangeHeader(range, kind, name);
      const wanted = [...(range === undefined ? [] : [206, BEHIND_THE_END]), 200, 404];
      const answer = await ask({ method: "GET", path, headers }, wanted, "read", signal);
      if (answer.status === 200 || answer.status === 206) {
        try {
          return await readBytes(answer, range, { kind, name, location });
        } catch (error) {
          signal?.throwIfAborted();
          // servers promise what a file does not have, and then break off
          rangeWithin(await sizeOf(kind, name, "read", signal), range, kind, name);
          throw error;
        }
      }
      answer.drop();
      if (answer.status === 404) throw await missing(kind, name, "read", signal);
      throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "too-short" });
    },

    async write(kind, name, bytes, signal) {
      checkObjectName(kind, name);
      signal?.throwIfAborted();
      const folder = folderPath(objectFolder("", kind, name, posix));
      for (let attempt = 0; attempt < 2 && (await makeRoom(kind, name, signal)); attempt++) {
        if (await upload(kind, name, bytes, signal)) return void knownFolders.add(folder);
        knownFolders.delete(folder);
      }
      throw new BackstayError("STORE_VANISHED", { location });
    },

    async remove(kind, name, signal) {
      const request = { method: "DELETE", path: pathOf(kind, name) } as const;
      const status = await statusOf(request, [...MADE, 404], "remove", signal);
      if (status !== 404 || (await isRepositoryThere(kind, "remove", signal))) return;
      throw new BackstayError("STORE_VANISHED", { location });
    },

    async close() {
      await line.close();
    },
  };
}

/** Servers take a folder for a file unless its address ends with a slash. */
function folderPath(folder: string): string {
  return folder === "" || folder === "." ? "" : `${folder}/`;
}

async function* nothing(): AsyncGenerator<never> {}
