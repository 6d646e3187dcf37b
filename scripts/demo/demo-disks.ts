/** The disks of the made-up office: a month of readings, and programs that tell of them again and again. */
import { mkdirSync } from "node:fs";
import type { Stores } from "../../core/catalog/open-stores.ts";
import { ensureLocal } from "../../core/health/hosts/host-service.ts";
import { createLocalMachine } from "../../core/health/machine/local-machine.ts";
import { LIST_BLOCK_DEVICES } from "../../core/health/probes/block-devices.ts";
import type { HostReading } from "../../core/health/probes/host-reading.ts";
import { LIST_MOUNTS } from "../../core/health/probes/mounts.ts";
import { READ_SPACE } from "../../core/health/probes/probe-volumes.ts";
import { readMachine } from "../../core/health/probes/read-machine.ts";
import { recordRound } from "../../core/health/record/record-round.ts";
import { readFixture, readLab } from "../../core/health/testing/fixtures.ts";
import { MDSTAT } from "../../core/health/tools/md/commands.ts";
import { makeVirtualMachine, smartOutput, type VirtualMachine } from "../../test/support/virtual-machine.ts";
import { DEMO_HOSTNAME } from "./demo-folder.ts";

const HOUR_MS = 3_600_000;
const STEP_MS = 3 * HOUR_MS;
const MONTH_MS = 30 * 24 * HOUR_MS;

const BOX_DISK = "ST4000VN006-3CW104";
const OLD_DISK = "WDC WD40EFRX-68N32N0";
const SYSTEM_DISK = "prometheus-community__smartctl_exporter__sat-null-SAMSUNG_MZ7L3480HCHQ-00A07-sda.json";

/** Sizes and use in KiB, now; `dailyKib` is what comes to it each day. */
const VOLUMES = [
  { device: "/dev/sda", key: "system", sizeKib: 468_000_000, usedKib: 171_000_000, dailyKib: 120_000 },
  {
    device: "/dev/md0",
    key: "synology",
    sizeKib: 3_905_000_000,
    usedKib: 3_271_000_000,
    dailyKib: 4_100_000,
  },
  { device: "/dev/sdd", key: "truenas", sizeKib: 3_905_000_000, usedKib: 2_120_000_000, dailyKib: 640_000 },
] as const;

type Places = { readonly synology: string; readonly truenas: string };

/**
 * Lets the computer of the office have four disks: one for the system, two that mirror each other below the first box, and an old
 * one with some worn places below the second.
 *
 * @param toolFolder is made; for `BackstayParts.toolFolder`
 * @param places where the boxes are mounted
 */
export async function watchDemoDisks(
  stores: Stores,
  toolFolder: string,
  places: Places,
  nowMs: number,
): Promise<void> {
  mkdirSync(toolFolder);
  layOut(makeVirtualMachine(toolFolder), places);
  const now = await readMachine(createLocalMachine(toolFolder), {
    ...{
      refusals: new Map(),
      known: new Set<string>(),
      given: [],
      nowMs,
      signal: new AbortController().signal,
    },
  });
  ensureLocal(stores.watchedHosts, DEMO_HOSTNAME);
  const [host] = stores.watchedHosts.list();
  if (host === undefined) throw new Error("the demo's computer is not watched");
  for (let atMs = nowMs - MONTH_MS; atMs <= nowMs; atMs += STEP_MS)
    recordRound(stores, asItWas(now, nowMs, atMs), {
      ...{ hostId: host.id, nowMs: atMs, continuesMs: 2 * STEP_MS },
      isSeenElsewhere: () => false,
    });
  const { facts, gaps, layout } = now;
  stores.watchedHosts.save({ ...host, facts, gaps: [...gaps], askedMs: nowMs, answeredMs: nowMs });
  if (layout !== undefined) stores.hostLayouts.save(host.id, layout);
}

