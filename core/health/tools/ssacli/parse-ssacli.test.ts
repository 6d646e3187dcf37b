import { describe, expect, test } from "vitest";
import { ToolReading } from "../../../../shared/model/health-reading.ts";
import { readFixture, readFixtures } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseSsacli } from "./parse-ssacli.ts";

const whole = readFixture("ssacli", "moxspec__moxspec__show_config_detail.sa.input");

/** A real output of a healthy controller, with some of its words changed. */
const changed = (...changes: readonly (readonly [from: string, to: string])[]) =>
  parseSsacli(
    changes.reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    }, whole),
  );

describe("ssacli", () => {
  test("reads controller, array, drives and where they sit", () => {
    const { controllers, arrays, disks, gaps } = parseSsacli(whole);
    expect(gaps).toEqual([]);
    expect(controllers).toMatchObject([
      { id: "Slot 2", model: "Smart Array P420", state: "ok", battery: "ok", cache: "ok", temperatureC: 88 },
    ]);
    expect(arrays).toMatchObject([
      { id: "600508B1001C1BD85F342B5B6BDC3C2C", level: "RAID 1+0", expectedMembers: 4, activeMembers: 4 },
    ]);
    expect(arrays[0]?.members.map(({ name, slot, serial }) => [name, slot, serial])).toContainEqual([
      "1I:1:1",
      "1",
      "Y3E0A0RMFTM11346",
    ]);
    expect(disks.map(({ identity }) => identity.serial)).toHaveLength(4);
    expect(disks[0]).toMatchObject({
      identity: { model: "HP EG0900FCSPN", firmware: "HPD0", sizeBytes: 900_100_000_000 },
      place: { device: "1I:1:1", controller: "Slot 2", enclosure: "1", slot: "1" },
      metrics: { temperatureC: 36 },
      medium: "spinning",
      protocol: "scsi",
    });
  });

  test("keeps the controllers of two machines apart, which are in the same slot and have drives in the same places", () => {
    const renamed = (text: string) =>
      text.replaceAll("FTM11346", "FTM99999").replaceAll("PDSXK0ARH5O18K", "PDSXK0ARH5O99X");
    const drive = whole.slice(whole.lastIndexOf("physicaldrive 1I:1:1"));
    const broken = renamed(whole.replace(drive, drive.replace("Status: OK", "Status: Failed")));
    const alone = [whole, broken].flatMap((text) => verdictLines(parseSsacli(text)));
    expect(alone.filter((line) => line.includes("failed"))).toHaveLength(1);
    for (const text of [
      `${whole}\n${broken}`,
      `${broken}\n${whole}`,
      `${whole}\n${broken}`.replace(/\n/g, "\r\n"),
    ]) {
      expect(verdictLines(parseSsacli(text)).toSorted()).toEqual(alone.toSorted());
      expect(severityOfReading(parseSsacli(text))).toBe("critical");
    }
    // two of one machine are one answer
    const second = renamed(whole).replaceAll("Slot 2", "Slot 3").replaceAll("Slot: 2", "Slot: 3");
    expect(parseSsacli(`${whole}\n${second}`).controllers.map(({ id }) => id)).toEqual(["Slot 2", "Slot 3"]);
  });

  describe("keeps the answers of two machines apart where what each controller is comes not at length", () => {
    const apart = (one: string, two: string) => {
      const alone = [one, two].flatMap((text) => verdictLines(parseSsacli(text)));
      expect(alone.filter((line) => line.includes("failed"))).toHaveLength(1);
      for (const text of [`${one}\n${two}`, `${two}\n${one}`, `${one}\n${two}`.replace(/\n/g, "\r\n")])
        expect(verdictLines(parseSsacli(text)).toSorted()).toEqual(alone.toSorted());
    };
    const otherDrives = (text: string) => text.replace(/(Serial Number: \w{4})\w/g, "$1#");
    /** The form of `ctrl all show config`, which tells of each thing in one line. */
    const brief = (serial: string, drives: readonly string[]) =>
      [
        ...["", `Smart Array P410i in Slot 0 (Embedded)    (sn: ${serial})`, "", "   Port Name: 1I", ""],
        ...[
          "   array A (SAS, Unused Space: 0  MB)",
          "",
          "",
          "      logicaldrive 1 (136.7 GB, RAID 1, OK)",
          "",
        ],
        ...drives,
        ...["", "   SEP (Vendor ID PMCSIERA, Model  SRC 8x6G) 250 (WWID: 5001438011DA2D6F)", ""],
      ].join("\n");
    const drive = (bay: number, state: string) =>
      `      physicaldrive 1I:1:${bay} (port 1I:box 1:bay ${bay}, SAS, 146 GB, ${state})`;
    const well = [drive(1, "OK"), drive(2, "OK")];

    test("without the controllers' names", () => {
      const file = "moxspec__moxspec__show_config_detail.2array.raid1_raid5.sa.input";
      const one = readFixture("ssacli", file);
      const at = one.lastIndexOf("physicaldrive 1I:1:1\n");
      const two = otherDrives(one.slice(0, at) + one.slice(at).replace("Status: OK", "Status: Failed"));
      apart(one, two);
      // the second has lost its first array, and begins with the one that comes second in the first
      const rest = otherDrives(one.slice(one.indexOf("   Array: B")));
      const broken = rest.replace(/(physicaldrive 1I:1:3\n[\s\S]*?Status: )OK/, "$1Failed");
      apart(one, broken);
    });

    test("in a line each", () => {
      const broken = [drive(1, "OK"), drive(2, "Failed")];
      apart(brief("5001438011DA2D60", well), brief("5001438022EB3E70", broken));
      expect(
        parseSsacli(brief("5001438011DA2D60", well) + brief("5001438022EB3E70", well)).disks,
      ).toHaveLength(4);
      // told without the serial number by some versions, and by whoever takes it out
      const nameless = (text: string) => text.replace(/ {2,}\(sn: \w+\)/, "");
      apart(nameless(brief("1", well)), nameless(brief("2", broken)));
    });

    test("by their drives' states only", () => {
      const status = (state: string) =>
        `\n   physicaldrive 1I:1:1 (port 1I:box 1:bay 1, 900 GB): OK\n   physicaldrive 1I:1:2 (port 1I:box 1:bay 2, 900 GB): ${state}\n`;
      apart(status("OK"), status("Failed"));
    });
  });

  test("takes for one machine what the tool said of it to several questions", () => {
    const name = "Smart Array P420 in Slot 2                (sn: PDSXK0ARH5O18K)";
    const { gaps, controllers, disks } = parseSsacli(
      `# ssacli ctrl all show\n\n${name}\n\n# ssacli ctrl all show config detail\n\n${whole}`,
    );
    expect(gaps).toEqual([]);
    expect(controllers).toHaveLength(1);
    expect(disks).toHaveLength(4);
    // a spare that belongs to two arrays is told of in both
    const twice = whole.slice(whole.lastIndexOf("      physicaldrive 1I:1:4"));
    expect(parseSsacli(`${whole}\n   Array: B\n\n${twice}`).disks).toHaveLength(4);
  });

  test("knows members where each is listed below the controller's name again, and where every line is followed by an empty one", () => {
    const [array] = parseSsacli(
      readFixture("ssacli", "moxspec__moxspec__show_config_detail.hba.input"),
    ).arrays;
    expect(array).toMatchObject({ level: "RAID 1+0", expectedMembers: 12, activeMembers: 12 });
    const { disks } = parseSsacli(readFixture("ssacli", "0xdotcombubble__ssacli-parser__input.txt"));
    expect(disks).toHaveLength(26);
    expect(disks.filter(({ reported }) => reported?.state === "spare")).toHaveLength(1);
  });

  test("calls drives that belong to no array unconfigured", () => {
    const { disks } = parseSsacli(
      readFixture("ssacli", "moxspec__moxspec__show_config_detail.1array_unconf.sa.input"),
    );
    expect(disks.map(({ reported }) => reported?.state)).toEqual([
      "ok",
      "ok",
      "unconfigured",
      "unconfigured",
    ]);
  });

  test("does not take the power supply of a drive cage for the controller's", () => {
    expect(whole).toContain("Power Supply Status: Not Redundant");
    expect(verdictLines(parseSsacli(whole))).not.toContainEqual(expect.stringContaining("warning"));
    const cage = changed(["Port 1I, Box 1, OK", "Port 1I, Box 1, Fan Failed"]);
    expect(verdictLines(cage)).toContain("Slot 2 warning CONTROLLER_STATE");
  });

  test("calls an array without redundancy degraded, and names the failed drive", () => {
    const reading = changed(
      [
        "         Full Stripe Size: 512 KB\n         Status: OK",
        "         Full Stripe Size: 512 KB\n         Status: Interim Recovery Mode",
      ],
      ["bay 2, SAS, 900.1 GB, OK)\n         Mirror", "bay 2, SAS, 900.1 GB, Failed)\n         Mirror"],
    );
    expect(reading.arrays[0]).toMatchObject({ expectedMembers: 4, activeMembers: 3 });
    expect(severityOfReading({ ...reading, disks: [], controllers: [] })).toBe("critical");
    // its own part still says OK: the worse one counts
    expect(reading.disks[1]?.reported).toEqual({ text: "Failed", state: "failed" });
  });

  test.each([
    ["logicaldrive 1 (33.9 GB, RAID 1, Recovering, 26% complete)", "rebuild", 26, "warning"],
    ["logicaldrive 1 (33.9 GB, RAID 1, Ready for Rebuild)", "rebuild", null, "critical"],
    ["logicaldrive 1 (33.9 GB, RAID 1, Interim Recovery Mode)", undefined, null, "critical"],
    ["logicaldrive 1 (33.9 GB, RAID 1): Failed", undefined, null, "critical"],
    ["logicaldrive 1 (33.9 GB, RAID 1): OK", undefined, null, "ok"],
    ["logicaldrive 1 (33.9 GB, RAID 1): Puzzled", undefined, null, "unknown"],
  ])("reads the line %s", (line, kind, donePercent, severity) => {
    const reading = parseSsacli(`\n   ${line}\n\n`);
    expect(reading.arrays[0]?.operation?.kind).toBe(kind);
    expect(reading.arrays[0]?.operation?.donePercent ?? null).toBe(donePercent);
    expect(severityOfReading(reading)).toBe(severity);
  });

  test.each([
    ["physicaldrive 1I:1:3 (port 1I:box 1:bay 3, SAS, 900.1 GB, Predictive Failure)", "failing", "critical"],
    ["physicaldrive 1I:1:3 (port 1I:box 1:bay 3, SAS, 900.1 GB, OK, active spare for 1I:1:1)", "spare", "ok"],
    ["physicaldrive 1I:1:3 (port 1I:box 1:bay 3, 900.1 GB): Failed", "failed", "critical"],
    ["physicaldrive 1I:1:3 (port 1I:box 1:bay 3, SAS, 900.1 GB, Rebuilding)", "rebuilding", "warning"],
    ["physicaldrive 1:0   (port 1:id 0 , Parallel SCSI, --- GB, Failed)", "failed", "critical"],
  ])("reads the line %s", (line, state, severity) => {
    const reading = parseSsacli(`   ${line.replace(/ {2,}/g, " ")}\n`);
    expect(reading.disks[0]?.reported?.state).toBe(state);
    expect(severityOfReading(reading)).toBe(severity);
  });

  test("tells why a drive failed", () => {
    const reading = parseSsacli(
      "\n      physicaldrive 2I:1:6\n         Status: Failed\n         Last Failure Reason: Timeout\n         Serial Number: 06JE\n\n",
    );
    expect(reading.disks[0]).toMatchObject({
      identity: { serial: "06JE" },
      reported: { text: "Failed (Timeout)", state: "failed" },
    });
  });

  test("reads what a worn-out battery does to the cache", () => {
    const reading = changed(
      [
        "Cache Status: OK",
        "Cache Status: Permanently Disabled\n   Cache Status Details: Cache disabled; backup power source failed to charge",
      ],
      ["Battery/Capacitor Status: OK", "Battery/Capacitor Status: Failed (Replace Batteries)"],
    );
    expect(reading.controllers[0]).toMatchObject({ battery: "failed", cache: "failed" });
    expect(reading.controllers[0]?.cacheText).toContain("failed to charge");
    expect(verdictLines(reading)[0]).toBe("Slot 2 warning CONTROLLER_BATTERY CONTROLLER_CACHE");
    expect(
      changed(["Battery/Capacitor Status: OK", "Battery/Capacitor Status: Recharging"]).controllers[0]
        ?.battery,
    ).toBe("charging");
  });

  test.each([
    ["Error: No controllers detected. Possible causes: the driver is not loaded.", "device-not-opened"],
    ["Error: You need to have administrator rights to continue.", "permission-denied"],
    ["Error: Another instance of the program is running.", "tool-failed"],
  ])("says why nothing was read: %s", (line, reason) => {
    expect(parseSsacli(`\n${line}\n\n`).gaps).toMatchObject([{ reason }]);
  });

  test("keeps within what a reading may hold, however long a reason is", () => {
    const long = "x".repeat(900);
    const text = `\n      physicaldrive 2I:1:6\n         Status: Failed ${long}\n         Last Failure Reason: ${long}\n\n`;
    expect(ToolReading.parse(parseSsacli(text)).disks[0]?.reported?.state).toBe("failed");
  });

  test("notices a line that breaks off, but does not miss the last line break", () => {
    const cut = [{ reason: "output-truncated" }];
    expect(
      parseSsacli("Smart Array P420 in Slot 2\n   Controller Status: OK\n   Rebuild Prio").gaps,
    ).toMatchObject(cut);
    const drives =
      "   physicaldrive 1I:1:1 (port 1I:box 1:bay 1, SAS HDD, 2 TB, OK)\n   physicaldrive 1I:1:2 (port 1I:box 1:bay 2, SAS HDD, 2 TB, OK)";
    expect(severityOfReading(parseSsacli(drives))).toBe("ok");
    expect(parseSsacli(drives.slice(0, -6)).gaps).toMatchObject(cut);
    expect(parseSsacli("Smart Array P420 in Slot 2\n   Controller Status: O").controllers[0]?.state).toBe(
      "unknown",
    );
  });
});

