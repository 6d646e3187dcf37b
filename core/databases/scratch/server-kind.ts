/** What differs between servers of databases that are started for a while. */
import type { DatabaseAccess } from "../access.ts";
import type { ServerUser } from "./server-user.ts";

export type ServerHome = {
  /** Of the databases; does not exist yet. */
  readonly data: string;
  /** Only for the server's user; its path is short, as those of sockets have to be. */
  readonly beside: string;
  /** Undefined for whoever runs Backstay. */
  readonly user: ServerUser | undefined;
  readonly password: string;
};

export type ServerKind = {
  /** Programs to be run one after another before the server, each with its arguments. */
  prepare(home: ServerHome): readonly (readonly [program: string, ...rest: readonly string[]])[];
  /** Files to be written before all, by name in the folder beside; only the server's user may read them. */
  files(home: ServerHome): Readonly<Record<string, string>>;
  /** Of the server. */
  arguments(home: ServerHome): readonly string[];
  access(home: ServerHome): Pick<DatabaseAccess, "kind" | "server" | "user">;
  /** What it says when it can be signed in to. */
  readonly isReady: RegExp;
  /** What ends it at once, without anything left in the system. */
  readonly endSignal: "SIGQUIT" | "SIGKILL";
};

/** Who may do everything there. */
export const SCRATCH_USER = "backstay_drill";
