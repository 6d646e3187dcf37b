/** Names of databases while they are filled say whose they are, so that what a killed process left is known from what is still filled. */
import { randomBytes } from "node:crypto";
import { isGone, type Owner, thisProcess } from "../backup/moment/snapshot-names.ts";
import { UNFINISHED } from "./access.ts";

/** As short as it can be: names end at 63 bytes. */
const FORM = new RegExp(
  `^${UNFINISHED}([0-9a-f]{8})([0-9a-f]{8})_([0-9a-z]{1,7})_([0-9a-z]{1,5})_([0-9a-z]{1,7})_[0-9a-f]{4}$`,
);

export function nameUnfinished({ machine, boot, namespace, pid, start }: Owner = thisProcess()): string {
  const short = (text: string | number) => Number(text).toString(36);
  const random = randomBytes(2).toString("hex");
  return `${UNFINISHED}${machine}${boot}_${short(namespace)}_${short(pid)}_${short(start)}_${random}`;
}

/** Whether it is a database that a process of this machine was filling, which is no more. */
export function isLeftUnfinished(name: string, here: Owner = thisProcess()): boolean {
  const [, machine, boot, namespace, pid, start] = FORM.exec(name) ?? [];
  if (machine === undefined || boot === undefined) return false;
  const long = (text = "") => Number.parseInt(text, 36);
  return isGone(
    { machine, boot, namespace: String(long(namespace)), pid: long(pid), start: String(long(start)) },
    here,
  );
}
