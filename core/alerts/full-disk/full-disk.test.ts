/** Alerts of a catalog on a disk that is really full: seen and told at once, written when there is room. */
import { expect, onTestFinished, test } from "vitest";
import type { PlanId, SourceId } from "../../../shared/ids.ts";
import type { AlertSubject } from "../../../shared/model/alert.ts";
import { NO_RULES } from "../../../shared/model/alert-rules.ts";
import { fillDisk } from "../../../test/support/fill-disk.ts";
import { canMount, mountTmpfs } from "../../../test/support/tmpfs.ts";
import { openStores } from "../../catalog/open-stores.ts";
import { watchRoom } from "../../host/data-folder-trouble.ts";
import { createFileSecretStore } from "../../secrets/file-secret-store.ts";
import { thingOf } from "../alert-service.ts";
import { createAlertServices } from "../create-alert-services.ts";
import { startReceiver } from "../testing/http-receiver.ts";

const MINUTE_MS = 60_000;
const canFill = process.platform === "linux" && canMount();
const late = (n: number): AlertSubject => ({
  code: "SOURCE_OVERDUE",
  sourceId: `00000000-0000-4000-8000-00000000000${n}` as string as SourceId,
  ...{ about: `Source ${n}`, newestMs: 0, deadlineMs: MINUTE_MS },
});
const failed: AlertSubject = {
  ...{ code: "JOB_FAILED", kind: "backup", sourceId: null, about: "Documents" },
  jobId: "00000000-0000-4000-8000-0000000000aa" as never,
  planId: "00000000-0000-4000-8000-0000000000ab" as string as PlanId,
  error: { code: "STORE_VANISHED", details: { location: "/srv/nas" } },
};

async function setUp() {
  const folder = await mountTmpfs("4m");
  const clock = { ms: 1_000_000_000, nowMs: () => clock.ms };
  const errors: unknown[] = [];
  const open = () => {
    const stores = openStores(folder);
    const counts: number[] = [];
    const services = createAlertServices({
      ...{ stores, clock, hostname: "pc", isStanding: true, officeName: () => "" },
      makePack: () => Promise.reject(new Error("nobody asked for one")),
      isProofElsewhere: () => false,
      secrets: createFileSecretStore(`${folder}/secrets.json`, () => {}),
      sources: () => [],
      ...{ onAlerts: (count) => void counts.push(count), onChannels: () => {} },
      onError: (error) => void errors.push(error),
    });
    const stop = async () => {
      await services.delivery.stop();
      stores.close();
    };
    onTestFinished(stop);
    return { ...services, stores, counts, stop };
  };
  const pass = async (ms: number, host: ReturnType<typeof open>) => {
    clock.ms += ms;
    await host.delivery.tick();
  };
  return { folder, clock, open, pass, errors };
}

/** Fills the disk, and the room that is left inside of the catalog's own files. */
function fillAll(folder: string, stores: ReturnType<typeof openStores>): () => void {
  const empty = fillDisk(folder);
  for (let n = 0; n < 1_000; n += 1) {
    try {
      stores.settings.setAll({ [`filler ${n}`]: "x".repeat(4_000) });
    } catch {
      return empty;
    }
  }
  throw new Error("the disk does not fill up");
}

test.skipIf(!canFill)(
  "an alert that finds no room is there, is told, and is kept for good later",
  async () => {
    const { folder, open, pass, errors } = await setUp();
    const host = open();
    const { alerts, channels, rules, counts } = host;
    const receiver = await startReceiver();
    const setup = { kind: "webhook", shape: "generic", chat: "" } as const;
    const { id } = await channels.save(
      null,
      { name: "Room", isEnabled: true, language: "en", setup },
      { address: receiver.url("/hook") },
    );
    const rule = { severities: ["failing", "failed"], codes: [], delayMinutes: 0, escalation: null } as const;
    rules.save({
      ...NO_RULES,
      rules: [{ ...rule, severities: [...rule.severities], codes: [], channelIds: [id] }],
    });
    alerts.raise(late(1), "failing");
    await pass(MINUTE_MS, host);
    expect(receiver.all).toHaveLength(1);
    const empty = fillAll(folder, host.stores);

    watchRoom(alerts, folder);
    watchRoom(alerts, folder);
    alerts.raise(failed, "failing");
    alerts.resolve(thingOf(late(1)));
    expect(alerts.list("open", 9).map(({ subject }) => subject.code)).toEqual([
      "DATA_FOLDER_FULL",
      "JOB_FAILED",
    ]);
    expect(alerts.list("all", 9)).toHaveLength(3);
    expect([alerts.countOpen(), alerts.worstOpen(), counts.at(-1)]).toEqual([2, "failed", 2]);
    expect(alerts.resolved(9)).toMatchObject([{ subject: { about: "Source 1" }, occurrences: 1 }]);
    expect(host.stores.alerts.list("open", 9).map(({ subject }) => subject.code)).toEqual(["SOURCE_OVERDUE"]);

    for (let n = 0; n < 5; n += 1) await pass(MINUTE_MS, host);
    const told = receiver.all.map(({ body }) =>
      (JSON.parse(body).alerts as { what: string; code: string }[]).map(
        ({ what, code }) => `${what} ${code}`,
      ),
    );
    expect(told).toEqual([
      ["raised SOURCE_OVERDUE"],
      ["raised DATA_FOLDER_FULL", "raised JOB_FAILED", "ended SOURCE_OVERDUE"],
    ]);
    const [full] = alerts.list("open", 1);
    if (full === undefined) throw new Error("no alert");
    alerts.acknowledge(full.id);
    expect(alerts.countOpen()).toBe(1);

    empty();
    errors.length = 0;
    await pass(MINUTE_MS, host);
    await host.stop();
    const next = open();
    expect(next.alerts.list("open", 9)).toMatchObject([
      { id: full.id, subject: { code: "DATA_FOLDER_FULL" }, acknowledgedMs: expect.any(Number) },
      { subject: { code: "JOB_FAILED" }, occurrences: 1 },
    ]);
    expect(next.alerts.resolved(9)).toHaveLength(1);
    for (let n = 0; n < 3; n += 1) await pass(MINUTE_MS, next);
    expect(receiver.all).toHaveLength(2);
    expect(errors).toEqual([]);
  },
);

test.skipIf(!canFill)(
  "what came and went while the disk was full stays in the history, and its next time is another",
  async () => {
    const { folder, clock, open, pass } = await setUp();
    const host = open();
    const { alerts } = host;
    const empty = fillAll(folder, host.stores);
    alerts.raise(late(2), "failing");
    alerts.raise(late(2), "failing");
    clock.ms += 1_000;
    alerts.resolve(thingOf(late(2)));
    clock.ms += 1_000;
    alerts.raise(late(2), "failing");
    empty();
    await pass(MINUTE_MS, host);
    expect(host.stores.alerts.list("all", 9)).toMatchObject([
      { occurrences: 1, resolvedMs: null },
      { occurrences: 2, resolvedMs: clock.ms - MINUTE_MS - 1_000 },
    ]);
  },
);
