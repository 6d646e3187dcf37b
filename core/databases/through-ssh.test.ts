import { readdirSync, readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startMariadb } from "../../test/support/mariadb-server.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";
import { startedBy } from "../../test/support/process-tree.ts";
import { startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { machineOf, throughSsh } from "../../test/support/through-ssh.ts";
import { lacksTool } from "../../test/support/tools.ts";
import type { DatabaseAccess } from "./access.ts";
import { restoreDatabase } from "./restore-database.ts";
import { withServer } from "./server.ts";

const NEVER = new AbortController().signal;
const HOW = { silentMs: 60_000 };
const ROWS = 60_000;

const KINDS = [
  {
    kind: "PostgreSQL",
    start: startPostgres,
    fill: `CREATE TABLE t AS SELECT n AS id, repeat(md5(n::text), 15) AS filling FROM generate_series(1, ${ROWS}) n;`,
    rows: "SELECT count(*), sum(id), max(filling) FROM t",
  },
  {
    kind: "MariaDB",
    start: startMariadb,
    fill: `CREATE TABLE t (id int PRIMARY KEY, filling text) ENGINE=InnoDB; INSERT INTO t SELECT seq, REPEAT(MD5(seq), 15) FROM seq_1_to_${ROWS};`,
    rows: "SELECT COUNT(*), SUM(id), MAX(filling) FROM t",
  },
] as const;

const isMissing = lacksTool("pg_ctlcluster", "mariadbd", "sshd", "ssh-keygen");

/** What is there of ours while something goes through, and must not be afterwards. */
const traces = () =>
  readdirSync(tmpdir()).filter((name) =>
    new RegExp(`^backstay-(through|sign-in)-${process.pid}-`).test(name),
  );

function programsOf(processes: readonly { readonly pid: number }[]): string {
  return processes
    .map(({ pid }) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return ""; // it has ended
      }
    })
    .join("\n");
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(Buffer.from(chunk));
  return Buffer.concat(pieces);
}

async function* streamOf(bytes: Uint8Array, at: number, onThere: () => void) {
  let hasSaid = false;
  for (let from = 0; from < bytes.length; from += 65_536) {
    if (from >= at && !hasSaid) {
      hasSaid = true;
      onThere();
    }
    yield bytes.subarray(from, from + 65_536);
  }
}

for (const { kind, start, fill, rows } of KINDS) {
  test.skipIf(isMissing)(
    `${kind}: a database behind another machine is saved and made again, by its socket and by the network`,
    async () => {
      const server = await start();
      const ssh = await startSshServer();
      server.sql("CREATE DATABASE shop");
      server.sql(fill, "shop");
      const direct = await withServer(server.access, NEVER, (session) =>
        bytesOf(session.dump("shop", HOW).open(NEVER)),
      );
      for (const access of [server.access, server.overNetwork]) {
        const behind = throughSsh(access, ssh);
        const dump = await withServer(behind, NEVER, async (session) => {
          expect((await session.look(NEVER)).databases.map(({ name }) => name)).toContain("shop");
          expect(traces()).toHaveLength(2);
          return await bytesOf(session.dump("shop", HOW).open(NEVER));
        });
        expect(dump.length).toBe(direct.length);
        const name = `again_${access.server.by}`;
        const restored = await restoreDatabase(
          {
            ...{ access: behind, name, dumpedName: "shop", about: undefined, replaces: false },
            ...{ dump: streamOf(dump, 0, () => undefined), limitMs: 120_000, nowMs: Date.now() },
          },
          NEVER,
        );
        expect(restored).toMatchObject({ tables: 1, rows: ROWS });
        expect(server.sql(rows, name)).toBe(server.sql(rows, "shop"));
        expect(traces()).toEqual([]);
        const where = access.server.by === "socket" ? access.server.path : `127.0.0.1:`;
        const wrong = withServer({ ...behind, password: "wrong" }, NEVER, (session) => session.look(NEVER));
        await expect(wrong).rejects.toMatchObject({
          code: "DATABASE_NOT_REACHED",
          details: {
            said: expect.stringMatching(/password|denied/i),
            server: expect.stringMatching(`^${where}.*\\(${ssh.user}@127\\.0\\.0\\.1:${ssh.port}\\)$`),
          },
        });
      }
    },
  );

  test.skipIf(isMissing)(
    `${kind}: the machine's connection that is cut in the middle is what is told, when saving and when putting back`,
    async () => {
      const server = await start();
      const ssh = await startSshServer();
      server.sql("CREATE DATABASE shop");
      server.sql(fill, "shop");
      const behind = throughSsh(server.access, ssh);
      const saving = withServer(behind, NEVER, async (session) => {
        let isCut = false;
        for await (const _ of session.dump("shop", HOW).open(NEVER)) {
          if (!isCut) ssh.cutConnections();
          isCut = true;
        }
      });
      await expect(saving).rejects.toMatchObject({ code: "REMOTE_SILENT", details: { reason: "closed" } });

      const dump = await withServer(behind, NEVER, (session) =>
        bytesOf(session.dump("shop", HOW).open(NEVER)),
      );
      const order = { access: behind, name: "again", dumpedName: "shop", about: undefined, replaces: false };
      const restoring = restoreDatabase(
        {
          ...{ ...order, dump: streamOf(dump, dump.length / 2, () => ssh.cutConnections()) },
          ...{ limitMs: 120_000, nowMs: Date.now() },
        },
        NEVER,
      );
      await expect(restoring).rejects.toMatchObject({
        code: "DATABASE_NOT_RESTORED",
        details: {
          name: "again",
          lost: `${ssh.user}@127.0.0.1:${ssh.port}`,
          stays: expect.stringMatching(/^backstay_unfinished_/),
        },
      });
      expect(traces()).toEqual([]);
      // nobody that was started for it is left, but for the two servers of the test
      expect(programsOf(startedBy(process.pid))).not.toMatch(/dump|restore|psql|mariadb\0/);
    },
  );
}

