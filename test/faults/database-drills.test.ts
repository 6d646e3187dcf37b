/** Drills that make databases again on servers of their own, with real servers of both kinds, damage, and whoever is killed meanwhile. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { endLeftServers, type ServerNote } from "../../core/databases/scratch/left-servers.ts";
import { isProcessAlive } from "../../core/platform/process-alive.ts";
import type { DrillId, RepositoryId } from "../../shared/ids.ts";
import type { Drill } from "../../shared/model/drill.ts";
import type { DatabaseDraft } from "../../shared/model/source.ts";
import type { DatabaseServer } from "../support/database-server.ts";
import { freezeProcess } from "../support/freeze-process.ts";
import { MANUAL_PLAN, type TestHost } from "../support/host.ts";
import { startMariadb } from "../support/mariadb-server.ts";
import { officeHost } from "../support/office-host.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const LIMIT_MS = 600_000;
const isMissing = lacksTool("pg_ctlcluster", "mariadbd");

const POSTGRES = `
  CREATE ROLE clerk LOGIN PASSWORD 'secret';
  CREATE TABLE goods (id int PRIMARY KEY, name text); INSERT INTO goods SELECT n, 'Ware ü ' || n FROM generate_series(1, 700) n;
  CREATE TABLE empty (id int); ALTER TABLE goods OWNER TO clerk; CREATE VIEW cheap AS SELECT * FROM goods WHERE id < 10;
  CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION seen();
`;
/** Random to whoever compresses, so that the pack that holds it is the largest. */
const MARIADB = `
  CREATE USER clerk@'%' IDENTIFIED BY 'secret'; GRANT ALL ON *.* TO clerk@'%';
  CREATE TABLE parts (id int PRIMARY KEY, filling varbinary(1024)) ENGINE=InnoDB;
  INSERT INTO parts SELECT seq, RANDOM_BYTES(1000) FROM seq_1_to_3000;
  CREATE DEFINER=clerk@'%' VIEW few AS SELECT id FROM parts WHERE id < 10;
  CREATE DEFINER=clerk@'%' TRIGGER keep BEFORE DELETE ON parts FOR EACH ROW SET @gone = OLD.id;
`;

function draftOf(name: string, { access }: DatabaseServer, more: Partial<DatabaseDraft> = {}): DatabaseDraft {
  const { kind, server, user } = access;
  return {
    ...{ kind, server, user, name, icon: "database", tls: "offered", caFile: null },
    ...{ databases: ["shop"], programFolder: null, silentMinutes: 5, ...more },
  };
}

/** An office that saves a database of each server, and has a second replica of all. */
async function officeWith(servers: Readonly<Record<string, DatabaseServer>>) {
  const office = await officeHost();
  const { host, repository, path } = office;
  const save = async (name: string, server: DatabaseServer, more: Partial<DatabaseDraft> = {}, id = null) =>
    await host.call("sources.save", {
      ...{ sourceId: id, draft: draftOf(name, server, more) },
      secrets: { password: server.access.password ?? "" },
    });
  const sources = [];
  for (const [name, server] of Object.entries(servers)) sources.push(await save(name, server));
  const plan = await host.call("plans.save", {
    planId: null,
    draft: {
      ...{ ...MANUAL_PLAN, name: "Books", repositoryId: repository.id },
      sourceIds: sources.map(({ id }) => id),
    },
  });
  for (const one of [office.plan, plan])
    expect(await host.ended((await host.call("plans.run", { planId: one.id })).runId)).toMatchObject({
      state: "done",
    });
  const addStandby = async () => {
    const { jobId } = await host.call("replicas.add", {
      ...{ repositoryId: repository.id, name: "NAS 2", location: path("nas 2") },
    });
    const { job } = await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null);
    expect(job.state).toBe("done");
  };
  return { ...office, sources, save, addStandby };
}

async function drilled(host: TestHost, repositoryId: RepositoryId): Promise<Drill> {
  const { drillId } = await host.call("drills.startRestore", { repositoryId });
  return await ended(host, drillId);
}

async function ended(host: TestHost, drillId: DrillId): Promise<Drill> {
  for (let seen = 0; ; ) {
    const drill = await host.call("drills.get", { drillId });
    if (drill.state !== "running") return drill;
    const before = seen;
    await host.event("drills", () => host.told.length > before);
    seen = host.told.length;
  }
}

