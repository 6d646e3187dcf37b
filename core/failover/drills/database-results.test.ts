import { expect, test } from "vitest";
import { Drill, type DrillDatabase, type DrillReplica } from "../../../shared/model/drill.ts";
import { drillWords } from "../../../shared/words/drill-words.ts";
import { lacksOfServer, lacksRoom, lacksUsers } from "./database-refusals.ts";
import { compareDatabases, databaseProblems, withDatabases } from "./database-results.ts";
import { verdictOf } from "./verdict.ts";

const database = (over: Partial<DrillDatabase>): DrillDatabase => ({
  ...{ sourceName: "Books", kind: "mariadb", name: "shop", path: "/mariadb/local/databases/shop.sql" },
  ...{ outcome: "restored", reason: null, error: null, tables: 3, rows: 500, bytes: 10, seconds: 1 },
  ...over,
});
const replica = (name: string, ...databases: DrillDatabase[]): DrillReplica => ({
  ...{ replicaId: name as never, name, files: 3, bytes: 3, same: 3, different: 0, unreadable: 0 },
  ...{ liveSame: 0, liveDifferent: 0, seconds: 1, openSeconds: 1, fullRestore: null, error: null },
  ...{ lacks: [], faults: [], furtherFaults: 0, ...withDatabases("passed", databases) },
});
const judge = (...replicas: DrillReplica[]) => {
  const compared = compareDatabases(replicas);
  return verdictOf([...compared], databaseProblems(compared));
};

test("databases that came back pass, one that did not fails, and one that was not tried is not known", () => {
  const failed = database({ outcome: "failed" });
  const untried = database({ outcome: "not-tried", reason: "no-room", tables: 0, rows: 0 });
  expect(judge(replica("a", database({})), replica("b", database({})))).toBe("passed");
  expect(judge(replica("a", database({})), replica("b", failed))).toBe("failed");
  expect(judge(replica("a", untried), replica("b", database({})))).toBe("incomplete");
  expect(judge(replica("a", untried, failed))).toBe("failed");
  expect(replica("a", database({}), untried).outcome).toBe("incomplete");
  expect(withDatabases("unreachable", [untried]).outcome).toBe("unreachable");
});

test("one that came back with other numbers than from another replica did not come back", () => {
  const [first, second] = compareDatabases([
    replica("a", database({})),
    replica("b", database({ rows: 499 }), database({ sourceName: "Other", rows: 1 })),
  ]);
  expect(first).toMatchObject({ outcome: "passed", databasesRestored: 1 });
  expect(second).toMatchObject({
    ...{ outcome: "failed", databasesRestored: 1, databasesFailed: 1 },
    databases: [{ outcome: "failed", reason: "differs" }, { outcome: "restored" }],
  });
  expect(databaseProblems([first, second].flatMap((one) => one ?? []))).toEqual([
    { code: "database-failed", detail: "shop (Books)", count: 1 },
  ]);
});

test("a problem names each database once, and the first of many", () => {
  const many = Array.from({ length: 7 }, (_, n) =>
    database({ name: `d${n}`, outcome: "not-tried", reason: "no-programs" }),
  );
  const problems = databaseProblems([replica("a", ...many), replica("b", ...many)]);
  expect(problems).toMatchObject([{ code: "database-no-programs", count: 7 }]);
  const [problem] = problems;
  if (problem === undefined) throw new Error("no problem");
  expect(drillWords.en.problem(problem)).toBe(
    "7 databases were not tried, as no server of that kind is installed on this computer: d0 (Books), d1 (Books), d2 (Books), d3 (Books), d4 (Books), …",
  );
  expect(drillWords.zh.problem(problem)).toContain("本机没有安装同类的数据库服务器");
});

test("what a program says tells whether this computer is to blame", () => {
  for (const said of [
    'pg_restore: error: could not extend file "base/1/2": No space left on device',
    "ERROR 1114 (HY000) at line 30: The table 'goods' is full",
    "ERROR 3 (HY000): Error writing file './x' (Errcode: 28 \"No space left on device\")",
  ])
    expect(lacksRoom(said), said).toBe(true);
  for (const said of [
    'pg_restore: error: could not execute query: ERROR:  extension "postgis" is not available',
    'ERROR:  could not open extension control file "/usr/share/postgresql/15/extension/postgis.control": No such file or directory',
    'ERROR:  could not access file "$libdir/postgis-3": No such file or directory',
    'ERROR:  invalid LC_COLLATE locale name: "de_DE.UTF-8"',
    "pg_restore: error: unsupported version (1.16) in file header",
    "ERROR 1273 (HY000) at line 25: Unknown collation: 'utf8mb4_0900_ai_ci'",
    "ERROR 1286 (42000) at line 2: Unknown storage engine 'ROCKSDB'",
  ])
    expect(lacksOfServer(said), said).toBe(true);
  expect(lacksUsers("ERROR 1449 (HY000): The user specified as a definer ('ghost'@'%') does not exist")).toBe(
    true,
  );
  for (const said of [
    "pg_restore: error: could not read from input file: end of file",
    "ERROR 1064 (42000) at line 3: You have an error in your SQL syntax",
    'ERROR:  insert or update on table "orders" violates foreign key constraint',
  ])
    expect([lacksRoom(said), lacksOfServer(said), lacksUsers(said)], said).toEqual([false, false, false]);
});

test("a drill of an older Backstay, which knew no databases, can be read", () => {
  const {
    databases: _,
    databasesRestored: __,
    databasesFailed: ___,
    databasesUntried: ____,
    ...old
  } = replica("a");
  const uuid = "00000000-0000-4000-8000-000000000001";
  const drill = Drill.parse({
    ...{ id: uuid, kind: "restore", repositoryId: "cd".repeat(32), repositoryName: "NAS", trigger: "person" },
    ...{ state: "passed", startedMs: 1, endedMs: 2, jobId: null, problems: [], failover: null },
    restore: { seed: "x", sources: [], replicas: [{ ...old, replicaId: uuid }] },
  });
  expect(drill.restore?.replicas).toMatchObject([{ outcome: "passed", databases: [], databasesRestored: 0 }]);
});
