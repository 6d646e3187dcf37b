/** Who may say which program is run: whoever could run it anyway, and nobody else. */
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ChannelDraft } from "../../shared/model/alert-channel.ts";
import { officeHost } from "../../test/support/office-host.ts";
import type { Caller } from "../api/handlers.ts";

const PAGE: Caller = { name: "console 127.0.0.1", rights: new Set(["read", "write"]) };

async function office() {
  const { host, path } = await officeHost();
  const bell = path("bell");
  writeFileSync(bell, `#!/bin/sh\necho "$1" >> '${path("rung")}'\n`);
  chmodSync(bell, 0o700);
  const draft = (program: string, programArguments: string[] = ["loud"]): ChannelDraft => ({
    ...{ name: "Bell", isEnabled: true, language: "en" },
    setup: { kind: "command", program, arguments: programArguments },
  });
  return { host, path, bell, draft, rung: () => existsSync(path("rung")) };
}

test("a session of a browser neither adds a program, nor tries one, nor makes one of another channel", async () => {
  const { host, bell, draft, rung } = await office();
  const refused = { code: "CHANNEL_PROGRAM_REFUSED", details: { program: bell } };
  const input = { channelId: null, draft: draft(bell), secrets: {} };
  await expect(host.call("alerts.channels.save", input, PAGE)).rejects.toMatchObject(refused);
  await expect(host.call("alerts.channels.test", input, PAGE)).rejects.toMatchObject(refused);
  const room = await host.call(
    "alerts.channels.save",
    {
      channelId: null,
      draft: { ...draft(bell), name: "Room", setup: { kind: "webhook", shape: "generic", chat: "" } },
      secrets: { address: "http://127.0.0.1:9/" },
    },
    PAGE,
  );
  const turned = { ...input, channelId: room.id };
  await expect(host.call("alerts.channels.save", turned, PAGE)).rejects.toMatchObject(refused);
  expect((await host.call("alerts.channels.list", {})).channels).toEqual([room]);
  expect(rung()).toBe(false);
});

test("it may use what was chosen on this computer, and changes neither the program nor its arguments", async () => {
  const { host, path, bell, draft, rung } = await office();
  const { id } = await host.call("alerts.channels.save", {
    ...{ channelId: null, draft: draft(bell), secrets: {} },
  });
  const asPage = (changed: ChannelDraft) =>
    host.call("alerts.channels.save", { channelId: id, draft: changed, secrets: {} }, PAGE);
  const tryAsPage = (changed: ChannelDraft) =>
    host.call("alerts.channels.test", { channelId: id, draft: changed, secrets: {} }, PAGE);
  for (const changed of [
    draft(path("other")),
    draft(bell, ["louder"]),
    draft(bell, []),
    draft(bell, ["lo", "ud"]),
  ]) {
    await expect(asPage(changed)).rejects.toMatchObject({ code: "CHANNEL_PROGRAM_REFUSED" });
    await expect(tryAsPage(changed)).rejects.toMatchObject({ code: "CHANNEL_PROGRAM_REFUSED" });
  }
  expect(rung()).toBe(false);
  expect(await tryAsPage(draft(bell))).toMatchObject({ kind: "delivered" });
  expect(rung()).toBe(true);
  expect(await asPage({ ...draft(bell), name: "Big bell", isEnabled: false })).toMatchObject({
    ...{ name: "Big bell", isEnabled: false, setup: draft(bell).setup },
  });
});

test("whoever asks is told what he may", async () => {
  const { host } = await office();
  expect(await host.call("app.state", {})).toMatchObject({ mayChoosePrograms: true });
  expect(await host.call("app.state", {}, PAGE)).toMatchObject({ mayChoosePrograms: false });
});
