/** Sources that are no files, in plans of a real host: what commands write, who may choose them, and what is kept of passwords. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { CommandDraft, DatabaseDraft } from "../../shared/model/source.ts";
import { MANUAL_PLAN } from "../../test/support/host.ts";
import { officeHost, PASSWORD, snapshotsAt } from "../../test/support/office-host.ts";
import { resticOn } from "../../test/support/restic.ts";
import { lacksTool } from "../../test/support/tools.ts";
import type { Caller } from "../api/handlers.ts";

const FROM_AFAR: Caller = { name: "from afar", rights: new Set(["read", "write"]) };

const command = (script: string, more: Partial<CommandDraft> = {}): CommandDraft => ({
  ...{ kind: "command", name: "Inventory", icon: "server", program: "/bin/sh", arguments: ["-c", script] },
  ...{ fileName: "inventory.txt", silentMinutes: 1, ...more },
});

const DATABASE: DatabaseDraft = {
  ...{ kind: "postgresql", name: "Books", icon: "database", user: "backup", tls: "offered", caFile: null },
  server: { by: "network", address: "127.0.0.1", port: 1 },
  ...{ databases: [], programFolder: null, silentMinutes: 1 },
};

async function officeWith(draft: CommandDraft) {
  const office = await officeHost();
  const { host, repository } = office;
  const source = await host.call("sources.save", { sourceId: null, draft });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Others", repositoryId: repository.id, sourceIds: [source.id] },
  });
  const backUp = async () => await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const change = async (to: CommandDraft) =>
    await host.call("sources.save", { sourceId: source.id, draft: to });
  return { ...office, source, plan, backUp, change };
}

test.skipIf(lacksTool("restic") || process.platform === "win32")(
  "what a command writes is saved; when it fails the snapshot says that it is not complete, and does not count",
  async () => {
    const { host, path, source, backUp, change } = await officeWith(command("echo one; echo two"));
    expect(await backUp()).toMatchObject({ state: "done", filesNew: 1 });
    const restic = resticOn(path("nas"), PASSWORD);
    expect(await restic.run("dump", "latest", "/inventory.txt")).toBe("one\ntwo\n");
    const good = (await host.call("overview.get", {})).sources.find((one) => one.source.id === source.id);

    await change(command("echo half; echo it is gone >&2; exit 3"));
    const run = await backUp();
    expect(run).toMatchObject({ state: "done-with-problems", problemCount: 1 });
    expect(await restic.run("dump", "latest", "/inventory.txt.incomplete")).toBe("half\n");
    const [jobId] = run.jobIds;
    const job = await host.call("jobs.get", { jobId: jobId ?? ("" as never) });
    expect(job.problems).toEqual([
      {
        ...{ path: "/inventory.txt", reason: "dump-failed", systemCode: null },
        error: { code: "COMMAND_FAILED", details: { program: "/bin/sh", status: "3", said: "it is gone" } },
      },
    ]);
    const { lines } = await host.call("jobs.log", { jobId: job.id, afterNumber: 0, limit: 100 });
    expect(lines.map(({ text }) => text)).toContain("it is gone");
    const after = (await host.call("overview.get", {})).sources.find((one) => one.source.id === source.id);
    expect(after?.newestGoodMs).toBe(good?.newestGoodMs);

    await change(command("exit 4"));
    expect(await backUp()).toMatchObject({ state: "failed", error: { code: "COMMAND_FAILED" } });
    await change(command("", { program: "/no/such/program" }));
    expect(await backUp()).toMatchObject({ state: "failed", error: { code: "COMMAND_NOT_RUN" } });
    expect((await snapshotsAt(path("nas"))).map(({ tags }) => tags.includes("backstay:incomplete"))).toEqual([
      false,
      true,
    ]);
  },
);

test("who may not choose programs cannot have one run, nor try one, nor change one that is there", async () => {
  const { host, source } = await officeWith(command("true"));
  const refused = { code: "SOURCE_PROGRAM_REFUSED", details: { reason: "not-allowed" } };
  const afar = (draft: CommandDraft | DatabaseDraft, sourceId = source.id as typeof source.id | null) =>
    host.call("sources.save", { sourceId, draft }, FROM_AFAR);
  await expect(afar(command("id"), null)).rejects.toMatchObject(refused);
  await expect(afar(command("id"))).rejects.toMatchObject(refused);
  await expect(afar({ ...DATABASE, programFolder: "/tmp/mine" }, null)).rejects.toMatchObject(refused);
  const tried = host.call("sources.try", { sourceId: null, draft: command("id") }, FROM_AFAR);
  await expect(tried).rejects.toMatchObject(refused);
  expect(await afar(command("true", { name: "Another name" }))).toMatchObject({ name: "Another name" });
  const relative = host.call("sources.save", {
    sourceId: null,
    draft: command("", { program: "sh", name: "x" }),
  });
  await expect(relative).rejects.toMatchObject({ details: { reason: "relative" } });
});

test("a password is kept apart, goes to no other server, and goes with its source", async () => {
  const { host, path } = await officeHost();
  const kept = () => readFileSync(path("home", "secrets.json"), "utf8");
  const save = (draft: DatabaseDraft, password?: string, sourceId: string | null = null) =>
    host.call("sources.save", {
      ...{ sourceId: sourceId as never, draft },
      ...(password === undefined ? {} : { secrets: { password } }),
    });
  const source = await save(DATABASE, "Zebrafink");
  expect(source).toMatchObject({ hasPassword: true });
  const name = `source:${source.id}:password`;
  expect(kept()).toContain(name);
  expect(await save({ ...DATABASE, databases: ["shop"] }, undefined, source.id)).toMatchObject({
    hasPassword: true,
  });
  expect(await save({ ...DATABASE, user: "other" }, undefined, source.id)).toMatchObject({
    hasPassword: false,
  });
  expect(kept()).not.toContain(name);
  await save(DATABASE, "Zebrafink", source.id);
  expect(kept()).toContain(name);
  await host.call("sources.remove", { sourceId: source.id });
  expect(kept()).not.toContain(name);
  expect(JSON.stringify(host.logged) + JSON.stringify(host.told)).not.toContain("Zebrafink");
});

test("a plan that saves more than files is none that another computer can stand in for", async () => {
  const { host, plan } = await officeWith(command("true"));
  await expect(
    host.call("standIn.offer", { planId: plan.id, isOffered: true, lastsMs: 600_000 }),
  ).rejects.toMatchObject({ code: "STAND_IN_REFUSED", details: { reason: "not-only-files" } });
});
