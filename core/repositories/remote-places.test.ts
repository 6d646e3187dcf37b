/** Repositories on other machines, through the contract: real servers on loopback, real job processes, a real key store. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import { startFtpServer } from "../../test/support/ftp-server.ts";
import type { TestHost } from "../../test/support/host.ts";
import { serveByRclone } from "../../test/support/rclone.ts";
import { startS3Server } from "../../test/support/s3-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacks, lacksTool } from "../../test/support/tools.ts";
import type { Caller } from "../api/handlers.ts";
import { browseAndRestore, LIMIT_MS, office, PASSWORD, planTo } from "./testing/remote-office.ts";

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
