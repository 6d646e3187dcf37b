/** Hooks of plans around real backups, in a real host, with real programs. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import type { PlanHook } from "../../../shared/model/plan-hooks.ts";
import { folderSource } from "../../../test/support/host.ts";
import { snapshotsAt } from "../../../test/support/office-host.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { hookedOffice, linesOf } from "./testing/hooked-office.ts";

const PATIENCE = { timeout: 60_000 };
const TIMES = ["before", "after", "success", "failure"] as const;

describe("hooks of a plan", () => {
  test("run around a backup in their order, and what they say is in its log", async () => {
    const office = await hookedOffice();
    const { path, plan, source, repository } = office;
    const env = path("notes", "env");
    await office.save([
      office.hook("Last", "after", `note last; env | grep ^BACKSTAY_ | sort > '${env}'`),
      office.hook("First", "before", "note first; echo 'the \u001b[1mdatabase\u001b[0m stands still'"),
      office.hook("Well", "success", "note well"),
      office.hook("Badly", "failure", "note badly"),
      office.hook("Off", "before", "note off", { isEnabled: false }),
      office.hook(
        "Second",
        "before",
        `note second; ls '${path("nas", "snapshots")}' > '${path("notes", "saved")}'`,
      ),
    ]);
    const { run, job } = await office.run();
    expect([run.state, job.state, job.problems]).toEqual(["done", "done", []]);
    expect(office.noted()).toEqual(["first none", "second none", "last done", "well done"]);
    expect(linesOf(path("notes", "saved"))).toEqual([]); // nothing was saved before it had ended
    const [snapshot] = await snapshotsAt(path("nas"));
    const told = Object.fromEntries(linesOf(env).map((line) => line.split(/=(.*)/s)));
    expect(told).toMatchObject({
      ...{ BACKSTAY_HOOK: "Last", BACKSTAY_WHEN: "after", BACKSTAY_STATE: "done", BACKSTAY_ERROR: "" },
      ...{ BACKSTAY_PLAN: plan.name, BACKSTAY_PLAN_ID: plan.id, BACKSTAY_SOURCE: "Documents" },
      ...{ BACKSTAY_SOURCE_ID: source.id, BACKSTAY_REPOSITORY: "NAS", BACKSTAY_REPOSITORY_ID: repository.id },
      ...{
        BACKSTAY_RUN_ID: run.id,
        BACKSTAY_JOB_ID: job.id,
        BACKSTAY_ATTEMPT: "1",
        BACKSTAY_TRIGGER: "person",
      },
      ...{ BACKSTAY_SNAPSHOT_ID: snapshot?.id, BACKSTAY_FILES_NEW: "2", BACKSTAY_FILES_CHANGED: "0" },
      ...{ BACKSTAY_PROBLEMS: "0", BACKSTAY_TRIAL: "" },
    });
    expect(Number(told.BACKSTAY_BYTES_PROCESSED)).toBeGreaterThan(0);
    const lines = await office.log(job.id);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "info", text: "the database stands still", facts: { hook: "First" } }),
    );
    expect(lines.filter(({ text }) => text === "hook worked").map(({ facts }) => facts?.hook)).toEqual([
      ...["First", "Second", "Last", "Well"],
    ]);
  });

  test("run for each source of the plan", async () => {
    const office = await hookedOffice();
    const { host, path, plan } = office;
    writeFileSync(path("more"), "more");
    const more = await host.call("sources.save", {
      sourceId: null,
      draft: folderSource("More", path("more")),
    });
    const show = `echo "$BACKSTAY_WHEN $BACKSTAY_SOURCE" >> '${path("notes", "all")}'`;
    await office.save([office.hook("A", "before", show), office.hook("B", "after", show)], {
      sourceIds: [...plan.sourceIds, more.id],
    });
    await office.run();
    expect(office.noted()).toEqual(["before Documents", "after Documents", "before More", "after More"]);
  });

  test.each(TIMES)(
    "%s a backup: one that fails is ignored, warned of, or gives up the backup before it",
    async (when) => {
      const office = await hookedOffice();
      const rest = [
        office.hook("Then", "before", "note then"),
        office.hook("After", "after", "note after"),
        office.hook("Well", "success", "note well"),
        office.hook("Badly", "failure", "note badly"),
      ];
      // the failure of a backup is what comes before a hook that is run then
      const breaks =
        when === "failure" ? [office.hook("Break", "before", "exit 1", { onFailure: "abort" })] : [];
      for (const onFailure of ["ignore", "warn", "abort"] as const) {
        const failing = office.hook("Fails", when, "echo 'no disk'; exit 3", { onFailure });
        await office.save([...breaks, failing, ...rest]);
        const { run, job } = await office.run();
        const isGivenUp = when === "before" && onFailure === "abort";
        const noted = office.noted().slice(office.noted().lastIndexOf("--") + 1);
        writeFileSync(`${office.path("notes", "all")}`, `${office.noted().join("\n")}\n--\n`);
        const failed = isGivenUp || when === "failure";
        // the state is that of the backup itself, whatever hooks came to
        expect(noted).toEqual(
          failed ? ["after failed", "badly failed"] : ["then none", "after done", "well done"],
        );
        const isTold = onFailure !== "ignore";
        if (failed) {
          expect(job).toMatchObject({ state: "failed", error: { code: "BACKUP_HOOK_FAILED" } });
          if (isGivenUp)
            expect(job.error?.details).toEqual({
              ...{ name: "Fails", problem: "program-failed", status: "3", answer: "no disk" },
            });
        } else {
          expect(job.state).toBe(isTold ? "done-with-problems" : "done");
          expect(job.problems).toEqual(
            isTold ? [{ path: "Fails", reason: "hook-program-failed", systemCode: "3" }] : [],
          );
        }
        expect(run.state).toBe(job.state);
        expect(await office.alerted()).toEqual(isTold && !isGivenUp ? ["Fails"] : []);
        expect((await office.log(job.id)).map(({ text }) => text)).toEqual(
          expect.arrayContaining(["no disk", "hook failed"]),
        );
        // of what works again nobody need be told any more
        await office.save([...breaks, { ...failing, arguments: ["-c", "true"] }, ...rest]);
        await office.run();
        writeFileSync(office.path("notes", "all"), "--\n");
        expect(await office.alerted()).toEqual([]);
      }
    },
  );

  test("a program that is not there, and one that hangs with a child, keep no backup from being made", async () => {
    const office = await hookedOffice();
    const child = office.path("notes", "child");
    await office.save([
      office.hook("Missing", "before", "", { program: "/nowhere/at/all" }),
      office.hook("Hangs", "before", `tail -f /dev/null & echo $! > '${child}'; wait`, { limitSeconds: 6 }),
    ]);
    const { job } = await office.run();
    expect(job).toMatchObject({
      state: "done-with-problems",
      problems: [
        { path: "Missing", reason: "hook-program-missing", systemCode: "ENOENT" },
        { path: "Hangs", reason: "hook-timed-out" },
      ],
    });
    const pid = Number(readFileSync(child, "utf8"));
    await vi.waitFor(() => expect(isProcessAlive(pid)).toBe(false), PATIENCE);
    expect(await office.alerted()).toEqual(expect.arrayContaining(["Missing", "Hangs"]));
    // what is not in the plan any more is nothing to tell people of
    await office.save([]);
    expect(await office.alerted()).toEqual([]);
  });

  test("a backup that is cancelled before it begins is over at once, and what was stopped is started again", async () => {
    const office = await hookedOffice();
    const { host, path } = office;
    const [pid, go] = [path("notes", "pid"), path("notes", "go")];
    await office.save([
      office.hook("Stop", "before", `note stop; echo $$ > '${pid}'; tail -f /dev/null & wait`),
      office.hook("Start", "after", `until [ -e '${go}' ]; do sleep 0.05; done; note start`),
      office.hook("Badly", "failure", "note badly"),
      office.hook("Well", "success", "note well"),
    ]);
    const { runId } = await office.begin();
    await vi.waitFor(() => expect(linesOf(pid)).toHaveLength(1), PATIENCE);
    await host.call("plans.cancelRun", { runId });
    const run = await host.ended(runId);
    expect(run.state).toBe("cancelled");
    expect(office.noted()).toEqual(["stop none"]); // nobody had to wait
    await vi.waitFor(() => expect(isProcessAlive(Number(readFileSync(pid, "utf8")))).toBe(false), PATIENCE);

    // the next one waits until the service is there again
    await office.save([office.hook("Again", "before", "note again")]);
    const next = await office.begin();
    expect(next.runId).not.toBe(runId);
    writeFileSync(go, "");
    expect((await host.ended(next.runId)).state).toBe("done");
    expect(office.noted()).toEqual(["stop none", "start cancelled", "badly cancelled", "again none"]);
    expect(await office.alerted()).toEqual([]); // what was cancelled did not fail
    const [jobId] = run.jobIds;
    if (jobId === undefined) throw new Error("no job");
    const worked = (await office.log(jobId)).filter(({ text }) => text === "hook worked");
    expect(worked.map(({ facts }) => facts?.hook)).toEqual(["Start", "Badly"]);
  });

  test("one that hangs after a good backup is ended by a cancel, and what comes behind it is run all the same", async () => {
    const office = await hookedOffice();
    const { host, path } = office;
    const pid = path("notes", "pid");
    await office.save([
      office.hook("Hangs", "success", `echo $$ > '${pid}'; tail -f /dev/null & wait`),
      office.hook("Start", "after", "note start"),
    ]);
    const { runId } = await office.begin();
    await vi.waitFor(() => expect(linesOf(pid)).toHaveLength(1), PATIENCE);
    await host.call("plans.cancelRun", { runId });
    const run = await host.ended(runId);
    expect(run.state).toBe("done-with-problems"); // the backup is there
    expect(await snapshotsAt(path("nas"))).toHaveLength(1);
    await vi.waitFor(() => expect(office.noted()).toEqual(["start done"]), PATIENCE);
    expect(await office.alerted()).toEqual(["Hangs"]);
  });

  test("a plan whose hooks were removed is as if it had never had any", async () => {
    const office = await hookedOffice();
    const saved = await office.save([]);
    expect(saved).not.toHaveProperty("hooks");
    expect((await office.run()).job.state).toBe("done");
  });

  test("one that is tried is told so, and only what is in the plan can be", async () => {
    const office = await hookedOffice();
    const { host, plan, path } = office;
    await office.save([
      office.hook("Show", "success", `echo "trial=$BACKSTAY_TRIAL $BACKSTAY_PLAN $BACKSTAY_SOURCE"; exit 4`),
    ]);
    expect(await host.call("plans.tryHook", { planId: plan.id, name: "show" })).toMatchObject({
      ...{ problem: "program-failed", status: "4", output: ["trial=1 Office hours Documents"] },
    });
    expect(await office.alerted()).toEqual([]);
    expect(existsSync(path("nas", "snapshots")) && (await snapshotsAt(path("nas")))).toEqual([]);
    await expect(host.call("plans.tryHook", { planId: plan.id, name: "Other" })).rejects.toMatchObject({
      code: "HOOK_NOT_FOUND",
    });
  });
});

describe("who may say what hooks run", () => {
  const BROWSER = { name: "browser", rights: new Set(["read", "write"] as const) };

  test("a browser may not, and may keep, change and remove what was said elsewhere", async () => {
    const office = await hookedOffice();
    const { host, plan } = office;
    const { id: _, isPaused: __, ...draft } = plan;
    const save = (hooks: PlanHook[] | undefined, caller?: typeof BROWSER) =>
      host.call(
        "plans.save",
        { planId: plan.id, draft: { ...draft, ...(hooks === undefined ? {} : { hooks }) } },
        caller as never,
      );
    const hook = office.hook("Stop", "before", "note stop");
    const refused = { code: "HOOK_REFUSED", details: { reason: "program-not-permitted" } };
    await expect(save([hook], BROWSER)).rejects.toMatchObject(refused);
    await save([hook]);
    await expect(save([hook, { ...hook, name: "B", program: "/bin/ls" }], BROWSER)).rejects.toMatchObject(
      refused,
    );
    await expect(save([{ ...hook, arguments: ["-c", "rm -rf /"] }], BROWSER)).rejects.toMatchObject(refused);
    await expect(
      host.call(
        "plans.save",
        { planId: null, draft: { ...draft, name: "New", hooks: [hook] } },
        BROWSER as never,
      ),
    ).rejects.toMatchObject(refused);
    expect((await save(undefined, BROWSER)).hooks).toEqual([hook]);
    const changed = { ...hook, when: "after" as const, limitSeconds: 5 };
    expect((await save([changed], BROWSER)).hooks).toEqual([changed]);
    expect(await save([], BROWSER)).not.toHaveProperty("hooks");
    const { entries } = await host.call("audit.list", { before: null, limit: 9, group: "plans" });
    expect(entries.map(({ facts }) => facts.hooks)).toContainEqual(["Stop, before: /bin/sh"]);
  });

  test("what could never work is not saved", async () => {
    const office = await hookedOffice();
    const hook = office.hook("Stop", "before", "true");
    await expect(office.save([{ ...hook, program: "ls" }])).rejects.toMatchObject({
      ...{ code: "HOOK_REFUSED", details: { name: "Stop", reason: "program-relative" } },
    });
    await expect(office.save([hook, { ...hook, name: "stop" }])).rejects.toMatchObject({
      code: "NAME_TAKEN",
    });
    for (const wrong of [
      { limitSeconds: 0 },
      { limitSeconds: 3601 },
      { program: "/bin/a\0b" },
      { name: " " },
    ])
      await expect(office.save([{ ...hook, ...wrong }])).rejects.toMatchObject({ code: "CALL_INVALID" });
  });
});
