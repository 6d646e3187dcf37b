import { localPathsOf } from "../../shared/model/source.ts";
import type { JobService } from "../activity/job-service.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import type { RulesService } from "../alerts/rules-service.ts";
import type { HandlersOf } from "../api/handlers.ts";
import { healthHandlers } from "../api/health-handlers.ts";
import { selfTestHandlers } from "../api/self-test-handlers.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import type { Acting, ActingParts } from "../health/acting/create-acting.ts";
import { createHealth } from "../health/hosts/create-health.ts";
import type { HealthService } from "../health/hosts/health-service.ts";
import { createOnMachine } from "../health/hosts/open-machine.ts";
import type { Poller } from "../health/hosts/poller.ts";
import { createSelfTests, type SelfTests } from "../health/self-tests/create-self-tests.ts";
import { isHostBusy } from "../health/self-tests/is-host-busy.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";
import { damageAbove } from "../health/under-path/damage-above.ts";
import { rottenAbove } from "../health/under-path/rotten-above.ts";
import type { Notices } from "../host/notices.ts";
import type { PlanService } from "../plans/plan-service.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import type { Scheduling } from "../schedule/start-scheduling.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import type { SettingsService } from "../settings/settings-service.ts";
import type { Mistakes } from "./mistakes.ts";

export type HealthWiring = {
  readonly stores: Stores;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly hostname: string;
  readonly toolFolder: string | undefined;
  readonly alerts: AlertService;
  readonly rules: Pick<RulesService, "get">;
  readonly notices: Notices;
  readonly mistakes: Mistakes;
  readonly settings: SettingsService;
  readonly plans: PlanService;
  readonly sourcesOf: ActingParts["sourcesOf"];
  readonly jobs: Pick<JobService, "unfinished">;
  readonly repositories: Pick<RepositoryService, "list">;
  readonly grounds: Grounds;
  readonly scheduling: Pick<Scheduling, "next">;
  readonly acting: Pick<Acting, "update">;
  /** A machine was read. */
  readonly onRead: () => void;
};

export type WiredHealth = {
  readonly health: HealthService;
  readonly poller: Poller;
  readonly selfTests: SelfTests;
  readonly handlers: HandlersOf<"health" | "hosts" | "selfTests">;
};

/** Machines that are watched, and the tests that their disks run of themselves: each round over a machine is told to both. */
export function wireHealth(parts: HealthWiring): WiredHealth {
  const { stores, secrets, clock, hostname, toolFolder, alerts, notices, mistakes } = parts;
  const inBackground = (work: Promise<unknown>) => mistakes.inBackground(work, "health");

  const watching = createHealth({
    ...{ stores, secrets, clock, alerts, notices, hostname, toolFolder },
    damageOn(nowMs) {
      const damaged = damageAbove(stores, parts.grounds, nowMs);
      const rotten = rottenAbove(stores, parts.grounds);
      return (diskId) => [...damaged(diskId), ...rotten(diskId)];
    },
    fullPercent: () => parts.rules.get().fullPercent,
    async onRead(hostId) {
      selfTests.noteRead(hostId);
      parts.onRead();
      await parts.acting.update();
    },
    onError: (error) => mistakes.note(error, "health"),
  });
  const selfTests = createSelfTests({
    ...{ stores, clock, hosts: watching.hosts, onChange: notices.health },
    onMachine: createOnMachine(toolFolder),
    isBusy: (hostId) =>
      isHostBusy(hostId, {
        ...{ plans: parts.plans.list, jobs: parts.jobs.unfinished, repositories: parts.repositories.list },
        ...{ grounds: parts.grounds, clock },
        nextRunMs: ({ id }) => parts.scheduling.next(id)?.atMs,
        pathsOf: (plan) => parts.sourcesOf(plan).flatMap(localPathsOf),
        localHostId: () => stores.watchedHosts.list().find(({ setup }) => setup.kind === "local")?.id,
      }),
    isSparing: () => parts.settings.get().spareFailing,
    onStopped({ name }, causes) {
      const about = { planId: null, repositoryId: null, about: name, runId: null };
      stores.automaticActs.add({
        ...{ atMs: clock.nowMs(), kind: "self-test-stopped", ...about, causes: [...causes] },
      });
      notices.acts();
    },
    onBegun: (hostId) => inBackground(watching.poller.checkNow(hostId)),
  });

  return {
    ...{ health: watching.health, poller: watching.poller, selfTests },
    handlers: {
      ...healthHandlers({ ...watching, alerts, onChange: notices.health, inBackground }),
      ...selfTestHandlers(selfTests),
    },
  };
}
