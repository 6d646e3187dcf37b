/** Alerts on their way to people, over real HTTP, with a catalog on disk and a clock moved by hand. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PlanId, SourceId } from "../../../shared/ids.ts";
import type { AlertSubject } from "../../../shared/model/alert.ts";
import type { ChannelDraft } from "../../../shared/model/alert-channel.ts";
import { type AlertRules, NO_RULES } from "../../../shared/model/alert-rules.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openStores } from "../../catalog/open-stores.ts";
import { createFileSecretStore } from "../../secrets/file-secret-store.ts";
import { thingOf } from "../alert-service.ts";
import { createAlertServices } from "../create-alert-services.ts";
import { startReceiver } from "../testing/http-receiver.ts";
import { startMailServer } from "../testing/smtp-receiver.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = new Date(2026, 10, 20, 12).getTime();

const hook = (name: string, rest: Partial<ChannelDraft> = {}): ChannelDraft => ({
  ...{ name, isEnabled: true, language: "en", setup: { kind: "webhook", shape: "generic", chat: "" } },
  ...rest,
});
const late = (about: string): AlertSubject => ({
  code: "SOURCE_OVERDUE",
  sourceId:
    `00000000-0000-4000-8000-${Buffer.from(about).toString("hex").padEnd(12, "0").slice(0, 12)}` as string as SourceId,
  ...{ about, newestMs: START_MS - 2 * HOUR_MS, deadlineMs: START_MS - HOUR_MS },
});

async function setUp() {
  const folder = await tempFolder();
  const clock = { ms: START_MS, nowMs: () => clock.ms };
  const errors: unknown[] = [];
  const elsewhere = { is: false };
  const open = () => {
    mkdirSync(folder, { recursive: true });
    const stores = openStores(folder);
    const services = createAlertServices({
      ...{ stores, clock, hostname: "pc", isStanding: true, officeName: () => "Office" },
      makePack: async () => ({ html: "<!doctype html>", isTrailWhole: true }),
      isProofElsewhere: () => elsewhere.is,
      secrets: createFileSecretStore(join(folder, "secrets.json"), () => {}),
      sources: () => [{ source: { name: "Documents" } as never, newestGoodMs: clock.ms - HOUR_MS }],
      ...{ onAlerts: () => {}, onChannels: () => {}, onError: (error) => void errors.push(error) },
    });
    const stop = async () => {
      await services.delivery.stop();
      stores.close();
    };
    onTestFinished(stop);
    return { ...services, stop };
  };
  onTestFinished(() => expect(errors).toEqual([]));
  const first = open();
  const rulesFor = (channelIds: AlertRules["rules"][number]["channelIds"], rest: Partial<AlertRules> = {}) =>
    ({
      ...NO_RULES,
      rules: [
        {
          severities: ["warning", "failing", "failed"],
          codes: [],
          channelIds,
          delayMinutes: 0,
          escalation: null,
        },
      ],
      ...rest,
    }) as AlertRules;
  const pass = async (ms: number, services = first) => {
    clock.ms += ms;
    await services.delivery.tick();
  };
  return { ...first, folder, clock, open, rulesFor, pass, elsewhere };
}

const subjects = (all: readonly { readonly body: string }[]) =>
  all.map(({ body }) => JSON.parse(body).subject as string);

test("alerts that come together are one message, told once, and so is their end", async () => {
  const { alerts, channels, rules, rulesFor, pass, delivery } = await setUp();
  const receiver = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url("/hook") });
  rules.save(rulesFor([id]));
  alerts.raise(late("Documents"), "failing");
  alerts.raise(late("Photos"), "failed");
  await pass(10_000);
  expect(receiver.all).toEqual([]);
  await pass(10_000);
  expect(subjects(receiver.all)).toEqual(["[Office] Photos is overdue by 1 hour, and 1 more"]);
  for (let n = 0; n < 5; n += 1) {
    alerts.raise(late("Photos"), "failed");
    await pass(MINUTE_MS);
  }
  expect(receiver.all).toHaveLength(1);
  alerts.resolve(thingOf(late("Documents")));
  alerts.resolve(thingOf(late("Photos")));
  await pass(MINUTE_MS);
  await pass(MINUTE_MS);
  expect(subjects(receiver.all).slice(1)).toEqual(["[Office] 2 alerts are over"]);
  const [alert] = alerts.resolved(1);
  if (alert === undefined) throw new Error("no alert");
  expect(delivery.tellings(alert.id)).toMatchObject([
    { channelName: "Room", what: "raised", state: "sent", attempts: 1 },
    { channelName: "Room", what: "ended", state: "sent" },
  ]);
  expect(channels.list()).toMatchObject([{ waiting: 0, lastFailureMs: null }]);
});

test("what was over before anybody heard of it stays silent", async () => {
  const { alerts, channels, rules, rulesFor, pass } = await setUp();
  const receiver = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url() });
  rules.save(rulesFor([id]));
  alerts.raise(late("Documents"), "failing");
  alerts.resolve(thingOf(late("Documents")));
  await pass(HOUR_MS);
  expect(receiver.all).toEqual([]);
});

test("a server in trouble is asked later and later, its failure is seen, and nothing is lost or told twice", async () => {
  const { alerts, channels, rules, rulesFor, pass } = await setUp();
  let status = 500;
  const receiver = await startReceiver((response) => void response.writeHead(status).end("out of order"));
  const other = await startReceiver();
  const room = await channels.save(null, hook("Room"), { address: receiver.url() });
  const boss = await channels.save(null, hook("Boss"), { address: other.url() });
  rules.save(rulesFor([room.id]));
  rules.save({
    ...rulesFor([room.id]),
    rules: [
      ...rulesFor([room.id]).rules,
      { ...rulesFor([boss.id]).rules[0], codes: ["CHANNEL_FAILING"] },
    ] as never,
  });
  alerts.raise(late("Documents"), "failing");
  await pass(20_000);
  await pass(1_000);
  expect(receiver.all).toHaveLength(1);
  await pass(30_000);
  expect(alerts.list("open", 9)).toHaveLength(1);
  await pass(MINUTE_MS);
  expect(receiver.all).toHaveLength(3);
  expect(new Set(receiver.all.map(({ body }) => JSON.parse(body).id)).size).toBe(1); // the same message, to be known again
  expect(channels.list()).toMatchObject([
    { name: "Boss" },
    {
      name: "Room",
      waiting: 1,
      lastSuccessMs: null,
      lastFailure: { problem: "busy", answer: "500 out of order" },
    },
  ]);
  expect(alerts.list("open", 9).map(({ subject }) => subject.code)).toContain("CHANNEL_FAILING");
  await pass(20_000);
  expect(subjects(other.all)).toEqual(["[Office] Room does not deliver alerts"]);
  status = 200;
  await pass(5 * MINUTE_MS);
  await pass(HOUR_MS);
  expect(receiver.all).toHaveLength(4);
  expect(alerts.list("open", 9).map(({ subject }) => subject.code)).toEqual(["SOURCE_OVERDUE"]);
  expect(subjects(other.all)).toContain("[Office] Over: Room did not deliver alerts");
});

test("what nobody takes for a day is given up, and stays in the record", async () => {
  const { alerts, channels, rules, rulesFor, pass, delivery } = await setUp();
  const { id } = await channels.save(null, hook("Room"), { address: "http://127.0.0.1:1/" });
  rules.save(rulesFor([id]));
  alerts.raise(late("Documents"), "failing");
  for (let hour = 0; hour < 27; hour += 1) await pass(HOUR_MS);
  const documents = alerts.list("open", 9).find(({ subject }) => subject.code === "SOURCE_OVERDUE");
  if (documents === undefined) throw new Error("no alert");
  expect(delivery.tellings(documents.id)).toMatchObject([{ state: "failed" }]);
  expect(channels.list()).toMatchObject([{ waiting: 0, lastFailure: { problem: "unreachable" } }]);
});

test("a storm of alerts becomes few messages", async () => {
  const { alerts, channels, rules, rulesFor, pass } = await setUp();
  const receiver = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url() });
  rules.save(rulesFor([id]));
  for (let n = 0; n < 80; n += 1) {
    alerts.raise(late(`S${n}`), "failing");
    await pass(15_000);
  }
  expect(receiver.all.length).toBeLessThanOrEqual(20);
  alerts.raise(late("Worst"), "failed");
  await pass(MINUTE_MS);
  expect(receiver.all.at(-1)?.body).toContain("Worst is overdue");
  await pass(HOUR_MS);
  const told = receiver.all.flatMap(({ body }) =>
    (JSON.parse(body).alerts as { id: string }[]).map(({ id: one }) => one),
  );
  expect([told.length, new Set(told).size]).toEqual([81, 81]);
});

test("a host that lives for one piece of work tells of it before it ends", async () => {
  const { alerts, channels, rules, rulesFor, delivery } = await setUp();
  const receiver = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url() });
  rules.save(rulesFor([id]));
  alerts.raise(late("Documents"), "failing");
  await delivery.tick();
  expect(receiver.all).toEqual([]);
  await delivery.flush();
  expect(receiver.all).toHaveLength(1);
});

test("what is queued when a host ends is told by the next one, once", async () => {
  const { alerts, channels, rules, rulesFor, pass, stop, open } = await setUp();
  const receiver = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url() });
  rules.save(rulesFor([id]));
  alerts.raise(late("Documents"), "failing");
  await stop();
  const next = open();
  await pass(HOUR_MS, next);
  await pass(HOUR_MS, next);
  expect(receiver.all).toHaveLength(1);
});

test("at night the worst is told, and the rest in the morning", async () => {
  const { alerts, channels, rules, rulesFor, pass, clock } = await setUp();
  const receiver = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url() });
  rules.save(rulesFor([id], { quietHours: { from: "22:00", to: "07:00", except: ["failed"] } }));
  clock.ms = new Date(2026, 10, 20, 23).getTime();
  alerts.raise(late("Documents"), "failing");
  alerts.raise(late("Photos"), "failed");
  await pass(MINUTE_MS);
  expect(JSON.parse(receiver.all[0]?.body ?? "{}").alerts).toMatchObject([{ severity: "failed" }]);
  await pass(7 * HOUR_MS);
  expect(receiver.all).toHaveLength(1);
  await pass(HOUR_MS);
  expect(JSON.parse(receiver.all[1]?.body ?? "{}").alerts).toMatchObject([{ severity: "failing" }]);
});

test("a digest comes each day also when all is well, and a heartbeat at its pace", async () => {
  const { channels, rules, pass } = await setUp();
  const receiver = await startReceiver();
  const pinged = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url() });
  await channels.save(null, hook("Watch", { setup: { kind: "heartbeat", everyMinutes: 30 } }), {
    address: pinged.url(),
  });
  rules.save({ ...NO_RULES, digest: { weekday: null, at: "08:00", channelIds: [id] } });
  await pass(0);
  expect([receiver.all.length, pinged.all.length]).toEqual([0, 1]);
  await pass(29 * MINUTE_MS);
  expect(pinged.all).toHaveLength(1);
  await pass(MINUTE_MS);
  expect(pinged.all).toHaveLength(2);
  await pass(20 * HOUR_MS);
  await pass(HOUR_MS);
  expect(receiver.all).toHaveLength(1);
  expect(JSON.parse(receiver.all[0]?.body ?? "{}")).toMatchObject({
    ...{ kind: "digest", subject: "[Office] Backstay: nothing needs you", severity: "none" },
    text: expect.stringContaining("Documents: 1 hour old"),
  });
});

/** An office whose proof of each month goes to a mail server. */
async function setUpProof() {
  const { channels, rules, pass, clock, elsewhere } = await setUp();
  const server = await startMailServer();
  const setup = { kind: "mail", host: "127.0.0.1", port: server.port, security: "none", user: "" } as const;
  const draft = hook("Insurer", { setup: { ...setup, from: "a@office.example", to: ["b@office.example"] } });
  const { id } = await channels.save(null, draft, {});
  rules.save({ ...NO_RULES, proofPack: { channelIds: [id] } });
  return { server, pass, clock, elsewhere };
}

