/** Repositories over SFTP, through the contract: a real server on loopback, real job processes, a real key store. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { RemotePlace, RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import { type SshServer, startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { browseAndRestore, LIMIT_MS, office, PASSWORD, planTo, start } from "./testing/remote-office.ts";

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

function readIfFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // a folder
  }
}
