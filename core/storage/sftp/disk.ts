import { type SftpChannel, statusOf } from "./protocol.ts";

/** What a server tells of the file system a folder is on. */
export type ServerDisk = {
  readonly freeBytes: number;
  readonly isReadOnly: boolean;
  /** It has room, but for no more files. */
  readonly hasNoNames: boolean;
};

/** As the protocol has it, of which the library's types say nothing. @source OpenSSH PROTOCOL, "statvfs@openssh.com" */
type Answered = {
  readonly f_frsize: number;
  readonly f_bavail: number;
  readonly f_files: number;
  readonly f_favail: number;
  readonly f_flag: number;
};

const READ_ONLY_FLAG = 1;

/** @returns undefined where the server does not tell */
export async function diskOf(channel: SftpChannel, path: string): Promise<ServerDisk | undefined> {
  if (!channel.knows.statvfs) return undefined;
  try {
    const disk = await channel.ask<Answered>((sftp, answer) => sftp.ext_openssh_statvfs(path, answer));
    return {
      freeBytes: disk.f_bavail * disk.f_frsize,
      isReadOnly: (disk.f_flag & READ_ONLY_FLAG) !== 0,
      hasNoNames: disk.f_files > 0 && disk.f_favail === 0,
    };
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    return undefined;
  }
}