test("the proof of a month goes out where backups are started, and is not given up where another computer does so", async () => {
  const { server, pass, clock, elsewhere } = await setUpProof();
  elsewhere.is = true;
  clock.ms = new Date(2026, 11, 1, 8).getTime();
  for (let n = 0; n < 3; n += 1) await pass(HOUR_MS);
  expect(server.mails).toEqual([]);
  elsewhere.is = false;
  await pass(HOUR_MS);
  await pass(HOUR_MS);
  expect(server.mails.map(({ source }) => /^Subject: (.*)$/m.exec(source)?.[1]?.trim())).toEqual([
    "[Office] Proof of backups, 2026-11",
  ]);
});

test("the proof of a month that another computer had its time for does not go out again from the one that takes over", async () => {
  const { server, pass, clock, elsewhere } = await setUpProof();
  elsewhere.is = true;
  clock.ms = new Date(2026, 11, 1, 8).getTime();
  for (let n = 0; n < 30; n += 1) await pass(HOUR_MS);
  elsewhere.is = false;
  for (let n = 0; n < 24 * 25; n += 6) await pass(6 * HOUR_MS);
  expect(server.mails).toEqual([]);
  clock.ms = new Date(2027, 0, 1, 8).getTime();
  for (let n = 0; n < 2; n += 1) await pass(HOUR_MS);
  expect(server.mails).toHaveLength(1);
});

