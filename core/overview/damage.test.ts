/** What a check finds, and a run that fails, reach the picture of everything at once. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RepositoryId } from "../../shared/ids.ts";
import type { TestHost } from "../../test/support/host.ts";
import { officeHost } from "../../test/support/office-host.ts";

/** @returns what puts the bytes back */
function flipOneByteOfEachPack(repository: string): () => void {
  const packs = readdirSync(join(repository, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const flip = () => {
    for (const pack of packs) {
      const bytes = readFileSync(pack);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      writeFileSync(pack, bytes);
    }
  };
  flip();
  return flip;
}

async function check(host: TestHost, repositoryId: RepositoryId, readDataPercent: number): Promise<string> {
  const { jobId } = await host.call("repositories.check", { repositoryId, readDataPercent });
  const isOver = (state: string) => state !== "queued" && state !== "running";
  const { job } = await host.event("job", ({ job }) => job.id === jobId && isOver(job.state));
  return job.state;
}

test("known damage leaves no good copy, until a check has read everything and found it whole", async () => {
  const { host, path, plan, repository } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(await host.call("overview.get", {})).toMatchObject({
    ...{ sources: [{ protection: "protected", lastRunFailed: false }], worstAlert: null },
    repositories: [{ damageFoundMs: null }],
  });

  const mend = flipOneByteOfEachPack(path("nas"));
  expect(await check(host, repository.id, 100)).toBe("done-with-problems");
  const damaged = {
    sources: [{ protection: "damaged", newestGoodMs: null, copies: [{ newestMs: null, isNewest: false }] }],
    repositories: [{ damageFoundMs: expect.any(Number) }],
    ...{ openAlerts: 1, worstAlert: "failed" },
  };
  expect(await host.call("overview.get", {})).toMatchObject(damaged);
  expect(await host.call("repositories.list", {})).toMatchObject({ repositories: damaged.repositories });

  mend();
  expect(await check(host, repository.id, 0)).toBe("done"); // what reads nothing proves nothing
  expect(await host.call("overview.get", {})).toMatchObject(damaged);
  expect(await check(host, repository.id, 100)).toBe("done");
  expect(await host.call("overview.get", {})).toMatchObject({
    sources: [{ protection: "protected", copies: [{ isNewest: true }] }],
    ...{ repositories: [{ damageFoundMs: null }], openAlerts: 0, worstAlert: null },
  });
}, 180_000);

test("a last run that failed is told of, though an earlier backup is still good", async () => {
  const { host, path, plan } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  renameSync(path("documents"), path("elsewhere"));
  const run = await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect(run).toMatchObject({ state: "failed", error: { code: "NO_SOURCE" } });
  expect(await host.call("overview.get", {})).toMatchObject({
    ...{ sources: [{ protection: "protected", lastRunFailed: true }], worstAlert: "failing" },
  });
}, 180_000);
