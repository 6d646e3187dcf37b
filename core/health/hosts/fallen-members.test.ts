/** An array and the disk that it lost are one thing to be told of, in whichever way the disk was lost. */
import { expect, test } from "vitest";
import { describeAlert } from "../../../shared/words/alerts.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { readLab } from "../testing/fixtures.ts";
import { labDisk } from "../testing/lab-disk.ts";
import { MDSTAT, readDetail, readSysfs } from "../tools/md/commands.ts";
import { ROUND_EVERY_MS } from "./staleness.ts";

/** The disks of the lab's RAID 5, as the kernel named them when all was well. */
const DISKS = ["LABSATA0", "LABSATA1", "LABSATA2"].map((serial, n) => ({
  name: `sd${"abc"[n]}`,
  smart: labDisk(serial),
}));
const without = (serial: string) => DISKS.filter(({ smart }) => smart !== labDisk(serial));

/** @param hears whether sysfs and mdadm tell of the array, too, or `/proc/mdstat` alone */
async function watchArray(hears: "all" | "mdstat" = "all") {
  const watching = await openWatchingHost();
  const { host, machine, later } = watching;
  const [sysfs, detail] = [readSysfs("md0"), readDetail("/dev/md0", "text")];
  if (sysfs === undefined || detail === undefined) throw new Error("md gives no such names");
  /** What the lab's tools printed in a state of it, and the disks that there are. */
  const says = async (state: string, disks: typeof DISKS) => {
    machine.say(MDSTAT, readLab(state, "mdstat.txt").replace(/^md1 :.*(?:\n .*)*\n/m, ""));
    if (hears === "all") {
      // saved from within the folder of the array
      machine.say(sysfs, readLab(state, "sysfs-md0.txt").replace(/^(?=.)/gm, "/sys/block/md0/md/"));
      machine.say(detail, readLab(state, "mdadm-detail-md0.txt"));
    }
    machine.setDisks(disks);
    await later(ROUND_EVERY_MS);
  };
  const alerts = async () => (await host.call("alerts.list", { which: "open", limit: 20 })).alerts;
  const codes = async () => (await alerts()).map(({ subject }) => subject.code).sort();
  await says("01", DISKS);
  expect(await codes()).toEqual([]);
  return { host, says, alerts, codes };
}

test.each([
  ["marked as failed", "10", DISKS, "LABSATA1", "all"],
  ["gone", "32", without("LABSATA0"), "LABSATA0", "all"],
  ["gone, as mdstat alone tells it,", "32", without("LABSATA0"), "LABSATA0", "mdstat"],
  ["gone without a trace in mdstat", "11", without("LABSATA1"), "LABSATA1", "mdstat"],
] as const)(
  "an array of which a disk is %s is one alert that names both",
  async (_, state, disks, lost, hears) => {
    const { host, says, alerts, codes } = await watchArray(hears);
    await says(state, disks);
    await says(state, disks);
    expect(await codes()).toEqual(["ARRAY_TROUBLE"]);
    const [alert] = await alerts();
    if (alert === undefined) throw new Error("no alert");
    for (const language of ["en", "zh"] as const) {
      const { title, happened } = describeAlert(
        alert.subject,
        { nowMs: Date.now(), resolvedMs: null },
        language,
      );
      expect(title).toContain("md0");
      expect(happened).toContain(lost);
      for (const { smart } of without(lost))
        expect(happened).not.toContain((JSON.parse(smart) as { serial_number: string }).serial_number);
    }
    // the worse of both: whoever wants to hear of failed disks only hears of it
    const found = (await host.call("health.disks", {})).disks.find(
      ({ identity }) => identity.serial === lost,
    );
    expect(alert.severity).toBe(found?.verdict === "failed" ? "failed" : "failing");

    // one disk in its place, not an empty place and a disk beside it
    const { health } = await host.call("overview.get", {});
    expect(health.hosts.flatMap(({ bays }) => bays.map(({ verdict }) => verdict)).sort()).toEqual([
      "failed",
      "ok",
      "ok",
    ]);

    await host.call("alerts.acknowledge", { alertId: alert.id });
    expect(await host.call("health.overview", {})).toMatchObject({ severity: "ok", troubles: [] });
    await says("01", DISKS);
    expect(await codes()).toEqual([]);
  },
);

test("a disk that is told of already goes on by itself, and one that its array has replaced is told of then", async () => {
  const { says, codes } = await watchArray();
  const ailing = DISKS.map((disk) =>
    disk.smart === labDisk("LABSATA1") ? { ...disk, smart: labDisk("LABSATA1", { 5: 40 }) } : disk,
  );
  await says("01", ailing);
  expect(await codes()).toEqual(["DISK_TROUBLE"]);
  await says("10", ailing);
  expect(await codes()).toEqual(["ARRAY_TROUBLE", "DISK_TROUBLE"]);
  await says("01", DISKS);
  expect(await codes()).toEqual([]);

  await says("32", without("LABSATA0"));
  expect(await codes()).toEqual(["ARRAY_TROUBLE"]);
  const replaced = [{ name: "sda", smart: labDisk("LABSATA9") }, ...without("LABSATA0")];
  await says("01", replaced);
  expect(await codes()).toEqual(["DISK_TROUBLE"]);
});