function layOut(machine: VirtualMachine, places: Places): void {
  const healthy = readLab("01", "smartctl-a-LABSATA0.json");
  const disks = [
    { name: "sda", serial: "S6Y4NA0T500431", smart: readFixture("smartctl", SYSTEM_DISK) },
    { name: "sdb", serial: "ZW607Q3M", smart: called(healthy, BOX_DISK) },
    { name: "sdc", serial: "ZW60A1KD", smart: called(healthy, BOX_DISK) },
    { name: "sdd", serial: "WD-WCC7K4RT1F2X", smart: called(healthy, OLD_DISK) },
  ].map((disk) => ({
    ...disk,
    smart: smartOutput(disk.smart, { serial: disk.serial, raw: disk.name === "sdd" ? { 5: 8 } : {} }),
  }));
  machine.setDisks(disks);
  const blockdevices = disks.map(({ name, serial }) => ({
    ...{ name, type: "disk", size: name === "sda" ? 480e9 : 4e12, serial, rota: name !== "sda", rm: false },
    ...{ tran: "sata", hotplug: false },
    ...(name === "sdb" || name === "sdc" ? { children: [{ name: "md0", type: "raid1", size: 4e12 }] } : {}),
  }));
  machine.say(LIST_BLOCK_DEVICES, JSON.stringify({ blockdevices }));
  machine.say(
    MDSTAT,
    "Personalities : [raid1]\nmd0 : active raid1 sdb[0] sdc[1]\n      3906886464 blocks super 1.2 [2/2] [UU]\n\nunused devices: <none>\n",
  );
  const pathOf = (key: (typeof VOLUMES)[number]["key"]) => (key === "system" ? "/" : places[key]);
  machine.say(
    LIST_MOUNTS,
    VOLUMES.map(({ device, key }) => `${device} ${pathOf(key)} ext4 rw,relatime 0 0\n`).join(""),
  );
  const lines = VOLUMES.map(({ device, key, sizeKib, usedKib }) => {
    const percent = Math.ceil((100 * usedKib) / sizeKib);
    return `${device} ${sizeKib} ${usedKib} ${sizeKib - usedKib} ${percent}% ${pathOf(key)}\n`;
  });
  machine.say(READ_SPACE, `Filesystem 1024-blocks Used Available Capacity Mounted on\n${lines.join("")}`);
}

function called(output: string, model: string): string {
  const { model_family: _, ...rest } = JSON.parse(output) as Record<string, unknown>;
  return JSON.stringify({
    ...rest,
    model_name: model,
    user_capacity: { bytes: 4_000_787_030_016 },
    power_on_time: { hours: model === OLD_DISK ? 46_300 : 9_870 },
  });
}

/** The same machine some time ago: less full, and as warm as the hour of the day made it. */
function asItWas(now: HostReading, nowMs: number, atMs: number): HostReading {
  const daysAgo = (nowMs - atMs) / (24 * HOUR_MS);
  const hour = new Date(atMs).getHours();
  const warmer = hour >= 9 && hour < 19 ? 3 : hour === 3 ? 5 : 0; // people at work, and the night's backup
  return {
    ...now,
    disks: now.disks.map((disk, n) => {
      const { temperatureC } = disk.reading.metrics;
      const atThatHour =
        temperatureC === null ? null : temperatureC + warmer - 2 + ((n + Math.floor(daysAgo)) % 2);
      return {
        ...disk,
        reading: { ...disk.reading, metrics: { ...disk.reading.metrics, temperatureC: atThatHour } },
      };
    }),
    volumes: now.volumes.map((volume) => {
      const grows = VOLUMES.find(({ device }) => device === volume.source)?.dailyKib ?? 0;
      const busier = Math.sin(daysAgo * 2.4) * 1.5; // no two days are alike
      return { ...volume, freeBytes: Math.round(volume.freeBytes + (daysAgo + busier) * grows * 1024) };
    }),
  };
}
