/** Plans that save databases of real servers, which are killed, locked and refuse, and what becomes of it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withServer } from "../../core/databases/server.ts";
import type { RunId, SourceId } from "../../shared/ids.ts";
import type { DatabaseDraft } from "../../shared/model/source.ts";
import { describeError } from "../../shared/words/describe-error.ts";
import type { DatabaseServer } from "../support/database-server.ts";
import { MANUAL_PLAN, type TestHost } from "../support/host.ts";
import { startMariadb } from "../support/mariadb-server.ts";
import { officeHost, PASSWORD } from "../support/office-host.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { startedBy } from "../support/process-tree.ts";
import { resticOn } from "../support/restic.ts";
import { lacksTool } from "../support/tools.ts";

const isMissing = lacksTool("pg_ctlcluster", "mariadbd", "restic");
const MEGABYTES = 500;
/** Of a row: 30 sums of 32 characters, which no compression finds much in. */
const ROW_BYTES = 960;
const rowsOf = (megabytes: number) => Math.ceil((megabytes * 1_000_000) / ROW_BYTES);
const SUMS = (row: string) =>
  Array.from({ length: 30 }, (_, n) => `md5(concat(${row}, '.', ${n}))`).join(", ");

const KINDS = [
  {
    name: "PostgreSQL",
    folder: "postgresql",
    ending: ".dump",
    start: startPostgres,
    fill: (rows: number) =>
      `CREATE TABLE big AS SELECT n AS id, concat(${SUMS("n")}) AS filling FROM generate_series(1, ${rows}) n; ALTER TABLE big ADD PRIMARY KEY (id);`,
    rows: "COPY (SELECT * FROM big ORDER BY id) TO STDOUT",
    lock: "BEGIN; LOCK TABLE big; SELECT pg_sleep(1000);",
  },
  {
    name: "MariaDB",
    folder: "mariadb",
    ending: ".sql",
    start: startMariadb,
    fill: (rows: number) =>
      `CREATE TABLE big (id int PRIMARY KEY, filling text CHARACTER SET latin1) ENGINE=InnoDB; INSERT INTO big SELECT seq, concat(${SUMS("seq")}) FROM seq_1_to_${rows};`,
    rows: "SELECT * FROM big ORDER BY id",
    lock: "LOCK TABLES big WRITE; SELECT SLEEP(1000);",
  },
] as const;
type Kind = (typeof KINDS)[number];

function draftOf({ access }: DatabaseServer, more: Partial<DatabaseDraft> = {}): DatabaseDraft {
  const { kind, server, user } = access;
  return {
    ...{ kind, server, user, name: "Books", icon: "database", tls: "offered", caFile: null },
    ...{ databases: ["alpha", "big"], programFolder: null, silentMinutes: 5, ...more },
  };
}

/** An office with a server of two databases, and a plan that saves them. */
async function officeWith(kind: Kind, megabytes: number) {
  const server = await kind.start();
  const office = await officeHost();
  const { host, repository, path } = office;
  for (const name of ["alpha", "big"]) server.sql(`CREATE DATABASE ${name}`);
  server.sql("CREATE TABLE small (id int PRIMARY KEY); INSERT INTO small VALUES (1), (2);", "alpha");
  server.sql(kind.fill(rowsOf(megabytes)), "big");
  const save = async (
    more: Partial<DatabaseDraft> = {},
    password = server.access.password ?? "",
    id: SourceId | null = null,
  ) => await host.call("sources.save", { sourceId: id, draft: draftOf(server, more), secrets: { password } });
  const source = await save();
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Books", repositoryId: repository.id, sourceIds: [source.id] },
  });
  const start = async () => (await host.call("plans.run", { planId: plan.id })).runId;
  const backUp = async () => await host.ended(await start());
  const restic = resticOn(path("nas"), PASSWORD);
  const snapshots = async (): Promise<{ id: string; tags: string[]; paths: string[] }[]> =>
    JSON.parse(await restic.run("snapshots", "--json"));
  return { ...office, server, source, plan, save, start, backUp, restic, snapshots };
}

function sumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Waits until the job of a run has said that so much is done. */
async function bytesDone(host: TestHost, runId: RunId, bytes: number): Promise<void> {
  const { runs } = await host.call("plans.history", { planId: null, beforeMs: null, limit: 10 });
  const jobIds = runs.find(({ id }) => id === runId)?.jobIds ?? [];
  await host.event(
    "progress",
    ({ jobId, progress }) => jobIds.includes(jobId) && progress.bytesDone >= bytes,
  );
}

