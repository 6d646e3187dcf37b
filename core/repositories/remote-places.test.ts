/** Repositories on other machines, through the contract: real servers on loopback, real job processes, a real key store. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { RemotePlace, RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import { startFtpServer } from "../../test/support/ftp-server.ts";
import { folderSource, MANUAL_PLAN, openTestHost, type TestHost } from "../../test/support/host.ts";
import { serveByRclone } from "../../test/support/rclone.ts";
import { startS3Server } from "../../test/support/s3-server.ts";
import { type SshServer, startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacks, lacksTool } from "../../test/support/tools.ts";
import type { Caller } from "../api/handlers.ts";

const PASSWORD = "correct horse battery staple";
const LIMIT_MS = 240_000;

/** A host with a folder of documents, and a place that is no folder of it. */
async function office() {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("documents", "deeds"), { recursive: true });
  writeFileSync(path("documents", "letter.txt"), "Dear customer");
  writeFileSync(path("documents", "deeds", "house.txt"), "This house is ours.");
  const open = async (): Promise<TestHost> => {
    const host = await openTestHost(path("home"));
    onTestFinished(() => host.stop());
    return host;
  };
  return { path, open, host: await open() };
}

async function planTo(host: TestHost, repository: RepositoryView, ...paths: string[]) {
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", ...paths),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Office", repositoryId: repository.id, sourceIds: [source.id] },
  });
  return { source, plan, run: async () => await host.ended((await start(host, plan.id)).runId) };
}

async function start(host: TestHost, planId: Parameters<typeof host.call<"plans.run">>[1]["planId"]) {
  return await host.call("plans.run", { planId });
}

/** Looks at the newest snapshot as the pages do, and restores one file of it. */
async function browseAndRestore(host: TestHost, repository: RepositoryView, file: string, target: string) {
  const { series } = await host.call("snapshots.series", { repositoryId: repository.id });
  const [one] = series;
  if (one === undefined) throw new Error("there is no series");
  const { snapshots } = await host.call("snapshots.list", { repositoryId: repository.id, seriesId: one.id });
  const snapshotId = snapshots.at(-1)?.id ?? snapshots[0]?.id;
  if (snapshotId === undefined) throw new Error("there is no snapshot");
  const { jobId } = await host.call("restore.start", {
    ...{ repositoryId: repository.id, snapshotId, paths: [file], verify: true, conflict: "overwrite" },
    target: { kind: "folder", folder: target },
  });
  const { job } = await host.event("job", (event) => event.job.id === jobId && event.job.endedMs !== null);
  return job;
}

