import { posix } from "node:path";
import type { Stats } from "ssh2";
import type { FileKind } from "../../../shared/errors.ts";
import { objectPath, witnessFolder } from "../local/layout.ts";
import { CONFIG_NAME } from "../object-name.ts";
import { type SftpChannel, STATUS, statusOf } from "./protocol.ts";

/** @returns undefined when nothing is there */
export async function statIfThere(channel: SftpChannel, path: string): Promise<Stats | undefined> {
  try {
    return await channel.ask<Stats>((sftp, answer) => sftp.stat(path, answer));
  } catch (error) {
    if (statusOf(error) === STATUS.noSuchFile) return undefined;
    throw error;
  }
}

/**
 * Whether the repository is still where it was, asked when a file of this kind was not found: see the local store. A disk of the
 * server that is not mounted has neither its folder nor `config`.
 */
export async function isRepositoryThere(
  channel: SftpChannel,
  root: string,
  kind: FileKind,
): Promise<boolean> {
  if ((await statIfThere(channel, witnessFolder(root, kind, posix)))?.isDirectory()) return true;
  const config = objectPath(root, "config", CONFIG_NAME, posix);
  return kind !== "config" && (await statIfThere(channel, config)) !== undefined;
}
