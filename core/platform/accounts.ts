import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hasSystemCode, isBackstayError } from "../../shared/errors.ts";
import { parseAccountFile } from "./account-files.ts";
import { type AccountLookup, openAccountLookup } from "./account-lookup.ts";

/** Names behind the numbers that files carry as owner and group, remembered once asked. */
export type Accounts = {
  /** @returns "" when nobody has this number, as restic stores it */
  userName(uid: number): string;
  groupName(gid: number): string;
};

const USERS = "/etc/passwd";
const GROUPS = "/etc/group";
const SWITCH = "/etc/nsswitch.conf";

/**
 * Asks the C library; where it cannot be loaded the two files, which know local accounts only. On Windows, whose owners
 * are not numbers, every name is "". macOS takes the same way as Linux but has not been tried.
 *
 * @param lookup for tests
 */
export function openAccounts(lookup: AccountLookup = usualLookup()): Accounts {
  return {
    userName: remembering((uid) => lookup.userName(uid) ?? ""),
    groupName: remembering((gid) => lookup.groupName(gid) ?? ""),
  };
}

/**
 * A value that changes when local accounts are renamed, added or removed, so that a cache of names knows that it is out
 * of date. A rename on a directory server is not noticed: that would take asking it for every name at each start.
 *
 * @returns 64 hex digits
 */
export function accountsFingerprint(): string {
  const hash = createHash("sha256");
  for (const path of [USERS, GROUPS, SWITCH]) hash.update(readIfThere(path)).update("\0");
  return hash.digest("hex");
}

function usualLookup(): AccountLookup {
  try {
    return openAccountLookup();
  } catch (error) {
    if (!isBackstayError(error, "PLATFORM_UNSUPPORTED")) throw error;
    return fileLookup(readIfThere(USERS), readIfThere(GROUPS));
  }
}

function fileLookup(users: string, groups: string): AccountLookup {
  const userNames = parseAccountFile(users);
  const groupNames = parseAccountFile(groups);
  return { userName: (uid) => userNames.get(uid), groupName: (gid) => groupNames.get(gid) };
}

function remembering(ask: (id: number) => string): (id: number) => string {
  const known = new Map<number, string>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const name = ask(id);
    known.set(id, name);
    return name;
  };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return "";
    throw error;
  }
}
