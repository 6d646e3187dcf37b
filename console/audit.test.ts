/** The audit trail on the command line, with a host that runs beside it and without one; and what a console's own routes record. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { serveHostSocket } from "../core/host-socket/serve-host-socket.ts";
import { officeHost } from "../test/support/office-host.ts";
import { smallBackstay } from "../test/support/small-backstay.ts";
import { runConsole } from "./testing/run-console.ts";
import { runHere } from "./testing/run-here.ts";

async function office() {
  const all = await officeHost();
  const home = all.path("home");
  const socket = await serveHostSocket(home, all.host);
  onTestFinished(() => socket.close());
  const backstay = (...args: string[]) => runHere(args, { env: { BACKSTAY_HOME: home } });
  return { ...all, backstay, socket };
}

test("what was done is listed, proved, exported and proved from the export, with and without a host", async () => {
  const { host, path, plan, backstay, socket } = await office();
  await host.call("plans.setPaused", { planId: plan.id, isPaused: true });
  const listed = await backstay("audit");
  expect(listed.stdout).toMatch(/Saved a plan .*Office hours .*done/);
  expect(listed.stdout.indexOf("Paused or resumed a plan")).toBeLessThan(
    listed.stdout.indexOf("Made a repository"),
  );
  expect((await backstay("audit", "--lang", "zh")).stdout).toContain("暂停或恢复了计划");
  const [newest, ...others] = JSON.parse(
    (await backstay("audit", "--json", "--limit", "1")).stdout,
  ) as object[];
  expect(others).toEqual([]);
  expect(newest).toMatchObject({ action: "plans.setPaused", outcome: { is: "done" } });

  const proved = await backstay("audit", "verify");
  expect(proved).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("The audit trail is whole") });
  const head = /Head: (\S+)/.exec(proved.stdout)?.[1] ?? "";
  expect(await backstay("audit", "verify", "--head", head)).toMatchObject({ exitCode: 0 });
  const wrong = `${head.split(":")[0]}:${"0".repeat(64)}`;
  expect(await backstay("audit", "verify", "--head", wrong)).toMatchObject({ exitCode: 1 });
  expect(await backstay("audit", "verify", "--head", "x")).toMatchObject({ exitCode: 2 });

  const { stdout: exported } = await backstay("audit", "export");
  const lines = exported.trim().split("\n");
  for (const line of lines) {
    const { record, hash } = JSON.parse(line) as { record: string; hash: string };
    expect(createHash("sha256").update(record).digest("hex")).toBe(hash);
  }
  const file = path("audit.jsonl");
  const verify = async (kept: readonly string[], ...more: string[]) => {
    writeFileSync(file, `${kept.join("\n")}\n`);
    const { exitCode, stdout } = await runHere(["audit", "verify", "--json", "--file", file, ...more], {});
    return { exitCode, ...(JSON.parse(stdout) as object) };
  };
  expect(await verify(lines)).toMatchObject({ exitCode: 0, verdict: "whole", records: lines.length });
  expect(await verify(lines, "--head", head)).toMatchObject({ exitCode: 0 });
  expect(await verify(lines.slice(0, 3), "--head", head)).toMatchObject({
    ...{ exitCode: 1, anchors: [{ where: "given", state: "cut-off" }] },
  });
  expect(await verify(lines.with(1, (lines[1] ?? "").replace("atMs", "atms")))).toMatchObject({
    ...{ exitCode: 1, fault: { number: 2, reason: "changed" } },
  });
  expect(await verify(lines.toSpliced(1, 1))).toMatchObject({
    exitCode: 1,
    fault: { number: 2, reason: "missing" },
  });
  expect(await verify([...lines, "{}"])).toMatchObject({ exitCode: 1 });

  await socket.close();
  await host.stop();
  expect((await backstay("audit", "verify")).exitCode).toBe(0);
  expect((await backstay("audit")).stdout).toContain("Backstay was stopped");
});

test("a password set where no host runs is recorded as well", async () => {
  const { host, path, backstay, socket } = await office();
  await socket.close();
  await host.stop();
  writeFileSync(path("password"), "a good long password\n");
  const set = await backstay("console", "--set-password", "--password-file", path("password"));
  expect(set).toMatchObject({ exitCode: 0 });
  const [entry] = JSON.parse((await backstay("audit", "--json", "--limit", "1")).stdout) as object[];
  expect(entry).toMatchObject({ action: "console.setPassword", actor: { kind: "local" } });
  expect(readFileSync(path("home", "audit-head.json"), "utf8")).toContain("hash");
});

test("signing in and out, refused sign-ins, links and passwords are recorded, by session and without what opens one", async () => {
  const backstay = smallBackstay();
  const console = await runConsole({ backstay });
  const cookie = await console.signIn();
  await console.ask("/api/sign-in", { method: "POST", body: { password: "guess the password" } });
  await console.ask("/api/sessions/end", { method: "POST", cookie, body: { others: true } });
  await console.ask("/api/sign-out", { method: "POST", cookie });
  const caller = { name: "test", rights: new Set(["read", "write"] as const) };
  await console.dispatch("console.setPassword", { password: "a good long password" }, caller);
  await console.dispatch("console.makeLink", {}, caller);
  const session = backstay.noted[0]?.actor.session;
  expect(session).toMatch(/^[0-9a-f]{8}$/);
  expect(backstay.noted).toMatchObject([
    { action: "console.signIn", actor: { kind: "console", session }, facts: { kind: "link" } },
    { action: "console.signIn", actor: { session: null }, facts: { kind: "password" } },
    { action: "console.endSessions", actor: { session } },
    { action: "console.signOut", actor: { session } },
    { action: "console.setPassword", actor: { kind: "local" } },
    { action: "console.makeLink" },
  ]);
  const token = cookie.split("=")[1] ?? "";
  for (const secret of [token, "guess the password", "a good long password"])
    expect(JSON.stringify(backstay.noted)).not.toContain(secret);
});

test("commands that work on a repository past the host are recorded, with a host and without one, and reading is not", async () => {
  const { path, backstay, host, plan, ...before } = await office();
  await before.socket.close();
  // as a host serves it: what is about the host itself, too
  const { dispatch } = await runConsole({ backstay: host });
  const socket = await serveHostSocket(path("home"), { ...host, dispatch });
  onTestFinished(() => socket.close());
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  writeFileSync(path("password"), "correct horse battery staple\n");
  const access = ["--repo", path("nas"), "--password-file", path("password")];
  expect((await backstay("snapshots", ...access)).exitCode).toBe(0);
  expect((await backstay("key", "list", ...access)).exitCode).toBe(0);
  expect((await backstay("forget", "--keep-last", "5", "--dry-run", ...access)).exitCode).toBe(0);
  expect((await backstay("prune", ...access)).exitCode).toBe(0);
  await socket.close();
  await host.stop();
  writeFileSync(path("wrong"), "wrong\n");
  const wrong = ["--repo", path("nas"), "--password-file", path("wrong")];
  expect((await backstay("unlock", ...wrong)).exitCode).toBe(12);
  const listed = JSON.parse((await backstay("audit", "--json")).stdout) as {
    action: string;
    facts: object;
  }[];
  const common = { location: path("nas") };
  expect(listed.filter(({ action }) => action === "command.ran").map(({ facts }) => facts)).toEqual([
    { ...common, command: "unlock", exitCode: 12 },
    { ...common, command: "prune", exitCode: 0 },
    { ...common, command: "forget", exitCode: 0, isDryRun: true },
  ]);
});

test("a proof pack tells of the month, escapes what names say, loads nothing, and does not call whole what was changed", async () => {
  const { host, path, plan, backstay, repository } = await office();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  await host.call("repositories.rename", { repositoryId: repository.id, name: "<b>NAS</b>" });
  await host.call("plans.setPaused", { planId: plan.id, isPaused: true });
  const now = new Date();
  const month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
  const made = await backstay("audit", "pack", "--month", month);
  expect(made).toMatchObject({ exitCode: 0, stderr: "" });
  const page = made.stdout;
  for (const text of [
    "Documents",
    "Renamed a repository",
    "&lt;b&gt;NAS&lt;/b&gt;",
    "Whole: ",
    "No restore and no failover",
  ])
    expect(page).toContain(text);
  expect(page).toMatch(/<dt>done<\/dt><dd>1<\/dd>/);
  expect(page).toMatch(/\d+:[0-9a-f]{64}/);
  expect(page).not.toMatch(/<b>|<script|src=|href=|undefined|null|NaN|\[object/);
  expect(page).not.toContain("Started a backup"); // the runs are counted
  const chinese = await backstay("audit", "pack", "--month", month, "--lang", "zh");
  expect(chinese.stdout).toContain("备份证明");
  const { html } = JSON.parse((await backstay("audit", "pack", "--json")).stdout) as { html: string };
  expect(html).toContain("Nothing was recorded.");
  const old = await backstay("audit", "pack", "--month", "2001-01");
  expect(old.stdout).toContain("is not known");
  expect(old.stdout).not.toMatch(/No backup was due|moved to no other|was rehearsed/);
  expect((await backstay("audit", "pack", "--month", "2026-13")).exitCode).toBe(2);

  const catalog = new Database(path("home", "catalog.db"));
  catalog.exec(
    "DROP TRIGGER audit_trail_stays; UPDATE audit_trail SET record = replace(record, 'NAS', 'SAN')",
  );
  catalog.close();
  const broken = await backstay("audit", "pack", "--month", month);
  expect(broken).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("It was changed or cut.") });
});
