import { spawn } from "node:child_process";
import { once } from "node:events";
import { renameSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { NO_RULES } from "../../../shared/model/alert-rules.ts";
import { openTestHost } from "../../../test/support/host.ts";
import { officeHost } from "../../../test/support/office-host.ts";
import { startReceiver } from "../testing/http-receiver.ts";

const HOST = new URL("../../../test/support/office-host-process.ts", import.meta.url);

test("an alert that was queued when its host was killed is told by the next one, once, and nothing secret is written down", async () => {
  const receiver = await startReceiver();
  const { host, path, plan } = await officeHost();
  const channel = await host.call("alerts.channels.save", {
    channelId: null,
    draft: {
      ...{ name: "Room", isEnabled: true, language: "en" },
      setup: { kind: "webhook", shape: "generic", chat: "" },
    },
    secrets: { address: receiver.url("/hooks/T0SECRETPATH0"), key: "open-sesame" },
  });
  await host.call("alerts.rules.save", {
    ...NO_RULES,
    rules: [
      {
        ...{ severities: ["failing", "failed"], codes: [], channelIds: [channel.id] },
        ...{ delayMinutes: 0, escalation: null },
      },
    ],
  });
  expect(JSON.stringify([host.told, host.logged])).not.toMatch(/SECRETPATH|sesame/);
  await host.stop();
  renameSync(path("documents"), path("away")); // so that the backup fails

  const run = ["plans.run", JSON.stringify({ planId: plan.id })];
  const killed = spawn(process.execPath, [HOST.pathname, path("home"), ...run], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void killed.kill("SIGKILL"));
  const exit = once(killed, "exit");
  for await (const line of createInterface({ input: killed.stdout })) {
    if (!line.includes('"type":"alerts"')) continue;
    killed.kill("SIGKILL");
    break;
  }
  await exit;
  expect(receiver.all).toEqual([]);

  const clock = { aheadMs: 60_000, nowMs: () => Date.now() + clock.aheadMs };
  const next = await openTestHost(path("home"), { clock });
  onTestFinished(() => next.stop());
  await receiver.until(1);
  const [alert] = (await next.call("alerts.list", { which: "open", limit: 9 })).alerts;
  if (alert === undefined) throw new Error("no alert");
  await next.event("alert-channels");
  const tellings = async () => (await next.call("alerts.tellings", { alertId: alert.id })).tellings;
  expect(await tellings()).toMatchObject([{ channelName: "Room", what: "raised", state: "sent" }]);
  for (let n = 0; n < 3; n += 1) {
    clock.aheadMs += 3_600_000;
    next.noteWakeUp();
  }
  await next.stop();
  const raised = receiver.all.flatMap(
    ({ body }) => JSON.parse(body).alerts as { id: string; what: string }[],
  );
  expect(raised.filter(({ id }) => id === alert.id)).toMatchObject([{ what: "raised" }]);
});
