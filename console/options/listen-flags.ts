import { resolve } from "node:path";
import type { Command } from "commander";
import { BackstayError } from "../../shared/errors.ts";
import { isHostName } from "../server/host-check.ts";
import { type ListenAddress, parseListenAddress } from "../server/listen-address.ts";
import type { ConsoleOptions } from "../server/start-console.ts";
import { collect } from "./repeatable.ts";

/** How a console listens, as the command line says it. */
export type ListenFlags = {
  readonly listen?: ListenAddress;
  readonly hostName: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsSelfSigned?: boolean;
};

export function addListenFlags(command: Command): void {
  command
    .option(
      "--listen <address:port>",
      "where to listen, like [::1]:7411 or 0.0.0.0:7411; beyond this computer only with TLS and a password (default: 127.0.0.1:7411)",
      parseListenAddress,
    )
    .option(
      "--host-name <name>",
      "a name that browsers may call this computer by, like backup.example; may be given several times",
      collectHostName,
      [],
    )
    .option("--tls-cert <file>", "certificate to speak TLS with, as PEM")
    .option("--tls-key <file>", "its key, as PEM")
    .option("--tls-self-signed", "speak TLS with a certificate of Backstay's own, and print its fingerprint");
}

function collectHostName(name: string, earlier: readonly string[]): readonly string[] {
  if (!isHostName(name)) {
    throw new BackstayError("USAGE", { problem: "value-invalid", about: [name, "--host-name", ""] });
  }
  return collect(name.toLowerCase(), earlier);
}

/** @throws {BackstayError} USAGE */
export function consoleOptionsFrom(flags: ListenFlags): ConsoleOptions {
  const { listen, hostName: hostNames, tlsCert, tlsKey, tlsSelfSigned } = flags;
  if (tlsSelfSigned === true) {
    if (tlsCert !== undefined || tlsKey !== undefined) {
      const about = ["--tls-self-signed", tlsCert === undefined ? "--tls-key" : "--tls-cert"];
      throw new BackstayError("USAGE", { problem: "both-given", about });
    }
    return { listen, hostNames, tls: { kind: "own" } };
  }
  if (tlsCert === undefined && tlsKey === undefined) return { listen, hostNames, tls: { kind: "none" } };
  if (tlsCert === undefined || tlsKey === undefined) {
    const about = tlsKey === undefined ? ["--tls-cert", "--tls-key"] : ["--tls-key", "--tls-cert"];
    throw new BackstayError("USAGE", { problem: "one-missing", about });
  }
  return { listen, hostNames, tls: { kind: "files", certFile: resolve(tlsCert), keyFile: resolve(tlsKey) } };
}
