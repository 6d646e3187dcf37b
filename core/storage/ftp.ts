/** A repository in a folder of a server that speaks FTP, with or without TLS, laid out as restic does it on a file system. */
import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import { Readable, Writable } from "node:stream";
import type { Client } from "basic-ftp";
import { BackstayError, type FileKind, isBackstayError } from "../../shared/errors.ts";
import type { FtpLine } from "./ftp/line.ts";
import { listFolder } from "./ftp/list-folder.ts";
import type { FtpPlace } from "./ftp/place.ts";
import type { FtpOperation } from "./ftp/refusal.ts";
import { type HttpLimits, USUAL_HTTP_LIMITS } from "./http/request.ts";
import { kindFolder, kindFolders, objectFolder, objectPath, witnessFolder } from "./local/layout.ts";
import { CONFIG_NAME, checkObjectName, isObjectName } from "./object-name.ts";
import { rangeWithin } from "./object-range.ts";
import { PACED_BYTES } from "./pace.ts";
import { severalAtOnce } from "./several-at-once.ts";
import type { ByteRange, Store, StoredFile } from "./store.ts";
import { takePlace } from "./take-place.ts";
import { type StoreVariables, variableOf } from "./variables.ts";

const SLICE_BYTES = 64 * 1024;
/** So much of a file is rather read in vain than its connection made anew: the protocol cannot stop a file in its middle. */
const READ_IN_VAIN_BYTES = 1024 * 1024;
/** What must come in the time that nothing may come: less would be a server that answers for ever. */
const LEAST_BYTES = 4 * 1024;
const CLEAR_UP_MS = 3_000;
const PACK_FOLDER = /^[0-9a-f]{2}$/;
const FOLDERS_AT_ONCE = 4;

/**
 * Opens the store, which touches nothing yet. A file is sent under another name, and renamed when the server has all of it: to FTP, a
 * connection that was cut is the end of a file.
 * @param variables `FTP_USERNAME`, `FTP_PASSWORD` and `CACERT`
 */
