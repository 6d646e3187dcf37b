import { expect, test } from "vitest";
import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import { judgeDisk } from "../../rules/judge-disk.ts";
import { readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { readSmartLog } from "./commands.ts";
import { parseSmartLog } from "./parse-smart-log.ts";

const FILE = "nvme-smart-log-LABNVME0.json";

fuzzParser("nvme smart-log", {
  parse: parseSmartLog,
  samples: { healthy: readLab("01", FILE), degraded: readLab("02", FILE) },
});

const disk = (text: string) => parseSmartLog(text).disks[0] as DiskReading;

test("numbers are read as integers, floats and text, and kelvin as degrees", () => {
  expect(disk(readLab("01", FILE)).metrics).toMatchObject({
    mediaErrors: 0,
    sparePercent: 0,
    temperatureC: 50,
    writtenBytes: 20 * 512_000,
  });
  const other =
    '{"critical_warning":{"value":0},"temperature":310.5,"avail_spare":99,"percentage_used":255,"media_errors":"3"}';
  expect(disk(other).metrics).toMatchObject({ mediaErrors: 3, wornPercent: 255, temperatureC: 37.5 });
});

test.each([
  ["01", "ok"],
  ["02", "failing"],
  ["03", "failing"],
  ["04", "ok"],
])("the lab's disk in state %s is %s", (state, verdict) => {
  expect(judgeDisk(disk(readLab(state, FILE)), undefined).verdict).toBe(verdict);
});

test("what an unprivileged user gets is unknown", () => {
  expect(parseSmartLog(readLab("07", FILE)).gaps).toMatchObject([{ reason: "output-empty" }]);
  expect(parseSmartLog(readLab("07", `${FILE}.err`)).gaps).toMatchObject([{ reason: "permission-denied" }]);
});

test("a command is made only for an NVMe device", () => {
  expect(readSmartLog("/dev/nvme0n1")?.args).toEqual(["smart-log", "/dev/nvme0n1", "--output-format=json"]);
  expect(readSmartLog("/dev/sda")).toBeUndefined();
  expect(readSmartLog("/dev/nvme0 --help")).toBeUndefined();
});