const drillsFolder = (home: string) => join(home, "drills");
const scratchOf = (home: string) => (existsSync(drillsFolder(home)) ? readdirSync(drillsFolder(home)) : []);

/** The notes of servers that were started for a drill. */
function notesIn(home: string): readonly ServerNote[] {
  return scratchOf(home).flatMap((drill) => {
    const folder = join(drillsFolder(home), drill, "servers");
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith(".note"))
      .flatMap((name) => {
        try {
          return [JSON.parse(readFileSync(join(folder, name), "utf8")) as ServerNote];
        } catch {
          return []; // it is being written, or was removed
        }
      });
  });
}

/** Resolves when a server was started for a drill. */
async function startedServer(home: string): Promise<ServerNote & { readonly pid: number }> {
  let found: ServerNote | undefined;
  await expect
    .poll(
      () => {
        found = notesIn(home).find(({ pid }) => pid !== null);
        return found !== undefined;
      },
      { timeout: LIMIT_MS, interval: 10 },
    )
    .toBe(true);
  if (found?.pid == null) throw new Error("no server");
  return { ...found, pid: found.pid };
}

/** Of the process that started another one. */
function parentOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/.*\) /s, "").split(" ")[1]);
}

async function nothingStays(home: string, { pid, data, beside }: ServerNote & { pid: number }) {
  await expect.poll(() => isProcessAlive(pid), { timeout: 120_000 }).toBe(false);
  await expect.poll(() => existsSync(beside) || existsSync(data), { timeout: 120_000 }).toBe(false);
  await expect.poll(() => scratchOf(home), { timeout: 120_000 }).toEqual([]);
  const withIt = readdirSync("/proc").filter((one) => {
    try {
      return /^\d+$/.test(one) && readFileSync(`/proc/${one}/cmdline`, "utf8").includes(data);
    } catch {
      return false; // gone meanwhile
    }
  });
  expect(withIt).toEqual([]);
}

