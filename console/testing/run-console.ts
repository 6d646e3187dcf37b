import { mkdir, writeFile } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import path from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { Backstay, LogEntry } from "../../core/api/backstay.ts";
import { createFileSecretStore } from "../../core/secrets/file-secret-store.ts";
import type { SecretStore } from "../../core/secrets/secret-store.ts";
import { smallBackstay } from "../../test/support/small-backstay.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { makeCheapPasswords } from "../server/password.ts";
import { type ConsoleOptions, type RunningConsole, startConsole } from "../server/start-console.ts";

makeCheapPasswords();

const PAGE = '<!doctype html><title>pages</title><link rel="icon" href="/mark.svg"><h1>The pages</h1>';

/** A clock that only the test moves. */
export function handClock(startMs = Date.UTC(2026, 0, 31, 18)) {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    advance(ms: number) {
      nowMs += ms;
    },
  };
}

export type TestConsole = RunningConsole & {
  readonly port: number;
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly clock: ReturnType<typeof handClock>;
  readonly logged: readonly LogEntry[];
  /** Signs in with a new link. @returns the header `Cookie` */
  signIn(): Promise<string>;
  ask(path: string, options?: AskOptions): Promise<Answer>;
};

type Given = Partial<ConsoleOptions> & {
  readonly backstay?: Backstay;
  readonly folder?: string;
  readonly clock?: ReturnType<typeof handClock>;
  readonly pingEveryMs?: number;
};

/** A real console on a free port of the loopback address, with pages of two files; closed when the test ends. */
export async function runConsole(given: Given = {}): Promise<TestConsole> {
  const folder = given.folder ?? (await tempFolder());
  const rendererFolder = path.join(folder, "pages");
  await mkdir(path.join(rendererFolder, "assets"), { recursive: true });
  await writeFile(path.join(rendererFolder, "index.html"), PAGE);
  await writeFile(path.join(rendererFolder, "mark.svg"), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(path.join(rendererFolder, "assets", "main-0a1b2c.js"), "export {};");
  await writeFile(path.join(folder, "secret.txt"), "not a page");
  const clock = given.clock ?? handClock();
  const logged: LogEntry[] = [];
  const secrets = createFileSecretStore(path.join(folder, "secrets.json"), () => {});
  const console = await startConsole(
    {
      listen: { address: "127.0.0.1", port: 0 },
      tls: { kind: "none" },
      hostNames: [],
      ...given,
    },
    {
      backstay: given.backstay ?? smallBackstay(),
      hostKind: "console",
      secrets,
      folder,
      rendererFolder,
      clock,
      log: (entry) => logged.push(entry),
      ...(given.pingEveryMs === undefined ? {} : { pingEveryMs: given.pingEveryMs }),
    },
  );
  let isOpen = true;
  const close = async () => {
    if (isOpen) await console.close();
    isOpen = false;
  };
  onTestFinished(close);
  const ask = (where: string, options?: AskOptions) => askServer(console.url, where, options);
  return {
    ...console,
    close,
    port: console.address.port,
    folder,
    secrets,
    clock,
    logged,
    ask,
    async signIn() {
      const link = new URL(console.makeLink().url).hash.slice(1);
      const answer = await ask("/api/sign-in", { method: "POST", body: { link } });
      return cookieOf(answer);
    },
  };
}

export type AskOptions = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: string;
  /** Sent as JSON, or as it is when it is text. */
  readonly body?: unknown;
  readonly ca?: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether all of it arrived. */
  readonly isWhole: boolean;
};

/** One request, with any header, the path sent exactly as it is written. `Origin` is the server's own when something is posted. */
export function askServer(url: string, where: string, options: AskOptions = {}): Promise<Answer> {
  const { method = "GET", cookie, body } = options;
  const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const { hostname, port, protocol, origin } = new URL(url);
  const send: RequestOptions = {
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port,
    path: where,
    method,
    agent: false,
    headers: {
      ...(sent === undefined ? {} : { "Content-Type": "application/json" }),
      ...(method === "GET" ? {} : { Origin: origin }),
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...options.headers,
    },
  };
  return new Promise((resolve, reject) => {
    const request =
      protocol === "https:"
        ? httpsRequest({ ...send, ca: options.ca, servername: "localhost" })
        : httpRequest(send);
    request.once("error", reject);
    request.once("response", (response) => {
      const { statusCode = 0, headers } = response;
      text(response).then(
        (whole) => resolve({ status: statusCode, headers, body: whole, isWhole: true }),
        () => resolve({ status: statusCode, headers, body: "", isWhole: false }),
      );
    });
    request.end(sent);
  });
}

/** @returns the header `Cookie` that a browser would send after this answer */
export function cookieOf({ headers }: Answer): string {
  const [cookie] = headers["set-cookie"] ?? [];
  if (cookie === undefined) throw new Error("no cookie was set");
  return cookie.split(";", 1)[0] ?? "";
}
