/** What a plan runs around its backups, in a browser: which may not say what is run, but when, and shows what came of it. */
import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import type { PlanHook } from "../../shared/model/plan-hooks.ts";
import { violationsOn } from "../support/axe.ts";
import { latinOn } from "../support/latin-words.ts";
import { officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 90_000;

const shell = (
  name: string,
  when: PlanHook["when"],
  text: string,
  more: Partial<PlanHook> = {},
): PlanHook => ({
  ...{ name, when, isEnabled: true, program: "/bin/sh", arguments: ["-c", text] },
  ...{ limitSeconds: 60, onFailure: "warn", ...more },
});

test.skipIf(lacksTool("chromium"))(
  "programs of a plan are seen, tried, ordered and changed, and the job's log has what they said",
  async () => {
    const { page, api, planId, go, path, backUp } = await officeConsole();
    const [view] = (await api.call("plans.list", {})).plans;
    if (view === undefined) throw new Error("no plan");
    const { id: _, isPaused: __, ...draft } = view.plan;
    const edit = `/backups/${planId}/edit`;
    await go(edit);
    const band = page.getByRole("region", { name: "What is run around it" });
    await band.getByText("Nothing. A program can stop a database").waitFor({ timeout: WAIT_MS });
    await band.getByRole("button", { name: "Add a program…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("A browser may not say what is run").waitFor({ timeout: WAIT_MS });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Stop shop");
    await dialog
      .getByText(`backstay plan-hooks set "${view.plan.name}" "Stop shop" --when before -- /path/to/program`)
      .waitFor();
    expect(await dialog.getByRole("textbox", { name: "Program" }).count()).toBe(0);
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    const ready = path("ready");
    const hooks = [
      shell("Start shop", "after", "echo the shop is open again"),
      shell("Stop shop", "before", `echo "closing for $BACKSTAY_PLAN"; [ -e '${ready}' ]`, {
        onFailure: "abort",
      }),
    ];
    await api.call("plans.save", { planId, draft: { ...draft, hooks } }); // as a terminal does
    await page.reload();
    const row = (name: string) => band.getByRole("listitem").filter({ hasText: name });
    await row("Stop shop").getByText("Before each backup, for at most 1 min").waitFor({ timeout: WAIT_MS });
    await band.getByRole("button", { name: "Try Stop shop" }).click();
    await band.getByText("It ended with an error (1). Nothing was backed up.").waitFor({ timeout: WAIT_MS });
    await band.getByText(`closing for ${view.plan.name}`).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await band.getByRole("button", { name: "Run Stop shop sooner" }).click();
    await expect.poll(() => band.getByRole("listitem").first().textContent()).toContain("Stop shop");
    await band.getByRole("button", { name: "Edit Start shop" }).click();
    await dialog.getByLabel("It may take (seconds)").fill("3601");
    await dialog.getByText("A whole number from 1 to 3600.").waitFor();
    await dialog.getByLabel("It may take (seconds)").fill("90");
    await dialog.getByRole("button", { name: "Put into the plan" }).click();
    await dialog.waitFor({ state: "detached" });
    await band.getByRole("button", { name: "Try Start shop" }).hover();
    expect(await band.getByRole("button", { name: "Try Start shop" }).getAttribute("title")).toContain(
      "Save the plan",
    );
    await page.getByRole("button", { name: "Save plan" }).click();
    await page.waitForURL(/#\/backups\/[0-9a-f-]+$/, { timeout: WAIT_MS });
    expect((await api.call("plans.list", {})).plans[0]?.plan.hooks).toEqual([
      hooks[1],
      { ...hooks[0], limitSeconds: 90 },
    ]);

    expect(await backUp()).toBe("failed");
    const why = `No backup was made, because “Stop shop”, which is run before it, ended with an error (1).`;
    await page.getByText(why).first().waitFor({ timeout: WAIT_MS });
    expect(existsSync(path("nas", "snapshots"))).toBe(true);
    writeFileSync(ready, "");
    expect(await backUp()).toBe("done");
    const { jobs } = await api.call("jobs.list", {
      ...{ kinds: ["backup"], states: ["done"], beforeMs: null, limit: 10 },
    });
    await go(`/activity/${jobs[0]?.id}`);
    const log = page.getByRole("log");
    await log.getByText(`closing for ${view.plan.name} hook=Stop shop`).waitFor({ timeout: WAIT_MS });
    await log.getByText("the shop is open again hook=Start shop").waitFor();
    expect(await violationsOn(page)).toEqual([]);

    await api.call("settings.set", { language: "zh" });
    await go(edit);
    await page.getByText("每次备份后，包括失败的备份，最长").waitFor({ timeout: WAIT_MS });
    const names = [
      "NAS",
      "Documents",
      view.plan.name,
      "Stop shop",
      "Start shop",
      "BACKSTAY_PLAN",
      "Backstay",
    ];
    const shown = await latinOn(page, [
      ...names,
      ...hooks.flatMap((one) => [one.program, ...one.arguments]),
      hostname(),
      path(),
    ]);
    expect(shown).toEqual([]);
    await page.getByRole("button", { name: "添加程序…" }).click();
    await page.getByRole("dialog").getByText("不能在浏览器中指定运行什么").waitFor();
    expect(await violationsOn(page)).toEqual([]);
  },
);

test.skipIf(lacksTool("chromium"))(
  "a program that fails and need not stop the backup is named in the plan and in an alert, as what it is",
  async () => {
    const { page, api, planId, go, backUp } = await officeConsole();
    const [view] = (await api.call("plans.list", {})).plans;
    if (view === undefined) throw new Error("no plan");
    const { id: _, isPaused: __, ...draft } = view.plan;
    const hooks = [shell("Start shop", "after", "echo no electricity; exit 7")];
    await api.call("plans.save", { planId, draft: { ...draft, hooks } });
    expect(await backUp()).toBe("done-with-problems");
    await go(`/backups/${planId}`);
    await page
      .getByText("this hook of the plan ended with an error; the log has what it said (7)")
      .waitFor({ timeout: WAIT_MS });
    await go("/alerts");
    await page.getByText(`“Start shop” of the plan ${view.plan.name} failed`).first().click();
    await page.getByText("It said “no electricity”.").first().waitFor({ timeout: WAIT_MS });
    // of files nothing is said, as nothing is the matter with them
    expect((await api.call("alerts.list", { which: "open", limit: 10 })).alerts).toHaveLength(1);
    expect(await violationsOn(page)).toEqual([]);
    await page
      .getByRole("button", { name: "Open the job" })
      .or(page.getByRole("button", { name: /job/i }))
      .first()
      .click();
    await page.getByRole("log").getByText("no electricity").waitFor({ timeout: WAIT_MS });
  },
);
