/** Requests to a WebDAV server, with what it refuses in our words. */
import { BackstayError } from "../../../shared/errors.ts";
import { readSaid } from "../http/read-body.ts";
import type { HttpAnswer, HttpLine, HttpRequest } from "../http/request.ts";
import { ASKED_PROPERTIES, readMultistatus, type WebdavEntry } from "./multistatus.ts";
import { readXml, XmlBroken } from "./xml.ts";

export type WebdavOperation = "create" | "list" | "size" | "read" | "write" | "remove";

export type WebdavAsker = {
  /** @returns the answer if it has one of these statuses; its body must be read or dropped */
  ask(
    request: HttpRequest,
    wanted: readonly number[],
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer>;
  /** The same, where the status is all that counts. */
  statusOf(
    request: HttpRequest,
    wanted: readonly number[],
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<number>;
  /**
   * What is in a folder, the folder itself among it; with depth 0 only that.
   * @returns undefined when it is not there
   */
  entries(
    path: string,
    depth: 0 | 1,
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<AsyncIterable<WebdavEntry> | undefined>;
};

const MULTISTATUS = 207;
/** By status: what helps after a while; a file that somebody holds a lock on is let go of at some time. */
const BUSY: ReadonlySet<number> = new Set([408, 423, 425, 429, 502, 503, 504]);
const FULL = 507;

export function createWebdavAsker(line: HttpLine, location: string, user: string | null): WebdavAsker {
  async function ask(
    request: HttpRequest,
    wanted: readonly number[],
    operation: WebdavOperation,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const answer = await line.ask(request, signal);
    if (wanted.includes(answer.status)) return answer;
    throw await refusal(answer, request, operation);
  }

  async function refusal(
    answer: HttpAnswer,
    { method, body }: HttpRequest,
    operation: WebdavOperation,
  ): Promise<BackstayError> {
    const { status, headers } = answer;
    const said = await readSaid(answer);
    if (status === 401) return new BackstayError("STORE_SIGN_IN_REFUSED", { location, user });
    if (status === 403) return new BackstayError("STORE_DENIED", { location, operation });
    if (status === FULL) {
      const needBytes = body?.length ?? 0;
      return new BackstayError("STORE_FULL", { location, needBytes, freeBytes: 0 });
    }
    if (BUSY.has(status)) return new BackstayError("STORE_UNREACHABLE", { location, reason: "busy" });
    const isPlainWeb = status === 405 || status === 501 || (method === "PROPFIND" && status < 300);
    if (isPlainWeb) return new BackstayError("STORE_UNREACHABLE", { location, reason: "no-webdav" });
    if (status >= 300 && status < 400) {
      const reason = `${status} ${withoutSecrets(headers.location)}`.trim();
      return new BackstayError("STORE_FAILED", { location, operation, reason });
    }
    return operation === "write"
      ? new BackstayError("STORE_WRITE_REFUSED", { location, said })
      : new BackstayError("STORE_FAILED", { location, operation, reason: said });
  }

  async function* read(answer: HttpAnswer): AsyncGenerator<WebdavEntry> {
    try {
      yield* readMultistatus(readXml(answer.chunks()));
    } catch (error) {
      if (!(error instanceof XmlBroken)) throw error;
      const reason = error.message;
      throw new BackstayError("STORE_FAILED", { location, operation: "list", reason }, { cause: error });
    } finally {
      answer.drop();
    }
  }

  return {
    ask,
    async statusOf(request, wanted, operation, signal) {
      const answer = await ask(request, wanted, operation, signal);
      answer.drop();
      return answer.status;
    },
    async entries(path, depth, operation, signal) {
      const headers = { depth: String(depth), "content-type": "application/xml; charset=utf-8" };
      const body = new TextEncoder().encode(ASKED_PROPERTIES);
      const request = { method: "PROPFIND", path, headers, body } as const;
      const answer = await ask(request, [MULTISTATUS, 404], operation, signal);
      if (answer.status === MULTISTATUS) return read(answer);
      answer.drop();
      return undefined;
    },
  };
}

/** Where a server wants us to go instead, as far as a person needs to know. */
function withoutSecrets(address: string | undefined): string {
  const url = URL.parse(address ?? "");
  return url === null ? "" : `${url.origin}${url.pathname}`.slice(0, 200);
}
