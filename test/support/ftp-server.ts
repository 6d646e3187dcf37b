/** A real FTP server with one user, who sees one folder. Needs root, as servers do that become their users. */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "./free-port.ts";
import { tempFolder } from "./temp-folder.ts";

export type FtpServer = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** What the user sees as `/`. */
  readonly folder: string;
  /** Kills every connection; new ones are let in. */
  cutConnections(): void;
  stop(): Promise<void>;
};

/** `nobody` on Debian: whom its files belong to. */
const OWNER = 65_534;
/** Of the password, of the oldest kind: the usual ones take a second each time somebody signs in. */
const HASH = "$1$office$HQYzJs2DHdfrrb.fYPgZm.";
const ATTEMPTS = 5;
const PASSIVE_PORTS = "40000:60000";

/**
 * Ended with the running test.
 * @param tls files of a certificate and its key: then it speaks TLS and nothing else
 * @param args more of its options
 */
export async function startFtpServer(
  tls?: { readonly cert: string; readonly key: string },
  args: readonly string[] = [],
  served?: string,
): Promise<FtpServer> {
  const [user, password] = ["anna", "open sesame"];
  const home = await tempFolder();
  const folder = served ?? join(home, "served");
  mkdirSync(folder, { recursive: true });
  chownSync(folder, OWNER, OWNER);
  const file = join(home, "passwd");
  writeFileSync(file, `${user}:${HASH}:${OWNER}:${OWNER}::${folder}/./::::::::::::\n`);
  execFileSync("pure-pw", ["mkdb", join(home, "db"), "-f", file], { stdio: "ignore" });
  const pem = join(home, "pem");
  if (tls !== undefined)
    writeFileSync(pem, `${readFileSync(tls.cert, "utf8")}\n${readFileSync(tls.key, "utf8")}`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freePort();
    const options = ["-S", `127.0.0.1,${port}`, "-l", `puredb:${join(home, "db")}`, "-g", join(home, "pid")];
    const secure = tls === undefined ? [] : ["-Y", "2", "-2", pem];
    const usual = ["-A", "-E", "-H", "-D", "-z", "-p", PASSIVE_PORTS, "-c", "50", "-C", "50"];
    const child = spawn("pure-ftpd", [...options, ...usual, ...secure, ...args], {
      stdio: "ignore",
      detached: true, // in a group of its own, for each connection is a process
    });
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const { pid = 0 } = child;
    const signal = (name: NodeJS.Signals) => {
      try {
        process.kill(-pid, name);
      } catch {
        // all of it has ended
      }
    };
    const stop = async () => {
      signal("SIGKILL");
      await ended;
    };
    onTestFinished(stop);
    if (!(await answers(port, ended))) continue; // somebody else took the port
    return {
      port,
      user,
      password,
      folder,
      cutConnections() {
        const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
        for (const each of children.filter((text) => text !== "")) process.kill(Number(each), "SIGKILL");
      },
      stop,
    };
  }
  throw new Error("the FTP server does not start");
}

/** Whether it lets somebody in, before it ends. */
async function answers(port: number, ended: Promise<void>): Promise<boolean> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once("data", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
    });
    socket.destroy();
    if (isUp) return true;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return false;
}
