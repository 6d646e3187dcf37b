import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { inspect } from "node:util";
import type { FastifyInstance } from "fastify";
import type { Backstay, LogEntry } from "../../core/api/backstay.ts";
import type { Dispatch } from "../../core/api/dispatch.ts";
import type { Clock } from "../../core/clock.ts";
import { withHostMethods } from "../../core/host-socket/host-dispatch.ts";
import type { SecretStore } from "../../core/secrets/secret-store.ts";
import { BackstayError, hasSystemCode } from "../../shared/errors.ts";
import type { AppState } from "../../shared/model/app.ts";
import { VERSION } from "../../shared/version.ts";
import { metricsToken } from "./access-token.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { createConsoleServer } from "./create-server.ts";
import { createHostCheck } from "./host-check.ts";
import { formatListenAddress, type ListenAddress, USUAL_ADDRESS } from "./listen-address.ts";
import { isLoopback } from "./loopback.ts";
import { consolePassword } from "./password.ts";
import { openSessions } from "./sessions.ts";
import { createSignInLinks } from "./sign-in-links.ts";
import { type Certificate, ownCertificate, readCertificate } from "./tls.ts";

export type ConsoleOptions = {
  /** Undefined for the usual place, or another port when somebody else has that one. */
  readonly listen: ListenAddress | undefined;
  readonly tls:
    | { readonly kind: "none" }
    | { readonly kind: "files"; readonly certFile: string; readonly keyFile: string }
    | { readonly kind: "own" };
  /** Further names by which people call this computer, each as `name` or `name:port`. */
  readonly hostNames: readonly string[];
};

export type ConsoleSurroundings = {
  readonly backstay: Backstay;
  readonly hostKind: AppState["hostKind"];
  readonly secrets: SecretStore;
  /** The data folder. */
  readonly folder: string;
  readonly rendererFolder: string;
  readonly clock: Clock;
  readonly log: (entry: LogEntry) => void;
  readonly pingEveryMs?: number;
};

export type RunningConsole = {
  /** Like `http://127.0.0.1:7411`. */
  readonly url: string;
  readonly address: ListenAddress;
  /** Of the certificate the console made for itself. */
  readonly fingerprint: string | undefined;
  makeLink(): { readonly url: string; readonly untilMs: number };
  /** What the host's socket answers: the engine's methods and the host's own. */
  readonly dispatch: Dispatch;
  close(): Promise<void>;
};

const PING_EVERY_MS = 20_000;

/**
 * Nobody may listen where other computers reach him without TLS, which keeps what is said from being read, and a password, for a link
 * is nothing to be sent around.
 *
 * @throws {BackstayError} LISTEN_REFUSED
 */
export async function checkListening(
  { listen = USUAL_ADDRESS, tls }: ConsoleOptions,
  secrets: SecretStore,
): Promise<void> {
  if (isLoopback(listen.address)) return;
  const address = formatListenAddress(listen);
  if (tls.kind === "none") throw new BackstayError("LISTEN_REFUSED", { address, reason: "tls-missing" });
  if (await consolePassword(secrets).isSet()) return;
  throw new BackstayError("LISTEN_REFUSED", { address, reason: "password-missing" });
}

/**
 * Serves the pages and the contract.
 * @throws {BackstayError} LISTEN_REFUSED, FILE_UNREADABLE, CERTIFICATE_UNUSABLE
 */
export async function startConsole(
  options: ConsoleOptions,
  surroundings: ConsoleSurroundings,
): Promise<RunningConsole> {
  const { secrets, folder, clock, log, backstay, rendererFolder } = surroundings;
  await checkListening(options, secrets);
  const certificate = await certificateFor(options, folder, clock);
  const isTls = certificate !== undefined;
  const scheme = isTls ? "https" : "http";
  const { address = USUAL_ADDRESS.address } = options.listen ?? {};
  const names = isLoopback(address) ? options.hostNames : [...options.hostNames, hostname().toLowerCase()];
  const parts: ConsoleParts = {
    backstay,
    isTls,
    clock,
    log,
    rendererFolder,
    hostCheck: createHostCheck(scheme, names),
    sessions: await openSessions(folder, clock, (error) =>
      log({ level: "warning", text: "the console's sessions", facts: { problem: inspect(error) } }),
    ),
    links: createSignInLinks(clock),
    password: consolePassword(secrets),
    metricsToken: metricsToken(secrets),
    pingEveryMs: surroundings.pingEveryMs ?? PING_EVERY_MS,
  };
  const server = await createConsoleServer(parts, certificate);
  const listening = await listen(server, options.listen).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const url = `${scheme}://${authorityOf(listening, options.hostNames)}`;
  const makeLink = () => {
    const { token, untilMs } = parts.links.make();
    return { url: `${url}/sign-in#${token}`, untilMs };
  };
  return {
    url,
    address: listening,
    fingerprint: options.tls.kind === "own" ? certificate?.fingerprint : undefined,
    makeLink,
    dispatch: hostDispatch(parts, { ...surroundings, url, makeLink }),
    async close() {
      await server.close();
      await parts.sessions.settle();
    },
  };
}

