/** A small office whose plan has hooks, which are programs that write down that they were run. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import type { JobId } from "../../../../shared/ids.ts";
import type { PlanDraft } from "../../../../shared/model/plan.ts";
import type { PlanHook } from "../../../../shared/model/plan-hooks.ts";
import type { TestHost } from "../../../../test/support/host.ts";
import { officeHost } from "../../../../test/support/office-host.ts";
import type { BackstayParts } from "../../../api/backstay.ts";

export async function hookedOffice(parts: Partial<BackstayParts> = {}) {
  const office = await officeHost({}, parts);
  const { path, plan } = office;
  mkdirSync(path("notes"));
  const { id: _, isPaused: __, ...draft } = plan;
  return {
    ...office,
    /** One whose text is run by a shell; `note NAME` writes a line down, with the state of the backup. */
    hook: (name: string, when: PlanHook["when"], text: string, more: Partial<PlanHook> = {}): PlanHook => ({
      ...{ name, when, isEnabled: true, limitSeconds: 60, onFailure: "warn" },
      program: "/bin/sh",
      arguments: [
        "-c",
        `note() { echo "$1 \${BACKSTAY_STATE:-none}" >> '${path("notes", "all")}'; }\n${text}`,
      ],
      ...more,
    }),
    noted: (): readonly string[] => linesOf(path("notes", "all")),
    save: async (hooks: readonly PlanHook[], more: Partial<PlanDraft> = {}, host: TestHost = office.host) =>
      await host.call("plans.save", { planId: plan.id, draft: { ...draft, ...more, hooks: [...hooks] } }),
    begin: async (host: TestHost = office.host) => await host.call("plans.run", { planId: plan.id }),
    /** @returns the run and its only job, when it is over */
    async run(host: TestHost = office.host) {
      const { runId } = await host.call("plans.run", { planId: plan.id });
      const run = await host.ended(runId);
      return { run, job: await host.call("jobs.get", { jobId: run.jobIds.at(-1) as JobId }) };
    },
    log: async (jobId: JobId, host: TestHost = office.host) =>
      (await host.call("jobs.log", { jobId, afterNumber: 0, limit: 500 })).lines,
    /** Names of hooks that people are told of. */
    async alerted(host: TestHost = office.host) {
      const { alerts } = await host.call("alerts.list", { which: "open", limit: 100 });
      return alerts.flatMap(({ subject }) => (subject.code === "PLAN_HOOK_FAILED" ? [subject.hookName] : []));
    },
  };
}

export function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
}
