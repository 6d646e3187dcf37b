/** One request to a server nobody here controls: with limits in time and size, and never on to another host. */
import http from "node:http";
import https from "node:https";
import { systemCodeOf } from "../../../shared/errors.ts";
import { parseChannelAddress } from "./check-address.ts";
import { cleanAnswer } from "./clean-answer.ts";
import type { SendContext, SendResult } from "./message.ts";

export type HttpRequest = {
  readonly address: string;
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

const MAX_REDIRECTS = 3;
const MAX_ANSWER_BYTES = 16 * 1024;
const MAX_RETRY_AFTER_MS = 3_600_000;

type Answer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly text: string };

/** @returns `delivered` for a status of 200 to 299 only */
export async function askOverHttp(request: HttpRequest, context: SendContext): Promise<SendResult> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(context.limits.totalMs)]);
  const say = (text: string) => cleanAnswer(text, context.secrets);
  let url: URL;
  try {
    url = parseChannelAddress(request.address);
  } catch {
    return { kind: "failed", problem: "address", answer: "" };
  }
  try {
    for (let hops = 0; ; hops += 1) {
      const answer = await ask(url, request, signal, context.trusted);
      const { status } = answer;
      const said = say(`${status} ${answer.text}`);
      if (status >= 200 && status < 300) return { kind: "delivered", answer: said };
      if (status < 300 || status >= 400) return failureOf(answer, said, context.nowMs);
      const next = URL.parse(answer.headers.location ?? "", url.href);
      if (next === null || hops === MAX_REDIRECTS || !mayFollow(url, next, status, request.method))
        return { kind: "failed", problem: "redirected", answer: say(`${status} → ${next?.host ?? "?"}`) };
      url = next;
    }
  } catch (error) {
    if (signal.aborted) return { kind: "failed", problem: "timed-out", answer: "" };
    const { problem, text } = connectionProblem(error);
    return { kind: "failed", problem, answer: say(text) };
  }
}

/** On the same host only, never from encrypted to clear, and never so that what is sent would get lost. */
function mayFollow(from: URL, to: URL, status: number, method: string): boolean {
  const keepsMethod = method === "GET" || status === 307 || status === 308;
  const isSameHost = from.hostname === to.hostname;
  const isSameOrBetter =
    from.origin === to.origin || (isSameHost && from.protocol === "http:" && to.protocol === "https:");
  return keepsMethod && isSameOrBetter;
}

function failureOf({ status, headers }: Answer, answer: string, nowMs: number): SendResult {
  const retryAfterMs = retryAfter(headers["retry-after"], nowMs);
  const problem =
    status === 401 || status === 403
      ? "sign-in"
      : status === 408 || status === 425 || status === 429 || status >= 500
        ? "busy"
        : "refused";
  return { kind: "failed", problem, answer, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** @source RFC 9110, 10.2.3: seconds, or a date */
function retryAfter(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : undefined;
}

function ask(url: URL, request: HttpRequest, signal: AbortSignal, ca: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, body } = request;
    const headers = {
      "user-agent": "Backstay",
      ...request.headers,
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    };
    const start = url.protocol === "https:" ? https.request : http.request;
    // no agent: a connection that was kept open may be dead when the next message is due
    const sent = start(url, { method, headers, signal, agent: false, ...(ca === undefined ? {} : { ca }) });
    sent.once("error", reject);
    sent.once("response", (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const end = () => {
        const text = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      };
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < MAX_ANSWER_BYTES) return;
        end();
        response.destroy(); // whoever answers without end is not read to it
      });
      response.once("end", end);
      response.once("error", reject);
    });
    sent.end(body);
  });
}

const UNREACHABLE = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
]);
const CUT_OFF = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "HPE_INVALID_CONSTANT"]);

/** What an error of a connection means. Its text names hosts and ports, never more. */
export function connectionProblem(error: unknown): {
  readonly problem: "unreachable" | "timed-out" | "cut-off" | "certificate";
  readonly text: string;
} {
  const causes = error instanceof AggregateError ? error.errors : [];
  const cause: unknown = causes[0] ?? error;
  const plain = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const text = cause instanceof Error ? cause.message : "";
  // Nodemailer puts a code of its own in place of the system's, which stays in the text
  const inText = /\bE[A-Z_]{4,}\b/.exec(text)?.[0];
  const code = inText ?? systemCodeOf(cause) ?? plain;
  if (UNREACHABLE.has(code)) return { problem: "unreachable", text };
  if (code === "ETIMEDOUT") return { problem: "timed-out", text };
  if (CUT_OFF.has(code) || code.startsWith("HPE_")) return { problem: "cut-off", text };
  const isOfTls =
    /CERT|TLS|SSL|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code) || /certificate|SSL|TLS/i.test(text);
  return { problem: isOfTls ? "certificate" : "cut-off", text };
}