export function openFtpStore(
  place: FtpPlace,
  variables: StoreVariables,
  { silenceMs, pace }: HttpLimits = USUAL_HTTP_LIMITS,
): Store {
  const { location, folder: root } = place;
  const user = place.user ?? variableOf(variables, "FTP_USERNAME") ?? null;
  const knownFolders = new Set<string>();
  let loaded:
    | Promise<{ readonly line: FtpLine; readonly words: typeof import("./ftp/refusal.ts") }>
    | undefined;

  // loaded when there is such a place
  async function load() {
    const [{ createFtpLine }, words] = await Promise.all([
      import("./ftp/line.ts"),
      import("./ftp/refusal.ts"),
    ]);
    return { line: createFtpLine(place, user, variables, silenceMs), words };
  }

  /** Runs work on a connection. @returns undefined when what was asked for is not there */
  async function ask<T>(
    operation: FtpOperation,
    signal: AbortSignal | undefined,
    work: (client: Client) => Promise<T>,
    needBytes = 0,
  ): Promise<T | undefined> {
    signal?.throwIfAborted();
    loaded ??= load();
    const { line, words } = await loaded;
    try {
      return await line.run(work, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (words.isAbsence(error)) return undefined;
      throw words.translateFtp(error, operation, needBytes, location, user);
    }
  }

  const pathOf = (kind: FileKind, name: string): string => {
    checkObjectName(kind, name);
    return objectPath(root, kind, name, posix);
  };

  const sizeAt = (path: string, operation: FtpOperation, signal: AbortSignal | undefined) =>
    ask(operation, signal, (client) => client.size(path));

  const entriesOf = (path: string, operation: FtpOperation, signal: AbortSignal | undefined) =>
    ask(operation, signal, (client) => listFolder(client, path));

  /** Whether the repository is still where it was: see the local store. Some servers list nothing for what is not there. */
  async function isRepositoryThere(
    kind: FileKind,
    operation: FtpOperation,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const witness = witnessFolder(root, kind, posix);
    const isConfig = kind === "config";
    const parent = isConfig ? posix.dirname(root) : root;
    const found = (await entriesOf(parent, operation, signal)) ?? [];
    const name = posix.basename(isConfig ? root : witness);
    if (root !== "." && root !== "/" && found.some((each) => each.isDirectory && each.name === name))
      return true;
    if (isConfig) return root === "." || root === "/";
    if (found.some((each) => each.isDirectory && each.name === name)) return true;
    return (await sizeAt(objectPath(root, "config", CONFIG_NAME, posix), operation, signal)) !== undefined;
  }

  async function missing(
    kind: FileKind,
    name: string,
    operation: FtpOperation,
    signal: AbortSignal | undefined,
  ): Promise<BackstayError> {
    return (await isRepositoryThere(kind, operation, signal))
      ? new BackstayError("OBJECT_MISSING", { kind, name })
      : new BackstayError("STORE_VANISHED", { location });
  }

  async function sizeOf(
    kind: FileKind,
    name: string,
    operation: FtpOperation,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const sizeBytes = await sizeAt(pathOf(kind, name), operation, signal);
    if (sizeBytes === undefined) throw await missing(kind, name, operation, signal);
    return sizeBytes;
  }

  /** What exists already is refused as what may not be made is, so it shows only when it is used. */
  async function tryToMake(
    path: string,
    operation: FtpOperation,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await ask(operation, signal, (client) => client.sendIgnoringError(`MKD ${path}`));
  }

  async function* slices(bytes: Uint8Array, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    const sliceBytes = pace === undefined ? SLICE_BYTES : PACED_BYTES;
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      const slice = bytes.subarray(at, at + sliceBytes);
      await pace?.up(slice.length, signal);
      yield slice;
    }
  }

  /** @returns false when the folder is missing */
  async function upload(path: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<boolean> {
    const temporary = posix.join(posix.dirname(path), `.tmp-${randomBytes(8).toString("hex")}`);
    try {
      const stored = await ask(
        "write",
        signal,
        async (client) => {
          // an empty stream would never begin
          const source =
            bytes.length === 0 ? Readable.from([Buffer.alloc(0)]) : Readable.from(slices(bytes, signal));
          await client.uploadFrom(source, temporary);
          return await client.size(temporary);
        },
        bytes.length,
      );
      if (stored === undefined) return false;
      if (stored !== bytes.length)
        throw new BackstayError("STORE_WRITE_REFUSED", {
          location,
          said: `${stored} of ${bytes.length} bytes`,
        });
      const rename = async (from: string, to: string) =>
        (await ask("write", signal, (client) => client.rename(from, to))) !== undefined;
      if (await takePlace({ rename, remove: clearUp }, temporary, path)) return true;
      throw new BackstayError("STORE_WRITE_REFUSED", { location, said: "550" });
    } catch (error) {
      await clearUp(temporary);
      throw error;
    }
  }

  /** Best effort: the first error is the one to tell. */
  async function clearUp(path: string): Promise<void> {
    const signal = AbortSignal.timeout(CLEAR_UP_MS);
    await ask("remove", signal, (client) => client.remove(path)).catch((error: unknown) => {
      if (!isBackstayError(error) && error !== signal.reason) throw error;
    });
  }

  async function download(
    client: Client,
    path: string,
    { offset, length }: ByteRange,
    sizeBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    const { promise: enough, resolve, reject } = Promise.withResolvers<void>();
    let filled = 0;
    let seen = 0;
    let isOurTurn = false;
    // the library only notices when nothing comes at all
    const watch = setInterval(() => {
      const isTrickle = !isOurTurn && filled < length && filled - seen < LEAST_BYTES;
      seen = filled;
      if (isTrickle) reject(new BackstayError("STORE_UNREACHABLE", { location, reason: "timed-out" }));
    }, silenceMs);
    const sink = new Writable({
      write(chunk: Buffer, _, done) {
        const part = chunk.subarray(0, length - filled);
        bytes.set(part, filled);
        filled += part.length;
        if (filled === length && sizeBytes - offset - length > READ_IN_VAIN_BYTES) resolve();
        isOurTurn = true;
        Promise.resolve(pace?.down(part.length, signal))
          .finally(() => {
            isOurTurn = false;
          })
          .then(() => done(), done);
      },
    });
    const whole = client.downloadTo(sink, path, offset);
    whole.catch(() => undefined); // of a file that was left in its middle
    try {
      await Promise.race([whole, enough]);
    } catch (error) {
      if (isBackstayError(error)) client.close(); // in the middle of a file
      throw error;
    } finally {
      clearInterval(watch);
    }
    if (filled < length) throw new BackstayError("STORE_UNREACHABLE", { location, reason: "closed" });
    if (sizeBytes - offset - length > READ_IN_VAIN_BYTES) client.close();
    return bytes;
  }

  async function filesIn(
    kind: FileKind,
    folder: string,
    begin: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly StoredFile[]> {
    const found = (await entriesOf(folder, "list", signal)) ?? [];
    if (found.length === 0 && !(await isRepositoryThere(kind, "list", signal)))
      throw new BackstayError("STORE_VANISHED", { location });
    return found
      .filter(({ name, isFile }) => isFile && isObjectName(kind, name) && name.startsWith(begin))
      .map(({ name, size: sizeBytes, modifiedAt }) => {
        const isTimed = kind === "lock" && modifiedAt !== undefined;
        return { name, sizeBytes, ...(isTimed ? { modifiedMs: modifiedAt.getTime() } : {}) };
      });
  }

  return {
    location,
    cheapSeeks: false,
    keepsManifests: true,

    async create(signal) {
      const parts = root.split("/");
      const above = parts
        .map((_, n) => parts.slice(0, n + 1).join("/"))
        .filter((path) => path !== "" && path !== ".");
      for (const path of [...above, ...kindFolders(root, posix)]) await tryToMake(path, "create", signal);
      const made = new Set(((await entriesOf(root, "create", signal)) ?? []).map(({ name }) => name));
      if (!kindFolders("", posix).every((name) => made.has(name)))
        throw new BackstayError("STORE_DENIED", { location, operation: "create" });
    },

    async *list(kind, signal) {
      signal?.throwIfAborted();
      const top = kindFolder(root, kind, posix);
      if (kind === "config") {
        const sizeBytes = await sizeAt(pathOf(kind, CONFIG_NAME), "list", signal);
        if (sizeBytes !== undefined) yield { name: CONFIG_NAME, sizeBytes };
        else if (!(await isRepositoryThere(kind, "list", signal)))
          throw new BackstayError("STORE_VANISHED", { location });
        return;
      }
      if (kind !== "pack") return yield* await filesIn(kind, top, "", signal);
      const found = (await entriesOf(top, "list", signal)) ?? [];
      const folders = found.filter(({ name, isDirectory }) => isDirectory && PACK_FOLDER.test(name));
      if (folders.length === 0 && !(await isRepositoryThere(kind, "list", signal)))
        throw new BackstayError("STORE_VANISHED", { location });
      yield* severalAtOnce(folders, FOLDERS_AT_ONCE, async ({ name }) => {
        signal?.throwIfAborted();
        return await filesIn(kind, posix.join(top, name), name, signal);
      });
    },

    size: (kind, name, signal) => sizeOf(kind, name, "size", signal),

    async read(kind, name, range, signal) {
      const path = pathOf(kind, name);
      const sizeBytes = await sizeOf(kind, name, "read", signal);
      const wanted = rangeWithin(sizeBytes, range, kind, name);
      if (wanted.length === 0) return new Uint8Array(0);
      const bytes = await ask("read", signal, (client) => download(client, path, wanted, sizeBytes, signal));
      if (bytes === undefined) throw await missing(kind, name, "read", signal);
      return bytes;
    },

    async write(kind, name, bytes, signal) {
      const path = pathOf(kind, name);
      signal?.throwIfAborted();
      const folder = objectFolder(root, kind, name, posix);
      // one for packs can only be made in a folder that is there itself
      if (kind === "pack" && !knownFolders.has(folder)) await tryToMake(folder, "write", signal);
      if (await upload(path, bytes, signal)) return void knownFolders.add(folder);
      knownFolders.delete(folder);
      if (kind === "config" || !(await isRepositoryThere(kind, "write", signal)))
        throw new BackstayError("STORE_VANISHED", { location });
      for (const each of new Set([kindFolder(root, kind, posix), folder]))
        await tryToMake(each, "write", signal);
      if (await upload(path, bytes, signal)) return void knownFolders.add(folder);
      throw new BackstayError("STORE_DENIED", { location, operation: "write" });
    },

    async remove(kind, name, signal) {
      const path = pathOf(kind, name);
      if ((await ask("remove", signal, (client) => client.remove(path))) !== undefined) return;
      if ((await sizeAt(path, "remove", signal)) !== undefined)
        throw new BackstayError("STORE_DENIED", { location, operation: "remove" });
      if (!(await isRepositoryThere(kind, "remove", signal)))
        throw new BackstayError("STORE_VANISHED", { location });
    },

    async close() {
      (await loaded?.catch(() => undefined))?.line.close();
    },
  };
}
