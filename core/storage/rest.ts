/** A repository on a server that speaks restic's REST protocol: rest-server, or `rclone serve restic` in front of anything. */
import { BackstayError, type FileKind, isBackstayError } from "../../shared/errors.ts";
import { basicAuthorization, type HttpPlace } from "./http/place.ts";
import { rangeHeader, readBytes, readSaid } from "./http/read-body.ts";
import {
  createHttpLine,
  type HttpAnswer,
  type HttpLimits,
  type HttpLine,
  type HttpRequest,
  USUAL_HTTP_LIMITS,
} from "./http/request.ts";
import { CONFIG_NAME, checkObjectName, isObjectName } from "./object-name.ts";
import { rangeWithin } from "./object-range.ts";
import { readListing } from "./rest/listing.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";
import { withoutManifests } from "./without-manifests.ts";

/** The protocol has no name for a manifest, so none gets as far as that. @source restic documentation, "REST Backend" */
const TYPES: Readonly<Record<Exclude<FileKind, "config" | "manifest">, string>> = {
  key: "keys",
  lock: "locks",
  snapshot: "snapshots",
  index: "index",
  pack: "data",
};
const VERSION_2 = "application/vnd.x.restic.rest.v2";
const BEHIND_THE_END = 416;
/** By status: what helps after a while. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);
/** A quota, and a full disk. */
const FULL: ReadonlySet<number> = new Set([413, 507]);

/** How long clearing up after a failed attempt may take. */
const CLEAR_UP_MS = 3_000;

type Operation = "create" | "list" | "size" | "read" | "write" | "remove";

/**
 * Opens the store, which touches nothing yet. Whatever is sent to such a server it takes whole or not at all.
 * @param variables `REST_USERNAME` and `REST_PASSWORD`, and those of {@link createHttpLine}
 */
export function openRestStore(
  place: HttpPlace,
  variables: StoreVariables,
  limits: HttpLimits = USUAL_HTTP_LIMITS,
): Store {
  const authorization = () => basicAuthorization(place, variables, "REST");
  const line = createHttpLine(place.url, place.location, authorization, variables, limits);
  return restStoreOver(line, place.location, place.user ?? null);
}

/**
 * The store at the other end of a line, whatever that is made of.
 * @param user who signs in, for people
 */