/** Changes bytes all over the largest pack. */
function spoilPack(location: string): void {
  const packs = readdirSync(join(location, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const [largest] = packs.toSorted((a, b) => statSync(b).size - statSync(a).size);
  if (largest === undefined) throw new Error("there is no pack");
  const bytes = readFileSync(largest);
  for (let at = 1000; at < bytes.length - 1000; at += 50_000) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(largest, bytes);
}

test.skipIf(isMissing)(
  "a drill makes a database of each kind again from each replica, counts what is in it, and leaves nothing",
  async () => {
    const [postgres, mariadb] = [await startPostgres(), await startMariadb()];
    postgres.sql("CREATE DATABASE shop");
    postgres.sql(POSTGRES, "shop");
    mariadb.sql("CREATE DATABASE shop");
    mariadb.sql(MARIADB, "shop");
    const { host, repository, addStandby, path } = await officeWith({ Books: postgres, Stock: mariadb });
    await addStandby();
    const drill = await drilled(host, repository.id);
    expect(drill).toMatchObject({ state: "passed", problems: [] });
    const expected = [
      { sourceName: "Books", kind: "postgresql", name: "shop", outcome: "restored", tables: 2, rows: 700 },
      { sourceName: "Stock", kind: "mariadb", name: "shop", outcome: "restored", tables: 1, rows: 3000 },
    ];
    expect(drill.restore?.replicas).toMatchObject(
      ["NAS", "NAS 2"].map((name) => ({
        ...{ name, outcome: "passed", databasesRestored: 2, databasesFailed: 0, databasesUntried: 0 },
        databases: expected,
      })),
    );
    const [first] = drill.restore?.replicas[0]?.databases ?? [];
    expect(first?.seconds).toBeGreaterThan(0);
    expect(first?.bytes).toBeGreaterThan(1000);
    const job = await host.call("jobs.get", { jobId: drill.jobId ?? ("" as never) });
    expect(job.counts).toMatchObject({ databases: 4, databasesRestored: 4, databasesTried: 4 });
    for (const [language, words] of [
      ["en", "2 tables, 700 rows"],
      ["zh", "2 个表，700 行"],
    ] as const) {
      const { html } = await host.call("drills.report", { drillId: drill.id, language });
      expect(html.split(words)).toHaveLength(3); // once for each replica
    }
    expect(scratchOf(path("home"))).toEqual([]);
    expect(host.logged).toEqual([]);
    // nobody's databases were touched
    expect(postgres.sql("SELECT datname FROM pg_database")).not.toContain("backstay");
    expect(mariadb.sql("SHOW DATABASES")).not.toContain("backstay");
  },
  LIMIT_MS,
);

test.skipIf(isMissing)(
  "a dump that is damaged in one replica, and a database that no server takes back, fail the drill",
  async () => {
    const [postgres, mariadb] = [await startPostgres(), await startMariadb()];
    mariadb.sql("CREATE DATABASE shop");
    mariadb.sql(MARIADB, "shop");
    postgres.sql("CREATE DATABASE shop");
    // what is in the table would not be let in any more
    postgres.sql(
      `CREATE FUNCTION fine(int) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE TABLE picky (x int CHECK (fine(x)));
       INSERT INTO picky VALUES (1); CREATE OR REPLACE FUNCTION fine(int) RETURNS bool LANGUAGE sql AS 'SELECT false';`,
      "shop",
    );
    const { host, repository, addStandby, path } = await officeWith({ Books: postgres, Stock: mariadb });
    await addStandby();
    spoilPack(path("nas 2"));
    const drill = await drilled(host, repository.id);
    expect(drill.state).toBe("failed");
    const picky = {
      ...{ sourceName: "Books", outcome: "failed", reason: null },
      error: { code: "DATABASE_NOT_RESTORED", details: { said: expect.stringContaining("picky") } },
    };
    expect(drill.restore?.replicas).toMatchObject([
      {
        ...{ name: "NAS", outcome: "failed", unreadable: 0, different: 0 },
        databases: [picky, { sourceName: "Stock", outcome: "restored", rows: 3000 }],
      },
      {
        ...{ name: "NAS 2", outcome: "failed", databasesFailed: 2 },
        databases: [picky, { sourceName: "Stock", outcome: "failed", error: { code: expect.any(String) } }],
      },
    ]);
    expect(drill.problems).toEqual([
      { code: "database-failed", detail: "shop (Books), shop (Stock)", count: 2 },
    ]);
    const { alerts } = await host.call("alerts.list", { which: "open", limit: 9 });
    expect(alerts).toMatchObject([
      {
        severity: "failing",
        subject: {
          code: "DRILL_FAILED",
          replicaNames: ["NAS", "NAS 2"],
          problem: { code: "database-failed" },
        },
      },
    ]);
    const { html } = await host.call("drills.report", { drillId: drill.id, language: "en" });
    expect(html).toContain("violates check constraint");
    expect(scratchOf(path("home"))).toEqual([]);
  },
  LIMIT_MS,
);

test.skipIf(isMissing)(
  "users of one backup do not make another one pass that lacks them",
  async () => {
    const mariadb = await startMariadb();
    mariadb.sql("CREATE DATABASE shop");
    mariadb.sql(MARIADB, "shop");
    mariadb.sql(
      `CREATE USER small@'%' IDENTIFIED BY 'little'; GRANT SELECT, SHOW VIEW, LOCK TABLES, EVENT, TRIGGER ON shop.* TO small@'%'`,
    );
    const { host, repository } = await officeWith({ "A. by who may read all": mariadb });
    const { id } = await host.call("sources.save", {
      ...{ sourceId: null, draft: draftOf("B. by who may not", mariadb, { user: "small" }) },
      secrets: { password: "little" },
    });
    const plan = await host.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "Small", repositoryId: repository.id, sourceIds: [id] },
    });
    const run = await host.call("plans.run", { planId: plan.id });
    expect(await host.ended(run.runId)).toMatchObject({ state: "done" });
    const drill = await drilled(host, repository.id);
    expect(drill.state).toBe("incomplete");
    expect(drill.restore?.replicas[0]?.databases).toMatchObject([
      { sourceName: "A. by who may read all", outcome: "restored", rows: 3000 },
      { sourceName: "B. by who may not", outcome: "not-tried", reason: "no-users" },
    ]);
  },
  LIMIT_MS,
);

