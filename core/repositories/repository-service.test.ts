import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { officeHost, PASSWORD } from "../../test/support/office-host.ts";
import { addKey, removeKey } from "../repository/keys/key-store.ts";

test("a wrong password, a folder with other things and a relative location are refused, and change nothing", async () => {
  const { host, path, repository } = await officeHost();
  const open = (location: string, password: string, name = "Other") =>
    host.call("repositories.open", { name, location, password });
  await expect(open(path("nas"), "wrong")).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  await expect(open(path("nowhere"), PASSWORD)).rejects.toMatchObject({ code: "REPOSITORY_MISSING" });
  const create = (location: string, name = "Other") =>
    host.call("repositories.create", { name, location, password: "x" });
  await expect(create(path("documents"))).rejects.toMatchObject({
    code: "LOCATION_NOT_EMPTY",
    details: { location: path("documents") },
  });
  await expect(create(path("nas"))).rejects.toMatchObject({ code: "REPOSITORY_EXISTS" });
  await expect(create("backup")).rejects.toMatchObject({ code: "STORE_LOCATION_INVALID" });
  await expect(create("sftp:nas:/backup")).rejects.toMatchObject({ code: "STORE_LOCATION_INVALID" });
  await expect(create(path("new"), "nas")).rejects.toMatchObject({ code: "NAME_TAKEN" });
  expect(readdirSync(path("documents")).sort()).toEqual(["deeds", "letter.txt"]);
  expect(readdirSync(path()).sort()).toEqual(["documents", "home", "nas"]);
  expect((await host.call("repositories.list", {})).repositories).toEqual([repository]);
});

test("a location is told for what it is before anything is done with it", async () => {
  const { host, path, repository } = await officeHost();
  mkdirSync(path("empty", "lost+found"), { recursive: true });
  const inspect = (location: string, password: string | null = null) =>
    host.call("repositories.inspect", { location, password });
  expect(await inspect(path("nas"))).toMatchObject({ kind: "repository", repositoryId: null, isKnown: true });
  expect(await inspect(`local:${path("nas")}/`, PASSWORD)).toMatchObject({
    ...{ kind: "repository", repositoryId: repository.id, snapshotCount: 0, isKnown: true },
  });
  await expect(inspect(path("nas"), "wrong")).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  expect(await inspect(path("empty"))).toMatchObject({ kind: "empty-folder", isKnown: false });
  expect(await inspect(path("documents"))).toMatchObject({ kind: "other-files" });
  expect(await inspect(path("documents", "letter.txt"))).toMatchObject({ kind: "file" });
  expect(await inspect(path("documents", "letter.txt", "backstay"))).toMatchObject({ kind: "file" });
  const nothing = await inspect(path("not", "here"));
  expect(nothing.kind).toBe("nothing-there");
  expect(nothing.freeBytes).toBeGreaterThan(0);
  expect(readdirSync(path()).sort()).toEqual(["documents", "empty", "home", "nas"]);
});

test("a repository whose folder is gone is out of reach, is not made again, and is found when it is back", async () => {
  const { host, path, plan, repository } = await officeHost();
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await run();
  renameSync(path("nas"), path("unmounted"));
  mkdirSync(path("nas")); // an empty mount point
  expect(await run()).toMatchObject({ state: "failed", error: { code: "REPOSITORY_MISSING" } });
  expect(readdirSync(path("nas"))).toEqual([]);
  const refresh = () => host.call("repositories.refresh", { repositoryId: repository.id });
  expect(await refresh()).toMatchObject({ replicas: [{ reach: "unreachable", freeBytes: null }] });
  // whether the copy is still whole nobody knows, so it is not counted
  const { sources } = await host.call("overview.get", {});
  expect(sources).toMatchObject([{ copies: [{ isNewest: true, answers: false }] }]);
  expect((await host.call("survival.get", {})).rows).toMatchObject([{ good: 0, unknown: 1 }]);
  const codes = async () =>
    (await host.call("alerts.list", { which: "open", limit: 9 })).alerts
      .map(({ subject }) => subject.code)
      .sort();
  expect(await codes()).toEqual(["JOB_FAILED", "REPOSITORY_UNREACHABLE"]);
  expect((await host.call("overview.get", {})).sources).toMatchObject([{ protection: "unknown" }]);

  rmSync(path("nas"), { recursive: true });
  renameSync(path("unmounted"), path("nas"));
  expect(await refresh()).toMatchObject({ replicas: [{ reach: "reachable" }] });
  expect(await codes()).toEqual(["JOB_FAILED"]);
  expect(await run()).toMatchObject({ state: "done" });
  expect(await codes()).toEqual([]);
});

test("another repository in its place is neither read nor written", async () => {
  const { host, path, plan, repository } = await officeHost();
  renameSync(path("nas"), path("away"));
  await (await openEngine({ location: path("nas"), password: PASSWORD, init: 2 })).close();
  const before = readdirSync(path("nas"), { recursive: true }).sort();
  const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(run).toMatchObject({ state: "failed", error: { code: "REPOSITORY_CHANGED" } });
  expect(await host.call("repositories.refresh", { repositoryId: repository.id })).toMatchObject({
    replicas: [{ reach: "unreachable" }],
  });
  expect(readdirSync(path("nas"), { recursive: true }).sort()).toEqual(before);
});

