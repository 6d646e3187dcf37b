/** Storage boxes over SNMP, the whole way: a real agent, the engine's rounds, its catalog, its answers and its alerts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { WatchedHostDraft } from "../../../shared/model/watched-host.ts";
import {
  CIPHER_PASSWORD,
  COMMUNITY,
  HASH_PASSWORD,
  SNMP_PASSWORDS,
  SNMP_USER,
  startSnmpAgent,
} from "../../../test/support/snmp-agent.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { belowEnterprises, synologyBox } from "../testing/nas-walks.ts";
import { ROUND_EVERY_MS } from "./staleness.ts";

const MINUTE_MS = 60_000;

function draftFor(port: number, changes: Partial<{ address: string; version: "v3" | "v2c" }> = {}) {
  const { address = "127.0.0.1", version = "v3" } = changes;
  const signIn =
    version === "v2c" ? { version } : { version, user: SNMP_USER, hash: "sha256", cipher: "aes128" };
  return { name: "NAS", setup: { kind: "snmp", address, port, box: null, signIn } } as WatchedHostDraft;
}

async function watchNothing() {
  const { home, host, later } = await openWatchingHost();
  return {
    ...{ home, host, later },
    async nas() {
      const found = (await host.call("hosts.list", {})).hosts.find(({ name }) => name === "NAS");
      if (found === undefined) throw new Error("no host");
      return found;
    },
    async verdicts() {
      const { disks } = await host.call("health.disks", {});
      const { arrays } = await host.call("health.arrays", {});
      return Object.fromEntries([
        ...disks.map((disk) => [disk.place.device, disk.verdict]),
        ...arrays.map((array) => [array.name, array.verdict]),
      ]);
    },
    async alerts() {
      const { alerts } = await host.call("alerts.list", { which: "open", limit: 50 });
      return alerts.map(({ subject, severity }) => [subject.code, severity, subject.about]).sort();
    },
  };
}

describe.skipIf(lacksTool("snmpd"))("a storage box over SNMP", () => {
  test("that falls silent makes what was failing on it no better", async () => {
    const agent = await startSnmpAgent(belowEnterprises(synologyBox({ "6574.2.1.1.13.1": 4 })));
    const { host, later, verdicts } = await watchNothing();
    await host.call("hosts.add", { draft: draftFor(agent.port), secrets: SNMP_PASSWORDS });
    await later(0);
    await agent.stop();
    await later(ROUND_EVERY_MS);
    expect(await verdicts()).toMatchObject({ "Disk 1": "unknown", "Disk 2": "unknown" });
    expect(await host.call("health.overview", {})).toMatchObject({
      ...{ severity: "critical", disks: { ok: 0, unknown: 1, critical: 1 } },
      troubles: [{ name: expect.stringContaining("Disk 2"), verdict: "failing" }],
    });
  });

  test("is tried, watched, goes bad, falls silent and comes back, each told once", async () => {
    const agent = await startSnmpAgent(belowEnterprises(synologyBox()));
    const { host, home, later, nas, verdicts, alerts } = await watchNothing();
    const given = { draft: draftFor(agent.port), secrets: SNMP_PASSWORDS };
    expect(await host.call("hosts.test", given)).toMatchObject({
      ...{ error: null, hostKey: null, disks: 2, arrays: 2, gaps: [] },
    });
    const { id } = await host.call("hosts.add", given);
    await later(0);
    expect(await nas()).toMatchObject({
      ...{ id, state: "answers", severity: "ok", hostKey: null, kept: ["hashPassword", "cipherPassword"] },
      facts: { system: "A box for tests", machine: "DS920+", temperatureC: 41 },
    });
    expect(await verdicts()).toEqual({
      ...{ "Disk 1": "ok", "Disk 2": "ok", "Volume 1": "ok", "Storage Pool 1": "ok" },
    });

    agent.serve(belowEnterprises(synologyBox({ "6574.2.1.1.13.1": 4, "6574.3.1.1.3.0": 11 })));
    for (let n = 0; n < 2; n += 1) await later(ROUND_EVERY_MS);
    expect(await verdicts()).toMatchObject({ "Disk 1": "ok", "Disk 2": "failing", "Volume 1": "degraded" });
    expect(await alerts()).toEqual([
      ["ARRAY_TROUBLE", "failing", "Volume 1"],
      ["DISK_TROUBLE", "failing", expect.stringContaining("Disk 2")],
    ]);
    agent.serve(belowEnterprises(synologyBox()));
    await later(ROUND_EVERY_MS);
    expect(await alerts()).toEqual([]);

    await agent.stop();
    await later(ROUND_EVERY_MS);
    expect(await nas()).toMatchObject({
      ...{ state: "silent", error: { code: "SNMP_SILENT" }, isStale: false, severity: "unknown" },
    });
    // whatever it was a moment before: it does not answer, and what it said last stands beside
    expect(await verdicts()).toMatchObject({ "Disk 1": "unknown", "Volume 1": "unknown" });
    expect((await host.call("health.disks", { hostId: id })).disks[0]).toMatchObject({
      ...{ lastVerdict: "ok", isStale: true, readMs: expect.any(Number) },
    });
    expect(await alerts()).toEqual([]); // a box that restarts is no news
    await later(20 * MINUTE_MS);
    expect(await verdicts()).toMatchObject({ "Disk 1": "unknown", "Volume 1": "unknown" });
    expect(await alerts()).toEqual([["HOST_SILENT", "warning", "NAS"]]);
    const back = await startSnmpAgent(belowEnterprises(synologyBox()));
    await host.call("hosts.edit", { hostId: id, draft: draftFor(back.port), secrets: SNMP_PASSWORDS });
    await later(ROUND_EVERY_MS);
    expect(await nas()).toMatchObject({ state: "answers", severity: "ok", error: null, silentSinceMs: null });
    expect(await alerts()).toEqual([]);

    const told = JSON.stringify([host.told, host.logged, await nas()]);
    const catalog = readFileSync(join(home, "catalog.db"), "latin1");
    for (const secret of [HASH_PASSWORD, CIPHER_PASSWORD]) {
      expect(told).not.toContain(secret);
      expect(catalog).not.toContain(secret);
    }
    await host.call("hosts.remove", { hostId: id });
    expect((await host.call("health.disks", {})).disks).toEqual([]);
  });

  test("says clearly that a password or an account is wrong", async () => {
    const agent = await startSnmpAgent(belowEnterprises(synologyBox()));
    const { host, later, nas } = await watchNothing();
    const draft = draftFor(agent.port);
    const tryWith = async (secrets: Readonly<Record<string, string>>) =>
      (await host.call("hosts.test", { draft, secrets })).error;
    expect(await tryWith({ ...SNMP_PASSWORDS, hashPassword: "not the right one" })).toMatchObject({
      ...{ code: "SNMP_REFUSED", details: { reason: "password", user: SNMP_USER } },
    });
    expect(await tryWith({ ...SNMP_PASSWORDS, cipherPassword: "not the right one" })).toMatchObject({
      ...{ code: "SNMP_REFUSED", details: { reason: "encryption" } },
    });
    expect(await tryWith({ ...SNMP_PASSWORDS, hashPassword: "short" })).toMatchObject({
      ...{ code: "SNMP_REFUSED", details: { reason: "password-short" } },
    });
    await host.call("hosts.add", {
      draft,
      secrets: { ...SNMP_PASSWORDS, hashPassword: "not the right one" },
    });
    await later(0);
    expect(await nas()).toMatchObject({
      ...{ state: "silent", severity: "unknown", error: { code: "SNMP_REFUSED" } },
    });
  });

  test("is read with version 2c where a person chose that", async () => {
    const agent = await startSnmpAgent(belowEnterprises(synologyBox()));
    const { host, later, nas } = await watchNothing();
    const draft = draftFor(agent.port, { version: "v2c" });
    await host.call("hosts.add", { draft, secrets: { community: COMMUNITY } });
    await later(0);
    expect(await nas()).toMatchObject({ state: "answers", severity: "ok", kept: ["community"] });
    expect(JSON.stringify([host.told, host.logged, await nas()])).not.toContain(`"${COMMUNITY}"`);
  });
});

describe("what a storage box is signed in with", () => {
  test("is asked for, both passwords, or the community", async () => {
    const { host } = await watchNothing();
    const add = (draft: WatchedHostDraft, secrets = {}) => host.call("hosts.add", { draft, secrets });
    const missing = (secret: string) => ({ code: "WATCHED_HOST_INCOMPLETE", details: { secret } });
    await expect(add(draftFor(1))).rejects.toMatchObject(missing("hashPassword"));
    await expect(add(draftFor(1), { hashPassword: HASH_PASSWORD })).rejects.toMatchObject(
      missing("cipherPassword"),
    );
    await expect(add(draftFor(1, { version: "v2c" }), SNMP_PASSWORDS)).rejects.toMatchObject(
      missing("community"),
    );
  });

  test("stays with its address, its account and its version", async () => {
    const { host } = await watchNothing();
    const draft = draftFor(1);
    const { id } = await host.call("hosts.add", { draft, secrets: SNMP_PASSWORDS });
    const edit = (moved: WatchedHostDraft) =>
      host.call("hosts.edit", { hostId: id, draft: moved, secrets: {} });
    expect(await edit({ ...draft, name: "NAS" })).toMatchObject({ kept: ["hashPassword", "cipherPassword"] });
    const others = [
      draftFor(2),
      draftFor(1, { address: "127.0.0.2" }),
      draftFor(1, { version: "v2c" }),
      { ...draft, setup: { kind: "ssh", address: "127.0.0.1", port: 1, user: "u", signIn: "password" } },
    ] as const;
    for (const other of others)
      await expect(edit(other)).rejects.toMatchObject({ code: "WATCHED_HOST_INCOMPLETE" });
    // nor does what was kept for one way of signing in stay behind when it is another
    const open = draftFor(1, { version: "v2c" });
    const now = { hostId: id, draft: open, secrets: { community: COMMUNITY } };
    expect(await host.call("hosts.edit", now)).toMatchObject({ kept: ["community"] });
    await expect(edit(draft)).rejects.toMatchObject({ code: "WATCHED_HOST_INCOMPLETE" });
  });
});