test.skipIf(isMissing)(
  "a machine that freezes in the middle is told as one that does not answer",
  async () => {
    const server = await startPostgres();
    const ssh = await startSshServer();
    server.sql("CREATE DATABASE shop");
    server.sql(KINDS[0].fill, "shop");
    const saving = withServer(throughSsh(server.access, ssh), NEVER, async (session) => {
      let isFrozen = false;
      for await (const _ of session.dump("shop", { silentMs: 300_000 }).open(NEVER)) {
        if (!isFrozen) ssh.freezeConnections();
        isFrozen = true;
      }
    });
    await expect(saving).rejects.toMatchObject({ code: "REMOTE_SILENT", details: { reason: "timed-out" } });
    expect(traces()).toEqual([]);
  },
);

test.skipIf(isMissing)("PostgreSQL: a socket may be named by its folder", async () => {
  const server = await startPostgres();
  const ssh = await startSshServer();
  if (server.access.server.by !== "socket") throw new Error("no socket");
  const folder = await tempFolder();
  await symlink(server.access.server.path, join(folder, ".s.PGSQL.5432"));
  for (const path of [folder, `${folder}/`]) {
    const access = throughSsh({ ...server.access, server: { by: "socket", path } }, ssh);
    expect((await look(access)).mayReadUsers).toBe(true);
  }
});

test.skipIf(isMissing)(
  "nothing is sent to a machine whose key nobody compared, or that has another one",
  async () => {
    const ssh = await startSshServer();
    const access = behindNothing(throughSsh(NOWHERE, ssh), { hostKey: null });
    await expect(look(access)).rejects.toMatchObject({
      code: "REMOTE_KEY_UNKNOWN",
      details: { shown: ssh.hostKey },
    });
    const before = throughSsh(NOWHERE, ssh);
    await ssh.restart({ newHostKey: true });
    await expect(look(before)).rejects.toMatchObject({ code: "REMOTE_KEY_CHANGED" });
    await expect(look({ ...throughSsh(NOWHERE, ssh), machineSecrets: {} })).rejects.toMatchObject({
      ...{ code: "REMOTE_SIGN_IN_UNUSABLE", details: { reason: "none" } },
    });
    await ssh.stop();
    await expect(look(before)).rejects.toMatchObject({ code: "REMOTE_SILENT" });

    function behindNothing(one: DatabaseAccess, change: { hostKey: null }): DatabaseAccess {
      return { ...one, through: { ...machineOf(ssh), ...change } };
    }
  },
);

const NOWHERE: DatabaseAccess = {
  ...{ kind: "postgresql", user: "office", password: "x", tls: "offered", caFile: null, programFolder: null },
  server: { by: "network", address: "127.0.0.1", port: 1 },
};

const look = (access: DatabaseAccess) => withServer(access, NEVER, (session) => session.look(NEVER));

test.skipIf(isMissing)("a server that the machine does not lead to is told with the reason", async () => {
  const ssh = await startSshServer(null, ["PermitOpen 127.0.0.1:2"]);
  const forbidden = throughSsh(NOWHERE, ssh);
  const details = { address: `${ssh.user}@127.0.0.1:${ssh.port}`, target: "127.0.0.1:1" };
  await expect(look(forbidden)).rejects.toMatchObject({
    ...{ code: "REMOTE_NOT_FORWARDED", details: { ...details, reason: "forbidden" } },
  });
  const refused = { ...forbidden, server: { by: "network", address: "127.0.0.1", port: 2 } as const };
  await expect(look(refused)).rejects.toMatchObject({
    ...{ code: "REMOTE_NOT_FORWARDED", details: { reason: "refused", target: "127.0.0.1:2" } },
  });
  const noSocket = { ...forbidden, server: { by: "socket", path: "/no/such/.s.PGSQL.5432" } as const };
  for (const kind of ["postgresql", "mariadb"] as const)
    await expect(look({ ...noSocket, kind })).rejects.toMatchObject({
      ...{ code: "REMOTE_NOT_FORWARDED", details: { reason: "socket" } },
    });
});

test("a certificate that only the server's own programs could check, and cannot from here, is refused", async () => {
  const access: DatabaseAccess = {
    ...{ ...NOWHERE, kind: "mariadb", tls: "verified" },
    ...{ server: { by: "network", address: "db.example", port: 3306 } },
    through: { address: "127.0.0.1", port: 9, user: "office", signIn: "key", hostKey: null },
  };
  await expect(look(access)).rejects.toMatchObject({
    code: "DATABASE_NOT_CHECKABLE",
    details: { server: "db.example:3306 (office@127.0.0.1:9)" },
  });
});
