/** Who a server of databases runs as that is started for a while. */
import { readFileSync } from "node:fs";
import type { DatabaseKind } from "../../../shared/model/source.ts";

export type ServerUser = { readonly uid: number; readonly gid: number };

const NAMES: Readonly<Record<DatabaseKind, readonly string[]>> = {
  postgresql: ["postgres", "nobody"],
  mariadb: ["mysql", "nobody"],
};

/**
 * Who need not be root runs it himself. For root it is the user that packages of the server make, as servers refuse root, and as what is
 * in a dump may have a server run what it likes.
 *
 * @param accounts the text of the system's file of users
 * @returns undefined for whoever runs Backstay; null when root finds nobody
 */
export function serverUser(
  kind: DatabaseKind,
  uid = process.getuid?.(),
  accounts = uid === 0 ? readFileSync("/etc/passwd", "utf8") : "",
): ServerUser | undefined | null {
  if (uid !== 0) return undefined;
  const lines = accounts.split("\n").map((line) => line.split(":"));
  for (const name of NAMES[kind]) {
    const [, , user, group] = lines.find(([first]) => first === name) ?? [];
    const found = { uid: Number(user), gid: Number(group) };
    if (Number.isInteger(found.uid) && Number.isInteger(found.gid) && found.uid > 0 && found.gid > 0)
      return found;
  }
  return null;
}
