/** Real arrays on loop devices, broken as arrays break, and looked at by the tools as Backstay runs them. */
import { describe, expect, test } from "vitest";
import type { ToolCommand } from "../../core/health/machine/machine.ts";
import { mergeArrays } from "../../core/health/reading/merge-arrays.ts";
import type { ArrayBaseline } from "../../core/health/rules/array/array-baseline.ts";
import { judgeArray } from "../../core/health/rules/judge-array.ts";
import * as btrfs from "../../core/health/tools/btrfs/commands.ts";
import { parseBtrfsDeviceStats } from "../../core/health/tools/btrfs/parse-device-stats.ts";
import { parseBtrfsUsage } from "../../core/health/tools/btrfs/parse-usage.ts";
import * as lvm from "../../core/health/tools/lvm/commands.ts";
import { parseLvm } from "../../core/health/tools/lvm/parse-lvm.ts";
import * as md from "../../core/health/tools/md/commands.ts";
import { parseMdSysfs } from "../../core/health/tools/md/parse-md-sysfs.ts";
import { parseMdadmDetail } from "../../core/health/tools/md/parse-mdadm-detail.ts";
import { parseMdstat } from "../../core/health/tools/md/parse-mdstat.ts";
import type { ArrayReading, ToolReading } from "../../shared/model/health-reading.ts";
import type { HealthSubject } from "../../shared/model/health-verdict.ts";
import { describeFinding } from "../../shared/words/describe-finding.ts";
import {
  type ArraySite,
  canOperate,
  hasInKernel,
  type LoopDisk,
  makeArraySite,
} from "../support/array-site.ts";
import { lacks, lacksInKernel, lacksTool } from "../support/tools.ts";

const signal = new AbortController().signal;
const lacksRoot = lacks("root, to make loop devices", process.geteuid?.() === 0);

type Question = readonly [command: ToolCommand | undefined, parse: (text: string) => ToolReading];

/** Asks the machine as a round does, and judges the one array that the test has made. */
async function look(
  { machine }: ArraySite,
  questions: readonly Question[],
  isOurs: (array: ArrayReading) => boolean,
  baseline?: ArrayBaseline,
): Promise<HealthSubject> {
  const readings: ToolReading[] = [];
  for (const [command, parse] of questions) {
    if (command === undefined) throw new Error("a name that the tool cannot have");
    const output = await machine.run(command, { asRoot: true, signal });
    if (output.kind === "gap") throw new Error(`${command.program}: ${output.gap.reason}`);
    readings.push(parse(output.stdout));
  }
  const ours = mergeArrays(readings.flatMap(({ arrays }) => arrays)).filter(isOurs);
  expect(ours).toHaveLength(1);
  return judgeArray(ours[0] as ArrayReading, baseline);
}

const codes = ({ findings }: HealthSubject) =>
  findings.filter(({ level }) => level !== "note").map(({ code }) => code);

/** All that a person reads of it. */
const words = ({ findings }: HealthSubject) =>
  findings
    .map((finding) => Object.values(describeFinding(finding, { nowMs: Date.now() }, "en")).join(" "))
    .join("\n");

