/** A repository in a bucket of a service that speaks S3, laid out as restic does it there. */
import { posix } from "node:path";
import { BackstayError, type FileKind, isBackstayError } from "../../shared/errors.ts";
import { rangeHeader, readBytes } from "./http/read-body.ts";
import { createHttpLine, type HttpLimits, USUAL_HTTP_LIMITS } from "./http/request.ts";
import { kindFolder, objectPath } from "./local/layout.ts";
import { CONFIG_NAME, checkObjectName, isObjectName } from "./object-name.ts";
import { rangeWithin } from "./object-range.ts";
import type { S3Client, S3Page } from "./s3/client.ts";
import type { S3Place } from "./s3/place.ts";
import { isElsewhere, isMissing, type S3Operation, S3Refusal, translateRefusal } from "./s3/refusal.ts";
import { type S3SignIn, s3Region, s3SignIn } from "./s3/sign-in.ts";
import type { Store, StoredFile } from "./store.ts";
import { type StoreVariables, variableOf } from "./variables.ts";

const BEHIND_THE_END = 416;
/** Pages without anything on them that a list may have, after which it has no end. */
const MAX_EMPTY_PAGES = 100;

/**
 * Opens the store, which touches nothing yet. What is sent to such a service it takes whole or not at all.
 * @param variables what {@link s3SignIn} and {@link s3Region} look for, `S3_BUCKET_LOOKUP` (`dns` or `path`), and those of
 * {@link createHttpLine}
 */
