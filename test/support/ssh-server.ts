import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, onTestFinished } from "vitest";
import { hasSystemCode } from "../../shared/errors.ts";
import { freePort } from "./free-port.ts";
import { freezeProcess } from "./freeze-process.ts";
import { tempFolder } from "./temp-folder.ts";

/** A real sshd on loopback with keys of its own, for whoever runs the tests. */
export type SshServer = {
  readonly port: number;
  readonly user: string;
  /** In OpenSSH's format, without passphrase; the server lets it in. */
  readonly privateKey: string;
  /** The same key, closed with {@link PASSPHRASE}. */
  readonly lockedKey: string;
  /** A key that the server does not know. */
  readonly foreignKey: string;
  /** As `ssh-keygen -l` prints it: type and fingerprint. */
  readonly hostKey: string;
  /** As it stands in a file of known hosts, without the host. */
  readonly hostKeyLine: string;
  /** Stops answering without closing anything, as a frozen machine does. */
  freeze(): void;
  /** The same for connections there are; new ones are answered. */
  freezeConnections(): void;
  /** Ends all connections there are without a word. */
  cutConnections(): void;
  stop(): Promise<void>;
  /** Starts again on the same port, with another host key if wanted. */
  restart(options?: { readonly newHostKey?: boolean }): Promise<void>;
};

export const PASSPHRASE = "a long passphrase";

/**
 * Starts sshd, which must be there, see `tools.ts`. It is ended with the running test.
 * @param sftp the command that serves SFTP; null for none
 * @param settings further lines of its configuration
 */
export async function startSshServer(
  sftp: string | null = "internal-sftp",
  settings: readonly string[] = [],
): Promise<SshServer> {
  const server = await startIn(await tempFolder(), sftp, settings);
  onTestFinished(server.stop);
  return server;
}

let shared: { readonly folder: string; readonly server: Promise<SshServer> } | undefined;

/** One server for all tests of a file that neither stop nor disturb it: to start it takes longer than many a test. */
export async function sharedSshServer(): Promise<SshServer> {
  if (shared === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "backstay-sshd-"));
    shared = { folder, server: startIn(folder, "internal-sftp") };
  }
  return await shared.server;
}

afterAll(async () => {
  if (shared === undefined) return;
  await (await shared.server).stop();
  rmSync(shared.folder, { recursive: true, force: true });
  shared = undefined;
});

async function startIn(
  folder: string,
  sftp: string | null,
  settings: readonly string[] = [],
): Promise<SshServer> {
  const { username } = userInfo();
  // privilege separation wants this folder of root's; Debian makes it at boot
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const keys = ["client", "locked", "foreign", "host"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  const [client, locked, foreign, host] = keys;
  makeKey(client);
  makeKey(host);
  writeFileSync(join(folder, "authorized"), readFileSync(`${client}.pub`));
  const port = await freePort();
  let child = await startOn(port, folder, host, sftp, settings);

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    signalConnections(child.pid, "SIGKILL");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    for (const signal of ["SIGCONT", "SIGTERM"] as const) child.kill(signal);
    await ended;
  }
  return {
    port,
    user: username,
    privateKey: readFileSync(client, "utf8"),
    // made when they are asked for: few tests do
    get lockedKey() {
      writeFileSync(locked, readFileSync(client));
      chmodSync(locked, 0o600);
      execFileSync("ssh-keygen", ["-q", "-p", "-N", PASSPHRASE, "-f", locked]);
      return readFileSync(locked, "utf8");
    },
    get foreignKey() {
      rmSync(foreign, { force: true });
      makeKey(foreign);
      return readFileSync(foreign, "utf8");
    },
    get hostKey() {
      const [, fingerprint] = execFileSync("ssh-keygen", ["-l", "-f", `${host}.pub`], {
        encoding: "utf8",
      }).split(" ");
      return `ssh-ed25519 ${fingerprint}`;
    },
    get hostKeyLine() {
      return readFileSync(`${host}.pub`, "utf8").trim();
    },
    freeze: () => freezeProcess(child.pid),
    freezeConnections() {
      for (const pid of descendantsOf(child.pid)) freezeProcess(pid);
    },
    cutConnections() {
      signalConnections(child.pid, "SIGKILL");
    },
    stop,
    async restart({ newHostKey = false } = {}) {
      await stop();
      if (newHostKey) {
        execFileSync("rm", [host, `${host}.pub`]);
        makeKey(host);
      }
      child = await startOn(port, folder, host, sftp, settings);
    },
  };
}

/** Of the server, a process for each connection, and what runs in it. */
function signalConnections(server: number | undefined, signal: NodeJS.Signals): void {
  for (const pid of descendantsOf(server)) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!hasSystemCode(error, "ESRCH")) throw error; // its connection ended since it was listed
    }
  }
}

/** The processes a process has started, and those they have. None for one that has ended. */
function descendantsOf(pid: number | undefined): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    const own = children.split(" ").filter(Boolean).map(Number);
    return own.flatMap((child) => [child, ...descendantsOf(child)]);
  } catch {
    return [];
  }
}

function makeKey(path: string): void {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]);
}

async function startOn(
  port: number,
  folder: string,
  hostKey: string,
  sftp: string | null,
  settings: readonly string[],
): Promise<ChildProcess> {
  const config = join(folder, "sshd_config");
  const lines = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${join(folder, "authorized")}`,
    "PidFile none",
    "UsePAM no",
    "StrictModes no",
    "PasswordAuthentication no",
    "PermitRootLogin prohibit-password",
    // what somebody's shell runs at its start is no part of any test: it has kept them waiting for a lock
    `SetEnv HOME=${folder}`,
    ...(sftp === null ? [] : [`Subsystem sftp ${sftp}`]),
    ...settings,
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const child = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", config], { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`sshd ended with ${status}: ${said.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      if (line.startsWith("Server listening")) resolve();
    });
  });
  return child;
}
