import type { FileEntryWithStats } from "ssh2";
import type { PlaceEntries, Space } from "../store.ts";
import { statIfThere } from "./presence.ts";
import { type SftpChannel, STATUS, statusOf } from "./protocol.ts";
import { closeQuietly } from "./transfer.ts";

/** A folder that only a repository lies in has fewer. */
const ENOUGH_NAMES = 200;

/** What lies in a folder of the server; at least as many names as tell whether it is a repository's alone. */
export async function entriesOf(channel: SftpChannel, folder: string): Promise<PlaceEntries> {
  const stats = await statIfThere(channel, folder);
  if (stats === undefined) return "nothing-there";
  if (!stats.isDirectory()) return "file";
  const handle = await channel.ask<Buffer>((sftp, answer) => sftp.opendir(folder, answer));
  const names: string[] = [];
  try {
    while (names.length < ENOUGH_NAMES) {
      const entries = await channel.ask<readonly FileEntryWithStats[]>((sftp, answer) =>
        sftp.readdir(handle, answer),
      );
      names.push(...entries.map(({ filename }) => filename).filter((name) => name !== "." && name !== ".."));
    }
  } catch (error) {
    if (statusOf(error) !== STATUS.endOfFile) throw error;
  } finally {
    closeQuietly(channel, handle);
  }
  return names;
}

type Answered = { readonly f_frsize: number; readonly f_blocks: number; readonly f_bavail: number };

/**
 * Room on the file system that a folder is on, or would be on if it were made.
 * @returns undefined where the server does not tell
 */
export async function spaceAtServer(channel: SftpChannel, folder: string): Promise<Space | undefined> {
  if (!channel.knows.statvfs) return undefined;
  for (let at = folder; ; at = parentOf(at)) {
    try {
      const disk = await channel.ask<Answered>((sftp, answer) => sftp.ext_openssh_statvfs(at, answer));
      return { freeBytes: disk.f_bavail * disk.f_frsize, totalBytes: disk.f_blocks * disk.f_frsize };
    } catch (error) {
      if (statusOf(error) === undefined) throw error;
      if (statusOf(error) !== STATUS.noSuchFile || at === parentOf(at)) return undefined;
    }
  }
}

/** The user's own folder is above all that do not begin with a slash. */
function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : path.slice(0, slash);
}
