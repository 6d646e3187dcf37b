/** Databases on the command line: added, tried, saved and made again, with real servers and a host that runs beside it. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { runHere } from "../../console/testing/run-here.ts";
import { serveHostSocket } from "../../core/host-socket/serve-host-socket.ts";
import type { DatabaseServer } from "../support/database-server.ts";
import { startMariadb } from "../support/mariadb-server.ts";
import { officeHost } from "../support/office-host.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { startedBy } from "../support/process-tree.ts";
import { lacksTool } from "../support/tools.ts";

const isMissing = lacksTool("pg_ctlcluster", "mariadbd");
const KINDS = [
  {
    kind: "postgresql",
    title: "PostgreSQL",
    start: startPostgres,
    by: "access",
    lock: "BEGIN; LOCK TABLE small; SELECT pg_sleep(1000);",
    release: ({ sql }: DatabaseServer) =>
      sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"),
  },
  {
    kind: "mariadb",
    title: "MariaDB",
    start: startMariadb,
    by: "overNetwork",
    lock: "LOCK TABLES small WRITE; SELECT SLEEP(1000);",
    release: ({ sql }: DatabaseServer) =>
      sql(
        `KILL ${sql("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'").trim()}`,
      ),
  },
] as const;

/** An office beside a server with one database, and a command line that is asked for passwords. */
async function officeBeside({ start, by }: (typeof KINDS)[number]) {
  const server = await start();
  server.sql("CREATE DATABASE books");
  server.sql("CREATE TABLE small (id int PRIMARY KEY); INSERT INTO small VALUES (1), (2);", "books");
  const made = await officeHost();
  const home = made.path("home");
  const socket = await serveHostSocket(home, made.host);
  onTestFinished(() => socket.close());
  const { password = "", server: at, user } = server[by];
  const where =
    at.by === "socket" ? ["--socket", at.path] : ["--host", at.address, "--port", String(at.port)];
  const said: string[] = [];
  const typing = async (input: string, ...args: string[]) => {
    const ended = await runHere(args, { env: { BACKSTAY_HOME: home }, input });
    said.push(ended.stdout, ended.stderr);
    return ended;
  };
  const backstay = (...args: string[]) => typing("", ...args);
  return { ...made, server, password, access: [...where, "--user", user], typing, backstay, said };
}

