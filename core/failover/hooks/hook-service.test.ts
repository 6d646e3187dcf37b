/** Hooks around moves, with real programs and a real web server. */
import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { RepositoryId } from "../../../shared/ids.ts";
import { HOOK_RUNS_KEPT, type HookDraft, type HookRun } from "../../../shared/model/failover-hooks.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { startReceiver } from "../../alerts/testing/http-receiver.ts";
import { systemClock } from "../../clock.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { createFileSecretStore } from "../../secrets/file-secret-store.ts";
import { createHookService } from "./hook-service.ts";
import type { HookTransition } from "./transition.ts";

const NAS = "0123456789abcdef".repeat(4) as string as RepositoryId;
const quiet = new AbortController().signal;

const TRANSITION: HookTransition = {
  ...{ when: "before", move: "failover", by: "fault", repositoryId: NAS, repositoryName: "Büro" },
  from: { id: "1", name: "NAS", location: "/mnt/nas" },
  to: { id: "2", name: "NAS 2; rm -rf /", location: "sftp:backup@nas2:/data" },
  ...{ id: "7-2", atMs: Date.UTC(2026, 0, 31, 18), isTrial: false },
};

const draft = (name: string, action: HookDraft["action"], more: Partial<HookDraft> = {}): HookDraft => ({
  ...{ name, isEnabled: true, when: "before", moves: ["failover", "switchover"], action },
  ...{ limitSeconds: 30, onFailure: "warn", ...more },
});

async function office() {
  const folder = await tempFolder();
  const kept = new Map<string, unknown>();
  const runs: { readonly name: string; readonly run: HookRun }[] = [];
  const settled: string[] = [];
  const changed: RepositoryId[] = [];
  const hooks = createHookService({
    settings: {
      get: (name) => kept.get(name),
      setAll: (values) => {
        // as the catalog does: what comes out is not what went in, but equal to it
        for (const [name, value] of Object.entries(values)) kept.set(name, JSON.parse(JSON.stringify(value)));
      },
    },
    secrets: createFileSecretStore(join(folder, "secrets.json"), () => {}),
    clock: systemClock,
    onRun: ({ name }, _, run) => runs.push({ name, run }),
    onSettled: ({ name }) => settled.push(name),
    onChange: (id) => changed.push(id),
  });
  /** A script in Node.js, which is the one program that is surely here. */
  const script = (name: string, text: string): HookDraft["action"] => {
    const file = join(folder, `${name}.cjs`);
    writeFileSync(file, text);
    return { kind: "command", program: process.execPath, arguments: [file, "$(touch never)", "two words"] };
  };
  const save = (given: HookDraft, secrets = {}) => hooks.save(NAS, null, given, secrets, true);
  return { folder, hooks, save, script, runs, settled, changed, kept };
}

const WRITE_DOWN = `const fs = require("node:fs");
const input = fs.readFileSync(0, "utf8");
fs.appendFileSync(__filename + ".out", JSON.stringify({ argv: process.argv.slice(2), env: process.env, input }) + "\\n");
console.log("done it");`;

test("a program gets its arguments as they are, and the move by environment and as JSON", async () => {
  const { folder, hooks, save, script, runs } = await office();
  process.env.BACKSTAY_PASSWORD = "sesame";
  await save(draft("Tell", script("tell", WRITE_DOWN)));
  await hooks.run(TRANSITION, quiet);
  delete process.env.BACKSTAY_PASSWORD;
  const seen = JSON.parse(readFileSync(join(folder, "tell.cjs.out"), "utf8"));
  expect(seen.argv).toEqual(["$(touch never)", "two words"]);
  expect(seen.env).toMatchObject({
    ...{ BACKSTAY_WHEN: "before", BACKSTAY_MOVE: "failover", BACKSTAY_BY: "fault", BACKSTAY_TRIAL: "" },
    ...{ BACKSTAY_REPOSITORY: "Büro", BACKSTAY_REPOSITORY_ID: NAS, BACKSTAY_TRANSITION_ID: "7-2" },
    ...{ BACKSTAY_FROM: "NAS", BACKSTAY_FROM_LOCATION: "/mnt/nas" },
    ...{ BACKSTAY_TO: "NAS 2; rm -rf /", BACKSTAY_TO_LOCATION: "sftp:backup@nas2:/data" },
    BACKSTAY_TIME: "2026-01-31T18:00:00.000Z",
  });
  expect(seen.env.BACKSTAY_PASSWORD).toBeUndefined();
  expect(JSON.parse(seen.input)).toMatchObject({ move: "failover", to: { name: "NAS 2; rm -rf /" } });
  expect(runs).toMatchObject([{ name: "Tell", run: { problem: null, answer: "done it" } }]);
  expect(hooks.list(NAS)).toMatchObject([{ name: "Tell", lastRun: { problem: null, move: "failover" } }]);
});