test.skipIf(isMissing)(
  "where there is no server, databases are not tried, and the drill has not passed",
  async () => {
    const postgres = await startPostgres();
    postgres.sql("CREATE DATABASE shop");
    postgres.sql(POSTGRES, "shop");
    const { host, repository, sources, save, path } = await officeWith({ Books: postgres });
    await save("Books", postgres, { programFolder: await tempFolder() }, sources[0]?.id as never);
    const drill = await drilled(host, repository.id);
    expect(drill).toMatchObject({
      ...{ state: "incomplete" },
      problems: [{ code: "database-no-programs", detail: "shop (Books)", count: 1 }],
      restore: {
        replicas: [
          {
            ...{ outcome: "incomplete", different: 0, unreadable: 0, databasesUntried: 1 },
            databases: [{ outcome: "not-tried", reason: "no-programs", tables: 0, rows: 0, seconds: 0 }],
          },
        ],
      },
    });
    expect(scratchOf(path("home"))).toEqual([]);
    // it is what a person has who looks when restoring was last proved
    const { repositories } = await host.call("drills.standing", {});
    expect(repositories[0]).toMatchObject({ restorePassedMs: null, lastRestore: { state: "incomplete" } });
  },
  LIMIT_MS,
);

test.skipIf(isMissing).each([
  ["PostgreSQL", startPostgres, "INSERT INTO big SELECT n, md5(n::text) FROM generate_series(1, 300000) n"],
  ["MariaDB", startMariadb, "INSERT INTO big SELECT seq, MD5(seq) FROM seq_1_to_300000"],
] as const)(
  "nothing of a server of %s stays when a drill is cancelled, or when its job or all of Backstay is killed",
  async (_, start, fill) => {
    const server = await start();
    server.sql("CREATE DATABASE shop");
    server.sql(`CREATE TABLE big (id int PRIMARY KEY, sum varchar(40)); ${fill};`, "shop");
    const { host, open, repository, path } = await officeWith({ Books: server });
    const home = path("home");
    const begin = () => host.call("drills.startRestore", { repositoryId: repository.id });

    const cancelled = await begin();
    const first = await startedServer(home);
    expect(isProcessAlive(first.pid)).toBe(true);
    await host.call("drills.cancel", cancelled);
    expect(await ended(host, cancelled.drillId)).toMatchObject({ state: "cancelled" });
    await nothingStays(home, first);

    const crashed = await begin();
    const second = await startedServer(home);
    process.kill(parentOf(second.pid), "SIGKILL");
    expect(["failed", "incomplete"]).toContain((await ended(host, crashed.drillId)).state);
    await nothingStays(home, second);

    await host.stop();
    const hostProcess = spawn(
      process.execPath,
      [
        new URL("../support/office-host-process.ts", import.meta.url).pathname,
        ...[home, "drills.startRestore", JSON.stringify({ repositoryId: repository.id })],
      ],
      { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, KILL_AT: undefined } },
    );
    onTestFinished(() => void hostProcess.kill("SIGKILL"));
    const third = await startedServer(home);
    const sockets = ["s", ".s.PGSQL.5432"].map((name) => join(third.beside, name));
    await expect.poll(() => sockets.some((path) => existsSync(path)), { interval: 10 }).toBe(true); // earlier it may end by itself
    onTestFinished(async () => {
      for (const drill of scratchOf(home)) await endLeftServers(join(drillsFolder(home), drill));
    });
    const job = parentOf(third.pid);
    const gone = once(hostProcess, "exit");
    freezeProcess(hostProcess.pid ?? 0); // neither of them may notice that the other one is gone
    process.kill(job, "SIGKILL");
    hostProcess.kill("SIGKILL");
    await gone;
    await expect.poll(() => isProcessAlive(job)).toBe(false);
    expect(isProcessAlive(third.pid)).toBe(true); // nobody is there who could have ended it
    expect(existsSync(third.beside)).toBe(true);
    const again = await open();
    await nothingStays(home, third);
    expect(await drilled(again, repository.id)).toMatchObject({
      ...{ state: "passed" },
      restore: { replicas: [{ databases: [{ outcome: "restored", tables: 1, rows: 300_000 }] }] },
    });
    expect(scratchOf(home)).toEqual([]);
    expect(again.logged).toEqual([]);
  },
  LIMIT_MS,
);
