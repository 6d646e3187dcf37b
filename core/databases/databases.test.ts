import { expect, test } from "vitest";
import type { DatabaseServer } from "../../test/support/database-server.ts";
import { startMariadb } from "../../test/support/mariadb-server.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";
import { lacksTool } from "../../test/support/tools.ts";
import type { DatabaseAccess } from "./access.ts";
import type { AboutDump } from "./layout.ts";
import { restoreDatabase } from "./restore-database.ts";
import { withServer } from "./server.ts";
import type { DatabaseServerSession } from "./session.ts";

const NEVER = new AbortController().signal;
const HOW = { silentMs: 60_000 };

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(Buffer.from(chunk));
  return Buffer.concat(pieces);
}

async function* streamOf(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 4096) yield bytes.subarray(at, at + 4096);
}

const used = <T>(access: DatabaseAccess, work: (server: DatabaseServerSession) => Promise<T>) =>
  withServer(access, NEVER, work);

const POSTGRES_SHOP = `
  CREATE TABLE goods (id int PRIMARY KEY, name text, price numeric(10,2), picture bytea);
  INSERT INTO goods SELECT n, 'Ware ü ' || n, n / 7.0, decode(md5(n::text), 'hex') FROM generate_series(1, 500) n;
  CREATE VIEW cheap AS SELECT * FROM goods WHERE price < 10;
  CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql AS 'SELECT a * 2';
  CREATE SEQUENCE numbers START 42;
  CREATE TABLE "odd ""name""" (a text); INSERT INTO "odd ""name""" VALUES (E'line\\nbreak\\ttab');
`;

const MARIADB_SHOP = `
  CREATE TABLE goods (id int PRIMARY KEY, name varchar(50) CHARACTER SET latin1, price decimal(10,2), picture varbinary(40)) ENGINE=InnoDB;
  INSERT INTO goods SELECT seq, CONCAT('Ware ü ', seq), seq / 7, UNHEX(MD5(seq)) FROM seq_1_to_500;
  CREATE TABLE orders (id int PRIMARY KEY AUTO_INCREMENT, goods int, FOREIGN KEY (goods) REFERENCES goods (id)) ENGINE=InnoDB;
  CREATE TABLE history (id int, at datetime DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB;
  INSERT INTO orders (goods) SELECT id FROM goods;
  CREATE VIEW cheap AS SELECT * FROM goods WHERE price < 10;
  CREATE VIEW cheaper AS SELECT * FROM cheap WHERE price < 5;
  CREATE TRIGGER remember AFTER INSERT ON orders FOR EACH ROW INSERT INTO history (id) VALUES (NEW.id);
  CREATE PROCEDURE clean() DELETE FROM history;
  CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC RETURN a * 2;
  CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM history;
  CREATE SEQUENCE numbers START WITH 42;
  CREATE TABLE \`odd \`\`name\`\`\` (a text) ENGINE=InnoDB; INSERT INTO \`odd \`\`name\`\`\` VALUES ('line\\nbreak');
`;

type Kind = {
  readonly name: string;
  start(): Promise<DatabaseServer>;
  readonly shop: string;
  /** Makes a database with a name that needs care, in which all texts are in an old encoding. */
  make(server: DatabaseServer, name: string): void;
  /** All that can be seen of a database, as text. */
  all(server: DatabaseServer, name: string): string;
};

const q = (name: string) => `"${name.replaceAll('"', '""')}"`;
const m = (name: string) => `\`${name.replaceAll("`", "``")}\``;

const KINDS: readonly Kind[] = [
  {
    name: "PostgreSQL",
    start: startPostgres,
    shop: POSTGRES_SHOP,
    make: ({ sql }, name) => {
      sql(`CREATE DATABASE ${q(name)} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'`);
      sql(`SET client_encoding = 'UTF8'; ${POSTGRES_SHOP}`, name);
    },
    all: ({ sql }, name) =>
      sql(
        `SET client_encoding = 'UTF8'; SHOW server_encoding; SELECT * FROM goods ORDER BY id; SELECT * FROM cheap ORDER BY id; SELECT twice(21); SELECT last_value FROM numbers; SELECT * FROM "odd ""name""";`,
        name,
      ),
  },
  {
    name: "MariaDB",
    start: startMariadb,
    shop: MARIADB_SHOP,
    make: ({ sql }, name) => {
      sql(`CREATE DATABASE ${m(name)} CHARACTER SET latin1`);
      sql(MARIADB_SHOP, name);
    },
    all: ({ sql }, name) =>
      sql(
        `SELECT @@character_set_database; SELECT id, name, price, HEX(picture) FROM goods ORDER BY id; SELECT id, name FROM cheaper; SELECT * FROM orders;
         SELECT twice(21); SELECT * FROM \`odd \`\`name\`\`\`; INSERT INTO orders (goods) VALUES (1); SELECT COUNT(*) FROM history; CALL clean();
         SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE(); SELECT NEXTVAL(numbers) > 41;
         SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1;
         DELETE FROM orders WHERE id > 500; ALTER TABLE orders AUTO_INCREMENT = 501;`,
        name,
      ),
  },
];