describe.skipIf(
  lacksRoot ||
    lacksTool("mkfs.btrfs", "losetup") ||
    lacksInKernel("Btrfs and loop devices", await hasInKernel("btrfs")),
)("Btrfs on two disks", () => {
  async function makeMirror() {
    const site = await makeArraySite();
    const disks = await site.makeDisks(2, 512);
    const [one, two] = disks as [LoopDisk, LoopDisk];
    await site.operate("mkfs.btrfs", "-q", "-d", "raid1", "-m", "raid1", one.device, two.device);
    const [, uuid = ""] =
      /uuid: (\S+)/.exec(await site.operate("btrfs", "filesystem", "show", one.device)) ?? [];
    const place = `${site.folder}/mounted`;
    await site.operate("mkdir", place);
    const mount = async (...options: string[]) => {
      await site.operate(
        "btrfs",
        "device",
        "scan",
        ...disks.flatMap(({ device }) => (device === "" ? [] : [device])),
      );
      await site.operate("mount", ...options, one.device, place);
      site.later("umount", place);
    };
    await mount();
    await site.operate(
      "sh",
      "-c",
      `for n in 1 2 3 4 5 6; do head -c 20000000 /dev/urandom >${place}/$n; done; sync`,
    );
    const sums = await site.operate("sh", "-c", `cd ${place} && sha256sum *`);
    const ask = btrfs.askFileSystem(place);
    const questions: readonly Question[] = [
      [btrfs.SHOW, parseBtrfsUsage],
      [ask?.stats, parseBtrfsDeviceStats],
      [ask?.usage, parseBtrfsUsage],
      [ask?.scrub, parseBtrfsUsage],
    ];
    return {
      site,
      one,
      two,
      mount,
      async unmount() {
        await site.operate("umount", place);
        // or the kernel would go on knowing the one that is taken away
        for (const { device } of disks)
          if (device !== "") await site.operate("btrfs", "device", "scan", "--forget", device);
      },
      /** Reads everything on all disks; what it finds is told by exit status as well. */
      scrub: () => canOperate("btrfs", "scrub", "start", "-B", place),
      resetCounters: () => site.operate("btrfs", "device", "stats", "-z", place),
      look: (baseline?: ArrayBaseline) => look(site, questions, ({ id }) => id === uuid, baseline),
      isWhole: async () => (await site.operate("sh", "-c", `cd ${place} && sha256sum *`)) === sums,
    };
  }

  test("that gets damaged on one of them is found out by a scrub, and well again when the counters are reset", async () => {
    const { site, two, mount, unmount, scrub, resetCounters, look, isWhole } = await makeMirror();
    const before = Date.now();
    expect(await look()).toMatchObject({ verdict: "ok" });

    await unmount();
    const damage = ["if=/dev/urandom", "bs=1M", "seek=160", "count=64", "conv=notrunc,fsync", "status=none"];
    await site.operate("dd", `of=${two.device}`, ...damage);
    await mount();
    await scrub();
    const known = { before: 0, beforeMs: before, stableSinceMs: null };
    const damaged = await look({
      members: 2,
      spares: 0,
      level: null,
      memberErrors: new Map([[two.device, known]]),
    });
    expect(damaged.verdict).toBe("warning");
    expect(codes(damaged)).toEqual(expect.arrayContaining(["ARRAY_MEMBER_ERRORS", "ARRAY_MISMATCHES"]));
    expect(codes(damaged)).not.toContain("ARRAY_DATA_DAMAGED");
    expect(damaged.findings.find(({ code }) => code === "ARRAY_MEMBER_ERRORS")).toMatchObject({
      details: { member: two.device, checksum: expect.toSatisfy((count: number) => count > 0), trend: known },
    });
    expect(words(damaged)).toContain(`Errors of ${two.device}: 0 reading, 0 writing`);
    expect(words(damaged)).toContain("No data was lost.");
    expect(await isWhole()).toBe(true);

    // counters stay until a person resets them, also when all was mended
    await scrub();
    expect(codes(await look())).toEqual(["ARRAY_MEMBER_ERRORS"]);
    await resetCounters();
    expect(await look()).toMatchObject({ verdict: "ok" });
  });

  test("of which one is taken away is degraded, and says so until it is back", async () => {
    const { two, mount, unmount, scrub, resetCounters, look, isWhole } = await makeMirror();
    await unmount();
    await two.detach();
    await mount("-o", "degraded");
    const degraded = await look();
    expect(degraded.verdict).toBe("degraded");
    expect(codes(degraded)).toEqual(expect.arrayContaining(["ARRAY_DEGRADED", "ARRAY_MEMBER_MISSING"]));
    expect(words(degraded)).toContain("Members missing: 1 of 2.");
    expect(words(degraded)).toContain("Members it can still lose: 0.");
    expect(await isWhole()).toBe(true);

    await unmount();
    await two.attach();
    await mount();
    expect((await look()).verdict).not.toBe("degraded");
    // what was written meanwhile is missing on it, and counted as its errors by some kernels
    await scrub();
    await resetCounters();
    expect((await look()).verdict).toBe("ok");
  });
});

