/** Somebody says who is told of alerts, tries it, and people are told. */
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startReceiver } from "../../core/alerts/testing/http-receiver.ts";
import { startMailServer } from "../../core/alerts/testing/smtp-receiver.ts";
import type { ChannelSecrets, ChannelSetup } from "../../shared/model/alert-channel.ts";
import { violationsOn } from "../support/axe.ts";
import { officeConsole } from "../support/office-console.ts";

const WAIT_MS = 60_000;

test("a webhook is added with its key, tested for real, named by a rule, and its secrets never come back", async () => {
  const { page, api, go } = await officeConsole();
  const receiver = await startReceiver((response, { headers }) => {
    response.writeHead(headers["x-backstay-signature"] === undefined ? 403 : 200).end("room Technik");
  });
  await go("/alerts");
  await page.getByRole("button", { name: "Channels", exact: true }).click();
  await page.getByRole("button", { name: "Add a channel…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind").selectOption({ label: "Webhook or chat" });
  await dialog.getByLabel("Name").fill("Room");
  await dialog.getByLabel("Address").fill(receiver.url("/hooks/T0SECRETPATH0"));
  await dialog.getByRole("button", { name: "Send test" }).click();
  await dialog.getByText("The server refuses the sign-in.").waitFor({ timeout: WAIT_MS });
  await dialog.getByText("Answer: 403 room Technik").waitFor();
  await dialog.getByLabel("Key", { exact: true }).fill("open-sesame");
  await dialog.getByRole("button", { name: "Send test" }).click();
  await dialog.getByText("The server's answer: 200 room Technik").waitFor({ timeout: WAIT_MS });
  expect(JSON.parse(receiver.all[1]?.body ?? "{}")).toMatchObject({ kind: "test" });
  await dialog.getByRole("button", { name: "Save channel" }).click();
  await dialog.waitFor({ state: "hidden", timeout: WAIT_MS });

  await page.getByText(`Webhook or chat · 127.0.0.1:${receiver.port}`).waitFor({ timeout: WAIT_MS });
  expect(await page.content()).not.toMatch(/SECRETPATH|sesame/);
  await page.getByRole("button", { name: "Send test" }).click();
  await page.getByText("The server's answer: 200 room Technik").waitFor({ timeout: WAIT_MS });

  await page.getByRole("button", { name: "Rules", exact: true }).click();
  await page.getByRole("button", { name: "Add a rule" }).click();
  const rule = page.getByRole("region", { name: "Rule 1" });
  await rule.getByRole("checkbox", { name: "Notices" }).check();
  await rule.getByLabel("If it lasts").selectOption({ label: "15 minutes" });
  await page.getByRole("switch", { name: "Quiet hours" }).check();
  await page.getByLabel("Until").fill("06:30");
  await page.getByRole("button", { name: "Save rules" }).click();
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ timeout: WAIT_MS });
  const [channel] = (await api.call("alerts.channels.list", {})).channels;
  expect(await api.call("alerts.rules.get", {})).toMatchObject({
    rules: [
      {
        severities: expect.arrayContaining(["notice", "failed"]),
        channelIds: [channel?.id],
        delayMinutes: 15,
      },
    ],
    quietHours: { from: "22:00", to: "06:30", except: ["failed"] },
  });

  await page.getByRole("button", { name: "Channels", exact: true }).click();
  await page.getByRole("button", { name: "Remove…" }).click();
  await page.getByRole("button", { name: "Remove channel" }).click();
  await page.getByText("Nobody is told outside of this page.").waitFor({ timeout: WAIT_MS });
  expect(await api.call("alerts.rules.get", {})).toMatchObject({ rules: [{ channelIds: [] }] });
});

