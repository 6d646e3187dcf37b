/** The watched hosts of the made-up office: a server whose array rebuilds in trouble, a NAS that is silent then, and this computer. */
import type { HealthSubjectId, WatchedHostId } from "../../shared/ids.ts";
import type { ArrayReading, DiskReading } from "../../shared/model/health-reading.ts";
import { DiskMetrics } from "../../shared/model/health-reading.ts";
import type { Finding } from "../../shared/model/health-verdict.ts";
import type { ArrayView, DiskView, Forecast, VolumeView } from "../../shared/model/health-view.ts";
import type { WatchedHost } from "../../shared/model/watched-host.ts";
import { type Answers, DAY, GB, HOUR, MINUTE, numbers, type Scenario, uuid } from "./canned-values.ts";

const NO_FORECAST: Forecast = { kind: "none", earliestMs: null, likelyMs: null, latestMs: null };
const NO_METRICS = Object.fromEntries(
  Object.keys(DiskMetrics.shape).map((name) => [name, null]),
) as DiskMetrics;

export function cannedStorage(scenario: Scenario, nowMs: number): Answers {
  const isTrouble = scenario === "trouble";
  const serverId = uuid<WatchedHostId>();
  const nasId = uuid<WatchedHostId>();
  const ownId = uuid<WatchedHostId>();
  const shareId = uuid<HealthSubjectId>();
  const readMs = nowMs - 40_000;

  const host = (id: WatchedHostId, name: string, over: Partial<WatchedHost>): WatchedHost => ({
    ...{ id, name, setup: { kind: "local" }, kept: [], hostKey: null, state: "answers", isReading: false },
    ...{ askedMs: readMs, answeredMs: readMs, silentSinceMs: null, error: null, isStale: false },
    ...{ severity: "ok", worst: "ok", acknowledged: 0, facts: null, gaps: [] },
    counts: { disks: 0, arrays: 0, controllers: 0, volumes: 0 },
    ...over,
  });
  const disk = (
    slot: string,
    serial: string,
    over: Partial<DiskView> = {},
    metrics: Partial<DiskMetrics> = {},
    findings: Finding[] = [],
  ): DiskView => ({
    ...{ id: uuid(), hostId: serverId, name: serial, findings: findings as DiskView["findings"] },
    ...{ sinceMs: nowMs - 40 * DAY, readMs, seenMs: readMs, isStale: false, isVanished: false },
    ...{ acknowledgedMs: null, verdict: "ok", lastVerdict: over.verdict ?? "ok" },
    identity: {
      serial,
      wwn: "5000c500a1b2c3d4",
      model: "ST4000NM0035",
      firmware: "TNC3",
      sizeBytes: 4000 * GB,
    },
    place: {
      device: `/dev/sd${"abcdefgh"[Number(slot) - 1] ?? "x"}`,
      deviceType: null,
      controller: null,
      enclosure: null,
      slot,
    },
    ...{ protocol: "ata", medium: "spinning", isAsleep: false, isReadable: true },
    connection: { given: null, takesType: true },
    selfTest: {
      kind: "short",
      outcome: "passed",
      remainingPercent: null,
      atPowerOnHours: 44_000,
      firstErrorAt: null,
    },
    metrics: {
      ...NO_METRICS,
      temperatureC: 36,
      temperatureWarnC: 60,
      powerOnHours: 44_712,
      pendingSectors: 0,
      reallocatedSectors: 0,
      ...metrics,
    },
    arrays: [{ id: shareId, name: "share", isActive: true }],
    wearOut: NO_FORECAST,
    ...over,
  });
  const trend = { before: 12, beforeMs: nowMs - DAY, stableSinceMs: null };
  const failing = disk(
    "3",
    "ZC1B4H0P",
    isTrouble ? { verdict: "failing", sinceMs: nowMs - 5 * HOUR } : {},
    isTrouble ? { pendingSectors: 34, reportedUncorrectable: 5, temperatureC: 43 } : {},
    isTrouble
      ? [
          {
            code: "DISK_DAMAGE_RISING",
            level: "failing",
            details: {
              counter: "pendingSectors",
              value: 34,
              trend,
              band: { lowPercent: 70, highPercent: 125 },
            },
          },
          {
            code: "DISK_DAMAGE_RISING",
            level: "failing",
            details: {
              counter: "reportedUncorrectable",
              value: 5,
              trend: { ...trend, before: 2 },
              band: { lowPercent: 38, highPercent: 66 },
            },
          },
          {
            code: "DISK_CABLE_ERRORS",
            level: "note",
            details: {
              value: 2,
              trend: { before: 2, beforeMs: nowMs - 90 * DAY, stableSinceMs: nowMs - 90 * DAY },
              band: null,
            },
          },
        ]
      : [],
  );
  const dead = disk(
    "5",
    "ZC1B51KD",
    isTrouble ? { verdict: "failed", isVanished: true, sinceMs: nowMs - 2 * HOUR } : {},
    {},
    isTrouble ? [{ code: "DISK_VANISHED", level: "failed", details: { lastSeenMs: nowMs - 2 * HOUR } }] : [],
  );
  const filling = disk("7", "ZC1C0M3E", {}, { powerOnHours: 19_700, temperatureC: 39 });
  const serverDisks = [
    ...(isTrouble ? [dead, failing] : [failing, dead]),
    disk("4", "ZC1B4H7V"),
    disk("6", "ZC1B52AA", { verdict: "asleep", isAsleep: true }),
    filling,
  ];
  const member = (of: DiskView, state: ArrayReading["members"][number]["state"]) => ({
    ...{
      name: of.place.device?.slice(5) ?? null,
      slot: of.place.slot,
      serial: of.identity.serial,
      state,
      stateText: null,
    },
    ...{ readErrors: null, writeErrors: state === "failed" ? 3 : null, checksumErrors: null },
  });
  const arrayDisks = [...serverDisks].sort((a, b) => Number(a.place.slot) - Number(b.place.slot));
  const share: ArrayView = {
    ...{ id: shareId, hostId: serverId, name: "share", sinceMs: nowMs - 2 * HOUR, readMs, seenMs: readMs },
    findings: isTrouble
      ? [
          {
            code: "ARRAY_DEGRADED",
            level: "failing",
            details: { missing: 1, expected: 4, canLoseMore: 0, isBeingRebuilt: true },
          },
          {
            code: "ARRAY_MEMBER_FAILED",
            level: "failing",
            details: { member: "sde", slot: "5", serial: "ZC1B51KD", text: "faulty" },
          },
        ]
      : [],
    ...{ isStale: false, isVanished: false, acknowledgedMs: null },
    verdict: isTrouble ? "rebuilding" : "ok",
    lastVerdict: isTrouble ? "rebuilding" : "ok",
    reading: {
      ...{ id: "md0", name: "share", technology: "md", level: "raid5", signals: [] },
      members: arrayDisks.map((one) =>
        member(
          one,
          one === filling
            ? isTrouble
              ? "rebuilding"
              : "spare"
            : one === dead && isTrouble
              ? "failed"
              : "ok",
        ),
      ),
      ...{ expectedMembers: 4, activeMembers: isTrouble ? 3 : 4 },
      operation: isTrouble
        ? {
            kind: "rebuild",
            isWaiting: false,
            donePercent: 38,
            remainingSeconds: 16_400,
            bytesPerSecond: 152e6,
          }
        : null,
      ...{ unrecoveredErrors: null, mismatches: null, sizeBytes: 12_000 * GB, usedBytes: 7900 * GB },
      ...{ thinPoolUsedPercent: null, isMounted: null, quirks: [], gaps: [] },
    },
    memberDisks: arrayDisks.map(({ id }) => id),
    rebuildEnd: isTrouble
      ? {
          kind: "expected",
          earliestMs: nowMs + 4 * HOUR,
          likelyMs: nowMs + 4.5 * HOUR,
          latestMs: nowMs + 6 * HOUR,
        }
      : NO_FORECAST,
  };
  const nvme = disk(
    "",
    "S6NHNE0T402118",
    {
      ...{ hostId: ownId, protocol: "nvme", medium: "solid-state", arrays: [], selfTest: null },
      identity: {
        serial: "S6NHNE0T402118",
        wwn: null,
        model: "SAMSUNG PM9A1",
        firmware: "GXA7",
        sizeBytes: 512 * GB,
      },
      place: { device: "/dev/nvme0", deviceType: null, controller: null, enclosure: null, slot: null },
      wearOut: {
        kind: "expected",
        earliestMs: nowMs + 900 * DAY,
        likelyMs: nowMs + 1300 * DAY,
        latestMs: null,
      },
    },
    {
      wornPercent: 14,
      sparePercent: 100,
      spareThresholdPercent: 10,
      pendingSectors: null,
      reallocatedSectors: null,
      mediaErrors: 0,
      writtenBytes: 41e12,
    },
  );
  const volume = (
    hostId: WatchedHostId,
    path: string,
    sizeBytes: number,
    freeBytes: number,
    full: Forecast,
  ): VolumeView => ({
    ...{ id: uuid(), hostId, path, source: "/dev/md0", fileSystem: "ext4", sizeBytes, freeBytes, full },
    ...{ inodesUsedPercent: 6, readMs, isStale: false },
  });
  const volumes = [
    volume(serverId, "/srv/share", 12_000 * GB, 4100 * GB, {
      ...{
        kind: "expected",
        earliestMs: nowMs + 60 * DAY,
        likelyMs: nowMs + 75 * DAY,
        latestMs: nowMs + 110 * DAY,
      },
    }),
    volume(serverId, "/", 480 * GB, 190 * GB, { ...NO_FORECAST, kind: "not-coming" }),
    volume(ownId, "/", 500 * GB, 220 * GB, { ...NO_FORECAST, kind: "not-enough-data" }),
  ];
  const disks = [...serverDisks, nvme];
  const counts = (hostId: WatchedHostId, arrays: number) => ({
    ...{ disks: disks.filter((one) => one.hostId === hostId).length, arrays, controllers: 0 },
    volumes: volumes.filter((one) => one.hostId === hostId).length,
  });
  const ssh = (address: string) => ({
    kind: "ssh" as const,
    address,
    port: 22,
    user: "backstay",
    signIn: "key" as const,
  });
  const hostKey = "ssh-ed25519 SHA256:3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const hosts = [
    host(ownId, "ADMIN-PC", {
      counts: counts(ownId, 0),
      gaps: [{ reason: "tool-missing", about: "storcli", message: null }],
    }),
    host(nasId, "old TrueNAS", {
      ...{ setup: ssh("10.0.0.12"), hostKey, kept: ["privateKey"], severity: "unknown", worst: null },
      ...(isTrouble
        ? {
            ...{
              state: "silent",
              isStale: true,
              silentSinceMs: nowMs - 3 * HOUR,
              answeredMs: nowMs - 3 * HOUR - 5 * MINUTE,
            },
            error: {
              code: "REMOTE_KEY_CHANGED",
              details: { address: "10.0.0.12", pinned: hostKey, shown: `${hostKey.slice(0, -5)}BBBBB` },
            },
          }
        : { state: "not-read", askedMs: null, answeredMs: null }),
    } as Partial<WatchedHost>),
    host(serverId, "SRV-01", {
      ...{
        setup: ssh("srv-01.office.lan"),
        hostKey,
        kept: ["privateKey"],
        severity: isTrouble ? "critical" : "ok",
        worst: isTrouble ? "failed" : "ok",
      },
      counts: counts(serverId, 1),
      facts: {
        ...{ system: "Debian GNU/Linux 12 (bookworm)", kernel: "6.1.0-28-amd64", architecture: "x86_64" },
        ...{ machine: "Supermicro X11SSH", uptimeSeconds: 3_600_000, temperatureC: 48 },
      },
    }),
  ];
  const of = <T extends { readonly hostId: WatchedHostId }>(
    all: readonly T[],
    hostId: WatchedHostId | undefined,
  ) => all.filter((one) => hostId === undefined || one.hostId === hostId);
  const random = numbers(5);
  return {
    "hosts.list": () => ({ hosts: scenario === "empty" ? hosts.slice(0, 1) : hosts }),
    "hosts.test": () => ({
      error: null,
      hostKey,
      disks: 2,
      arrays: 1,
      gaps: [{ reason: "permission-denied", about: "/dev/sda", message: "sudo: a password is required" }],
    }),
    "health.disks": ({ hostId }) => ({ disks: scenario === "empty" ? [] : of(disks, hostId) }),
    "health.arrays": ({ hostId }) => ({ arrays: scenario === "empty" ? [] : of([share], hostId) }),
    "health.controllers": () => ({ controllers: [] }),
    "health.volumes": ({ hostId }) => ({ volumes: of(volumes, hostId) }),
    "health.disk": ({ subjectId }) => {
      const found = disks.find(({ id }) => id === subjectId) ?? failing;
      const { identity, place, protocol, medium, isAsleep, isReadable, selfTest, metrics } = found;
      const attribute = (id: number, name: string, raw: number, threshold = 0) => ({
        ...{
          id,
          name,
          value: 100,
          worst: 99,
          threshold,
          raw,
          rawText: String(raw),
          isPrefail: threshold > 0,
        },
        failed: "never" as const,
      });
      const reading: DiskReading = {
        ...{ identity, place, protocol, medium, isAsleep, isReadable, selfTest, metrics },
        selfTestLog: selfTest === null ? [] : [selfTest],
        ...{ selfAssessment: "passed", nvmeWarnings: [], reported: null, gaps: [] },
        flags: {
          isFailing: false,
          isPrefailNow: false,
          wasPrefailOnce: false,
          hasErrorLog: false,
          hasSelfTestErrors: false,
        },
        attributes:
          found === nvme
            ? []
            : [
                attribute(1, "Raw_Read_Error_Rate", 81_234_567, 6),
                attribute(5, "Reallocated_Sector_Ct", 16, 10),
                attribute(9, "Power_On_Hours", 44_712),
                attribute(187, "Reported_Uncorrect", metrics.reportedUncorrectable ?? 0),
                attribute(194, "Temperature_Celsius", 36),
                attribute(197, "Current_Pending_Sector", metrics.pendingSectors ?? 0),
                attribute(199, "UDMA_CRC_Error_Count", 2),
              ],
      };
      return { disk: found, reading };
    },
    "health.series": ({ metric, fromMs, toMs }) => ({
      runs: Array.from({ length: 60 }, (_, n) => {
        const step = (toMs - fromMs) / 60;
        const value =
          metric === "temperatureC"
            ? 36 + Math.round(random() * 5)
            : metric === "wornPercent"
              ? 10 + Math.floor(n / 15)
              : n > 50
                ? (n - 50) * 4
                : 0;
        const at = Math.round(fromMs + n * step);
        return { fromMs: at, toMs: Math.round(at + step * 0.999), value, low: value, high: value };
      }).filter((_, n) => n < 20 || n > 23),
    }),
    "health.explain": ({ text }) =>
      text.includes("smartctl")
        ? {
            kind: "smartctl",
            severity: "critical",
            subjects: [{ kind: "disk", id: "ZC1B4H0P", verdict: "failing", findings: failing.findings }],
          }
        : { kind: null, severity: "unknown", subjects: [] },
    "health.overview": () => ({
      severity: isTrouble ? "critical" : "ok",
      hosts: { all: 3, silent: isTrouble ? 1 : 0 },
      disks: { ok: isTrouble ? 4 : 6, unknown: 0, warning: 0, critical: isTrouble ? 2 : 0 },
      arrays: { ok: isTrouble ? 0 : 1, unknown: 0, warning: isTrouble ? 1 : 0, critical: 0 },
      troubles: isTrouble
        ? [dead, failing].map(({ id, hostId, name, verdict, findings, sinceMs }) => ({
            ...{ kind: "disk" as const, id, hostId, hostName: "SRV-01", name, verdict, findings, sinceMs },
          }))
        : [],
      readMs,
    }),
  };
}