test("a computer that comes up after the first of a month mails the proof when it takes over soon", async () => {
  const { server, pass, clock, elsewhere } = await setUpProof();
  clock.ms = new Date(2026, 11, 3, 8).getTime();
  elsewhere.is = true;
  await pass(HOUR_MS);
  await pass(HOUR_MS);
  elsewhere.is = false;
  for (let n = 0; n < 2; n += 1) await pass(HOUR_MS);
  expect(server.mails).toHaveLength(1);
});

test("secrets are in the key store only, stay when they are not given again, and never go to another server", async () => {
  const { channels, folder } = await setUp();
  const receiver = await startReceiver();
  const evil = await startReceiver();
  const saved = await channels.save(null, hook("Room"), {
    address: receiver.url("/T00/SECRETPATH"),
    key: "open-sesame",
  });
  expect(saved).toMatchObject({ addressHost: `127.0.0.1:${receiver.port}`, kept: ["address", "key"] });
  expect(JSON.stringify(channels.list())).not.toMatch(/SECRETPATH|sesame/);
  for (const file of ["catalog.db", "catalog.db-wal"].map((name) => join(folder, name)).filter(existsSync))
    expect(readFileSync(file).toString("latin1")).not.toMatch(/SECRETPATH|sesame/);
  const renamed = await channels.save(saved.id, hook("Room 2"), {});
  expect(renamed.kept).toEqual(["address", "key"]);
  expect(await channels.test(saved.id, hook("Room 2"), {})).toEqual({ kind: "delivered", answer: "200 ok" });
  expect(receiver.all[0]?.headers["x-backstay-signature"]).toMatch(/^sha256=/);
  await channels.test(saved.id, hook("Room 2"), { address: evil.url("/") });
  expect(evil.all[0]?.headers["x-backstay-signature"]).toBeUndefined();
  await channels.remove(saved.id);
  expect(readFileSync(join(folder, "secrets.json"), "utf8")).not.toMatch(/SECRETPATH|sesame/);
});