const keyPlace = ({ port, user, privateKey }: SshServer, folder: string, hostKey: string | null) =>
  ({
    place: { kind: "sftp", address: "127.0.0.1", port, user, folder, signIn: "key", hostKey },
    secrets: { privateKey },
  }) satisfies RemotePlaceDraft;

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("a repository over SFTP", () => {
  test(
    "is made, backed up to, browsed, restored from, checked and forgotten, and no secret gets out",
    async () => {
      const server = await startSshServer();
      const { path, open, host } = await office();
      const box = await tempFolder();
      const folder = join(box, "office");
      const unknown = keyPlace(server, folder, null);
      const known = keyPlace(server, folder, server.hostKey);
      const inspect = (location: RemotePlaceDraft) =>
        host.call("repositories.inspect", { location, password: null });

      const details = { address: `127.0.0.1:${server.port}`, shown: server.hostKey };
      await expect(inspect(unknown)).rejects.toMatchObject({ code: "REMOTE_KEY_UNKNOWN", details });
      const create = (location: RemotePlaceDraft) =>
        host.call("repositories.create", { name: "NAS", location, password: PASSWORD });
      await expect(create(unknown)).rejects.toMatchObject({ code: "REMOTE_KEY_UNKNOWN" });
      const nothing = await inspect(known);
      expect(nothing).toMatchObject({ kind: "nothing-there", isKnown: false });
      expect(nothing.freeBytes).toBeGreaterThan(0);
      expect(readdirSync(box)).toEqual([]);
      mkdirSync(join(box, "taken", "minutes"), { recursive: true });
      expect(await inspect(keyPlace(server, join(box, "taken"), server.hostKey))).toMatchObject({
        kind: "other-files",
      });
      await expect(create(keyPlace(server, join(box, "taken"), server.hostKey))).rejects.toMatchObject({
        code: "LOCATION_NOT_EMPTY",
      });
      expect(readdirSync(join(box, "taken"))).toEqual(["minutes"]);

      const repository = await create(known);
      const [replica] = repository.replicas;
      const location = `sftp://${server.user}@127.0.0.1:${server.port}/${folder}`;
      expect(replica).toMatchObject({ location, reach: "reachable" });
      expect(replica?.totalBytes).toBeGreaterThan(0);
      expect(await inspect(known)).toMatchObject({ kind: "repository", isKnown: true });

      const { run } = await planTo(host, repository, path("documents"));
      expect(await run()).toMatchObject({ state: "done", filesNew: 2 });
      const letter = path("documents", "letter.txt");
      expect(await browseAndRestore(host, repository, letter, path("restored"))).toMatchObject({
        state: "done",
      });
      expect(readFileSync(path("restored", "letter.txt"), "utf8")).toBe("Dear customer");
      const { id: repositoryId } = repository;
      for (const { jobId } of [
        await host.call("repositories.check", { repositoryId, readDataPercent: 100 }),
        await host.call("repositories.prune", { repositoryId }),
      ]) {
        const { job } = await host.event(
          "job",
          (event) => event.job.id === jobId && event.job.endedMs !== null,
        );
        expect(job).toMatchObject({ state: "done" });
      }

      const replicaId = replica?.id;
      if (replicaId === undefined) throw new Error("there is no replica");
      expect(await host.call("repositories.place", { repositoryId, replicaId })).toEqual({
        view: { place: known.place, kept: ["privateKey"] },
      });
      const secretLine = server.privateKey.split("\n")[2] ?? "";
      expect(secretLine.length).toBeGreaterThan(20);
      expect(JSON.stringify([host.told, host.logged])).not.toContain(secretLine);
      await host.stop();
      for (const name of readdirSync(path("home"), { recursive: true, encoding: "utf8" })) {
        if (name === "secrets.json") continue;
        const bytes = readIfFile(path("home", name));
        expect(bytes?.includes(secretLine) ?? false, name).toBe(false);
      }

      const again = await open();
      const second = await again.call("plans.list", {});
      const [view] = second.plans;
      if (view === undefined) throw new Error("there is no plan");
      expect(await again.ended((await start(again, view.plan.id)).runId)).toMatchObject({
        ...{ state: "done", filesUnmodified: 2 },
      });
      await again.call("plans.remove", { planId: view.plan.id });
      await again.call("repositories.detach", { repositoryId });
      expect(readFileSync(path("home", "secrets.json"), "utf8")).not.toContain("replica:");
      const opened = await again.call("repositories.open", {
        name: "NAS",
        location: known,
        password: PASSWORD,
      });
      expect(opened.id).toBe(repositoryId);
    },
    LIMIT_MS,
  );

  test(
    "that is cut off in mid-backup is waited for, and the run ends well",
    async () => {
      const server = await startSshServer();
      const { path, host } = await office();
      for (let n = 0; n < 24; n += 1)
        writeFileSync(path("documents", `${n}.bin`), crypto.getRandomValues(new Uint8Array(65_536)));
      for (let n = 0; n < 24; n += 1) {
        const bytes = Buffer.alloc(8 * 1024 * 1024);
        for (let at = 0; at < bytes.length; at += 65_536)
          crypto.getRandomValues(bytes.subarray(at, at + 65_536));
        writeFileSync(path("documents", `large ${n}.bin`), bytes);
      }
      const location = keyPlace(server, join(await tempFolder(), "office"), server.hostKey);
      const repository = await host.call("repositories.create", {
        name: "NAS",
        location,
        password: PASSWORD,
      });
      const { plan } = await planTo(host, repository, path("documents"));
      const { runId } = await start(host, plan.id);
      const { jobId } = await host.event("progress", ({ progress }) => (progress.bytesStored ?? 0) > 0);
      await server.stop();
      const lines = async () =>
        (await host.call("jobs.log", { jobId, afterNumber: 0, limit: 100 })).lines.map(({ text }) => text);
      await vi.waitFor(
        async () => expect(await lines()).toContain("the place cannot be reached, trying again"),
        {
          timeout: 60_000,
          interval: 100,
        },
      );
      await server.restart();
      expect(await host.ended(runId)).toMatchObject({ state: "done", error: null });
    },
    LIMIT_MS,
  );

  test(
    "that does not answer fails the run with words, is told once, and is found when it is back",
    async () => {
      const server = await startSshServer();
      const { path, host } = await office();
      const location = keyPlace(server, join(await tempFolder(), "office"), server.hostKey);
      const repository = await host.call("repositories.create", {
        name: "NAS",
        location,
        password: PASSWORD,
      });
      const { id: repositoryId } = repository;
      const { run } = await planTo(host, repository, path("documents"));
      await run();
      await server.stop();
      expect(await run()).toMatchObject({ state: "failed", error: { code: "STORE_UNREACHABLE" } });
      const refresh = () => host.call("repositories.refresh", { repositoryId });
      expect(await refresh()).toMatchObject({ replicas: [{ reach: "unreachable", freeBytes: null }] });
      const open = async () => (await host.call("alerts.list", { which: "open", limit: 9 })).alerts;
      expect((await open()).map(({ subject }) => subject.code).sort()).toEqual([
        "JOB_FAILED",
        "REPOSITORY_UNREACHABLE",
      ]);
      await server.restart({ newHostKey: true });
      expect(await run()).toMatchObject({ state: "failed", error: { code: "REMOTE_KEY_CHANGED" } });
      expect(await refresh()).toMatchObject({ replicas: [{ reach: "unreachable" }] });

      const [replica] = repository.replicas;
      if (replica === undefined) throw new Error("there is no replica");
      const setPlace = (place: Partial<RemotePlace>, secrets: RemotePlaceDraft["secrets"] = {}) =>
        host.call("repositories.setPlace", {
          ...{ repositoryId, replicaId: replica.id },
          location: { place: { ...location.place, ...place } as RemotePlace, secrets },
        });
      const { hostKey } = server;
      await expect(setPlace({ hostKey }, { privateKey: server.foreignKey })).rejects.toMatchObject({
        code: "REMOTE_SIGN_IN_REFUSED",
      });
      await expect(setPlace({ hostKey, user: "somebody" })).rejects.toMatchObject({
        code: "STORE_SIGN_IN_MISSING",
      });
      expect(await setPlace({ hostKey })).toMatchObject({ replicas: [{ reach: "reachable" }] }); // its key is kept
      expect(await run()).toMatchObject({ state: "done" });
      expect(await open()).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe.skipIf(lacksTool("rclone"))("a repository behind a server of the REST protocol", () => {
  test(
    "is told when its password has changed, and goes on with the new one",
    async () => {
      const { path, host } = await office();
      const box = await tempFolder();
      const serve = (port: string, password: string) =>
        serveByRclone("restic", box, ["--addr", `127.0.0.1:${port}`], { user: "anna", password });
      const server = await serve("0", "first secret");
      const url = new URL("office/", server.url).href;
      const draft = (password: string): RemotePlaceDraft => ({
        place: { kind: "rest", url, user: "anna", caFile: null },
        secrets: { password },
      });
      const inspect = (password: string) =>
        host.call("repositories.inspect", { location: draft(password), password: null });
      await expect(inspect("wrong")).rejects.toMatchObject({ code: "STORE_SIGN_IN_REFUSED" });
      expect(await inspect("first secret")).toMatchObject({ kind: "nothing-there", freeBytes: null });
      const repository = await host.call("repositories.create", {
        ...{ name: "Rack", location: draft("first secret"), password: PASSWORD },
      });
      expect(repository.replicas[0]?.location).toBe(`rest:http://anna@${new URL(url).host}/office/`);
      const { run } = await planTo(host, repository, path("documents"));
      expect(await run()).toMatchObject({ state: "done", filesNew: 2 });
      const letter = path("documents", "letter.txt");
      expect(await browseAndRestore(host, repository, letter, path("restored"))).toMatchObject({
        state: "done",
      });
      expect(readFileSync(path("restored", "letter.txt"), "utf8")).toBe("Dear customer");

      await server.stop();
      await serve(new URL(url).port, "second secret");
      expect(await run()).toMatchObject({ state: "failed", error: { code: "STORE_SIGN_IN_REFUSED" } });
      const { id: repositoryId } = repository;
      const refused = { reach: "unreachable", error: { code: "STORE_SIGN_IN_REFUSED" } };
      expect(await host.call("repositories.refresh", { repositoryId })).toMatchObject({
        replicas: [refused],
      });
      expect(await host.call("overview.get", {})).toMatchObject({ repositories: [{ replicas: [refused] }] });
      const { alerts } = await host.call("alerts.list", { which: "open", limit: 9 });
      expect(alerts.map(({ subject }) => subject.code).sort()).toEqual([
        "JOB_FAILED",
        "REPOSITORY_UNREACHABLE",
      ]);
      const [replica] = repository.replicas;
      if (replica === undefined) throw new Error("there is no replica");
      const set = { repositoryId, replicaId: replica.id };
      await expect(
        host.call("repositories.setPlace", { ...set, location: draft("wrong") }),
      ).rejects.toMatchObject({
        code: "STORE_SIGN_IN_REFUSED",
      });
      expect(
        await host.call("repositories.setPlace", { ...set, location: draft("second secret") }),
      ).toMatchObject({ replicas: [{ reach: "reachable", error: null }] });
      expect(await run()).toMatchObject({ state: "done" });
      expect(JSON.stringify([host.told, host.logged])).not.toContain('secret"');
    },
    LIMIT_MS,
  );

  test(
    "can be a folder over WebDAV",
    async () => {
      const { path, host } = await office();
      const login = { user: "anna", password: "open sesame" };
      const { url } = await serveByRclone("webdav", await tempFolder(), [], login);
      const place = { kind: "webdav", url: `${url}our%20files/office`, user: "anna", caFile: null } as const;
      const draft = { place, secrets: { password: login.password } };
      await expectToWork(host, path, draft, "STORE_SIGN_IN_REFUSED");
    },
    LIMIT_MS,
  );

  test(
    "can be a remote of rclone's settings",
    async () => {
      const { path, host } = await office();
      const box = await tempFolder();
      const configFile = path("rclone.conf");
      writeFileSync(configFile, `[drive]\ntype = alias\nremote = ${box}\n`);
      const draft = (remote: string): RemotePlaceDraft => ({
        place: { kind: "rclone", remote, folder: "office", configFile },
        secrets: {},
      });
      const inspect = (remote: string) =>
        host.call("repositories.inspect", { location: draft(remote), password: null });
      const browser: Caller = { name: "browser", rights: new Set(["read", "write"]) };
      const refusal = { code: "PLACE_SETTINGS_REFUSED", details: { path: configFile } };
      for (const name of ["repositories.create", "repositories.open"] as const) {
        const input = { name: "Drive", location: draft("drive"), password: PASSWORD };
        await expect(host.call(name, input, browser)).rejects.toMatchObject(refusal);
      }
      await expect(
        host.call("repositories.inspect", { location: draft("drive"), password: null }, browser),
      ).rejects.toMatchObject(refusal);
      await expect(inspect("nowhere")).rejects.toMatchObject({ code: "STORE_PROGRAM_FAILED" });
      expect(await inspect("drive")).toMatchObject({ kind: "nothing-there" });
      const repository = await host.call("repositories.create", {
        ...{ name: "Drive", location: draft("drive"), password: PASSWORD },
      });
      const { run } = await planTo(host, repository, path("documents"));
      expect(await run()).toMatchObject({ state: "done", filesNew: 2 });
      expect(readdirSync(join(box, "office", "snapshots"))).toHaveLength(1);
      const [replica] = repository.replicas;
      if (replica === undefined) throw new Error("there is no replica");
      const set = { repositoryId: repository.id, replicaId: replica.id };
      // what holds already may stay
      await host.call("repositories.setPlace", { ...set, location: draft("drive") }, browser);
    },
    LIMIT_MS,
  );
});

test(
  "a repository can be in a bucket of S3",
  async () => {
    const { path, host } = await office();
    const server = await startS3Server();
    const { AWS_ACCESS_KEY_ID: keyId = "", AWS_SECRET_ACCESS_KEY: password = "" } = server.variables;
    const { url: endpoint, bucket } = server;
    const folder = "our files/office";
    const place = { kind: "s3", endpoint, bucket, folder, keyId, region: null, caFile: null } as const;
    await expectToWork(host, path, { place, secrets: { password } }, "STORE_SIGN_IN_REFUSED");
  },
  LIMIT_MS,
);

test.skipIf(lacksTool("pure-ftpd") || lacks("root", process.getuid?.() === 0))(
  "a repository can be on a server that speaks FTP",
  async () => {
    const { port, user, password } = await startFtpServer();
    const { path, host } = await office();
    const place = {
      ...({ kind: "ftp", address: "127.0.0.1", port, user, folder: "office" } as const),
      ...{ isEncrypted: false, caFile: null },
    };
    await expectToWork(host, path, { place, secrets: { password } }, "STORE_SIGN_IN_REFUSED");
  },
  LIMIT_MS,
);

/** Refuses a wrong password, makes a repository with the right one, backs up to it and restores from it. */
async function expectToWork(
  host: TestHost,
  path: (...names: string[]) => string,
  location: RemotePlaceDraft,
  refusal: string,
) {
  const wrong = { ...location, secrets: { password: "wrong" } };
  await expect(host.call("repositories.inspect", { location: wrong, password: null })).rejects.toMatchObject({
    code: refusal,
  });
  expect(await host.call("repositories.inspect", { location, password: null })).toMatchObject({
    kind: "nothing-there",
  });
  const repository = await host.call("repositories.create", { name: "Away", location, password: PASSWORD });
  const { run } = await planTo(host, repository, path("documents"));
  expect(await run()).toMatchObject({ state: "done", filesNew: 2 });
  const letter = path("documents", "letter.txt");
  expect(await browseAndRestore(host, repository, letter, path("restored"))).toMatchObject({ state: "done" });
  expect(readFileSync(path("restored", "letter.txt"), "utf8")).toBe("Dear customer");
  expect(await host.call("repositories.inspect", { location, password: PASSWORD })).toMatchObject({
    ...{ kind: "repository", repositoryId: repository.id, snapshotCount: 1, isKnown: true },
  });
}

function readIfFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // a folder
  }
}
