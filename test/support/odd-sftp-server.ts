/**
 * An SFTP server that knows version 3 of the protocol and no extension, as small boxes have it, and that can be told to misbehave. It
 * serves a real folder.
 */
import {
  chmodSync,
  closeSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Attributes, Connection, FileEntry, SFTPWrapper } from "ssh2";
import ssh2 from "ssh2"; // CommonJS, of which Node.js does not see all names
import { onTestFinished } from "vitest";
import { hostKeyOf } from "../../core/remote/host-key.ts";
import { tempFolder } from "./temp-folder.ts";

export type OddSftpServer = {
  readonly port: number;
  /** For any user. */
  readonly password: string;
  readonly hostKey: string;
  /** What it serves for repositories; the folder is not there yet. */
  readonly folder: string;
};

export type Oddities = {
  /** Takes the last of several pieces of a file, and forgets it. */
  readonly losesBytes?: boolean;
  /** Answers with a failure to whatever is written, in these words. */
  readonly refusesWrites?: string;
  /** Bytes one answer brings, however many were asked for. */
  readonly readsAtMost?: number;
  /** Asked before each rename. */
  readonly refusesRename?: (from: string, to: string) => boolean;
};

const OK = 0;
const END_OF_FILE = 1;
const NO_SUCH_FILE = 2;
const FAILURE = 4;
const PASSWORD = "odd but true";

/** Ended with the running test. */
export async function startOddSftpServer(oddities: Oddities = {}): Promise<OddSftpServer> {
  const { keys, parsed } = hostKey();
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [keys.private], ident: "odd" }, (connection) => {
    connections.add(connection);
    // or most small answers wait 40 ms for a word from the other side; the library's types do not know of it
    (connection as Connection & { setNoDelay(isOn: boolean): void }).setNoDelay(true);
    connection.on("error", () => undefined);
    connection.on("authentication", (context) =>
      context.method === "password" && context.password === PASSWORD
        ? context.accept()
        : context.reject(["password"]),
    );
    connection.on("session", (accept) => accept().on("sftp", (acceptSftp) => serve(acceptSftp(), oddities)));
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", () => resolve(undefined)));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(() => resolve(undefined)));
    for (const connection of connections) connection.end();
    await closed;
  });
  const address = server.address() as AddressInfo;
  const folder = join(await tempFolder(), "repository");
  return { port: address.port, password: PASSWORD, hostKey: `${hostKeyOf(parsed.getPublicSSH())}`, folder };
}

function serve(sftp: SFTPWrapper, { losesBytes, refusesWrites, readsAtMost, refusesRename }: Oddities): void {
  /** By number: an open file, or what is left to tell of a folder. */
  const open = new Map<number, number | string[]>();
  let last = 0;
  const handleFor = (what: number | string[]): Buffer => {
    open.set(++last, what);
    return Buffer.from([last >> 8, last & 0xff]);
  };
  const openBy = (handle: Buffer) => open.get(handle.readUInt16BE(0));
  const fileBy = (handle: Buffer): number => {
    const file = openBy(handle);
    if (typeof file !== "number") throw new Error("no file");
    return file;
  };
  /** Runs what answers a request; what it throws is the answer otherwise. */
  const answering = (id: number, run: () => undefined | number): void => {
    try {
      const status = run();
      if (status !== undefined) sftp.status(id, status);
    } catch (error) {
      const isMissing = ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
      sftp.status(id, isMissing ? NO_SUCH_FILE : FAILURE, `${(error as Error).message}`);
    }
  };

  sftp.on("OPEN", (id, path, flags) =>
    answering(id, () => {
      const mode = ssh2.utils.sftp.flagsToString(flags) ?? "r";
      sftp.handle(id, handleFor(openSync(path, mode, 0o600)));
      return undefined;
    }),
  );
  sftp.on("WRITE", (id, handle, offset, data) =>
    answering(id, () => {
      if (refusesWrites !== undefined) {
        sftp.status(id, FAILURE, refusesWrites);
        return undefined;
      }
      if (losesBytes !== true || offset === 0) writeSync(fileBy(handle), data, 0, data.length, offset);
      return OK;
    }),
  );
  sftp.on("READ", (id, handle, offset, length) =>
    answering(id, () => {
      const bytes = Buffer.alloc(Math.min(length, readsAtMost ?? length));
      const read = readSync(fileBy(handle), bytes, 0, bytes.length, offset);
      if (read === 0) return END_OF_FILE;
      sftp.data(id, bytes.subarray(0, read));
      return undefined;
    }),
  );
  sftp.on("CLOSE", (id, handle) =>
    answering(id, () => {
      const what = openBy(handle);
      open.delete(handle.readUInt16BE(0));
      if (typeof what === "number") closeSync(what);
      return OK;
    }),
  );
  const tell = (id: number, stats: () => Stats) =>
    answering(id, () => {
      sftp.attrs(id, attributesOf(stats()));
      return undefined;
    });
  sftp.on("STAT", (id, path) => tell(id, () => statSync(path)));
  sftp.on("LSTAT", (id, path) => tell(id, () => lstatSync(path)));
  sftp.on("FSTAT", (id, handle) => tell(id, () => fstatSync(fileBy(handle))));
  sftp.on("SETSTAT", (id, path, { mode }) =>
    answering(id, () => {
      if (mode !== undefined) chmodSync(path, mode);
      return OK;
    }),
  );
  sftp.on("MKDIR", (id, path) =>
    answering(id, () => {
      mkdirSync(path);
      return OK;
    }),
  );
  sftp.on("REMOVE", (id, path) =>
    answering(id, () => {
      unlinkSync(path);
      return OK;
    }),
  );
  sftp.on("RENAME", (id, from, to) =>
    answering(id, () => {
      if (refusesRename?.(from, to) === true) return FAILURE;
      linkSync(from, to); // only to a name that is free, as the protocol has it
      unlinkSync(from);
      return OK;
    }),
  );
  sftp.on("OPENDIR", (id, path) =>
    answering(id, () => {
      sftp.handle(id, handleFor(readdirSync(path).map((name) => join(path, name))));
      return undefined;
    }),
  );
  sftp.on("READDIR", (id, handle) =>
    answering(id, () => {
      const left = openBy(handle);
      if (!Array.isArray(left)) throw new Error("no folder");
      if (left.length === 0) return END_OF_FILE;
      sftp.name(id, left.splice(0, 10).flatMap(entryOf));
      return undefined;
    }),
  );
}

function entryOf(path: string): readonly FileEntry[] {
  try {
    const filename = path.slice(path.lastIndexOf("/") + 1);
    return [{ filename, longname: filename, attrs: attributesOf(lstatSync(path)) }];
  } catch {
    return []; // removed meanwhile
  }
}

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
}

/** The library writes about one key in a few hundred so that it cannot read it itself. */
function hostKey() {
  for (;;) {
    const keys = ssh2.utils.generateKeyPairSync("ed25519");
    const parsed = ssh2.utils.parseKey(keys.public);
    if (!(parsed instanceof Error)) return { keys, parsed };
  }
}