test("a mail channel that is pointed at another server wants its password again", async () => {
  const { channels } = await setUp();
  const mail = (host: string, security: "tls" | "none" = "tls") =>
    hook("Mail", {
      setup: {
        kind: "mail",
        host,
        port: 465,
        security,
        user: "office",
        from: "a@office.example",
        to: ["b@office.example"],
      },
    });
  const { id } = await channels.save(null, mail("mail.office.example"), { password: "open-sesame" });
  await expect(channels.test(id, mail("mail.evil.example"), {})).rejects.toMatchObject({
    ...{ code: "CHANNEL_INCOMPLETE", details: { secret: "password" } },
  });
  await expect(channels.save(id, mail("mail.office.example", "none"), {})).rejects.toMatchObject({
    code: "CHANNEL_IN_CLEAR",
  });
  await expect(channels.save(null, mail("mail.office.example"), { password: "x" })).rejects.toMatchObject({
    code: "NAME_TAKEN",
  });
  const program = hook("Run", { setup: { kind: "command", program: "tell-us", arguments: [] } });
  await expect(channels.save(null, program, {})).rejects.toMatchObject({ code: "CHANNEL_PROGRAM_RELATIVE" });
});

test("a removed channel leaves the rules, and rules cannot name one that is not there", async () => {
  const { channels, rules, rulesFor } = await setUp();
  const { id } = await channels.save(null, hook("Room"), { address: "https://hooks.example.net/x" });
  rules.save(rulesFor([id], { digest: { weekday: 1, at: "08:00", channelIds: [id] } }));
  await channels.remove(id);
  expect(rules.get()).toMatchObject({ rules: [{ channelIds: [] }], digest: { channelIds: [] } });
  expect(() => rules.save(rulesFor([id]))).toThrow(expect.objectContaining({ code: "CHANNEL_NOT_FOUND" }));
});

test("an alert of a job that could not reach its repository hides behind that, and comes out when it outlasts it", async () => {
  const { alerts, channels, rules, rulesFor, pass } = await setUp();
  const receiver = await startReceiver();
  const { id } = await channels.save(null, hook("Room"), { address: receiver.url() });
  rules.save(rulesFor([id]));
  const error = { code: "STORE_VANISHED", details: { location: "/mnt/nas" } } as const;
  const planId = "00000000-0000-4000-8000-000000000001" as string as PlanId;
  const failed = {
    code: "JOB_FAILED",
    jobId: planId as never,
    kind: "backup",
    planId,
    sourceId: null,
    about: "Documents",
    error,
  } as const;
  const unreachable = {
    code: "REPOSITORY_UNREACHABLE",
    repositoryId: "ab".repeat(32) as never,
    about: "NAS",
    error,
  } as const;
  alerts.raise(failed, "failing");
  alerts.raise(unreachable, "failing");
  await pass(MINUTE_MS);
  expect(subjects(receiver.all)).toEqual(["[Office] NAS cannot be reached"]);
  alerts.resolve(thingOf(unreachable));
  await pass(MINUTE_MS);
  await pass(2 * MINUTE_MS);
  await pass(2 * MINUTE_MS);
  expect(subjects(receiver.all).slice(1)).toEqual(["[Office] The backup of Documents failed, and 1 more"]);
  expect(JSON.parse(receiver.all[1]?.body ?? "{}").alerts).toMatchObject([
    { code: "JOB_FAILED", what: "raised" },
    { code: "REPOSITORY_UNREACHABLE", what: "ended" },
  ]);
});