export function openS3Store(
  place: S3Place,
  variables: StoreVariables,
  limits: HttpLimits = USUAL_HTTP_LIMITS,
): Store {
  const { location, prefix } = place;
  const line = createHttpLine(place.endpoint, location, async () => undefined, variables, limits);
  let region = s3Region(place, variables);
  let signIn: S3SignIn | undefined;
  let client: Promise<S3Client> | undefined;
  let hasSeenConfig = false;
  let isClosed = false;

  const keyOf = (kind: FileKind, name: string): string => {
    checkObjectName(kind, name);
    return objectPath(prefix, kind, name, posix);
  };

  async function connect(): Promise<S3Client> {
    // loaded when there is such a place
    const { createS3Client } = await import("./s3/client.ts");
    signIn ??= await s3SignIn(place, variables);
    const bucketLookup = variableOf(variables, "S3_BUCKET_LOOKUP");
    return createS3Client(place, line, { signIn, region, bucketLookup });
  }

  async function usable(): Promise<S3Client> {
    if (isClosed) throw new BackstayError("CANCELLED", { reason: "shutdown" });
    client ??= connect();
    client.catch(() => {
      client = undefined;
    });
    return await client;
  }

  /** Asks, and once more in the region that the service names. @throws {S3Refusal} and what the line throws */
  async function ask<T>(work: (client: S3Client) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted();
    const asked = region;
    try {
      return await work(await usable());
    } catch (error) {
      if (!(error instanceof S3Refusal) || !isElsewhere(error.said)) throw error;
      const wanted = error.said.region;
      if (wanted === undefined || wanted === asked) throw error;
      region = wanted;
      client = undefined;
      return await work(await usable());
    }
  }

  /** The same, and says in our words what is not `wanted`. */
  async function attempt<T>(
    operation: S3Operation,
    signal: AbortSignal | undefined,
    work: (client: S3Client) => Promise<T>,
    needBytes = 0,
  ): Promise<T> {
    try {
      return await ask(work, signal);
    } catch (error) {
      throw await explain(error, operation, needBytes, signal);
    }
  }

  async function explain(
    error: unknown,
    operation: S3Operation,
    needBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    signal?.throwIfAborted();
    if (error instanceof S3Refusal) {
      const { said } = error;
      const account = signIn ?? { accessKeyId: "" };
      return translateRefusal(said, operation, needBytes, place, account, region);
    }
    return error;
  }

  /** What the service says of the bucket: where only a size was asked for, it gives no reasons. */
  async function requireBucket(operation: S3Operation, signal: AbortSignal | undefined): Promise<void> {
    const folder = prefix === "" ? "" : `${prefix}/`;
    await attempt(operation, signal, (each) => each.page(folder, undefined, 1, signal));
  }

  /** @returns undefined when it is not there */
  async function sizeIfThere(
    kind: FileKind,
    name: string,
    operation: S3Operation,
    signal: AbortSignal | undefined,
  ): Promise<number | undefined> {
    const key = keyOf(kind, name);
    try {
      const sizeBytes = await ask((each) => each.sizeOf(key, signal), signal);
      if (sizeBytes === undefined)
        throw new BackstayError("STORE_FAILED", { location, operation, reason: "no content-length" });
      hasSeenConfig ||= kind === "config";
      return sizeBytes;
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error;
      if (isMissing(error.said)) return undefined;
      await requireBucket(operation, signal);
      throw await explain(error, operation, 0, signal);
    }
  }

  /** What to throw for a file that is not there: see the local store. */
  async function missing(
    kind: FileKind,
    name: string,
    operation: S3Operation,
    signal: AbortSignal | undefined,
  ): Promise<BackstayError> {
    const isThere =
      kind !== "config" && (await sizeIfThere("config", CONFIG_NAME, operation, signal)) !== undefined;
    if (!isThere) {
      await requireBucket(operation, signal);
      if (kind !== "config" && hasSeenConfig) return new BackstayError("STORE_VANISHED", { location });
    }
    return new BackstayError("OBJECT_MISSING", { kind, name });
  }

  async function sizeOf(
    kind: FileKind,
    name: string,
    operation: S3Operation,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const sizeBytes = await sizeIfThere(kind, name, operation, signal);
    if (sizeBytes !== undefined) return sizeBytes;
    throw await missing(kind, name, operation, signal);
  }

  /** A bucket whose config has gone holds no repository any more, and must not get half of a new one. */
  async function requireStillThere(operation: S3Operation, signal: AbortSignal | undefined): Promise<void> {
    if (!hasSeenConfig || (await sizeIfThere("config", CONFIG_NAME, operation, signal)) !== undefined) return;
    throw new BackstayError("STORE_VANISHED", { location });
  }

  /** Asks for the next page while this one is worked on: the service may be far away. */
  async function* pages(folder: string, signal: AbortSignal | undefined) {
    const ask = (after: string | undefined): Promise<S3Page> =>
      attempt("list", signal, (each) => each.page(folder, after, undefined, signal));
    let coming: Promise<S3Page> | undefined = ask(undefined);
    let emptyPages = 0;
    let after: string | undefined;
    try {
      while (coming !== undefined) {
        const page: S3Page = await coming;
        emptyPages = page.objects.length === 0 ? emptyPages + 1 : 0;
        const isEndless = emptyPages > MAX_EMPTY_PAGES || (page.next !== undefined && page.next === after);
        if (isEndless)
          throw new BackstayError("STORE_FAILED", {
            location,
            operation: "list",
            reason: "a list without end",
          });
        after = page.next;
        coming = after === undefined ? undefined : ask(after);
        coming?.catch(() => undefined); // told when it is its turn
        yield page.objects;
      }
    } finally {
      coming?.catch(() => undefined); // nobody waits for it any more
    }
  }

  return {
    location,
    cheapSeeks: false,
    keepsManifests: true,

    create: (signal) => requireBucket("create", signal),

    async *list(kind, signal) {
      signal?.throwIfAborted();
      if (kind === "config") {
        const sizeBytes = await sizeIfThere(kind, CONFIG_NAME, "list", signal);
        if (sizeBytes !== undefined) yield { name: CONFIG_NAME, sizeBytes };
        else await requireBucket("list", signal);
        return;
      }
      let isEmpty = true;
      for await (const objects of pages(`${kindFolder(prefix, kind, posix)}/`, signal)) {
        for (const { key, sizeBytes, modifiedMs } of objects) {
          signal?.throwIfAborted();
          isEmpty = false;
          const name = key.slice(key.lastIndexOf("/") + 1);
          // one in another folder than its own is never found by name
          if (!isObjectName(kind, name) || key !== keyOf(kind, name)) continue;
          const isTimed = kind === "lock" && Number.isFinite(modifiedMs);
          yield { name, sizeBytes, ...(isTimed ? { modifiedMs } : {}) } satisfies StoredFile;
        }
      }
      if (isEmpty) await requireStillThere("list", signal);
    },

    size: (kind, name, signal) => sizeOf(kind, name, "size", signal),

    async read(kind, name, range, signal) {
      const key = keyOf(kind, name);
      signal?.throwIfAborted();
      if (range?.length === 0) {
        rangeWithin(await sizeOf(kind, name, "read", signal), range, kind, name);
        return new Uint8Array(0);
      }
      const wanted = range === undefined ? undefined : rangeHeader(range, kind, name).range;
      try {
        const answer = await ask((each) => each.get(key, wanted, signal), signal);
        const bytes = await readBytes(answer, range, { kind, name, location });
        hasSeenConfig ||= kind === "config";
        return bytes;
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof S3Refusal) {
          if (error.said.status === BEHIND_THE_END)
            throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "too-short" });
          if (isMissing(error.said)) throw await missing(kind, name, "read", signal);
          throw await explain(error, "read", 0, signal);
        }
        // services promise what a file does not have, and then break off
        if (isBackstayError(error, "STORE_UNREACHABLE") && error.details.reason === "closed")
          rangeWithin(await sizeOf(kind, name, "read", signal), range, kind, name);
        throw error;
      }
    },

    async write(kind, name, bytes, signal) {
      const key = keyOf(kind, name);
      signal?.throwIfAborted();
      if (kind === "index" || kind === "snapshot") await requireStillThere("write", signal);
      await attempt("write", signal, (each) => each.put(key, bytes, signal), bytes.length);
      const storedBytes = await sizeOf(kind, name, "write", undefined); // what is stored is stored, whoever calls it off now
      if (storedBytes === bytes.length) return;
      const said = `${storedBytes} of ${bytes.length} bytes`;
      throw new BackstayError("STORE_WRITE_REFUSED", { location, said });
    },

    async remove(kind, name, signal) {
      const key = keyOf(kind, name);
      await attempt("remove", signal, (each) => each.remove(key, signal));
      if (kind === "config") hasSeenConfig = false;
    },

    async close() {
      isClosed = true;
      await line.close();
    },
  };
}
