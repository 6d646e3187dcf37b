import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { freezeProcess } from "../../test/support/freeze-process.ts";
import { backUp, PASSWORD, testReaders, WHOLE_FOLDER } from "./testing/test-readers.ts";

vi.setConfig({ testTimeout: 120_000 }); // each starts processes that derive keys

test("what cannot be opened says why, each time anew", async () => {
  const repository = await testReaders({ password: async () => "wrong" });
  await expect(repository.ask("snapshots.series", {})).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  await expect(repository.ask("snapshots.series", {})).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  expect(JSON.stringify(repository.logs)).not.toContain(PASSWORD);
});

test("a repository whose folder is gone, or another one stands there, is not read", async () => {
  const repository = await testReaders();
  const { path, ask } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/x"), "x");
  const snapshotId = await backUp(repository, path("a"));
  await ask("restore.folder", { ...WHOLE_FOLDER, snapshotId, path: path("a") });
  renameSync(path("repository"), path("elsewhere"));
  await expect(ask("snapshots.series", {})).rejects.toMatchObject({ code: "STORE_VANISHED" });
  await expect(ask("restore.preview", { snapshotId, path: path("a/x") })).rejects.toMatchObject({
    code: "STORE_VANISHED",
  });
  renameSync(path("elsewhere"), path("repository"));
  expect(await ask("restore.preview", { snapshotId, path: path("a/x") })).toMatchObject({ text: "x" });

  const other = await testReaders({
    repository: () => ({ location: path("repository"), cacheFolder: undefined }),
  });
  await expect(other.ask("snapshots.series", {})).rejects.toMatchObject({ code: "REPOSITORY_CHANGED" });
});

test("who waits for a reader that is killed is told, and the next call starts another one", async () => {
  const repository = await testReaders();
  const { ask, processes } = repository;
  const waiting = ask("snapshots.series", {});
  await expect.poll(() => processes.length).toBe(1);
  processes[0]?.kill("SIGKILL");
  await expect(waiting).rejects.toMatchObject({ code: "READER_CRASHED", details: { exit: "SIGKILL" } });
  expect(await ask("snapshots.series", {})).toMatchObject({ series: [] });
});

test("what was asked when the repository moved is read where it is then", async () => {
  const { ask, readers, processes, engine } = await testReaders();
  const waiting = ask("snapshots.series", {});
  await expect.poll(() => processes.length).toBe(1);
  await readers.forget(engine.repository.id);
  expect(await waiting).toMatchObject({ series: [] });
  expect(processes.length).toBeGreaterThanOrEqual(2);
});

test("stopping ends the processes, and those who wait are told", async () => {
  const { ask, readers } = await testReaders();
  const waiting = ask("snapshots.series", {});
  const refused = expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
  await readers.stop();
  await refused;
  await expect(ask("snapshots.series", {})).rejects.toMatchObject({ code: "CANCELLED" });
});

const IMPATIENT = { idleMs: 60_000, quickMs: 1500, longMs: 60_000 };

test("who waits for a reader that hangs is told in time, and the next call starts another one", async () => {
  const repository = await testReaders({ limits: IMPATIENT });
  const { path, ask, ends } = repository;
  mkdirSync(path("a"));
  writeFileSync(path("a/x"), "inside");
  const snapshotId = await backUp(repository, path("a"));
  const input = { snapshotId, path: path("a/x") };
  await ask("restore.preview", input);
  for (const pid of childrenOfThisProcess()) freezeProcess(pid);
  await expect(ask("restore.preview", input)).rejects.toMatchObject({
    code: "READER_SLOW",
    details: { seconds: 2 },
  });
  await expect.poll(() => ends, { timeout: 20_000 }).toContain("SIGKILL");
  for (const pid of childrenOfThisProcess()) process.kill(pid, "SIGCONT"); // the one that fills the index, if there is one
  expect(await ask("restore.preview", input)).toMatchObject({ text: "inside" });
});

/** Started by this very test, which is the only one of its file that runs. */
function childrenOfThisProcess(): number[] {
  const own = `/proc/${process.pid}/task`;
  return readdirSync(own).flatMap((thread) =>
    readFileSync(`${own}/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

test("a reader that nobody needs ends by itself, and the next call starts another one", async () => {
  const { ask, ends, processes } = await testReaders({
    limits: { ...IMPATIENT, idleMs: 100, quickMs: 60_000 },
  });
  await ask("snapshots.series", {});
  await expect.poll(() => ends.length, { timeout: 20_000 }).toBe(1);
  await ask("snapshots.series", {});
  expect(processes.length).toBeGreaterThanOrEqual(2);
});
