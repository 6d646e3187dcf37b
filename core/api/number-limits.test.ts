/** Every whole number a caller may give, at its limits: an answer or an error with words, never a mistake of ours. */
import { expect, test } from "vitest";
import { z } from "zod";
import { methods } from "../../shared/api/methods.ts";
import { isBackstayError } from "../../shared/errors.ts";
import { NO_RULES } from "../../shared/model/alert-rules.ts";
import { USUAL_CHANGE_LIMITS } from "../../shared/model/change-guard.ts";
import { DEFAULT_DRILL_SETTINGS } from "../../shared/model/drill.ts";
import { USUAL_GATEWAY_LIMITS } from "../../shared/model/gateway.ts";
import { officeHost } from "../../test/support/office-host.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../failover/state/settings.ts";

type Schema = {
  readonly type?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
};
type Limit = { readonly path: readonly string[]; readonly minimum: number; readonly maximum: number };

/** Whole numbers in lists have no sample here: they are weekdays. */
function limitsIn(schema: Schema, path: readonly string[] = []): readonly Limit[] {
  if (schema.type === "integer") {
    const { exclusiveMinimum, minimum = (exclusiveMinimum ?? Number.NaN) + 1, maximum = Number.NaN } = schema;
    return [{ path, minimum, maximum }];
  }
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) => limitsIn(part, [...path, name])),
    ...variants.flatMap((variant) => limitsIn(variant, path)),
  ];
}

/** @returns undefined where the sample has no place for it */
function withNumber(sample: unknown, path: readonly string[], value: number): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return typeof sample === "number" || sample === null ? value : undefined;
  if (typeof sample !== "object" || sample === null || !(name in sample)) return undefined;
  const inner = withNumber(sample[name as keyof typeof sample], rest, value);
  return inner === undefined ? undefined : { ...sample, [name]: inner };
}