test("a repository that moved is found at its new place with its password, but a copy does not take its place", async () => {
  const { host, path, plan, repository } = await officeHost();
  const open = (location: string) =>
    host.call("repositories.open", { name: "NAS", location, password: PASSWORD });
  renameSync(path("nas"), path("moved"));
  expect(await open(path("moved"))).toMatchObject({
    id: repository.id,
    replicas: [{ location: path("moved"), reach: "reachable" }],
  });
  const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(run.state).toBe("done");
  cpSync(path("moved"), path("copy"), { recursive: true });
  await expect(open(path("copy"))).rejects.toMatchObject({
    code: "REPOSITORY_EXISTS",
    details: { location: path("moved") },
  });
});

test("a snapshot that another program removed protects nobody", async () => {
  const { host, path, plan, repository } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const protection = async () => (await host.call("overview.get", {})).sources[0]?.protection;
  expect(await protection()).toBe("protected");
  for (const name of readdirSync(path("nas", "snapshots"))) rmSync(path("nas", "snapshots", name));
  await host.call("repositories.refresh", { repositoryId: repository.id });
  expect(await protection()).toBe("waiting");
  expect((await host.call("overview.get", {})).sources[0]?.newestGoodMs).toBeNull();
});

test("a repository that was detached and is opened again brings the backups of its sources along", async () => {
  const { host, path, plan, repository } = await officeHost();
  const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await host.call("plans.remove", { planId: plan.id });
  await host.call("snapshots.series", { repositoryId: repository.id });
  const caches = () => readdirSync(path("home", "cache")).filter((name) => name.startsWith(repository.id));
  expect(caches()).not.toEqual([]);
  await host.call("repositories.detach", { repositoryId: repository.id });
  expect(caches()).toEqual([]); // they name every file
  expect((await host.call("overview.get", {})).sources[0]?.newestGoodMs).toBeNull();
  const seen = host.told.length;
  await host.call("repositories.open", { name: "Again", location: path("nas"), password: PASSWORD });
  await host.event("snapshots", (event) => host.told.findIndex((told) => told.event === event) >= seen);
  const [status] = (await host.call("overview.get", {})).sources;
  expect(status).toMatchObject({ protection: "unplanned", copies: [{ isNewest: true }] });
  expect(Math.abs((status?.newestGoodMs ?? 0) - (run.endedMs ?? 0))).toBeLessThan(60_000);
});

test("a repository that is renamed has one name on all pages", async () => {
  const { host, path, repository } = await officeHost();
  const name = "Box in the cellar";
  const renamed = { name, replicas: [{ name }] };
  expect(await host.call("repositories.rename", { repositoryId: repository.id, name })).toMatchObject(
    renamed,
  );
  const again = { name: "NAS", location: path("nas"), password: PASSWORD };
  expect(await host.call("repositories.open", again)).toMatchObject({
    name: "NAS",
    replicas: [{ name: "NAS" }],
  });
});

test("another password is kept once it opens the repository that is known, and no other one", async () => {
  const { host, path, plan, repository } = await officeHost();
  const setPassword = (password: string) =>
    host.call("repositories.setPassword", { repositoryId: repository.id, password });
  await host.call("snapshots.series", { repositoryId: repository.id }); // a reader with the old password
  await changePassword(path("nas"), "changed elsewhere");
  const run = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(await run()).toMatchObject({ state: "failed", error: { code: "WRONG_PASSWORD" } });
  const tryPassword = (password: string) =>
    host.call("repositories.tryPassword", { repositoryId: repository.id, password });
  await expect(tryPassword(PASSWORD)).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  expect(await tryPassword("changed elsewhere")).toEqual({});
  expect(await run()).toMatchObject({ state: "failed", error: { code: "WRONG_PASSWORD" } }); // what is tried is not kept
  await expect(setPassword("no password of it")).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  await expect(setPassword(PASSWORD)).rejects.toMatchObject({ code: "WRONG_PASSWORD" });
  expect(await setPassword("changed elsewhere")).toMatchObject({ id: repository.id, name: "NAS" });
  expect(await run()).toMatchObject({ state: "done" });
  expect((await host.call("snapshots.series", { repositoryId: repository.id })).series).toHaveLength(1);

  renameSync(path("nas"), path("away"));
  await (await openEngine({ location: path("nas"), password: PASSWORD, init: 2 })).close();
  await expect(setPassword(PASSWORD)).rejects.toMatchObject({ code: "REPOSITORY_CHANGED" });
  rmSync(path("nas"), { recursive: true });
  renameSync(path("away"), path("nas"));
  expect(await run()).toMatchObject({ state: "done" }); // the password that was right is still the one kept
}, 300_000); // it tries passwords often, and each takes a second

/** As another program does that knows the old one. */
async function changePassword(location: string, password: string): Promise<void> {
  const engine = await openEngine({ location, password: PASSWORD });
  const { store, masterKey, keyId } = engine.repository;
  await removeKey(store, keyId, await addKey(store, masterKey, password));
  await engine.close();
}