for (const kind of KINDS) {
  test.skipIf(isMissing)(
    `${kind.title}: a server is tried and kept, saved by a plan, and a database made again beside and instead of the one there`,
    async () => {
      const { host, path, server, password, access, typing, backstay, said } = await officeBeside(kind);
      const add = ["sources", "add", kind.kind, "Books", ...access];
      const wrong = await typing("not that one\n", ...add);
      expect(wrong).toMatchObject({ exitCode: 1, stdout: "" });
      expect(wrong.stderr).toContain(`${kind.title} at `);
      expect(wrong.stderr).toContain("let nobody in");
      expect(wrong.stderr).not.toMatch(/using password: NO|no password supplied/);
      const half = await typing(`${password}\n`, ...add, "--database", "books", "--database", "gone");
      expect(half.exitCode).toBe(1);
      expect(half.stdout).toMatch(/ {2}books: read whole, [\d.]+ K?i?B\n {2}gone: There is no database gone/);
      expect(half.stderr).toContain("Books is not saved as a source");
      expect((await host.call("sources.list", {})).sources).toHaveLength(1);

      writeFileSync(path("secret"), `${password}\n`);
      const kept = await backstay(...add, "--password-file", path("secret"), "--plan", "Office hours");
      expect(kept).toMatchObject({ exitCode: 0, stderr: "" });
      expect(kept.stdout).toMatch(
        /The server is .*\n {2}Users and their rights: read whole.*\n {2}books: read/,
      );
      expect(kept.stdout).toContain("Books is a source now.\nOffice hours saves Books from now on.\n");
      const [shown] = JSON.parse((await backstay("sources", "--json")).stdout);
      expect(shown).toMatchObject({ name: "Books", kind: kind.kind, has_password: true, databases: [] });
      expect(shown.plans).toEqual(["Office hours"]);
      // another user is another password: what is kept for the one goes to nobody else
      const moved = await backstay("sources", "edit", "Books", "--user", "stranger");
      expect(moved).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining("A password is needed"),
      });

      const holder = server.hold(kind.lock, "books");
      await holder.holds();
      const tried = backstay("sources", "try", "Books", "--json");
      await vi.waitFor(() => expect(programsOf(holder.pid)).toMatch(/dump[^\n]*books/), {
        ...{ timeout: 60_000, interval: 20 },
      });
      expect(programsOf(holder.pid)).not.toContain("Zebrafink");
      kind.release(server);
      await holder.stop();
      expect(JSON.parse((await tried).stdout)).toMatchObject({ name: "Books", works: true, error: null });

      expect(await backstay("run", "Office hours")).toMatchObject({ exitCode: 0, stderr: "" });
      expect((await backstay("databases", "list", "Books")).stdout).toMatch(/\nbooks +[\d.]+ [KM]?i?B\n/);

      server.sql("INSERT INTO small VALUES (3)", "books");
      const latest = ["databases", "restore", "NAS", "latest"];
      const beside = await backstay(...latest, "books", "--as", "books_old");
      expect(beside).toMatchObject({ exitCode: 0, stderr: "" });
      expect(beside.stdout).toMatch(/books_old is there again at .*: 1 table, 2 rows, in .*\n/);
      expect(beside.stdout).toContain("Users own in it what they owned.");
      const ids = (database: string) => server.sql("SELECT id FROM small ORDER BY id", database);
      expect(ids("books_old")).toBe("1\n2\n");
      expect(ids("books")).toBe("1\n2\n3\n");

      const taken = await backstay(...latest, "books", "--source", "books");
      expect(taken).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining("There is a database books"),
      });
      expect(await backstay(...latest, "books", "--replace", "book")).toMatchObject({ exitCode: 2 });
      expect(await backstay(...latest, "other")).toMatchObject({
        ...{ exitCode: 1, stderr: expect.stringContaining(`does not contain /${kind.kind}: other`) },
      });
      const instead = await backstay(...latest, "books", "--replace", "books", "--json");
      expect(instead).toMatchObject({ exitCode: 0, stderr: "" });
      const end = JSON.parse(instead.stdout.trim().split("\n").at(-1) ?? "");
      expect(end).toMatchObject({
        message_type: "summary",
        state: "done",
        name: "books",
        tables: 1,
        rows: 2,
      });
      expect(ids("books")).toBe("1\n2\n");
      expect(end.replaced_as).toMatch(/^books_replaced_\d{14}$/);
      expect(ids(end.replaced_as)).toBe("1\n2\n3\n");
      expect(said.join("")).not.toContain("Zebrafink");
    },
  );
}

test("restoring a database says what it lacks before anything is begun", async () => {
  const { path, host } = await officeHost();
  const socket = await serveHostSocket(path("home"), host);
  onTestFinished(() => socket.close());
  const databases = (...args: string[]) =>
    runHere(["databases", ...args], { env: { BACKSTAY_HOME: path("home") } });
  expect(await databases("restore", "NAS", "latest")).toMatchObject({
    ...{ exitCode: 2, stderr: expect.stringContaining("The argument database is missing.") },
  });
  expect(await databases("restore", "NAS", "latest", "books")).toMatchObject({
    ...{ exitCode: 1, stderr: expect.stringContaining('There is no snapshot "latest".') },
  });
  expect(await databases("restore", "NAS", "latest", "books", "--source", "Documents")).toMatchObject({
    ...{ exitCode: 1, stderr: expect.stringContaining("No source with databases is called Documents.") },
  });
  expect(await databases("list", "Documents")).toMatchObject({ exitCode: 1 });
  const run = await host.call("plans.runAll", {});
  await Promise.all(run.runIds.map((runId) => host.ended(runId)));
  const { repositories } = await host.call("repositories.list", {});
  const repositoryId = repositories[0]?.id as never;
  const { series } = await host.call("snapshots.series", { repositoryId });
  const { snapshots } = await host.call("snapshots.list", { repositoryId, seriesId: series[0]?.id as never });
  const ofFiles = await databases("restore", "NAS", snapshots[0]?.id.slice(0, 10) ?? "", "books");
  expect(ofFiles).toMatchObject({
    ...{ exitCode: 2, stderr: expect.stringContaining("The argument --source is missing.") },
  });
});

/** What everybody on the computer can read of the programs that this process has started. */
function programsOf(except: number): string {
  return startedBy(process.pid)
    .filter(({ pid }) => pid !== except)
    .map(({ pid }) => {
      try {
        const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, "utf8").replaceAll("\0", " ");
        return `${read("cmdline")} ${read("environ")}`.replaceAll("\n", " ");
      } catch {
        return ""; // it has ended
      }
    })
    .join("\n");
}