test.each(Object.entries(readFixtures("ssacli")).filter(([, text]) => /^\s*physicaldrive \S+$/m.test(text)))(
  "calls nothing in %s fine that ends within what is told of a drive, of a controller, or of a line",
  (_, text) => {
    const fine: string[] = [];
    let from = 0;
    let part: "drive" | "controller" | "other" = "other";
    for (const line of text.split("\n")) {
      const body = line.trim();
      const isEnd = /^Model:/.test(body) || /^SATA NCQ Supported:/.test(body);
      if (/^physicaldrive \S+$/.test(body)) part = "drive";
      else if (/^Slot: /.test(body)) part = "controller";
      else if (isEnd) part = "other";
      const colon = line.indexOf(":") + 1;
      const isBegun = /^(?:Bay|Drive Type|Interface Type|Serial Number|Cache Status|Firmware Version):/.test(
        body,
      );
      // with a part of its value, without it, and without the line break at its end
      const cuts = part !== "other" && isBegun ? [colon, colon + 2, line.length] : isEnd ? [colon] : [];
      fine.push(
        ...cuts
          .map((cut) => text.slice(0, from + cut))
          .filter((cutText) => severityOfReading(parseSsacli(cutText)) === "ok")
          .map((cutText) => cutText.slice(-60)),
      );
      from += line.length + 1;
    }
    expect(fine).toEqual([]);
  },
);

test("calls no array fine of which fewer drives are listed than its level needs", () => {
  const raid5 = readFixture("ssacli", "moxspec__moxspec__show_config_detail.2array.raid1_raid5.sa.input");
  const second = raid5.indexOf("physicaldrive 1I:1:4\n");
  expect(second).toBeGreaterThan(raid5.indexOf("Fault Tolerance: 5"));
  expect(severityOfReading(parseSsacli(raid5))).toBe("ok");
  expect(severityOfReading(parseSsacli(raid5.slice(0, second)))).toBe("unknown");
});

fuzzParser("ssacli", {
  parse: parseSsacli,
  samples: { whole, ...readFixtures("ssacli") },
  // the tool marks no end: what can be told is that not even the first state has come
  decidedAt: (text) => /(?:Controller Status|Status): OK|\): OK|, OK\)/.exec(text)?.index ?? 0,
});
