/** The proof pack of a month on its way to people, over a real mail server and with a host whose clock is moved. */
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ChannelDraft } from "../../../shared/model/alert-channel.ts";
import { NO_RULES } from "../../../shared/model/alert-rules.ts";
import { openTestHost, type TestHost } from "../../../test/support/host.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { startMailServer } from "../testing/smtp-receiver.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const mail = (port: number, name = "Insurer"): ChannelDraft => ({
  ...{ name, isEnabled: true, language: "en" },
  setup: {
    ...{ kind: "mail", host: "127.0.0.1", port, security: "none", user: "" },
    ...{ from: "backstay@office.example", to: ["claims@insurer.example"] },
  },
});

/** A host that begins in the middle of a month. */
async function setUp() {
  const folder = await tempFolder();
  const clock = { ms: new Date(2027, 0, 15, 12).getTime(), nowMs: () => clock.ms };
  let host: TestHost;
  const pass = (ms: number) => {
    clock.ms += ms;
    host.noteWakeUp();
  };
  const open = async () => {
    host = await openTestHost(join(folder, "home"), { clock });
    onTestFinished(host.stop);
  };
  await open();
  return {
    call: ((name, input) => host.call(name, input)) as TestHost["call"],
    /** Time goes by, and the host looks at the clock. */
    pass,
    /** Time goes by before each look, as the host may be busy with what came before. */
    eventually: (look: () => unknown) =>
      vi.waitFor(
        async () => {
          pass(1_000);
          await look();
        },
        { timeout: 60_000, interval: 50 },
      ),
    until(ms: number) {
      clock.ms = ms;
      host.noteWakeUp();
    },
    async restart() {
      await host.stop();
      await open();
    },
  };
}

/** The only attachment of a mail. */
function attachmentOf(source: string) {
  const part =
    source.split(/\r\n--[^\r\n]+\r\n/).find((text) => /^content-disposition: attachment/im.test(text)) ?? "";
  const [head = "", ...body] = part.split("\r\n\r\n");
  const bytes = /base64/i.test(head) ? Buffer.from(body.join(""), "base64") : undefined;
  return { head, text: bytes?.toString() ?? body.join("\r\n\r\n") };
}

test("nothing is mailed before somebody asks for it, then the page of each month when it is over, once", async () => {
  const { call, pass, until, eventually } = await setUp();
  const server = await startMailServer();
  const channel = await call("alerts.channels.save", {
    channelId: null,
    draft: mail(server.port),
    secrets: {},
  });
  await call("settings.set", { officeName: "Bakery" });
  until(new Date(2027, 1, 1, 9).getTime());
  pass(MINUTE_MS);
  await call("alerts.rules.save", { ...NO_RULES, proofPack: { channelIds: [channel.id] } });
  pass(20 * DAY_MS); // of January nobody had asked for one
  expect(server.mails).toEqual([]);
  until(new Date(2027, 2, 1, 7, 0, 1).getTime());
  await eventually(() => expect(server.mails).toHaveLength(1));
  const [{ source, to } = { source: "", to: [] }] = server.mails;
  expect(to).toEqual(["claims@insurer.example"]);
  expect(source).toMatch(/^Subject: \[Bakery\] Proof of backups, 2027-02$/m);
  const { head, text } = attachmentOf(source);
  expect(head).toMatch(/^Content-Type: text\/html; charset=utf-8/im);
  expect(head).toContain("backstay-2027-02.html");
  expect(text).toMatch(/^<!doctype html>/i);
  expect(text).toContain("Proof of backups, February 2027");
  expect(text).toContain("Bakery");
  expect(text).toContain("Changed who is told of what"); // asking for it is one of the changes of February
  expect(text).not.toMatch(/<script|src=|href="http/i);
  for (let n = 0; n < 3; n += 1) pass(DAY_MS);
  until(new Date(2027, 3, 2, 12).getTime());
  await eventually(() => expect(server.mails).toHaveLength(2));
  expect(attachmentOf(server.mails[1]?.source ?? "").head).toContain("backstay-2027-03.html");
});

test("one that a server does not take is seen on its channel, outlives the host, and is tried again for days", async () => {
  const { call, pass, until, restart, eventually } = await setUp();
  const world = { isBusy: true };
  const refuse = () => Object.assign(new Error("come back later"), { responseCode: 450 });
  const server = await startMailServer({
    onRcptTo: (_, __, done) => done(world.isBusy ? refuse() : null),
  });
  const channel = await call("alerts.channels.save", {
    channelId: null,
    draft: mail(server.port),
    secrets: {},
  });
  await call("alerts.rules.save", { ...NO_RULES, proofPack: { channelIds: [channel.id] } });
  const channelNow = async () => (await call("alerts.channels.list", {})).channels[0];
  const failed = async (afterMs: number) =>
    await eventually(async () =>
      expect(await channelNow()).toMatchObject({
        ...{ waiting: 1, lastFailureMs: expect.toSatisfy((ms) => ms >= afterMs) },
        lastFailure: { problem: "busy", answer: expect.stringContaining("come back later") },
      }),
    );
  const first = new Date(2027, 1, 1, 8).getTime();
  until(first);
  await failed(first);
  const days = [1, 2, 3];
  for (const day of days) {
    until(first + day * DAY_MS);
    await failed(first + day * DAY_MS);
  }
  const open = async () =>
    (await call("alerts.list", { which: "open", limit: 9 })).alerts.map(({ subject }) => subject.code);
  await eventually(async () => expect(await open()).toContain("CHANNEL_FAILING"));
  await restart();
  world.isBusy = false;
  pass(2 * 60 * MINUTE_MS);
  await eventually(() => expect(server.mails).toHaveLength(1));
  expect(attachmentOf(server.mails[0]?.source ?? "").head).toContain("backstay-2027-01.html");
  await eventually(async () => {
    expect(await channelNow()).toMatchObject({ waiting: 0, lastSuccessMs: expect.any(Number) });
    expect(await open()).not.toContain("CHANNEL_FAILING");
  });
});

test("it goes to e-mail only, and a channel that is removed gets none", async () => {
  const { call } = await setUp();
  const hook = await call("alerts.channels.save", {
    channelId: null,
    draft: { ...mail(1, "Room"), setup: { kind: "webhook", shape: "generic", chat: "" } },
    secrets: { address: "http://127.0.0.1:1/" },
  });
  const ask = (id: typeof hook.id) =>
    call("alerts.rules.save", { ...NO_RULES, proofPack: { channelIds: [id] } });
  await expect(ask(hook.id)).rejects.toMatchObject({ code: "CHANNEL_NOT_FOUND" });
  const channel = await call("alerts.channels.save", { channelId: null, draft: mail(25), secrets: {} });
  await ask(channel.id);
  await call("alerts.channels.remove", { channelId: channel.id });
  expect(await call("alerts.rules.get", {})).toMatchObject({ proofPack: { channelIds: [] } });
});