const isMissing = lacksTool("pg_ctlcluster", "mariadbd");

for (const { name: kind, start, make, all } of KINDS) {
  test.skipIf(isMissing)(
    `${kind}: databases are found, dumped and made again, whatever they are called`,
    async () => {
      const server = await start();
      // quotes are more than mariadb-dump itself can take, where a database has events
      const odd = kind === "MariaDB" ? "--odd & co; dbname=x/%`" : `it's a "shop" & 'co' \\ dbname=x/%`;
      for (const name of ["shop", odd]) make(server, name);
      const before = all(server, "shop");
      await used(server.access, async (session) => {
        const found = await session.look(NEVER);
        const names = found.databases.map(({ name }) => name).filter((name) => name !== "postgres");
        expect(names.toSorted()).toEqual([odd, "shop"].toSorted());
        expect(
          found.databases.every(({ sizeBytes = 0, looseTables }) => sizeBytes >= 0 && looseTables === 0),
        ).toBe(true);
        expect(found).toMatchObject({ mayReadUsers: true, roles: expect.arrayContaining(["office"]) });
        const users = (await bytesOf(session.dumpUsers(found, HOW).open(NEVER))).toString();
        expect(users).toMatch(/office/);
        expect(users).toMatch(/SCRAM-SHA-256|IDENTIFIED/i);

        for (const name of ["shop", odd]) {
          const dump = await bytesOf(session.dump(name, HOW).open(NEVER));
          const again = await bytesOf(session.dump(name, HOW).open(NEVER));
          // nothing of it is compressed, so that what is unchanged is found again
          expect(again.length).toBe(dump.length);
          const about: AboutDump = {
            ...{ format: 1, server: "", client: "", roles: [...found.roles] },
            kind: server.access.kind,
            databases: found.databases.map(({ name: called, properties }) => ({ name: called, properties })),
          };
          const restored = await restoreDatabase(
            {
              ...{ access: server.overNetwork, name: `${name} 2`, dumpedName: name, about, replaces: false },
              ...{ dump: streamOf(dump), limitMs: 60_000, nowMs: Date.now() },
            },
            NEVER,
          );
          expect(restored).toMatchObject({ name: `${name} 2`, replacedAs: null, keptOwners: true });
          expect(restored.rows).toBeGreaterThanOrEqual(501);
          expect(all(server, `${name} 2`)).toBe(name === "shop" ? before : all(server, name));
        }
      });
    },
    120_000,
  );

  test.skipIf(isMissing)(
    `${kind}: what has the name is put aside when that is said, and stays as it is when not or when the dump is broken`,
    async () => {
      const server = await start();
      make(server, "shop");
      const before = all(server, "shop");
      const dump = await used(server.access, (session) => bytesOf(session.dump("shop", HOW).open(NEVER)));
      server.sql(
        kind === "MariaDB"
          ? "INSERT INTO goods (id, name) VALUES (1000, 'new')"
          : "INSERT INTO goods (id) VALUES (1000)",
        "shop",
      );
      const now = all(server, "shop");
      const restore = (how: { replaces: boolean; dump: Uint8Array }) =>
        restoreDatabase(
          {
            ...{
              access: server.access,
              name: "shop",
              dumpedName: "shop",
              about: undefined,
              replaces: how.replaces,
            },
            ...{ dump: streamOf(how.dump), limitMs: 60_000, nowMs: Date.UTC(2026, 10, 23, 10, 11, 12) },
          },
          NEVER,
        );
      const list = () =>
        used(server.access, async (session) => (await session.look(NEVER)).databases.map(({ name }) => name));
      const names = await list();
      await expect(restore({ replaces: false, dump })).rejects.toMatchObject({ code: "DATABASE_EXISTS" });
      await expect(
        restore({ replaces: true, dump: dump.subarray(0, dump.length - 3000) }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(DATABASE_NOT_RESTORED|DUMP_CUT_OFF)$/) });
      await expect(restore({ replaces: true, dump: Buffer.from("no dump") })).rejects.toMatchObject({
        code: expect.stringMatching(/^(DATABASE_NOT_RESTORED|DUMP_CUT_OFF)$/),
      });
      expect(all(server, "shop")).toBe(now);
      expect(await list()).toEqual(names);
      expect(
        server.sql(kind === "MariaDB" ? "SHOW DATABASES" : "SELECT datname FROM pg_database"),
      ).not.toContain("unfinished");

      const restored = await restore({ replaces: true, dump });
      expect(restored.replacedAs).toBe("shop_replaced_20261123101112");
      expect(all(server, "shop").split("\n").slice(1)).toEqual(before.split("\n").slice(1)); // but for the encoding nobody wrote down
      expect(all(server, "shop_replaced_20261123101112")).toBe(now);
    },
    120_000,
  );

  test.skipIf(isMissing)(
    `${kind}: who is not let in, or is not there, is told so`,
    async () => {
      const server = await start();
      const look = (access: DatabaseAccess) => used(access, (session) => session.look(NEVER));
      await expect(look({ ...server.overNetwork, password: "wrong" })).rejects.toMatchObject({
        code: "DATABASE_NOT_REACHED",
        details: { said: expect.stringMatching(/password|denied/i) },
      });
      await expect(look({ ...server.overNetwork, tls: "required" })).rejects.toMatchObject({
        code: expect.stringMatching(/^DATABASE_NOT_(ENCRYPTED|REACHED)$/),
      });
      await expect(look({ ...server.overNetwork, programFolder: "/nowhere" })).rejects.toMatchObject({
        code: "DATABASE_CLIENT_MISSING",
      });
      await server.stop();
      await expect(look(server.access)).rejects.toMatchObject({ code: "DATABASE_NOT_REACHED" });
    },
    60_000,
  );
}

