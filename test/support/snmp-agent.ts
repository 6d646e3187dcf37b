import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { freePort } from "./free-port.ts";
import { freezeProcess } from "./freeze-process.ts";
import { tempFolder } from "./temp-folder.ts";

/** By object identifier, without a point in front. A text of digits that ends with `n` is a number of 64 bits. */
export type ServedWalk = Readonly<Record<string, string | number>>;

export const SNMP_USER = "backstay";
export const HASH_PASSWORD = "signed with this";
export const CIPHER_PASSWORD = "closed with that";
export const COMMUNITY = "office";
/** What {@link SNMP_USER} signs in with. */
export const SNMP_PASSWORDS = { hashPassword: HASH_PASSWORD, cipherPassword: CIPHER_PASSWORD } as const;
/** The two ways in, complete. */
export const SNMP_V3 = { version: "v3", user: SNMP_USER, ...SNMP_PASSWORDS } as const;
export const SNMP_V2C = { version: "v2c", community: COMMUNITY } as const;

/** A real snmpd on loopback, which answers {@link SNMP_USER} in version 3 and {@link COMMUNITY} in version 2c. */
export type SnmpAgent = {
  readonly port: number;
  /** Answers with other values from now on. */
  serve(walk: ServedWalk): void;
  /** Stops answering, as a frozen machine does. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

export type SnmpAgentOptions = {
  /** What the accounts may see; everything unless told otherwise. */
  readonly view?: string;
  /** As snmpd's `createUser` names them. */
  readonly hash?: string;
  readonly cipher?: string;
  /** Further lines of its configuration. */
  readonly lines?: readonly string[];
};

const SERVE_WALK = fileURLToPath(new URL("./serve-walk.ts", import.meta.url));

/** Starts snmpd, which must be there, see `tools.ts`. It is ended with the running test. */
export async function startSnmpAgent(walk: ServedWalk, options: SnmpAgentOptions = {}): Promise<SnmpAgent> {
  const folder = await tempFolder();
  const walkFile = join(folder, "walk.json");
  const serve = (values: ServedWalk) => writeFileSync(walkFile, JSON.stringify(values));
  serve(walk);
  // snmpd cuts a command at spaces, which a path may have
  const command = join(folder, "serve-walk");
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${SERVE_WALK}' '${walkFile}'\n`);
  chmodSync(command, 0o755);
  const port = await freePort("udp");
  const config = join(folder, "snmpd.conf");
  writeFileSync(config, `${configLines(port, command, options).join("\n")}\n`);
  const child = await startOn(config, folder);

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    for (const signal of ["SIGCONT", "SIGTERM"] as const) child.kill(signal);
    await ended;
  }
  onTestFinished(stop);
  return { port, serve, freeze: () => freezeProcess(child.pid), thaw: () => child.kill("SIGCONT"), stop };
}

function configLines(port: number, command: string, options: SnmpAgentOptions): readonly string[] {
  const { view = ".1", hash = "SHA-256", cipher = "AES", lines = [] } = options;
  const roots = [6574, 24681, 55062, 50536];
  return [
    `agentaddress udp:127.0.0.1:${port}`,
    `createUser ${SNMP_USER} ${hash} "${HASH_PASSWORD}" ${cipher} "${CIPHER_PASSWORD}"`,
    `view seen included ${view}`,
    `rouser ${SNMP_USER} priv -V seen`,
    `rocommunity ${COMMUNITY} 127.0.0.1 -V seen`,
    "sysName office-nas",
    "sysDescr A box for tests",
    ...roots.map((root) => `pass_persist .1.3.6.1.4.1.${root} ${command}`),
    ...lines,
  ];
}

async function startOn(config: string, folder: string): Promise<ChildProcess> {
  const env = { ...process.env, SNMP_PERSISTENT_DIR: folder, MIBS: "", MIBDIRS: folder };
  const args = ["-f", "-C", "-c", config, "-Le", "-p", join(folder, "pid")];
  const child = spawn("/usr/sbin/snmpd", args, { env, stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`snmpd ended with ${status}: ${said.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      if (line.startsWith("NET-SNMP version")) resolve();
    });
  });
  return child;
}
