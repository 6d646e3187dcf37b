import { createHmac } from "node:crypto";
import { type HostKey, hostKeyOf } from "./host-key.ts";

/**
 * The keys that files of known hosts have for a host. Lines that cannot be read are passed over, as `ssh` does; so are those of
 * authorities, as certificates are not checked here.
 *
 * @param text of all files, one behind the other
 * @param names what the host may be called there, in lower case; only the first that is found counts
 * @returns none for a host nobody has seen yet. Those that were revoked are not among them.
 * @source sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"
 */
export function keysOfKnownHost(text: string, names: readonly string[]): readonly HostKey[] {
  const lines = text.split("\n").flatMap(parseLine);
  for (const name of names) {
    const found = lines.filter(({ hosts }) => isAmong(name, hosts));
    if (found.length === 0) continue;
    const revoked = new Set(found.filter((line) => line.isRevoked).map(({ key }) => key));
    return [...new Set(found.map(({ key }) => key))].filter((key) => !revoked.has(key));
  }
  return [];
}

/** What a host at an address is called in such files. */
export function knownHostNames(address: string, port: number): readonly string[] {
  const name = address.toLowerCase();
  return port === 22 ? [name] : [`[${name}]:${port}`, name];
}

type Line = { readonly hosts: string; readonly key: HostKey; readonly isRevoked: boolean };

function parseLine(line: string): readonly Line[] {
  const words = line.trim().split(/\s+/);
  const marker = words[0]?.startsWith("@") ? words.shift() : undefined;
  const [hosts = "", , blob = ""] = words;
  if (hosts.startsWith("#") || (marker !== undefined && marker !== "@revoked")) return [];
  const key = hostKeyOf(Buffer.from(blob, "base64"));
  return key === undefined ? [] : [{ hosts, key, isRevoked: marker === "@revoked" }];
}

function isAmong(name: string, hosts: string): boolean {
  if (hosts.startsWith("|1|")) {
    const [, , salt = "", hash] = hosts.split("|");
    return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
  }
  let isMatch = false;
  for (const pattern of hosts.toLowerCase().split(",")) {
    if (pattern.startsWith("!")) {
      if (fits(name, pattern.slice(1))) return false;
    } else isMatch ||= fits(name, pattern);
  }
  return isMatch;
}

/** `*` stands for any characters and `?` for one. */
function fits(name: string, pattern: string): boolean {
  const escaped = pattern.replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(name);
}