export function restStoreOver(line: HttpLine, location: string, user: string | null): Store {
  let hasSeenConfig = false;
  const folderOf = (kind: Exclude<FileKind, "config">) => {
    if (kind === "manifest") throw new Error("there is no folder for manifests");
    return `${TYPES[kind]}/`;
  };
  const pathOf = (kind: FileKind, name: string): string => {
    checkObjectName(kind, name);
    return kind === "config" ? CONFIG_NAME : `${folderOf(kind)}${name}`;
  };

  /** @returns the answer if it has one of these statuses; its body must be read or dropped */
  async function ask(
    request: HttpRequest,
    wanted: readonly number[],
    operation: Operation,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const answer = await line.ask(request, signal);
    if (wanted.includes(answer.status)) return answer;
    throw await refusal(answer, operation, request.body?.length ?? 0);
  }

  async function refusal(
    answer: HttpAnswer,
    operation: Operation,
    needBytes: number,
  ): Promise<BackstayError> {
    const { status } = answer;
    const said = await readSaid(answer);
    if (status === 401) return new BackstayError("STORE_SIGN_IN_REFUSED", { location, user });
    if (status === 403)
      return operation === "remove" || operation === "write"
        ? new BackstayError("STORE_APPEND_ONLY", { location })
        : new BackstayError("STORE_DENIED", { location, operation });
    if (FULL.has(status)) return new BackstayError("STORE_FULL", { location, needBytes, freeBytes: 0 });
    if (BUSY.has(status)) return new BackstayError("STORE_UNREACHABLE", { location, reason: "busy" });
    return operation === "write"
      ? new BackstayError("STORE_WRITE_REFUSED", { location, said })
      : new BackstayError("STORE_FAILED", { location, operation, reason: said });
  }

  /**
   * What to throw for a file that is not there: see the local store. A repository whose `config` has gone has gone itself; where none
   * was seen yet, only a list may show that the place is there.
   */
  async function missing(
    kind: FileKind,
    name: string,
    signal: AbortSignal | undefined,
  ): Promise<BackstayError> {
    if (kind === "config" || (await isConfigThere(signal)))
      return new BackstayError("OBJECT_MISSING", { kind, name });
    if (hasSeenConfig || (await statusOf(folderOf(kind), "GET", signal)) !== 200)
      return new BackstayError("STORE_VANISHED", { location });
    return new BackstayError("OBJECT_MISSING", { kind, name });
  }

  async function isConfigThere(signal: AbortSignal | undefined): Promise<boolean> {
    const isThere = (await statusOf(CONFIG_NAME, "HEAD", signal)) === 200;
    hasSeenConfig ||= isThere;
    return isThere;
  }

  /** Servers show an empty folder, and make a new one, where a repository has gone. */
  async function requireStillThere(signal: AbortSignal | undefined): Promise<void> {
    if (hasSeenConfig && !(await isConfigThere(signal)))
      throw new BackstayError("STORE_VANISHED", { location });
  }

  async function statusOf(
    path: string,
    method: "HEAD" | "GET",
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const answer = await ask({ method, path, headers: { accept: VERSION_2 } }, [200, 404], "size", signal);
    answer.drop();
    return answer.status;
  }

  async function sizeOf(kind: FileKind, name: string, signal: AbortSignal | undefined): Promise<number> {
    const answer = await ask({ method: "HEAD", path: pathOf(kind, name) }, [200, 404], "size", signal);
    answer.drop();
    if (answer.status === 404) throw await missing(kind, name, signal);
    hasSeenConfig ||= kind === "config";
    const sizeBytes = Number(answer.headers["content-length"] ?? Number.NaN);
    if (Number.isSafeInteger(sizeBytes)) return sizeBytes;
    throw new BackstayError("STORE_FAILED", { location, operation: "size", reason: "no content-length" });
  }

  return withoutManifests({
    location,
    cheapSeeks: false,

    async create(signal) {
      const answer = await ask({ method: "POST", path: "?create=true" }, [200], "create", signal);
      answer.drop();
    },

    async *list(kind, signal) {
      if (kind === "config") {
        const answer = await ask({ method: "HEAD", path: CONFIG_NAME }, [200, 404], "list", signal);
        answer.drop();
        if (answer.status === 200)
          yield { name: CONFIG_NAME, sizeBytes: await sizeOf(kind, CONFIG_NAME, signal) };
        return;
      }
      const request = { method: "GET", path: folderOf(kind), headers: { accept: VERSION_2 } } as const;
      const answer = await ask(request, [200, 404], "list", signal);
      if (answer.status === 404) {
        answer.drop();
        // servers in front of something without folders say so of an empty one
        if (await isConfigThere(signal)) return;
        throw new BackstayError("STORE_VANISHED", { location });
      }
      let isEmpty = true;
      try {
        for await (const file of readListing(answer, location)) {
          isEmpty = false;
          if (isObjectName(kind, file.name)) yield file;
        }
      } finally {
        answer.drop();
      }
      if (isEmpty) await requireStillThere(signal);
    },

    async size(kind, name, signal) {
      return await sizeOf(kind, name, signal);
    },

    async read(kind, name, range, signal) {
      const path = pathOf(kind, name);
      if (range?.length === 0) {
        rangeWithin(await sizeOf(kind, name, signal), range, kind, name);
        return new Uint8Array(0);
      }
      const headers = range === undefined ? {} : rangeHeader(range, kind, name);
      const wanted = [range === undefined ? 200 : 206, 200, 404, BEHIND_THE_END];
      const answer = await ask({ method: "GET", path, headers }, wanted, "read", signal);
      if (answer.status === 200 || answer.status === 206) {
        try {
          const bytes = await readBytes(answer, range, { kind, name, location });
          hasSeenConfig ||= kind === "config";
          return bytes;
        } catch (error) {
          signal?.throwIfAborted();
          // servers promise what a file does not have, and then break off
          rangeWithin(await sizeOf(kind, name, signal), range, kind, name);
          throw error;
        }
      }
      answer.drop();
      if (answer.status === 404) throw await missing(kind, name, signal);
      throw new BackstayError("OBJECT_CORRUPT", { kind, name, reason: "too-short" });
    },

    async write(kind, name, bytes, signal) {
      const path = pathOf(kind, name);
      signal?.throwIfAborted();
      if (kind === "index" || kind === "snapshot") await requireStillThere(signal);
      try {
        const headers = { "content-type": "application/octet-stream" };
        const answer = await ask({ method: "POST", path, headers, body: bytes }, [200, 201], "write", signal);
        answer.drop();
      } catch (error) {
        if (!(await isStored(kind, name, bytes.length))) throw error;
      }
      const storedBytes = await sizeOf(kind, name, undefined); // what is stored is stored, whoever calls it off now
      if (storedBytes === bytes.length) return;
      const said = `${storedBytes} of ${bytes.length} bytes`;
      throw new BackstayError("STORE_WRITE_REFUSED", { location, said });
    },

    async remove(kind, name, signal) {
      const answer = await ask(
        { method: "DELETE", path: pathOf(kind, name) },
        [200, 204, 404],
        "remove",
        signal,
      );
      answer.drop();
      if (kind === "config") hasSeenConfig = false;
      if (answer.status !== 404) return;
      const reason = await missing(kind, name, signal);
      if (reason.code !== "OBJECT_MISSING") throw reason;
    },

    async close() {
      await line.close();
    },
  });

  /**
   * Looks after an attempt that failed. One whose answer was lost may have been stored, and a server that only takes new files takes none
   * twice. What is there and not whole is taken away: some servers show a file while it is still coming.
   */
  async function isStored(kind: FileKind, name: string, sizeBytes: number): Promise<boolean> {
    if (kind === "config") return false;
    const signal = AbortSignal.timeout(CLEAR_UP_MS);
    try {
      if ((await sizeOf(kind, name, signal)) === sizeBytes) return true;
      const answer = await line.ask({ method: "DELETE", path: pathOf(kind, name) }, signal);
      answer.drop();
    } catch (error) {
      // Best effort: the first error is the one to tell.
      if (!isBackstayError(error) && error !== signal.reason) throw error;
    }
    return false;
  }
}