test("only those run that are meant for the move, in their order, and not for another repository", async () => {
  const { hooks, save, script, runs } = await office();
  const ok = script("ok", "");
  await save(draft("Second", ok, { moves: ["failback"] }));
  await save(draft("After", ok, { when: "after" }));
  await save(draft("Off", ok, { isEnabled: false }));
  await save(draft("First", ok));
  await save(draft("Third", { ...ok, kind: "remount" } as HookDraft["action"]));
  await hooks.save("f".repeat(64) as string as RepositoryId, null, draft("Other", ok), {}, true);
  const names = () => runs.splice(0).map(({ name }) => name);
  await hooks.run(TRANSITION, quiet);
  expect(names()).toEqual(["First", "Third"]);
  await hooks.run({ ...TRANSITION, move: "failback" }, quiet);
  expect(names()).toEqual(["Second"]);
  await hooks.run({ ...TRANSITION, when: "after" }, quiet);
  // asked for again after a crash of the host: it was done
  await hooks.run({ ...TRANSITION, when: "after" }, quiet);
  expect(names()).toEqual(["After"]);
  await hooks.run({ ...TRANSITION, when: "after", id: "8-2" }, quiet);
  expect(names()).toEqual(["After"]);
});

test("a program that fails, hangs with a child of its own, or is not there keeps no backups from moving", async () => {
  const { folder, hooks, save, script, runs } = await office();
  const childFile = join(folder, "child");
  await save(
    draft("Fails", script("fails", `console.error("no phone"); process.exit(3)`), { onFailure: "abort" }),
  );
  await save(
    draft(
      "Hangs",
      // a shell, as it has begun its child long before the limit, however busy the machine is
      {
        ...{ kind: "command", program: "/bin/sh" },
        arguments: ["-c", `tail -f /dev/null & echo $! > '${childFile}'; wait`],
      },
      { limitSeconds: 3 },
    ),
  );
  await save(draft("Missing", { kind: "remount", program: "/nowhere/mount", arguments: [] }));
  await hooks.run(TRANSITION, quiet);
  expect(runs.map(({ name, run }) => [name, run.problem, run.answer])).toEqual([
    ["Fails", "program-failed", "3 no phone"],
    ["Hangs", "timed-out", ""],
    ["Missing", "program-missing", "ENOENT"],
  ]);
  const childPid = Number(readFileSync(childFile, "utf8"));
  await vi.waitFor(() => expect(isProcessAlive(childPid)).toBe(false), { timeout: 20_000 });
});

test("the newest runs of each are kept with their answers, and whoever looks at the list is told", async () => {
  const { hooks, save, script, changed, kept } = await office();
  const { id } = await save(draft("Tell", script("tell", "console.log(process.env.BACKSTAY_TRANSITION_ID)")));
  expect(changed.splice(0)).toEqual([NAS]);
  for (let n = 1; n <= HOOK_RUNS_KEPT + 1; n += 1) await hooks.run({ ...TRANSITION, id: `${n}` }, quiet);
  const [listed] = hooks.list(NAS);
  expect(listed?.runs.map(({ answer }) => answer)).toEqual([
    "11",
    "10",
    "9",
    "8",
    "7",
    "6",
    "5",
    "4",
    "3",
    "2",
  ]);
  expect(listed?.lastRun).toEqual(listed?.runs[0]);
  expect(changed.splice(0)).toHaveLength(HOOK_RUNS_KEPT + 1);
  // those of a host that kept the last one only
  const before = kept.get("failoverHooks") as { runs?: unknown }[];
  kept.set(
    "failoverHooks",
    before.map(({ runs: _, ...hook }) => hook),
  );
  expect(hooks.list(NAS)).toMatchObject([{ runs: [], lastRun: { answer: "11" } }]);
  await hooks.remove(id);
  expect(changed).toEqual([NAS]);
});

