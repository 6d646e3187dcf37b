/** How the programs of MariaDB and MySQL are told where to sign in. */
import type { DatabaseAccess } from "../access.ts";
import type { Programs } from "../find-programs.ts";

const CONNECT_SECONDS = 15;

/** The file that is read instead of all others: with the password, which so stands in no argument. */
export function optionFile(
  { server, user, password, tls, caFile }: DatabaseAccess,
  flavour: Programs["flavour"],
): string {
  const lines = [
    "[client]",
    `user=${quote(user)}`,
    ...(password === undefined ? [] : [`password=${quote(password)}`]),
    ...(server.by === "socket"
      ? [`socket=${quote(server.path)}`]
      : [`host=${quote(server.address)}`, `port=${server.port}`, "protocol=tcp"]),
    ...(server.by === "socket" ? [] : tlsLines(tls, flavour)),
    ...(caFile === null ? [] : [`ssl-ca=${quote(caFile)}`]),
    "default-character-set=utf8mb4",
    "[mysql]",
    `connect-timeout=${CONNECT_SECONDS}`,
  ];
  return `${lines.join("\n")}\n`;
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
