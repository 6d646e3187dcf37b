/** What the settings of SSH on this machine say about a host, as `ssh` itself reads them. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { BackstayError, systemCodeOf } from "../../shared/errors.ts";
import type { HostKey } from "./host-key.ts";
import { keysOfKnownHost, knownHostNames } from "./known-hosts.ts";
import type { SshAddress } from "./ssh-connection.ts";

export type SshSettings = SshAddress & {
  /** Files of private keys to try, which need not exist. */
  readonly keyFiles: readonly string[];
  /** Where an agent listens. */
  readonly agent: string | undefined;
  /** What the host may prove itself with; none for one nobody has seen yet. */
  readonly knownKeys: readonly HostKey[];
};

export type SshTarget = {
  /** A name, an address, or what the settings call it. */
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
};

/** Names in the settings may have to be looked up first. */
const TIME_LIMIT_MS = 20_000;

/**
 * @param options.configFile read instead of the usual files
 * @throws {BackstayError} SSH_SETTINGS_UNUSABLE
 */
export async function readSshSettings(
  target: SshTarget,
  options: { readonly configFile?: string | undefined; readonly agent?: string | undefined },
): Promise<SshSettings> {
  const said = settingsIn(await askSsh(target, options.configFile));
  const one = (name: string) => said.get(name)?.[0];
  const isSet = (name: string) => !["none", "no", undefined].includes(one(name)?.toLowerCase());
  if (isSet("proxyjump") || isSet("proxycommand"))
    throw new BackstayError("SSH_SETTINGS_UNUSABLE", { host: target.host, reason: "needs-proxy", said: "" });
  const address = one("hostname") ?? target.host;
  const port = Number(one("port") ?? target.port ?? 22);
  const user = one("user") ?? target.user ?? userInfo().username;
  const named = one("identityagent") ?? "SSH_AUTH_SOCK";
  const agent = named === "SSH_AUTH_SOCK" ? options.agent : expandPath(named, user, address);
  const files = [
    ...(said.get("userknownhostsfile") ?? USER_KNOWN),
    ...(said.get("globalknownhostsfile") ?? KNOWN),
  ];
  const known = await Promise.all(
    files.flatMap((list) => list.split(" ")).map((file) => readIfThere(expandPath(file, user, address))),
  );
  return {
    address,
    port,
    user,
    keyFiles: (said.get("identityfile") ?? KEY_FILES).map((file) => expandPath(file, user, address)),
    agent: isSet("identitiesonly") || named === "none" ? undefined : agent,
    knownKeys: keysOfKnownHost(known.join("\n"), knownHostNames(one("hostkeyalias") ?? address, port)),
  };
}

/** Where `ssh` looks when nothing else is set. @source ssh_config(5) */
const KEY_FILES = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"];
const USER_KNOWN = ["~/.ssh/known_hosts"];
const KNOWN = ["/etc/ssh/ssh_known_hosts"];

/** @returns what `ssh -G` prints: all settings for a host; nothing where there is no `ssh` */
async function askSsh({ host, port, user }: SshTarget, configFile: string | undefined): Promise<string> {
  const args = [
    "-G",
    ...(configFile === undefined ? [] : ["-F", configFile]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(user === undefined ? [] : ["-l", user]),
    "--", // a host is never an option
    host,
  ];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile("ssh", args, { timeout: TIME_LIMIT_MS, windowsHide: true }, (error, stdout, stderr) => {
    if (error === null) return resolve(stdout);
    if (error.code === "ENOENT" && configFile === undefined) return resolve("");
    const said = stderr.trim().split(/\r?\n/)[0] || String(error.code ?? error.signal ?? "");
    reject(new BackstayError("SSH_SETTINGS_UNUSABLE", { host, reason: "broken", said }, { cause: error }));
  });
  return await promise;
}

/** Each line is a name in lower case and its value. */
function settingsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const [name = "", ...value] = line.split(" ");
    if (value.length === 0) continue;
    settings.set(name, [...(settings.get(name) ?? []), value.join(" ")]);
  }
  return settings;
}

/** @source ssh_config(5), "TOKENS": those that files of keys are named with */
function expandPath(path: string, user: string, address: string): string {
  const home = homedir();
  const tokens: Readonly<Record<string, string>> = {
    "%%": "%",
    "%d": home,
    "%h": address,
    "%r": user,
    "%u": userInfo().username,
  };
  const whole = path.replaceAll(/%[%dhru]/g, (token) => tokens[token] ?? token);
  return whole.startsWith("~/") ? join(home, whole.slice(2)) : whole;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
    return ""; // nobody is known by what cannot be read
  }
}