test("a mail that a server refuses says so with its words, and arrives when it is put right", async () => {
  const { page, go } = await officeConsole();
  const server = await startMailServer({
    onRcptTo: ({ address }, _, done) =>
      done(
        address.startsWith("it@") ? null : Object.assign(new Error("no such mailbox"), { responseCode: 550 }),
      ),
  });
  await go("/alerts/channels");
  await page.getByRole("button", { name: "Add a channel…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Mail");
  await dialog.getByLabel("Mail server").fill("127.0.0.1");
  await dialog.getByLabel("Port").fill(String(server.port));
  await dialog.getByLabel("Encryption").selectOption({ label: "None" });
  await dialog.getByLabel("Sender").fill("backstay@office.example");
  await dialog.getByLabel("Recipients").fill("nobody@office.example");
  await dialog.getByRole("button", { name: "Send test" }).click();
  await dialog.getByText("no such mailbox").waitFor({ timeout: WAIT_MS });
  await dialog.getByLabel("Recipients").fill("it@office.example");
  await dialog.getByRole("button", { name: "Send test" }).click();
  await dialog.getByText("The test arrived.").waitFor({ timeout: WAIT_MS });
  expect(server.mails).toMatchObject([{ to: ["it@office.example"] }]);
});

test("the proof of each month is asked for where the rules are, once there is an e-mail channel", async () => {
  const { page, api, go } = await officeConsole();
  const save = (name: string, setup: ChannelSetup, secrets: ChannelSecrets) =>
    api.call("alerts.channels.save", {
      channelId: null,
      draft: { name, isEnabled: true, language: "en", setup },
      secrets,
    });
  await save(
    "Room",
    { kind: "webhook", shape: "generic", chat: "" },
    { address: "https://hooks.example.net/x" },
  );
  await go("/alerts/rules");
  const asked = page.getByRole("switch", { name: "Proof of backups each month, by e-mail" });
  await page.getByText("It needs a channel of the kind e-mail.").waitFor({ timeout: WAIT_MS });
  expect(await asked.isDisabled()).toBe(true);
  const mail = (to: string): ChannelSetup => ({
    ...{ kind: "mail", host: "127.0.0.1", port: 25, security: "none", user: "" },
    ...{ from: "backstay@office.example", to: [to] },
  });
  const insurer = await save("Insurer", mail("claims@insurer.example"), {});
  await save("Boss", mail("boss@office.example"), {});
  await page.getByText("On the first of each month").waitFor({ timeout: WAIT_MS });
  await asked.check();
  const channels = page.getByRole("group", { name: "Tell by" });
  expect(await channels.getByRole("checkbox").count()).toBe(2); // of rules there is none, and the room takes no files
  await channels.getByRole("checkbox", { name: "Boss" }).uncheck();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole("button", { name: "Save rules" }).click();
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ timeout: WAIT_MS });
  expect((await api.call("alerts.rules.get", {})).proofPack).toEqual({ channelIds: [insurer.id] });
});

test("a browser may not say which program is run, is told where, and uses what was chosen there", async () => {
  const { page, api, go, path } = await officeConsole();
  const bell = path("bell");
  writeFileSync(bell, '#!/bin/sh\necho "rung for $BACKSTAY_KIND"\n', { mode: 0o700 });
  await go("/alerts/channels");
  await page.getByRole("button", { name: "Add a channel…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind").selectOption({ label: "Program on this computer" });
  await dialog.getByLabel("Name", { exact: true }).fill("Bell");
  await dialog.getByText('backstay alerts program "Bell" -- /path/to/program').waitFor();
  expect(await dialog.getByLabel("Program", { exact: true }).count()).toBe(0);
  expect(await dialog.getByRole("button", { name: "Save channel" }).getAttribute("aria-disabled")).toBe(
    "true",
  );
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden", timeout: WAIT_MS });

  const draft = {
    name: "Bell",
    isEnabled: true,
    language: "en",
    setup: { kind: "command", program: bell, arguments: [] },
  };
  await api.call("alerts.channels.save", { channelId: null, draft, secrets: {} } as never); // as a terminal does
  await page.getByText(`Program on this computer · ${bell}`).waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Send test" }).click();
  await page.getByText("rung for test").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Edit…" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Big bell");
  await dialog.getByRole("button", { name: "Save channel" }).click();
  await dialog.waitFor({ state: "hidden", timeout: WAIT_MS });
  expect((await api.call("alerts.channels.list", {})).channels).toMatchObject([
    { name: "Big bell", setup: draft.setup },
  ]);
});
