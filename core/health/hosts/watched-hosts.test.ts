/** The whole way: programs that print what real ones said, the engine's rounds, its catalog, its answers and its alerts. */
import { describe, expect, test } from "vitest";
import { isBackstayError } from "../../../shared/errors.ts";
import type { WatchedHost } from "../../../shared/model/watched-host.ts";
import type { TestHost } from "../../../test/support/host.ts";
import { startSshServer } from "../../../test/support/ssh-server.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { labDisk } from "../testing/lab-disk.ts";
import { ROUND_EVERY_MS } from "./staleness.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const alertsOf = async (host: TestHost) =>
  (await host.call("alerts.list", { which: "open", limit: 50 })).alerts.map(({ subject, severity }) => [
    subject.code,
    severity,
    subject.about,
  ]);
const disksOf = async (host: TestHost) => (await host.call("health.disks", {})).disks;
const verdictsOf = async (host: TestHost) => (await disksOf(host)).map(({ verdict }) => verdict);

describe("this machine", () => {
  test("is watched without anybody asking, and its disks are known", async () => {
    const { host, machine, clock } = await openWatchingHost();
    machine.setDisks([{ name: "sda", smart: labDisk("A1") }]);
    expect(await host.call("health.overview", {})).toMatchObject({ severity: "unknown", readMs: null });
    clock.aheadMs += MINUTE_MS;
    host.noteWakeUp();
    const told = await host.event("health");
    const { hosts } = await host.call("hosts.list", {});
    expect(hosts).toMatchObject([
      {
        ...{ id: told.hostId, name: "office-pc", setup: { kind: "local" }, state: "answers", severity: "ok" },
        counts: { disks: 1, arrays: 0, volumes: 1 },
        facts: { system: "Debian GNU/Linux 12 (bookworm)" },
      },
    ]);
    expect(await disksOf(host)).toMatchObject([
      { name: "LABDISK SATA HDD A1", verdict: "ok", isStale: false, isVanished: false },
    ]);
    expect(await host.call("health.overview", {})).toMatchObject({ severity: "ok", disks: { ok: 1 } });
  });

  test("a disk that goes bad is told once, and its alert ends by itself when the cause is gone", async () => {
    const { host, machine, later } = await openWatchingHost();
    machine.setDisks([{ name: "sda", smart: labDisk("A1") }]);
    await later(0);
    expect(await alertsOf(host)).toEqual([]);
    machine.setDisks([{ name: "sda", smart: labDisk("A1", { 5: 3 }) }]);
    for (let n = 0; n < 3; n += 1) await later(ROUND_EVERY_MS);
    expect(await verdictsOf(host)).toEqual(["failing"]);
    expect((await host.call("hosts.list", {})).hosts[0]).toMatchObject({ worst: "failing", acknowledged: 0 });
    expect(await alertsOf(host)).toEqual([["DISK_TROUBLE", "failing", "LABDISK SATA HDD A1"]]);
    const [alert] = (await host.call("alerts.list", { which: "open", limit: 5 })).alerts;
    expect(alert).toMatchObject({ occurrences: 1, subject: { hostName: "office-pc", verdict: "failing" } });
    const [found] = await disksOf(host);
    expect(found?.findings[0]).toMatchObject({
      code: "DISK_DAMAGE_RISING",
      details: { counter: "reallocatedSectors", value: 3, trend: { before: 0 } },
    });
    machine.setDisks([{ name: "sda", smart: labDisk("A1") }]);
    await later(ROUND_EVERY_MS);
    expect(await verdictsOf(host)).toEqual(["ok"]);
    expect(await alertsOf(host)).toEqual([]);
  });

  test("what is acknowledged is silent until it gets worse", async () => {
    const { host, machine, later } = await openWatchingHost();
    machine.setDisks([{ name: "sda", smart: labDisk("A1", { 5: 3 }) }]);
    await later(0);
    const [found] = await disksOf(host);
    if (found === undefined) throw new Error("no disk");
    await host.call("health.acknowledge", { subjectId: found.id });
    expect(await host.call("health.overview", {})).toMatchObject({ severity: "ok", troubles: [] });
    expect((await host.call("hosts.list", {})).hosts[0]).toMatchObject({ worst: null, acknowledged: 1 });
    await later(ROUND_EVERY_MS);
    expect((await disksOf(host))[0]?.acknowledgedMs).not.toBeNull();
    expect((await host.call("alerts.list", { which: "open", limit: 5 })).open).toBe(0);
    machine.setDisks([{ name: "sda", smart: labDisk("A1", { 5: 9 }) }]);
    await later(ROUND_EVERY_MS);
    expect((await disksOf(host))[0]).toMatchObject({ acknowledgedMs: null, verdict: "failing" });
    expect((await host.call("alerts.list", { which: "open", limit: 5 })).open).toBe(1);
    expect(await host.call("health.overview", {})).toMatchObject({ severity: "critical" });
  });

  test("a disk that vanishes is a finding, comes back as the same, and can be forgotten", async () => {
    const { host, machine, later } = await openWatchingHost();
    const both = ["A1", "B2"].map((serial, n) => ({ name: `sd${"ab"[n]}`, smart: labDisk(serial) }));
    machine.setDisks(both);
    await later(0);
    const before = await disksOf(host);
    machine.setDisks(both.slice(0, 1));
    await later(ROUND_EVERY_MS);
    const [gone] = await disksOf(host);
    expect(gone).toMatchObject({
      verdict: "failed",
      isVanished: true,
      findings: [{ code: "DISK_VANISHED" }],
    });
    expect(gone?.identity.serial).toBe("B2");
    expect(await alertsOf(host)).toEqual([["DISK_TROUBLE", "failed", "LABDISK SATA HDD B2"]]);
    // at another plug, with another name
    machine.setDisks([both[0], { name: "sdf", smart: labDisk("B2") }].filter((one) => one !== undefined));
    await later(ROUND_EVERY_MS);
    const after = await disksOf(host);
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    expect(after.map(({ verdict }) => verdict)).toEqual(["ok", "ok"]);
    expect(await alertsOf(host)).toEqual([]);
    const still = after.find(({ identity }) => identity.serial === "B2");
    if (still === undefined) throw new Error("no disk");
    await expect(host.call("health.forget", { subjectId: still.id })).rejects.toMatchObject({
      code: "HEALTH_SUBJECT_PRESENT",
    });
    machine.setDisks(both.slice(0, 1));
    await later(ROUND_EVERY_MS);
    await host.call("health.forget", { subjectId: still.id });
    expect(await verdictsOf(host)).toEqual(["ok"]);
    expect(await alertsOf(host)).toEqual([]);
  });

  test("a disk that is back is gone no more, also where its health cannot be read", async () => {
    const { host, machine, later } = await openWatchingHost();
    // the kernel lists it, and smartctl may not be run
    const disks = [{ name: "sda", serial: "A1" }];
    machine.setDisks(disks);
    machine.uninstall("smartctl");
    await later(0);
    machine.setDisks([]);
    machine.uninstall("smartctl");
    await later(ROUND_EVERY_MS);
    expect(await alertsOf(host)).toEqual([["DISK_TROUBLE", "failed", "A1"]]);
    machine.setDisks(disks);
    machine.uninstall("smartctl");
    await later(ROUND_EVERY_MS);
    expect(await disksOf(host)).toMatchObject([{ verdict: "unknown", isVanished: false }]);
    expect(await alertsOf(host)).toEqual([]);
  });

  test("a disk on USB may be taken off", async () => {
    const { host, machine, later } = await openWatchingHost();
    machine.setDisks([{ name: "sda", smart: labDisk("A1"), transport: "usb" }]);
    await later(0);
    machine.setDisks([]);
    await later(ROUND_EVERY_MS);
    expect(await disksOf(host)).toMatchObject([{ verdict: "unknown", lastVerdict: "ok", isVanished: true }]);
    expect(await alertsOf(host)).toEqual([]);
  });

  test("without smartctl disks are unknown; where it was there before, that is told", async () => {
    const { host, machine, later } = await openWatchingHost();
    machine.setDisks([{ name: "sda", smart: labDisk("A1"), serial: "A1" }]);
    await later(0);
    machine.uninstall("smartctl");
    await later(ROUND_EVERY_MS);
    expect(await disksOf(host)).toMatchObject([{ verdict: "unknown", isVanished: false }]);
    expect(await alertsOf(host)).toEqual([]);
    for (let n = 0; n < 3; n += 1) await later(ROUND_EVERY_MS);
    expect(await alertsOf(host)).toEqual([["HEALTH_NOT_READ", "warning", "office-pc"]]);
    machine.setDisks([{ name: "sda", smart: labDisk("A1"), serial: "A1" }]);
    await later(ROUND_EVERY_MS);
    expect(await alertsOf(host)).toEqual([]);
    expect(await verdictsOf(host)).toEqual(["ok"]);
  });

  test("what was read too long ago is unknown, with the last verdict and its time", async () => {
    const { host, machine, later, clock } = await openWatchingHost();
    machine.setDisks([{ name: "sda", smart: labDisk("A1") }]);
    await later(0);
    clock.aheadMs += DAY_MS;
    const [found] = await disksOf(host);
    expect(found).toMatchObject({ verdict: "unknown", lastVerdict: "ok", isStale: true });
    expect(await host.call("health.overview", {})).toMatchObject({
      severity: "unknown",
      disks: { unknown: 1 },
    });
  });

  test("its history can be drawn, and says when nothing was read", async () => {
    const { host, machine, later, clock } = await openWatchingHost();
    machine.setDisks([{ name: "sda", smart: labDisk("A1") }]);
    for (let n = 0; n < 3; n += 1) await later(ROUND_EVERY_MS);
    await later(DAY_MS);
    const [found] = await disksOf(host);
    if (found === undefined) throw new Error("no disk");
    const { runs } = await host.call("health.series", {
      ...{ subjectId: found.id, metric: "temperatureC" },
      ...{ fromMs: clock.nowMs() - 2 * DAY_MS, toMs: clock.nowMs() },
    });
    expect(runs).toHaveLength(2);
    expect(runs[0]?.value).toBe(found.metrics.temperatureC);
    const [volume] = (await host.call("health.volumes", {})).volumes;
    expect(volume).toMatchObject({ path: "/", full: { kind: "not-enough-data" } });
  });

  test("cannot be removed, nor added a second time", async () => {
    const { host } = await openWatchingHost();
    const [own] = (await host.call("hosts.list", {})).hosts;
    if (own === undefined) throw new Error("no host");
    await expect(host.call("hosts.remove", { hostId: own.id })).rejects.toMatchObject({
      code: "WATCHED_HOST_FIXED",
    });
    const again = { draft: { name: "again", setup: { kind: "local" } }, secrets: {} } as const;
    await expect(host.call("hosts.add", again)).rejects.toMatchObject({ code: "WATCHED_HOST_FIXED" });
    const renamed = { draft: { name: "Front desk", setup: { kind: "local" } }, secrets: {} } as const;
    expect(await host.call("hosts.edit", { hostId: own.id, ...renamed })).toMatchObject({
      name: "Front desk",
    });
  });
});

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("a machine over SSH", () => {
  test("is read, falls silent and comes back; another key is refused until somebody trusts it", async () => {
    const { host, later, clock } = await openWatchingHost();
    const server = await startSshServer();
    const address = { address: "127.0.0.1", port: server.port, user: server.user };
    const setup = { kind: "ssh", signIn: "key", ...address } as const;
    const draft = { name: "NAS", setup } as const;
    const given = { draft, secrets: { privateKey: server.privateKey } };
    const trial = await host.call("hosts.test", given);
    expect(trial).toMatchObject({ error: null, hostKey: server.hostKey });
    const wrong = { ...given, secrets: { privateKey: server.foreignKey } };
    expect((await host.call("hosts.test", wrong)).error).toMatchObject({ code: "REMOTE_SIGN_IN_REFUSED" });

    const { id } = await host.call("hosts.add", given);
    const nas = async (): Promise<WatchedHost> => {
      const found = (await host.call("hosts.list", {})).hosts.find((one) => one.id === id);
      if (found === undefined) throw new Error("no host");
      return found;
    };
    await later(0);
    expect(await nas()).toMatchObject({ state: "answers", hostKey: server.hostKey, kept: ["privateKey"] });
    expect((await nas()).facts?.kernel).toBeTruthy();

    await server.stop();
    await later(ROUND_EVERY_MS);
    expect(await nas()).toMatchObject({ state: "silent", error: { code: "REMOTE_SILENT" }, isStale: false });
    expect(await alertsOf(host)).toEqual([]);
    await later(20 * MINUTE_MS);
    expect(await nas()).toMatchObject({ state: "silent", isStale: true });
    expect(await alertsOf(host)).toEqual([["HOST_SILENT", "warning", "NAS"]]);
    expect(await host.call("health.overview", {})).toMatchObject({ hosts: { all: 2, silent: 1 } });

    await server.restart();
    await later(ROUND_EVERY_MS);
    expect(await nas()).toMatchObject({ state: "answers", error: null, silentSinceMs: null });
    expect(await alertsOf(host)).toEqual([]);

    await server.restart({ newHostKey: true });
    await later(ROUND_EVERY_MS);
    expect(await nas()).toMatchObject({ state: "silent", error: { code: "REMOTE_KEY_CHANGED" } });
    expect(await alertsOf(host)).toEqual([["HOST_SILENT", "failing", "NAS"]]);
    await host.call("hosts.trustKey", { hostId: id, hostKey: server.hostKey });
    await later(ROUND_EVERY_MS);
    expect(await nas()).toMatchObject({ state: "answers", hostKey: server.hostKey });
    expect(await alertsOf(host)).toEqual([]);
    await host.call("hosts.remove", { hostId: id });
    expect((await host.call("hosts.list", {})).hosts).toHaveLength(1);
    const said = JSON.stringify([host.told, host.logged, clock.nowMs()]);
    expect(said).not.toContain("PRIVATE KEY");
  });

  test("its secrets stay with it: another address needs them again", async () => {
    const { host } = await openWatchingHost();
    const setup = { kind: "ssh", address: "127.0.0.1", port: 1, user: "ann", signIn: "password" } as const;
    const draft = { name: "NAS", setup };
    await expect(host.call("hosts.add", { draft, secrets: {} })).rejects.toMatchObject({
      code: "WATCHED_HOST_INCOMPLETE",
    });
    const { id } = await host.call("hosts.add", { draft, secrets: { password: "open-sesame" } });
    const moved = { ...draft, setup: { ...setup, address: "127.0.0.2" } };
    const refused = await host
      .call("hosts.edit", { hostId: id, draft: moved, secrets: {} })
      .catch((error: unknown) => error);
    expect(isBackstayError(refused) && refused.code).toBe("WATCHED_HOST_INCOMPLETE");
    const kept = await host.call("hosts.edit", { hostId: id, draft: { ...draft, name: "Box" }, secrets: {} });
    expect(kept).toMatchObject({ name: "Box", kept: ["password"] });
    expect(JSON.stringify([kept, host.told, host.logged])).not.toContain("sesame");
  });
});
