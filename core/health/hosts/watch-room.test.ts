import { expect, test } from "vitest";
import { NO_RULES } from "../../../shared/model/alert-rules.ts";
import type { TestHost } from "../../../test/support/host.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { LIST_MOUNTS } from "../probes/mounts.ts";
import { READ_INODES, READ_SPACE } from "../probes/probe-volumes.ts";
import { ROUND_EVERY_MS } from "./staleness.ts";
import { watchRoom } from "./watch-room.ts";

const HEAD = "Filesystem 1024-blocks Used Available Capacity Mounted on";
const INODES_HEAD = "Filesystem Inodes IUsed IFree IUse% Mounted on";
const TB_IN_KIB = 1e9;

/** A machine with a large file system for data, of which so much is used, and a small one that is always full. */
async function openOffice() {
  const watching = await openWatchingHost();
  const { machine, later } = watching;
  const mount = (fileSystem: string) =>
    machine.say(
      LIST_MOUNTS,
      `/dev/sda1 / ext4 rw 0 0\n/dev/sda2 /boot ext4 rw 0 0\n/dev/md0 /data ${fileSystem} rw 0 0\n`,
    );
  const df = (usedPercent: number | null) => {
    const used = Math.round(((usedPercent ?? 0) / 100) * TB_IN_KIB);
    const data = `/dev/md0 ${TB_IN_KIB} ${used} ${TB_IN_KIB - used} ${Math.ceil(usedPercent ?? 0)}% /data`;
    const lines = [HEAD, "/dev/sda1 50000000 5000000 45000000 10% /", "/dev/sda2 500000 500000 0 100% /boot"];
    machine.say(READ_SPACE, `${[...lines, ...(usedPercent === null ? [] : [data])].join("\n")}\n`);
  };
  mount("ext4");
  return {
    ...watching,
    mount,
    df,
    /** A round in which so much of `/data` is used; null where it is not mounted. */
    async round(usedPercent: number | null) {
      df(usedPercent);
      await later(ROUND_EVERY_MS);
    },
  };
}

const openAlerts = async (host: TestHost) =>
  (await host.call("alerts.list", { which: "open", limit: 50 })).alerts;
const told = async (host: TestHost) =>
  (await openAlerts(host)).map(({ subject, severity, acknowledgedMs }) => [
    subject.code,
    subject.about,
    severity,
    ...(acknowledgedMs === null ? [] : ["acknowledged"]),
  ]);

const WARNING = ["VOLUME_FULL", "/data", "warning"];

test("a file system that is nearly full is told of once, and ends when there is room again, not just below the limit", async () => {
  const { host, round } = await openOffice();
  await round(94);
  expect(await told(host)).toEqual([]);
  await round(95.2);
  expect(await told(host)).toEqual([WARNING]);
  const [alert] = await openAlerts(host);
  expect(alert).toMatchObject({
    occurrences: 1,
    subject: {
      hostName: "office-pc",
      usedPercent: 95,
      freeBytes: 0.048 * TB_IN_KIB * 1024,
      lacksFiles: false,
    },
  });
  await round(94);
  expect(await openAlerts(host)).toMatchObject([{ id: alert?.id, occurrences: 1 }]);
  await round(92.9);
  expect(await told(host)).toEqual([]);
});

test("what is acknowledged returns when half of what was left is gone, and is worse when next to nothing is left", async () => {
  const { host, round } = await openOffice();
  await round(95);
  const [alert] = await openAlerts(host);
  await host.call("alerts.acknowledge", { alertId: alert?.id as NonNullable<typeof alert>["id"] });
  await round(96);
  expect(await told(host)).toEqual([[...WARNING, "acknowledged"]]);
  await round(97.6);
  expect(await told(host)).toEqual([WARNING]);
  await round(99.5);
  expect(await told(host)).toEqual([["VOLUME_FULL", "/data", "failing"]]);
});

test("one that can hold no more files is told of, though there are bytes left", async () => {
  const { host, machine, round } = await openOffice();
  machine.say(READ_INODES, `${INODES_HEAD}\n/dev/md0 1000 990 10 99% /data\n`);
  await round(40);
  expect(await told(host)).toEqual([["VOLUME_FULL", "/data", "failing"]]);
  expect((await openAlerts(host))[0]?.subject).toMatchObject({ lacksFiles: true, usedPercent: 99 });
});

test("people say themselves how full is too full, or that none is", async () => {
  const { host, round } = await openOffice();
  await host.call("alerts.rules.save", { ...NO_RULES, fullPercent: 80 });
  await round(81);
  expect(await told(host)).toEqual([WARNING]);
  await host.call("alerts.rules.save", { ...NO_RULES, fullPercent: null });
  await round(99.9);
  expect(await told(host)).toEqual([]);
});

test("one that is unmounted is over, and one that cannot be read stays as it was", async () => {
  const { host, machine, df, later, round } = await openOffice();
  await round(96);
  machine.uninstall("df");
  await later(ROUND_EVERY_MS);
  expect(await told(host)).toEqual([WARNING]);
  df(96);
  await later(ROUND_EVERY_MS);
  expect(await told(host)).toEqual([WARNING]);
  await round(null);
  expect(await told(host)).toEqual([]);
});

test("the pools of ZFS are left to their own rule", async () => {
  const { host, mount, round } = await openOffice();
  mount("zfs");
  await round(96);
  expect(await told(host)).toEqual([]);
});

test("a disc or an image that is always full is no file system that fills up", () => {
  const raisedFor = (fileSystem: string) => {
    const raised: string[] = [];
    const reading = {
      path: "D:",
      source: "D:",
      fileSystem,
      sizeBytes: 5e9,
      freeBytes: 0,
      inodesUsedPercent: null,
    };
    const subject = { kind: "volume", id: "v1", name: "D:", seenMs: 1, reading } as unknown as SubjectRecord;
    const alerts = {
      keepRaised: ({ code }: { readonly code: string }) => void raised.push(code),
      resolve: () => undefined,
      lastingMs: () => null,
    } as unknown as Parameters<typeof watchRoom>[0];
    watchRoom(alerts, { id: "h1", name: "pc", answeredMs: 1 } as unknown as WatchedHostRecord, [subject], 95);
    return raised;
  };
  expect(raisedFor("NTFS")).toEqual(["VOLUME_FULL"]);
  for (const fileSystem of ["iso9660", "udf", "UDF", "CDFS", "cd9660", "squashfs", "zfs"])
    expect(raisedFor(fileSystem), fileSystem).toEqual([]);
});