for (const kind of KINDS) {
  test.skipIf(isMissing)(
    `${kind.name}: 500 MB are saved, saved again in little, and made again row by row; restic reads them`,
    async () => {
      const { host, server, backUp, restic, snapshots, source, repository } = await officeWith(
        kind,
        MEGABYTES,
      );
      expect(await backUp()).toMatchObject({ state: "done", problemCount: 0 });
      const [first] = await snapshots();
      expect(first?.paths).toEqual([`/${kind.folder}/local`]);
      const at = `/${kind.folder}/local/databases/big${kind.ending}`;
      const listed = await restic.run("ls", "latest");
      expect(listed).toContain(at);
      expect(listed).toContain(`/${kind.folder}/local/users.sql`);
      await restic.run("check", "--read-data");

      server.sql("UPDATE big SET filling = 'short' WHERE id = 7", "big");
      const again = await backUp();
      expect(again.state).toBe("done");
      expect(again.bytesProcessed).toBeGreaterThan(MEGABYTES * 1_000_000);
      expect(again.bytesAdded).toBeLessThan(20_000_000);

      const before = sumOf(server.sql(kind.rows, "big"));
      const { snapshots: views } = await host.call("snapshots.list", {
        ...{ repositoryId: repository.id, seriesId: source.id as string as never },
      });
      const { jobId } = await host.call("restore.database", {
        ...{ repositoryId: repository.id, snapshotId: views.at(-1)?.id ?? (first?.id as never), path: at },
        ...{ sourceId: source.id, name: "big_again", typedName: null },
      });
      const { job } = await host.event("job", ({ job: one }) => one.id === jobId && one.endedMs !== null);
      expect(job).toMatchObject({ state: "done", kind: "restore" });
      expect(sumOf(server.sql(kind.rows, "big_again"))).toBe(before);
    },
  );

  test.skipIf(isMissing)(
    `${kind.name}: a server that dies in the middle leaves a snapshot that says it is not whole, and counts for nothing`,
    async () => {
      const { host, server, backUp, start, snapshots, restic, source, plan } = await officeWith(kind, 200);
      expect((await backUp()).state).toBe("done");
      const runId = await start();
      await bytesDone(host, runId, 100_000_000);
      server.kill();
      const run = await host.ended(runId);
      expect(run).toMatchObject({ state: "done-with-problems", problemCount: 1 });
      const found = await snapshots();
      expect(found).toHaveLength(2);
      expect(found[1]?.tags).toContain("backstay:incomplete");
      const listed = await restic.run("ls", "latest");
      expect(listed).toContain(`alpha${kind.ending}\n`);
      expect(listed).toContain(`big${kind.ending}.incomplete\n`);
      const [jobId] = run.jobIds;
      if (jobId === undefined) throw new Error("no job");
      const job = await host.call("jobs.get", { jobId });
      const [problem] = job.problems;
      expect(problem).toMatchObject({ reason: "dump-failed", path: expect.stringContaining("big") });
      expect(problem?.error?.code).toBe("COMMAND_FAILED");
      if (problem?.error !== undefined)
        expect(describeError(problem.error, "en").message).toMatch(/terminat|lost|gone|connection/i);
      const overview = await host.call("overview.get", {});
      const status = overview.sources.find((one) => one.source.id === source.id);
      expect(status?.newestGoodMs).toBeLessThan(run.startedMs ?? 0);

      // nobody is there now: no snapshot at all, and one alert
      const failed = await backUp();
      expect(failed).toMatchObject({ state: "failed", error: { code: "DATABASE_NOT_REACHED" } });
      expect(await snapshots()).toHaveLength(2);
      const { alerts } = await host.call("alerts.list", { which: "open", limit: 10 });
      const ofPlan = alerts.filter(({ subject }) => "planId" in subject && subject.planId === plan.id);
      const codes = ofPlan.map(({ subject }) => subject.code);
      expect(new Set(codes).size, codes.join()).toBe(codes.length);
      expect(codes.length).toBeGreaterThan(0);
    },
  );

  test.skipIf(isMissing)(
    `${kind.name}: a table that is locked for ever holds a backup up no longer than allowed, and no password can be seen`,
    async () => {
      const { host, server, save, source, backUp, snapshots } = await officeWith(kind, 1);
      const holder = server.hold(kind.lock, "big");
      await holder.holds();
      await withServer(server.access, new AbortController().signal, async (session) => {
        const dump = session.dump("big", { silentMs: 3000 }).open(new AbortController().signal);
        const reading = (async () => {
          for await (const _ of dump);
        })();
        reading.catch(() => undefined);
        const visible = startedBy(process.pid)
          .filter(({ pid }) => pid !== holder.pid)
          .map(({ pid }) => {
            try {
              return (
                readFileSync(`/proc/${pid}/cmdline`, "utf8") + readFileSync(`/proc/${pid}/environ`, "utf8")
              );
            } catch {
              return ""; // it has ended
            }
          });
        expect(visible.join("")).toContain("dump");
        expect(server.access.password).toContain("Zebrafink");
        expect(visible.join("")).not.toContain("Zebrafink");
        await expect(reading).rejects.toMatchObject({
          code: expect.stringMatching(/^COMMAND_(FAILED|SILENT)$/),
        });
      });
      await holder.stop();

      await save({}, "another one", source.id);
      expect(await backUp()).toMatchObject({ state: "failed", error: { code: "DATABASE_NOT_REACHED" } });
      expect(await snapshots()).toEqual([]);
      const trial = await host.call("sources.try", { sourceId: source.id, draft: draftOf(server) });
      expect(trial.error).toMatchObject({ code: "DATABASE_NOT_REACHED" });
      const right = await host.call("sources.try", {
        ...{ sourceId: source.id, draft: draftOf(server, { databases: ["alpha", "big", "nothing"] }) },
        secrets: { password: server.access.password ?? "" },
      });
      expect(right).toMatchObject({ error: null, savesUsers: true });
      expect(right.parts).toMatchObject([
        { kind: "users", end: "good" },
        { kind: "database", name: "alpha", end: "good" },
        { kind: "database", name: "big", end: expect.stringMatching(/good|begun/) },
        { kind: "database", name: "nothing", end: "bad", error: { code: "DATABASE_NOT_THERE" } },
      ]);
      // what was kept for one server goes to no other
      const elsewhere = draftOf(server, { server: { by: "network", address: "127.0.0.1", port: 1 } });
      const moved = await host.call("sources.save", { sourceId: source.id, draft: elsewhere });
      expect(moved).toMatchObject({ hasPassword: false });
    },
  );
}