test("whole numbers at their limits are never a mistake of ours, nor break what is asked afterwards", async () => {
  const { host, path: pathTo, repository, source, plan } = await officeHost();
  const { id: planId, isPaused: _, ...draft } = plan;
  const run = await host.ended((await host.call("plans.run", { planId })).runId);
  const jobId = run.jobIds[0];
  const { series } = await host.call("snapshots.series", { repositoryId: repository.id });
  const seriesId = series[0]?.id ?? "";
  const { snapshots } = await host.call("snapshots.list", {
    ...{ repositoryId: repository.id, seriesId: seriesId as never },
  });
  const snapshotId = snapshots[0]?.id;
  const inSnapshot = { repositoryId: repository.id, snapshotId, path: "/" };
  const sort = { by: "name", descending: false };
  const { hosts } = await host.call("hosts.list", {});
  const uuid = "00000000-0000-4000-8000-000000000000";
  const hourly = { kind: "hourly", everyHours: 1, minute: 0, fromHour: 0, toHour: 23, weekdays: [1] };
  const monthly = { kind: "monthly", day: 1, at: "12:00" };
  const watched = {
    draft: {
      name: "NAS",
      setup: { kind: "ssh", address: "127.0.0.1", port: 22, user: "nobody", signIn: "password" },
    },
    secrets: { password: "wrong" },
  };
  const remote = {
    place: {
      ...{ kind: "sftp", address: "127.0.0.1", port: 22, user: "nobody", folder: "/backups" },
      ...{ signIn: "password", hostKey: null },
    },
    secrets: { password: "wrong" },
  };
  const inRemote = { name: "Box", location: remote, password: "wrong" };
  const ofRepository = { repositoryId: repository.id };
  const { replica, jobId: seeding } = await host.call("replicas.add", {
    ...{ ...ofRepository, name: "NAS 2", location: pathTo("nas 2") },
  });
  await host.event("job", ({ job }) => job.id === seeding && job.endedMs !== null);
  /** As few heartbeats as can be, so that the window may be of any length. */
  const patient = (windowMs: number) => ({
    ...{ ...DEFAULT_FAILOVER_SETTINGS, verifyLimitMs: 5_000, windowMs, beatLimitMs: 1_000 },
    faultsToLeave: { ...DEFAULT_FAILOVER_SETTINGS.faultsToLeave, unreachable: 1 },
  });
  const hook = {
    ...{
      name: "Tell",
      isEnabled: false,
      when: "after",
      moves: ["failover"],
      limitSeconds: 1,
      onFailure: "ignore",
    },
    action: { kind: "command", program: "/bin/true", arguments: [] },
  };
  const gateway = {
    ...{ ...ofRepository, name: "Front", isOpenToNetwork: false, isInHost: false },
    listen: { host: "127.0.0.1", port: 0 },
    targets: [{ replicaId: replica.id, addresses: [{ host: "127.0.0.1", port: 22 }] }],
    limits: USUAL_GATEWAY_LIMITS,
  };
  const silent = { icon: "server", silentMinutes: 10 };
  const command = {
    ...{ kind: "command", name: "Mail", program: "/bin/true", arguments: [], fileName: "mail", ...silent },
  };
  const database = {
    ...{ kind: "postgresql", name: "Books", user: "office", tls: "offered", caFile: null, databases: [] },
    ...{ server: { by: "network", address: "127.0.0.1", port: 1 }, programFolder: null, ...silent },
  };
  const machine = { address: "127.0.0.1", port: 1, user: "office", signIn: "agent", hostKey: null };
  const behind = { ...database, name: "Behind", through: machine };
  const folders = {
    ...{ kind: "sftp", name: "Projects", icon: "server", machine, hostname: "box", paths: ["/projects"] },
    ...{ excludes: [], excludeCaches: false, bytesPerSecond: 1024 },
  };
  const sources = [];
  for (const one of [command, database, behind, folders]) {
    const { id } = await host.call("sources.save", { sourceId: null, draft: one as never });
    sources.push({ sourceId: id, draft: one });
  }
  const samples: Readonly<Record<string, readonly unknown[]>> = {
    "settings.set": [{ changeLimits: USUAL_CHANGE_LIMITS, keepHistoryDays: 30, readBackDays: 30 }],
    "sources.save": sources,
    "sources.try": sources,
    "plans.save": [draft, { ...draft, schedule: hourly }, { ...draft, schedule: monthly }].map((one) => ({
      ...{ planId, draft: one },
    })),
    "plans.history": [{ planId: null, beforeMs: 1, limit: 1 }],
    "plans.previewSchedule": [hourly, monthly].map((schedule) => ({ schedule, count: 1 })),
    "plans.previewRetention": [
      { repositoryId: repository.id, sourceIds: [source.id], retention: draft.retention },
    ],
    "jobs.list": [{ kinds: null, states: null, beforeMs: 1, limit: 1 }],
    "jobs.log": [{ jobId, afterNumber: 0, limit: 1 }],
    "alerts.list": [{ which: "all", limit: 1 }],
    "alerts.rules.save": [{ ...NO_RULES, digest: { weekday: null, at: "08:00", channelIds: [uuid] } }],
    "alerts.snooze": [{ alertId: uuid, untilMs: 1 }],
    "repositories.inspect": [{ location: remote, password: null }],
    "repositories.create": [inRemote],
    "repositories.open": [inRemote],
    "repositories.setPlace": [
      { repositoryId: repository.id, replicaId: repository.replicas[0]?.id, location: remote },
    ],
    "replicas.add": [{ ...ofRepository, name: "Box", location: remote }],
    "replicas.adopt": [{ ...ofRepository, name: "Box", location: remote }],
    "replicas.setPriority": [{ ...ofRepository, replicaId: replica.id, priority: 1 }],
    "failover.settings": [patient(Number.MAX_SAFE_INTEGER), patient(1_000)].map((settings) => ({
      ...{ ...ofRepository, settings },
    })),
    "failover.history": [{ ...ofRepository, before: null, limit: 1 }],
    "failover.metrics": [{ ...ofRepository, days: 1 }],
    "drills.list": [{ repositoryId: null, kind: null, before: null, limit: 1 }],
    "drills.settings": [{ ...ofRepository, settings: DEFAULT_DRILL_SETTINGS }],
    "audit.list": [{ before: null, limit: 1, sinceMs: null }],
    "audit.export": [{ after: 0, limit: 1 }],
    "hooks.save": [{ ...ofRepository, hookId: null, draft: hook, secrets: {} }],
    "gateways.save": [{ gatewayId: null, draft: gateway }],
    "restore.folder": [{ ...inSnapshot, sort, onlyDifferent: false, offset: 0, limit: 1 }],
    "restore.seek": [{ ...inSnapshot, sort, prefix: "a", from: 0 }],
    "restore.search": [{}, { changedSinceMs: null }].map((more) => ({
      ...{ repositoryId: repository.id, seriesId: null, text: "a", limit: 1, ...more },
    })),
    "health.series": [{ subjectId: uuid, metric: "temperatureC", fromMs: 1, toMs: 1, maxRuns: 2 }],
    "acts.list": [{ before: null, limit: 1 }],
    "selfTests.list": [{ limit: 1 }],
    "selfTests.setSchedule": [
      { hostId: hosts[0]?.id, schedule: { shortEveryDays: null, longEveryDays: null, window: null } },
    ],
    "standIn.offer": [{ planId, isOffered: true, lastsMs: 3000 }],
    "standIn.adopt": [{ planId: uuid }],
    "standIn.standBy": [{ planId: uuid, afterMs: 3000 }],
    "hosts.add": [watched],
    "hosts.edit": [{ hostId: uuid, ...watched }],
    "hosts.test": [watched],
    "restore.compare": [
      {
        ...{ repositoryId: repository.id, fromSnapshotId: snapshotId, toSnapshotId: snapshotId },
        ...{ path: "/", offset: 0, limit: 1 },
      },
    ],
  };
  const broken: string[] = [];
  const unasked: string[] = [];
  for (const [name, { input }] of Object.entries(methods)) {
    const schema = z.toJSONSchema(input, { unrepresentable: "any", io: "input" }) as Schema;
    for (const { path, minimum, maximum } of limitsIn(schema)) {
      for (const value of [minimum, maximum]) {
        const where = `${name} ${path.join(".")} ${value}`;
        const given = (samples[name] ?? [])
          .map((sample) => withNumber(sample, path, value))
          .find((one) => one !== undefined && input.safeParse(one).success);
        if (given === undefined) {
          unasked.push(where);
          continue;
        }
        const failed = await host.call(name as never, given as never).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failed !== undefined && (!isBackstayError(failed) || failed.code === "INTERNAL"))
          broken.push(where);
        for (const after of ["overview.get", "plans.list"] as const)
          await host.call(after, {}).catch(() => broken.push(`${after} after ${where}`));
      }
    }
  }
  expect(broken).toEqual([]);
  expect(unasked.filter((where) => !where.startsWith("alerts.channels."))).toEqual([]);
});
