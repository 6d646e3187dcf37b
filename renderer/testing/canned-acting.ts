/** What was done by itself about disks, and tests they ran of themselves. */
import type { HealthSubjectId, PlanId, RepositoryId, RunId, WatchedHostId } from "../../shared/ids.ts";
import type { AutomaticAct, HealthCause } from "../../shared/model/automatic-act.ts";
import { NO_SELF_TESTS, type SelfTestRun, USUAL_SELF_TESTS } from "../../shared/model/self-test.ts";
import { type Answers, DAY, HOUR, MINUTE, type Scenario, uuid } from "./canned-values.ts";

export function cannedActing(scenario: Scenario, repositoryId: RepositoryId, nowMs: number): Answers {
  const isTrouble = scenario === "trouble";
  const cause: HealthCause = {
    ...{ subjectId: uuid<HealthSubjectId>(), kind: "disk", name: "Seagate IronWolf 4TB ZDH1TNC3" },
    ...{ hostId: uuid<WatchedHostId>(), hostName: "Synology DS423", verdict: "failing", isOneOfSome: false },
  };
  const act = (
    number: number,
    kind: AutomaticAct["kind"],
    agoMs: number,
    over: Partial<AutomaticAct> = {},
  ) => ({
    ...{ number, atMs: nowMs - agoMs, kind, planId: null, repositoryId, about: "Synology DS423" },
    ...{ runId: null, causes: [cause], ...over },
  });
  const acts: readonly AutomaticAct[] = [
    act(3, "backup", 2 * HOUR, { planId: uuid<PlanId>(), about: "Server share", runId: uuid<RunId>() }),
    act(2, "upkeep-postponed", 2 * HOUR, { causes: [{ ...cause, isOneOfSome: true }] }),
    act(1, "upkeep-resumed", 3 * DAY),
  ];
  const test = (n: number, over: Partial<SelfTestRun>): SelfTestRun => ({
    ...{ id: `00000000-0000-4000-8000-00000000000${n}`, subjectId: uuid<HealthSubjectId>(), kind: "short" },
    ...{ cause: "schedule", state: "passed", startedMs: nowMs - n * 7 * DAY, endedMs: nowMs - n * 7 * DAY },
    ...{ remainingPercent: null, firstErrorAt: null, refusal: null, message: null, ...over },
  });
  return {
    "acts.list": () => ({ acts: isTrouble ? [...acts] : [] }),
    "acts.spared": () => ({ repositories: isTrouble ? [{ repositoryId, causes: [cause] }] : [] }),
    "selfTests.list": () => ({
      tests: [
        ...(isTrouble
          ? [
              test(0, {
                ...{ kind: "long", cause: "person", state: "running", startedMs: nowMs - 40 * MINUTE },
                ...{ remainingPercent: 70, endedMs: null },
              }),
              test(1, { state: "failed", firstErrorAt: "1283744712" }),
            ]
          : []),
        test(2, { kind: "long" }),
        test(3, { state: "refused", refusal: "not-allowed", cause: "schedule" }),
      ],
    }),
    "selfTests.schedule": () => (scenario === "well" || isTrouble ? USUAL_SELF_TESTS : NO_SELF_TESTS),
  };
}
