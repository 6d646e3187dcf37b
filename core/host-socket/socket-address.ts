import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";

/** Where a host and the programs of its user find each other. */
export type SocketAddress = {
  /** What `net` takes. */
  readonly path: string;
  /** The socket's file, to be taken away when it is stale; undefined where a socket is no file. */
  readonly file: string | undefined;
  /** To be called when nobody needs `path` any more: it may hold the folder open. */
  release(): void;
};

const SOCKET_NAME = "host.sock";
/** Holds the random name of the pipe on Windows, so that only who may read the folder knows it. */
const PIPE_NAME_FILE = "host.pipe";
/** The shortest limit there is, that of macOS: 104 bytes with a zero at the end. Linux has 108. */
const MAX_PATH_BYTES = 103;

/**
 * @param folder the data folder
 * @param makes whether a name that must be made up is made up, which only a host does
 * @returns undefined when there is no host's name yet
 * @throws the system's error when the folder cannot be used
 */
export function socketAddress(folder: string, makes: boolean): SocketAddress | undefined {
  if (process.platform === "win32") return pipeAddress(folder, makes);
  const file = path.join(folder, SOCKET_NAME);
  if (Buffer.byteLength(file) <= MAX_PATH_BYTES || process.platform !== "linux") {
    return { path: file, file, release: () => {} };
  }
  return throughOpenFolder(folder, file);
}

/** A socket's path may be only so long, but the name of an open folder is short, however deep it lies. */
function throughOpenFolder(folder: string, file: string): SocketAddress {
  const opened = openSync(folder, "r");
  let isOpen = true;
  return {
    path: `/proc/self/fd/${opened}/${SOCKET_NAME}`,
    file,
    release() {
      if (isOpen) closeSync(opened);
      isOpen = false;
    },
  };
}

function pipeAddress(folder: string, makes: boolean): SocketAddress | undefined {
  const file = path.join(folder, PIPE_NAME_FILE);
  try {
    if (makes) writeFileSync(file, randomBytes(16).toString("hex"), { mode: 0o600 });
    const name = readFileSync(file, "utf8");
    return { path: `\\\\.\\pipe\\backstay-${name}`, file: undefined, release: () => {} };
  } catch (error) {
    if (!makes && hasSystemCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