test.skipIf(isMissing)(
  "tables that know no transactions are counted",
  async () => {
    const server = await startMariadb();
    server.sql("CREATE DATABASE old; CREATE DATABASE fine;");
    server.sql(
      "CREATE TABLE a (id int) ENGINE=MyISAM; CREATE TABLE b (id int) ENGINE=Aria; CREATE VIEW c AS SELECT * FROM a;",
      "old",
    );
    server.sql("CREATE TABLE a (id int) ENGINE=InnoDB; CREATE SEQUENCE s;", "fine");
    const { databases } = await used(server.access, (session) => session.look(NEVER));
    expect(databases.map(({ name, looseTables }) => [name, looseTables])).toEqual([
      ["fine", 0],
      ["old", 2],
    ]);
  },
  60_000,
);

test.skipIf(isMissing)(
  "MariaDB: a database that cannot be put aside stays as it is, with its triggers",
  async () => {
    const server = await startMariadb();
    const [, mariadb] = KINDS;
    if (mariadb === undefined) throw new Error("no kind");
    mariadb.make(server, "shop");
    const dump = await used(server.access, (session) => bytesOf(session.dump("shop", HOW).open(NEVER)));
    server.sql("CREATE DEFINER=ghost@nowhere VIEW broken AS SELECT id FROM goods", "shop");
    const before = mariadb.all(server, "shop");
    const cancelled = new AbortController();
    const order = {
      access: server.access,
      name: "shop",
      dumpedName: "shop",
      about: undefined,
      replaces: true,
    };
    await expect(
      restoreDatabase(
        { ...order, dump: streamOf(dump), limitMs: 60_000, nowMs: Date.now() },
        cancelled.signal,
      ),
    ).rejects.toMatchObject({ code: "DATABASE_NOT_RESTORED", details: { name: "shop" } });
    expect(mariadb.all(server, "shop")).toBe(before);
    expect(server.sql("SHOW TRIGGERS", "shop")).toContain("remember");
    expect(server.sql("SHOW DATABASES LIKE 'shop%'").trim()).toBe("shop");
  },
  120_000,
);

test.skipIf(isMissing)(
  "MariaDB: what stands in a procedure is not taken for rows",
  async () => {
    const server = await startMariadb();
    server.sql("CREATE DATABASE code");
    const body = "BEGIN\nINSERT INTO `a` VALUES (1);\nINSERT INTO `a` VALUES (2);\nEND";
    server.sql(
      `CREATE TABLE a (x int);\nDELIMITER //\nCREATE PROCEDURE fill() ${body}//\nDELIMITER ;\n`,
      "code",
    );
    const dump = await used(server.access, (session) => bytesOf(session.dump("code", HOW).open(NEVER)));
    expect(dump.toString()).toContain(body);
  },
  60_000,
);

test.skipIf(isMissing)(
  "PostgreSQL: bytes that are no text in UTF-8 are saved and put back as they are",
  async () => {
    const server = await startPostgres();
    server.sql("CREATE DATABASE bytes TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
    server.sql("CREATE TABLE t (a text); INSERT INTO t VALUES (E'caf\\351 \\201\\377');", "bytes");
    await used(server.access, async (session) => {
      const { databases } = await session.look(NEVER);
      const properties = databases.find(({ name }) => name === "bytes")?.properties ?? {};
      const dump = await bytesOf(session.dump("bytes", HOW).open(NEVER));
      await session.fill(
        { name: "again", dump: streamOf(dump), properties, keepsOwners: true, limitMs: 60_000 },
        NEVER,
      );
    });
    const shown = "SELECT encode(a::bytea, 'hex') FROM t";
    expect(server.sql(shown, "again")).toBe(server.sql(shown, "bytes"));
    expect(server.sql(shown, "again").trim()).toBe("636166e92081ff");
  },
  60_000,
);