test("one before a move that a person ordered gives it up if it is to, and only then", async () => {
  const { hooks, save, script } = await office();
  const failing = script("fails", "process.exit(1)");
  await save(draft("Guard", failing, { onFailure: "abort" }));
  const run = (change: Partial<HookTransition>) => hooks.run({ ...TRANSITION, ...change }, quiet);
  await expect(run({ move: "switchover", by: "person" })).rejects.toMatchObject({
    ...{ code: "HOOK_FAILED", details: { name: "Guard", problem: "program-failed" } },
  });
  for (const by of ["fault", "schedule", "drill", "other-installation"]) await run({ by });
  const [guard] = hooks.list(NAS);
  await hooks.save(NAS, guard?.id ?? "", draft("Guard", failing), {}, true);
  await run({ move: "switchover", by: "person" });
});

test("a webhook is posted and signed as alerts are, and its address and key are kept out of sight", async () => {
  const { hooks, save, runs, kept } = await office();
  const receiver = await startReceiver();
  const address = receiver.url();
  await save(draft("Phone", { kind: "webhook" }), { address, key: "sesame, open" });
  await hooks.run(TRANSITION, quiet);
  const [got] = receiver.all;
  const { "x-backstay-timestamp": timestamp, "x-backstay-signature": signature } = got?.headers ?? {};
  const expected = createHmac("sha256", "sesame, open").update(`${timestamp}.${got?.body}`).digest("hex");
  expect(signature).toBe(`sha256=${expected}`);
  expect(JSON.parse(got?.body ?? "")).toMatchObject({ kind: "transition", when: "before", by: "fault" });
  expect(runs).toMatchObject([{ run: { problem: null } }]);
  const shown = JSON.stringify([hooks.list(NAS), [...kept.values()], runs]);
  for (const secret of ["sesame, open", address]) expect(shown).not.toContain(secret);
  expect(hooks.list(NAS)).toMatchObject([{ addressHost: new URL(address).host, isSigned: true }]);

  const [hook] = hooks.list(NAS);
  // the key was meant for that server only
  const other = await startReceiver();
  await hooks.save(NAS, hook?.id ?? "", draft("Phone", { kind: "webhook" }), { address: other.url() }, false);
  await hooks.run(TRANSITION, quiet);
  expect(other.all[0]?.headers["x-backstay-signature"]).toBeUndefined();
  expect(other.all).toHaveLength(1);
  expect(receiver.all).toHaveLength(1);
});

test("a browser may not say which programs are run, and what could never work is not saved", async () => {
  const { folder, hooks, save, script } = await office();
  const ok = script("ok", "");
  const refused = (given: HookDraft, reason: string, may = true, secrets = {}) =>
    expect(hooks.save(NAS, null, given, secrets, may)).rejects.toMatchObject({ details: { reason } });
  await refused(draft("A", ok), "program-not-permitted", false);
  await refused(draft("A", { kind: "command", program: "mount", arguments: [] }), "program-relative");
  await refused(draft("A", { kind: "webhook" }), "address-missing");
  await refused(draft("A", { kind: "webhook" }), "scheme", true, { address: "ftp://nas/" });
  const saved = await save(draft("A", ok));
  await expect(save(draft("A", ok))).rejects.toMatchObject({ code: "NAME_TAKEN" });
  // what runs stays the same, so a browser may say when
  await hooks.save(NAS, saved.id, draft("B", ok, { when: "after" }), {}, false);
  expect(hooks.list(NAS)).toMatchObject([{ name: "B", when: "after" }]);
  await hooks.remove(saved.id);
  expect(hooks.list(NAS)).toEqual([]);
  await expect(hooks.remove(saved.id)).rejects.toMatchObject({ code: "HOOK_NOT_FOUND" });
  await save(draft("Phone", { kind: "webhook" }), { address: "https://hooks.example/abc", key: "sesame" });
  await hooks.removeOf("f".repeat(64) as string as RepositoryId);
  expect(hooks.list(NAS)).toHaveLength(1);
  await hooks.removeOf(NAS);
  expect(hooks.list(NAS)).toEqual([]);
  expect(readFileSync(join(folder, "secrets.json"), "utf8")).not.toContain("sesame");
});

test("a move that is called off ends its hooks, and they count as not run", async () => {
  const { hooks, save, script, runs } = await office();
  await save(draft("Slow", script("slow", "setInterval(() => {}, 1000)")));
  const stop = new AbortController();
  const running = hooks.run(TRANSITION, stop.signal);
  stop.abort(new Error("called off"));
  await expect(running).rejects.toThrow("called off");
  expect(runs).toEqual([]);
  expect(hooks.list(NAS)).toMatchObject([{ lastRun: null }]);
});