describe.skipIf(
  lacksRoot ||
    lacksTool("mdadm", "losetup") ||
    lacksInKernel("md with RAID 1 and RAID 5", await hasInKernel("md")),
)("md", () => {
  async function makeMd(level: string, count: number) {
    const site = await makeArraySite();
    const disks = await site.makeDisks(count, 64);
    const name = `backstay-${process.pid}-${level}`;
    const devices = disks.map(({ device }) => device);
    const shape = [`--level=${level}`, `--raid-devices=${count}`, "--metadata=1.2", "--run", "--quiet"];
    await site.operate("mdadm", "--create", `/dev/md/${name}`, ...shape, ...devices);
    const device = (await site.operate("readlink", "-f", `/dev/md/${name}`)).trim();
    site.later("mdadm", "--stop", device);
    const block = device.replace("/dev/", "");
    await site.operate("mdadm", "--wait", device).catch(() => ""); // 1 when there is nothing to wait for
    const questions: readonly Question[] = [
      [md.MDSTAT, parseMdstat],
      [md.readSysfs(block), parseMdSysfs],
      [md.readDetail(device, "text"), parseMdadmDetail],
    ];
    return {
      site,
      disks,
      device,
      set: (file: string, value: string) =>
        site.operate("sh", "-c", `echo ${value} >/sys/block/${block}/md/${file}`),
      mdadm: (...args: string[]) => site.operate("mdadm", device, "--quiet", ...args),
      settle: () => site.operate("mdadm", "--wait", device).catch(() => ""),
      look: () => look(site, questions, (array) => array.name === block || array.name === device),
    };
  }

  test("that loses a disk is degraded, then rebuilding with its progress, then well again", async () => {
    const { disks, set, mdadm, settle, look } = await makeMd("1", 2);
    const [, two] = disks as [LoopDisk, LoopDisk];
    expect(await look()).toMatchObject({ verdict: "ok" });

    await mdadm("--fail", two.device);
    const failed = await look();
    expect(failed.verdict).toBe("degraded");
    expect(codes(failed)).toEqual(expect.arrayContaining(["ARRAY_DEGRADED", "ARRAY_MEMBER_FAILED"]));
    expect(words(failed)).toContain(`A member has failed: ${two.device.replace("/dev/", "")}`);

    await mdadm("--remove", two.device);
    expect(await look()).toMatchObject({ verdict: "degraded" });
    await set("sync_speed_min", "500");
    await set("sync_speed_max", "1000");
    await mdadm("--add", two.device);
    const rebuilding = await look();
    expect(rebuilding.verdict).toBe("rebuilding");
    expect(words(rebuilding)).toMatch(
      /It is being rebuilt onto a new member, [\d.]+ % done, about .+ left\./,
    );

    await set("sync_speed_max", "1000000");
    await settle();
    expect(await look()).toMatchObject({ verdict: "ok" });
  });

  test("that is checked is checking, which is no reason to worry", async () => {
    const { set, look, settle } = await makeMd("5", 3);
    await set("sync_speed_min", "500");
    await set("sync_speed_max", "1000");
    await set("sync_action", "check");
    expect(await look()).toMatchObject({ verdict: "checking" });
    await set("sync_speed_max", "1000000");
    await settle();
    expect(await look()).toMatchObject({ verdict: "ok" });
  });

  test("that has lost more disks than it can do without has failed", async () => {
    const { disks, mdadm, look } = await makeMd("5", 3);
    // a kernel that knows what the second one means breaks the array, and says that it will not
    for (const { device } of disks.slice(1)) await mdadm("--fail", device).catch(() => "");
    const failed = await look();
    expect(failed.verdict).toBe("failed");
    expect(codes(failed)).toContain("ARRAY_FAILED");
  });
});

describe.skipIf(
  lacksRoot ||
    lacksTool("lvs", "losetup") ||
    lacksInKernel("RAID of the device mapper", await hasInKernel("dm-raid")),
)("LVM", () => {
  test("that activates a mirror without one of its disks is degraded, and well again with it", async () => {
    const site = await makeArraySite();
    const disks = await site.makeDisks(2, 128);
    const group = `backstay${process.pid}`;
    // the machine's own lists of devices shall not know of ours
    const all = ["--config", "devices{use_devicesfile=0}", "--quiet", "--yes"];
    await site.operate("vgcreate", ...all, group, ...disks.map(({ device }) => device));
    site.later("vgremove", ...all, "--force", group);
    await site.operate("lvcreate", ...all, "--type", "raid1", "--size", "64M", "--name", "mirror", group);
    const questions: readonly Question[] = [lvm.VOLUMES, lvm.GROUPS, lvm.DEVICES].map((command) => [
      command,
      parseLvm,
    ]);
    const lookAtMirror = () => look(site, questions, ({ name }) => name === `${group}/mirror`);
    const isSynced = async () =>
      /100\.00/.test(await site.operate("lvs", "--noheadings", "-o", "sync_percent", `${group}/mirror`));
    await expect.poll(isSynced, { timeout: 60_000 }).toBe(true);
    expect(await lookAtMirror()).toMatchObject({ verdict: "ok" });

    const [, two] = disks as [LoopDisk, LoopDisk];
    await site.operate("vgchange", ...all, "--activate", "n", group);
    await two.detach();
    await site.operate("vgchange", ...all, "--activate", "y", "--activationmode", "degraded", group);
    const degraded = await lookAtMirror();
    expect(degraded.verdict).toBe("degraded");
    expect(codes(degraded)).toContain("ARRAY_DEGRADED");

    await site.operate("vgchange", ...all, "--activate", "n", group);
    await two.attach();
    await site.operate("vgchange", ...all, "--activate", "y", group);
    await expect.poll(isSynced, { timeout: 60_000 }).toBe(true);
    expect(await lookAtMirror()).toMatchObject({ verdict: "ok" });
  });
});
