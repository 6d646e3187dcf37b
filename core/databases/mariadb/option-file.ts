/** How the programs of MariaDB and MySQL are told where to sign in. */
import { type DatabaseAccess, tlsOf } from "../access.ts";
import type { Programs } from "../find-programs.ts";

const CONNECT_SECONDS = 15;

/** The file that is read instead of all others: with the password, which so stands in no argument. */
export function optionFile(access: DatabaseAccess, flavour: Programs["flavour"]): string {
  const { server, user, password, caFile } = access;
  const lines = [
    "[client]",
    `user=${quote(user)}`,
    ...(password === undefined ? [] : [`password=${quote(password)}`]),
    ...whereLines(access),
    ...(server.by === "socket" ? [] : tlsLines(tlsOf(access), flavour)),
    ...(caFile === null ? [] : [`ssl-ca=${quote(caFile)}`]),
    "default-character-set=utf8mb4",
    "[mysql]",
    `connect-timeout=${CONNECT_SECONDS}`,
  ];
  return `${lines.join("\n")}\n`;
}

function whereLines({ server, door }: DatabaseAccess): readonly string[] {
  if (door?.by === "port") return ['host="127.0.0.1"', `port=${door.port}`, "protocol=tcp"];
  // said, as the programs may be told otherwise by what they were built with
  if (door !== undefined) return [`socket=${quote(door.path)}`, "protocol=socket"];
  if (server.by === "socket") return [`socket=${quote(server.path)}`];
  return [`host=${quote(server.address)}`, `port=${server.port}`, "protocol=tcp"];
}

/** MariaDB's own programs encrypt where they can, and insist only on a certificate; the rest is looked at after signing in. */
function tlsLines(tls: DatabaseAccess["tls"], flavour: Programs["flavour"]): readonly string[] {
  if (flavour === "mysql")
    return [
      { offered: "ssl-mode=PREFERRED", required: "ssl-mode=REQUIRED", verified: "ssl-mode=VERIFY_IDENTITY" }[
        tls
      ],
    ];
  return ["ssl", ...(tls === "verified" ? ["ssl-verify-server-cert"] : [])];
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
};

function quote(value: string): string {
  return `"${value.replaceAll(/[\\"\n\r\t\b]/g, (found) => ESCAPES[found] ?? "")}"`;
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** As bytes, which no setting of the server reads in another way. */
export function quoteText(text: string): string {
  return text === "" ? "''" : `_utf8mb4 X'${Buffer.from(text).toString("hex")}'`;
}
