import type { FastifyRequest } from "fastify";
import type { Backstay, LogEntry } from "../../core/api/backstay.ts";
import type { Clock } from "../../core/clock.ts";
import type { AccessToken } from "./access-token.ts";
import type { HostCheck } from "./host-check.ts";
import type { ConsolePassword } from "./password.ts";
import type { Sessions } from "./sessions.ts";
import type { SignInLinks } from "./sign-in-links.ts";

/** What the routes of a console are made of. */
export type ConsoleParts = {
  readonly backstay: Backstay;
  readonly hostCheck: HostCheck;
  readonly sessions: Sessions;
  readonly links: SignInLinks;
  readonly password: ConsolePassword;
  readonly metricsToken: AccessToken;
  readonly clock: Clock;
  readonly isTls: boolean;
  /** Folder of the pages; see `scripts/build`. */
  readonly rendererFolder: string;
  /** How often it is looked whether a page is still there, in milliseconds. */
  readonly pingEveryMs: number;
  readonly log: (entry: LogEntry) => void;
};

/** Where a request was sent, and where it arrived. */
export function arrivalOf({ headers, raw }: FastifyRequest) {
  const { localAddress, localPort } = raw.socket;
  return { host: headers.host, origin: headers.origin, localAddress, localPort };
}
