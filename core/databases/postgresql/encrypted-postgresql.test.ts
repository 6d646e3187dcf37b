import { chmodSync, chownSync, copyFileSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { TLSSocket } from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import type { DatabaseServer } from "../../../test/support/database-server.ts";
import { startPostgres } from "../../../test/support/postgres-server.ts";
import { startSshServer } from "../../../test/support/ssh-server.ts";
import { writeTestCertificate } from "../../../test/support/test-certificate.ts";
import { throughSsh } from "../../../test/support/through-ssh.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import type { DatabaseAccess } from "../access.ts";
import { withServer } from "../server.ts";
import { encryptedPostgresql } from "./encrypted-postgresql.ts";

const NEVER = new AbortController().signal;
const isMissing = lacksTool("pg_ctlcluster", "sshd", "ssh-keygen");

/** Gives it a certificate for 127.0.0.1. @returns the file of those who trust it */
async function encrypt(server: DatabaseServer): Promise<string> {
  const { cert, key } = await writeTestCertificate();
  if (server.access.server.by !== "socket") throw new Error("no socket");
  const folder = dirname(server.access.server.path);
  const { uid, gid } = statSync(server.access.server.path);
  for (const [from, name] of [
    [cert, "cert"],
    [key, "key"],
  ] as const) {
    copyFileSync(from, join(folder, name));
    chownSync(join(folder, name), uid, gid);
  }
  chmodSync(join(folder, "key"), 0o600);
  server.sql(`ALTER SYSTEM SET ssl_cert_file = '${folder}/cert'`);
  server.sql(`ALTER SYSTEM SET ssl_key_file = '${folder}/key'`);
  server.sql("ALTER SYSTEM SET ssl = on");
  server.sql("SELECT pg_reload_conf()");
  await vi.waitFor(() => expect(server.sql("SHOW ssl").trim()).toBe("on"));
  return cert;
}

function enter({ server }: DatabaseAccess): Socket {
  if (server.by !== "network") throw new Error("no network");
  const socket = connect(server.port, server.address);
  onTestFinished(() => void socket.destroy());
  return socket;
}

test.skipIf(isMissing)(
  "connections are encrypted as the source asks for, and its certificate is compared",
  async () => {
    const server = await startPostgres();
    const access = server.overNetwork;
    const open = async (more: Partial<DatabaseAccess>) => {
      const asked = { ...access, ...more };
      return (await encryptedPostgresql(asked)(enter(asked))).to;
    };
    expect(await open({})).not.toBeInstanceOf(TLSSocket);
    await expect(open({ tls: "required" })).rejects.toMatchObject({ code: "DATABASE_NOT_ENCRYPTED" });

    const caFile = await encrypt(server);
    expect(await open({})).toBeInstanceOf(TLSSocket);
    expect(await open({ tls: "required" })).toBeInstanceOf(TLSSocket);
    expect(await open({ tls: "verified", caFile })).toBeInstanceOf(TLSSocket);
    await expect(open({ tls: "verified" })).rejects.toMatchObject({
      code: "DATABASE_NOT_REACHED",
      details: { said: expect.stringMatching(/self.signed/i) },
    });
    // the same server by a name that its certificate does not have
    const elsewhere = { ...access.server, address: "0.0.0.0" } as DatabaseAccess["server"];
    await expect(open({ tls: "verified", caFile, server: elsewhere })).rejects.toMatchObject({
      code: "DATABASE_NOT_REACHED",
      details: { said: expect.stringMatching(/0\.0\.0\.0/) },
    });

    // all of it with real programs: to a machine's own loopback SSH is enough, beyond it the source's wish holds
    const ssh = await startSshServer();
    const look = (more: Partial<DatabaseAccess>) =>
      withServer({ ...throughSsh(access, ssh), ...more }, NEVER, (session) => session.look(NEVER));
    expect((await look({ tls: "verified" })).mayReadUsers).toBe(true);
    const beyond = { server: elsewhere, caFile };
    expect((await look({ ...beyond, tls: "required" })).mayReadUsers).toBe(true);
    await expect(look({ ...beyond, tls: "verified" })).rejects.toMatchObject({
      code: "DATABASE_NOT_REACHED",
      details: { said: expect.stringMatching(/0\.0\.0\.0/) },
    });
    server.sql("ALTER SYSTEM SET ssl = off");
    server.sql("SELECT pg_reload_conf()");
    await vi.waitFor(() => expect(server.sql("SHOW ssl").trim()).toBe("off"));
    await expect(look({ ...beyond, tls: "required" })).rejects.toMatchObject({
      code: "DATABASE_NOT_ENCRYPTED",
    });
    expect((await look({ tls: "required" })).mayReadUsers).toBe(true);
  },
);