async function certificateFor(
  { tls, hostNames }: ConsoleOptions,
  folder: string,
  clock: Clock,
): Promise<Certificate | undefined> {
  switch (tls.kind) {
    case "none":
      return undefined;
    case "files":
      return await readCertificate(tls.certFile, tls.keyFile);
    case "own":
      return await ownCertificate(
        folder,
        hostNames.map((name) => name.replace(/:\d+$/, "")),
        clock,
      );
  }
}

/** @throws {BackstayError} LISTEN_REFUSED */
async function listen(server: FastifyInstance, wanted: ListenAddress | undefined): Promise<ListenAddress> {
  const first = wanted ?? USUAL_ADDRESS;
  try {
    return await listenAt(server, first);
  } catch (error) {
    if (wanted === undefined && hasSystemCode(error, "EADDRINUSE", "EACCES")) {
      return await listenAt(server, { ...first, port: 0 });
    }
    const reason = hasSystemCode(error, "EADDRINUSE") ? "in-use" : "not-permitted";
    if (reason === "not-permitted" && !hasSystemCode(error, "EACCES", "EADDRNOTAVAIL", "EAFNOSUPPORT"))
      throw error;
    throw new BackstayError(
      "LISTEN_REFUSED",
      { address: formatListenAddress(first), reason },
      { cause: error },
    );
  }
}

async function listenAt(server: FastifyInstance, { address, port }: ListenAddress): Promise<ListenAddress> {
  await server.listen({ host: address, port });
  const { port: given } = server.server.address() as AddressInfo;
  return { address, port: given };
}

/** A name of this computer where it listens at all of its addresses, for nobody can go to `0.0.0.0`. */
function authorityOf(listening: ListenAddress, hostNames: readonly string[]): string {
  const [first] = hostNames;
  if (first !== undefined) return /:\d+$/.test(first) ? first : `${first}:${listening.port}`;
  const isEverywhere = listening.address === "0.0.0.0" || listening.address === "::";
  return isEverywhere ? `${hostname().toLowerCase()}:${listening.port}` : formatListenAddress(listening);
}

type Host = ConsoleSurroundings & Pick<RunningConsole, "url" | "makeLink">;

/** The socket of a host lets in nobody but its own user. */
const LOCAL = { kind: "local" } as const;

function hostDispatch(parts: ConsoleParts, { backstay, hostKind, url, makeLink, log }: Host): Dispatch {
  return withHostMethods(
    backstay.dispatch,
    {
      "host.about": async () => ({ pid: process.pid, version: VERSION, hostKind, consoleUrl: url }),
      "audit.noteCommand": async ({ action, isDryRun, ...facts }) => {
        const more = { ...(action === null ? {} : { action }), ...(isDryRun ? { isDryRun } : {}) };
        backstay.audit.note({ actor: LOCAL, action: "command.ran", facts: { ...facts, ...more } });
        return {};
      },
      "console.makeLink": async () => {
        const link = makeLink();
        backstay.audit.note({ actor: LOCAL, action: "console.makeLink" });
        return link;
      },
      "console.makeMetricsToken": async () => {
        const token = await parts.metricsToken.make();
        backstay.audit.note({ actor: LOCAL, action: "console.makeMetricsToken" });
        return { token };
      },
      "console.setPassword": async ({ password }) => {
        await parts.password.set(password);
        await parts.sessions.endAll(); // whoever knew the old one is out
        backstay.audit.note({ actor: LOCAL, action: "console.setPassword" });
        return {};
      },
    },
    (error, method) => {
      const reference = randomBytes(4).toString("hex");
      log({
        level: "error",
        text: "the host made a mistake",
        facts: { reference, method, error: inspect(error) },
      });
      return reference;
    },
  );
}
