import { expect, test } from "vitest";
import type { DatabaseServer } from "../../test/support/database-server.ts";
import { startMariadb } from "../../test/support/mariadb-server.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { thisProcess } from "../backup/moment/snapshot-names.ts";
import { restoreDatabase } from "./restore-database.ts";
import { withServer } from "./server.ts";
import { isLeftUnfinished, nameUnfinished } from "./unfinished.ts";

const NEVER = new AbortController().signal;
const here = thisProcess();
/** No process has this number: it is above the highest there can be. */
const gone = { ...here, pid: 4_194_304 + 17, start: "12345" };

test("what is filled is known from what a killed process left, by its name alone", () => {
  expect(isLeftUnfinished(nameUnfinished())).toBe(false);
  expect(isLeftUnfinished(nameUnfinished(gone))).toBe(true);
  expect(isLeftUnfinished(nameUnfinished({ ...here, boot: "0123abcd" }))).toBe(true);
  expect(isLeftUnfinished(nameUnfinished({ ...gone, machine: "0123abcd" })), "of another machine").toBe(
    false,
  );
  expect(isLeftUnfinished(nameUnfinished({ ...gone, namespace: "1" })), "not seen from here").toBe(false);
  for (const name of ["backstay_unfinished_0123456789ab", `${nameUnfinished(gone)}_books`, "books"])
    expect(isLeftUnfinished(name)).toBe(false);
  const longest = { machine: "ffffffff", boot: "ffffffff", namespace: "4294967295", pid: 4_194_304 };
  expect(nameUnfinished({ ...longest, start: "78364164095" }).length).toBeLessThanOrEqual(63);
});

const KINDS = [
  {
    ...{ kind: "PostgreSQL", start: startPostgres, list: "SELECT datname FROM pg_database ORDER BY 1" },
    ...{ hold: "SELECT pg_sleep(1000);" },
  },
  {
    ...{ kind: "MariaDB", start: startMariadb, list: "SHOW DATABASES" },
    ...{ hold: "SELECT SLEEP(1000);" },
  },
] as const;

async function dumpOf({ access }: DatabaseServer, name: string): Promise<Buffer> {
  return await withServer(access, NEVER, async (session) => {
    const pieces: Buffer[] = [];
    for await (const chunk of session.dump(name, { silentMs: 60_000 }).open(NEVER))
      pieces.push(Buffer.from(chunk));
    return Buffer.concat(pieces);
  });
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

const restored = ({ access }: DatabaseServer, name: string, dump: Uint8Array, replaces = false) =>
  restoreDatabase(
    {
      ...{ access, name, dumpedName: "shop", about: undefined, replaces },
      ...{ dump: once(dump), limitMs: 60_000, nowMs: Date.UTC(2026, 10, 23, 10, 11, 12) },
    },
    NEVER,
  );

for (const { kind, start, list, hold } of KINDS) {
  test.skipIf(lacksTool("pg_ctlcluster", "mariadbd"))(
    `${kind}: the next restore removes what a killed one left half-filled, and only that`,
    async () => {
      const server = await start();
      server.sql("CREATE DATABASE shop");
      server.sql("CREATE TABLE goods (id int); INSERT INTO goods VALUES (1), (2);", "shop");
      const dump = await dumpOf(server, "shop");
      const [left, used] = [nameUnfinished(gone), nameUnfinished(gone)];
      const others = [used, nameUnfinished(), nameUnfinished({ ...gone, machine: "0123abcd" }), "shop"];
      for (const name of [left, ...others.slice(0, 3)]) server.sql(`CREATE DATABASE ${name}`);
      const holder = server.hold(hold, used);
      await holder.holds();
      await restored(server, "again", dump);
      const names = server.sql(list).split("\n");
      expect(names).toEqual(expect.arrayContaining([...others, "again"]));
      expect(names).not.toContain(left);
      expect(names.filter((name) => name.includes("unfinished"))).toHaveLength(3);
      await holder.stop();
      await restored(server, "again2", dump);
      expect(server.sql(list)).not.toContain(used);
    },
  );

  test.skipIf(lacksTool("pg_ctlcluster", "mariadbd"))(
    `${kind}: a name that differs by case is another database's, where the server tells them apart`,
    async () => {
      const server = await start();
      const q = kind === "MariaDB" ? "`" : '"';
      for (const name of ["shop", "Shop"]) {
        server.sql(`CREATE DATABASE ${q}${name}${q}`);
        server.sql(`CREATE TABLE ${name}_goods (id int); INSERT INTO ${name}_goods VALUES (1);`, name);
      }
      const dump = await dumpOf(server, "shop");
      expect(await restored(server, "SHOP", dump)).toMatchObject({ name: "SHOP", replacedAs: null, rows: 1 });
      expect(await restored(server, "Shop", dump, true)).toMatchObject({
        replacedAs: "Shop_replaced_20261123101112",
      });
      expect(server.sql("SELECT count(*) FROM shop_goods", "Shop").trim()).toBe("1");
      expect(server.sql("SELECT count(*) FROM shop_goods", "shop").trim()).toBe("1");
    },
  );
}

test.skipIf(lacksTool("mariadbd"))(
  "MariaDB: the rows of many tables are counted in few connections",
  async () => {
    const server = await startMariadb();
    server.sql("CREATE DATABASE many");
    const tables = Array.from({ length: 300 }, (_, n) => n);
    server.sql(
      tables
        .map((n) => `CREATE TABLE \`t ${n}\` (id int) ENGINE=MEMORY; INSERT INTO \`t ${n}\` VALUES (1), (2);`)
        .join("\n"),
      "many",
    );
    const connections = () => Number(server.sql("SHOW STATUS LIKE 'Connections'").split("\t")[1]);
    const before = connections();
    const counted = await withServer(server.access, NEVER, (session) => session.count("many", NEVER));
    expect(counted).toEqual({ tables: 300, rows: 600 });
    expect(connections() - before).toBeLessThan(5);
  },
);

test.skipIf(lacksTool("mariadbd"))(
  "a dump that was cut off is called by its own name, not by that of what was made of it",
  async () => {
    const server = await startMariadb();
    server.sql("CREATE DATABASE shop");
    server.sql("CREATE TABLE goods (id int)", "shop");
    const dump = await dumpOf(server, "shop");
    await expect(
      restored(server, "again", dump.subarray(0, dump.lastIndexOf("-- Dump completed"))),
    ).rejects.toMatchObject({
      ...{ code: "DUMP_CUT_OFF", details: { database: "shop" } },
    });
  },
);
