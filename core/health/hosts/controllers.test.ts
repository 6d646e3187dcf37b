/** A RAID controller breaks, or is gone: people hear of it once, and not of each disk and array behind it. */
import { describe, expect, test } from "vitest";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { startReceiver } from "../../alerts/testing/http-receiver.ts";
import { readFixture } from "../testing/fixtures.ts";
import { readControllers } from "../tools/storcli/commands.ts";
import { ROUND_EVERY_MS } from "./staleness.ts";

const CAPTURED = readFixture("storcli", "AlexBomber12__megaraid-dashboard__c0_show_all.json");
const NONE_THERE = readFixture("storcli", "scality__raidmgmt__c5_invalid.json");
const DRIVES = 10;

type Row = Record<string, unknown>;
type Captured = {
  Controllers: { "Response Data": { Status: Row; "PD LIST": Row[]; "VD LIST": Row[]; TOPOLOGY: Row[] } }[];
};

/** The captured output, with as many drives, in these states. */
function storcli(states: {
  readonly controller: string;
  readonly drives: string;
  readonly volumes: string;
}): string {
  const output = JSON.parse(CAPTURED) as Captured;
  const [answer] = output.Controllers;
  if (answer === undefined) throw new Error("no controller");
  const { Status, "PD LIST": drives, "VD LIST": volumes, TOPOLOGY } = answer["Response Data"];
  const [drive] = drives;
  for (let slot = drives.length; slot < DRIVES; slot += 1)
    drives.push({ ...drive, "EID:Slt": `252:${slot}`, DID: 100 + slot });
  Status["Controller Status"] = states.controller;
  for (const one of drives) one.State = states.drives;
  for (const one of volumes) one.State = states.volumes;
  for (const one of TOPOLOGY) one.State = one.Type === "DRIVE" ? states.drives : states.volumes;
  return JSON.stringify(output);
}

const WELL = storcli({ controller: "Optimal", drives: "Onln", volumes: "Optl" });

async function watchController() {
  const [ask] = readControllers("storcli64");
  if (ask === undefined) throw new Error("not asked");
  const { host, machine, clock, later } = await openWatchingHost();
  const receiver = await startReceiver();
  const { id } = await host.call("alerts.channels.save", {
    channelId: null,
    draft: {
      ...{ name: "Room", isEnabled: true, language: "en" },
      setup: { kind: "webhook", shape: "generic", chat: "" },
    },
    secrets: { address: receiver.url() },
  });
  await host.call("alerts.rules.save", {
    ...{ tellsEnd: true, quietHours: null, digest: null },
    rules: [
      {
        ...{ severities: ["warning", "failing", "failed"], codes: [], channelIds: [id] },
        ...{ delayMinutes: 0, escalation: null },
      },
    ],
  });
  return {
    ...{ host, receiver },
    /** The controller's program says this from now on, a round passes, and all that waits is sent. */
    async says(text: string, sendings: number) {
      machine.say(ask, text);
      await later(ROUND_EVERY_MS);
      const sent = receiver.until(sendings);
      clock.aheadMs += 60_000;
      host.noteWakeUp();
      await sent;
    },
    async alerts() {
      const { alerts } = await host.call("alerts.list", { which: "open", limit: 50 });
      return alerts.map(({ subject }) => subject.code).sort();
    },
    async lostDisks() {
      const { alerts } = await host.call("alerts.list", { which: "open", limit: 50 });
      return alerts.flatMap(({ subject }) =>
        subject.code === "ARRAY_TROUBLE" ? (subject.lostDisks ?? []) : [],
      ).length;
    },
    /** What people were told, each message as the codes of the alerts in it. */
    told: () =>
      receiver.all.map(({ body }) =>
        (JSON.parse(body) as { alerts: { code: string; what: string }[] }).alerts.map(
          ({ code, what }) => `${what} ${code}`,
        ),
      ),
  };
}

describe("a RAID controller with ten disks", () => {
  test.each([
    ["breaks", storcli({ controller: "Failed", drives: "Offln", volumes: "OfLn" })],
    ["is gone", NONE_THERE],
  ])("%s: people are told of it alone, and of its end alone", async (_, broken) => {
    const { host, says, told, alerts, lostDisks } = await watchController();
    await says(WELL, 0);
    expect(await alerts()).toEqual([]);
    expect((await host.call("health.disks", {})).disks).toHaveLength(DRIVES);
    await says(broken, 1);
    const open = await alerts();
    // those that an array has lost are named by its alert
    const named = await lostDisks();
    expect(open.filter((code) => code === "DISK_TROUBLE").length + named).toBe(DRIVES);
    expect(open.filter((code) => code === "ARRAY_TROUBLE").length).toBeGreaterThan(0);
    expect(told()).toEqual([["raised CONTROLLER_TROUBLE"]]);
    await says(WELL, 2);
    expect(await alerts()).toEqual([]);
    expect(told()).toEqual([["raised CONTROLLER_TROUBLE"], ["ended CONTROLLER_TROUBLE"]]);
  });

  test("works while a disk behind it fails: people are told of the disk", async () => {
    const { says, told } = await watchController();
    await says(WELL, 0);
    const output = JSON.parse(WELL) as Captured;
    const [drive] = output.Controllers[0]?.["Response Data"]["PD LIST"] ?? [];
    if (drive === undefined) throw new Error("no drive");
    drive.State = "UBad";
    await says(JSON.stringify(output), 1);
    expect(told()[0]).toContain("raised DISK_TROUBLE");
    expect(told()[0]).not.toContain("raised CONTROLLER_TROUBLE");
  });
});
