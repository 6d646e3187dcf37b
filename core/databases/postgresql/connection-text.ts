/** How PostgreSQL's programs are told where to sign in. */
import { type DatabaseAccess, tlsOf } from "../access.ts";

const TLS = { offered: "prefer", required: "require", verified: "verify-full" } as const;
const CONNECT_SECONDS = 15;

/**
 * The one argument that says everything, so that the name of a database is never taken for something else.
 *
 * @param encoding texts of a dump stay in that of their database: not all of them are any in UTF-8
 * @param passFile undefined where there is no password: then the server must let this user in without
 */
export function connectionText(
  access: DatabaseAccess,
  database: string,
  passFile: string | undefined,
  encoding: "UTF8" | "as it is" = "as it is",
): string {
  const { user, caFile } = access;
  const parts: Record<string, string> = {
    ...whereParts(access),
    user,
    dbname: database,
    ...(caFile === null ? {} : { sslrootcert: caFile }),
    ...(passFile === undefined ? {} : { passfile: passFile }),
    connect_timeout: String(CONNECT_SECONDS),
    application_name: "backstay",
    ...(encoding === "UTF8" ? { client_encoding: encoding } : {}),
  };
  return Object.entries(parts)
    .map(([name, value]) => `${name}='${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`)
    .join(" ");
}

function whereParts(access: DatabaseAccess): Record<string, string> {
  const { server, door } = access;
  // what leads through another machine is encrypted behind the door, where that is to be
  if (door?.by === "port")
    return { host: "127.0.0.1", port: String(door.port), sslmode: "disable", gssencmode: "disable" };
  if (door !== undefined) return { ...socketParts(door.path), sslmode: "disable" };
  const sslmode = TLS[tlsOf(access)];
  return server.by === "network"
    ? { host: server.address, port: String(server.port), sslmode }
    : { ...socketParts(server.path), sslmode };
}

/** The folder of the socket, or the socket itself, whose name ends in the port. */
function socketParts(path: string): Record<string, string> {
  const found = /^(.*)[/\\]\.s\.PGSQL\.(\d+)$/.exec(path);
  return found?.[1] === undefined || found[2] === undefined
    ? { host: path }
    : { host: found[1], port: found[2] };
}

/** A line of the file with passwords that fits whatever is signed in to. */
export function passLine(password: string): string {
  return `*:*:*:*:${password.replaceAll(/[\\:]/g, String.raw`\$&`)}\n`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
