/** Encrypts connections to a server of PostgreSQL that lies behind another machine, as its programs do by themselves when nothing does. */
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, checkServerIdentity, connect, rootCertificates } from "node:tls";
import { BackstayError } from "../../../shared/errors.ts";
import { whereText } from "../../../shared/model/source.ts";
import type { Ways } from "../../remote/forward.ts";
import { type DatabaseAccess, tlsOf } from "../access.ts";
import { withoutChannelBinding } from "./without-channel-binding.ts";

/** Asks the server whether it encrypts. @source PostgreSQL documentation, "Message Formats", SSLRequest */
const REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * What makes an encrypted connection of one to the server, where that is offered or has to be. `verified` compares the certificate with
 * the server's address, and trusts what Node.js trusts besides the given file.
 *
 * @throws {BackstayError} DATABASE_NOT_ENCRYPTED; DATABASE_NOT_REACHED with what is wrong with the certificate
 */
export function encryptedPostgresql(access: DatabaseAccess): (channel: Duplex) => Promise<Ways> {
  const { kind, server, caFile } = access;
  const tls = tlsOf(access);
  const address = server.by === "network" ? server.address : "";
  return async (channel) => {
    const ca = caFile === null ? undefined : [...rootCertificates, await readFile(caFile, "utf8")];
    channel.write(REQUEST);
    const answer = await firstByte(channel);
    if (answer === "N" && tls === "offered") return { to: channel, from: channel };
    if (answer !== "S")
      throw new BackstayError("DATABASE_NOT_ENCRYPTED", { kind, server: whereText(access) });
    const options: ConnectionOptions = {
      socket: channel,
      rejectUnauthorized: tls === "verified",
      checkServerIdentity: (_, certificate) => checkServerIdentity(address, certificate),
      ...(isIP(address) === 0 ? { servername: address } : {}),
      ...(ca === undefined ? {} : { ca }),
    };
    try {
      const stream = await encrypted(options);
      return { to: stream, from: stream.pipe(withoutChannelBinding()) };
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new BackstayError("DATABASE_NOT_REACHED", { kind, server: whereText(access), said });
    }
  };
}

/** Nothing but this one byte may come before everything is encrypted: more would be somebody else's. */
async function firstByte(channel: Duplex): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const read = () => {
    const chunk: Buffer | null = channel.read();
    if (chunk !== null) resolve(chunk.length === 1 ? chunk.toString("latin1") : "");
  };
  const gone = () => resolve("");
  channel.on("readable", read).once("end", gone).once("close", gone).once("error", reject);
  try {
    return await promise;
  } finally {
    channel.off("readable", read).off("end", gone).off("close", gone).off("error", reject);
  }
}

async function encrypted(options: ConnectionOptions): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stream = connect(options);
  stream
    .once("secureConnect", resolve)
    .once("error", reject)
    .once("close", () => reject(new Error("closed")));
  await promise;
  stream.off("error", reject);
  return stream;
}
