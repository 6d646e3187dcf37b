/** A plan with a database of another machine, from its setting up to putting it back, in a real host. */
import { expect, test } from "vitest";
import type { DatabaseDraft } from "../../shared/model/source.ts";
import { MANUAL_PLAN } from "../../test/support/host.ts";
import { officeHost, PASSWORD, snapshotsAt } from "../../test/support/office-host.ts";
import { startPostgres } from "../../test/support/postgres-server.ts";
import { resticOn } from "../../test/support/restic.ts";
import { startSshServer } from "../../test/support/ssh-server.ts";
import { machineOf, secretsOf } from "../../test/support/through-ssh.ts";
import { lacksTool } from "../../test/support/tools.ts";

test.skipIf(lacksTool("pg_ctlcluster", "sshd", "ssh-keygen", "restic"))(
  "a database of another machine is tried, saved, and put back through its SSH connection",
  async () => {
    const server = await startPostgres();
    const ssh = await startSshServer();
    server.sql("CREATE DATABASE shop");
    server.sql("CREATE TABLE goods AS SELECT n AS id FROM generate_series(1, 1000) n", "shop");
    const { host, repository, path } = await officeHost();
    const { kind, server: where, user, password = "" } = server.access;
    const draft: DatabaseDraft = {
      ...{ kind, server: where, user, name: "Books", icon: "database", tls: "offered", caFile: null },
      ...{ databases: [], programFolder: null, silentMinutes: 5, through: machineOf(ssh) },
    };
    const secrets = { password, machine: secretsOf(ssh) };
    const unknown = { ...draft, through: { ...machineOf(ssh), hostKey: null } };
    const first = await host.call("sources.try", { sourceId: null, draft: unknown, secrets });
    expect(first.error).toEqual({
      code: "REMOTE_KEY_UNKNOWN",
      details: { address: `127.0.0.1:${ssh.port}`, shown: ssh.hostKey },
    });
    const trial = await host.call("sources.try", { sourceId: null, draft, secrets });
    expect(trial).toMatchObject({ error: null, savesUsers: true });
    expect(trial.parts).toContainEqual(expect.objectContaining({ name: "shop", end: "good" }));

    const source = await host.call("sources.save", { sourceId: null, draft, secrets });
    const listed = await host.call("sources.databases", { sourceId: source.id });
    expect(listed.server).toContain(`(${ssh.user}@127.0.0.1:${ssh.port})`);
    expect(listed.databases.map(({ name }) => name)).toContain("shop");
    const plan = await host.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "Books", repositoryId: repository.id, sourceIds: [source.id] },
    });
    const backUp = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    expect(await backUp()).toMatchObject({ state: "done", problemCount: 0 });
    const folder = `/postgresql/local@127.0.0.1_${ssh.port}`;
    const [snapshot] = await snapshotsAt(path("nas"));
    expect(snapshot?.paths).toEqual([folder]);
    const at = `${folder}/databases/shop.dump`;
    expect(await resticOn(path("nas"), PASSWORD).run("ls", "latest")).toContain(at);

    const restore = async (name: string) => {
      const { jobId } = await host.call("restore.database", {
        ...{ repositoryId: repository.id, snapshotId: snapshot?.id as never, path: at },
        ...{ sourceId: source.id, name, typedName: null },
      });
      return (await host.event("job", ({ job }) => job.id === jobId && job.endedMs !== null)).job;
    };
    expect(await restore("shop_again")).toMatchObject({ state: "done" });
    expect(server.sql("SELECT count(*) FROM goods", "shop_again").trim()).toBe("1000");

    await ssh.stop();
    const silent = { code: "REMOTE_SILENT", details: { reason: "refused" } };
    expect(await backUp()).toMatchObject({ state: "failed", error: silent });
    expect(await restore("shop_third")).toMatchObject({ state: "failed", error: silent });
    expect(JSON.stringify(host.logged) + JSON.stringify(host.told)).not.toContain("PRIVATE KEY");
  },
);
