/** How a server of databases is reached, and what is found there. */
import type { DatabaseDraft } from "../../shared/model/source.ts";
import type { SshSecrets } from "../../shared/model/ssh-machine.ts";
import type { Door } from "../remote/forward.ts";

/** Everything that is needed to sign in. The password never leaves the process but in a file that only its owner may read. */
export type DatabaseAccess = Pick<
  DatabaseDraft,
  "kind" | "server" | "through" | "user" | "tls" | "caFile" | "programFolder"
> & {
  readonly password: string | undefined;
  /** What signs in to the machine through which the server is reached. */
  readonly machineSecrets?: SshSecrets | undefined;
  /** Where programs of this computer find it, while it is reached through another machine. */
  readonly door?: Door;
};

/**
 * What is asked of the connection to the server itself. By a socket nobody can read along, nor on the machine on which SSH ends, whose
 * key was compared.
 */
export function tlsOf({
  server,
  through,
  tls,
}: Pick<DatabaseDraft, "server" | "through" | "tls">): DatabaseDraft["tls"] {
  if (server.by === "socket") return "offered";
  return through != null && isLoopback(server.address) ? "offered" : tls;
}

function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(address);
}

export type FoundDatabase = {
  readonly name: string;
  /** Undefined where the server does not tell. */
  readonly sizeBytes: number | undefined;
  /** What a new database has to be made with to take this one's content, in the server's own words. */
  readonly properties: Readonly<Record<string, string>>;
  /** Tables that can change while they are dumped, as their engine knows no transactions. */
  readonly looseTables: number;
};

export type FoundServer = {
  /** As the server says it. */
  readonly version: string;
  /** Of its programs that are used, as they say it. */
  readonly clientVersion: string;
  /** All that a backup of everything would save, by name. */
  readonly databases: readonly FoundDatabase[];
  /** Whether who signs in may see users with their passwords. */
  readonly mayReadUsers: boolean;
  /** Names of users and roles, as far as they can be seen: who may own what is in a dump. */
  readonly roles: readonly string[];
  /** Databases that somebody fills, or filled until something happened to him. */
  readonly unfinished: readonly string[];
  /** Whether names that differ by case only are the same one. */
  readonly foldsCase: boolean;
};

/** The name of a database while it is being filled. */
export const UNFINISHED = "backstay_unfinished_";
/** What the name of a database ends in that was replaced, before the time. */
export const REPLACED = "_replaced_";
