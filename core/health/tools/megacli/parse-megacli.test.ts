/** Made by hand after the makers' documentation: nobody has given an output of this tool that may be kept here. */
import { describe, expect, test } from "vitest";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseMegacli } from "./parse-megacli.ts";

const drive = (slot: number, changes: Readonly<Record<string, string>> = {}) => {
  const facts: Record<string, string> = {
    "Enclosure Device ID": "32",
    "Slot Number": String(slot),
    "Device Id": String(10 + slot),
    WWN: `5000C500740000${10 + slot}`,
    "Media Error Count": "0",
    "Other Error Count": "0",
    "Predictive Failure Count": "0",
    "PD Type": "SAS",
    "Raw Size": "279.396 GB [0x22ecb25c Sectors]",
    "Firmware state": "Online, Spun Up",
    "Device Firmware Level": "000B",
    "Inquiry Data": `MAKERCO MODEL1234       000BSER${slot}XYZ            `,
    "Foreign State": "None ",
    "Media Type": "Hard Disk Device",
    "Drive has flagged a S.M.A.R.T alert ": " No",
    ...changes,
  };
  return `PD: ${slot} Information\n${Object.entries(facts)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("")}Drive Temperature :36C (96.80 F)\n\n\n`;
};

const output = (state: string, ...drives: readonly string[]) => `
Adapter #0

Number of Virtual Disks: 1
Virtual Drive: 0 (Target Id: 0)
Name                :
RAID Level          : Primary-1, Secondary-0, RAID Level Qualifier-0
Size                : 278.875 GB
State               : ${state}
Number Of Drives    : 2
Span Depth          : 1
Number of Spans: 1
Span: 0 - Number of PDs: 2

${drives.join("")}
Exit Code: 0x00
`;

const battery = (lines: string) => `
BBU status for Adapter: 0

BatteryType: iBBU
Voltage: 4005 mV
${lines}

Exit Code: 0x00
`;

const healthy = output("Optimal", drive(0), drive(1));

describe("MegaCli", () => {
  test("reads array, members and drives", () => {
    const { arrays, disks, gaps } = parseMegacli(healthy);
    expect(gaps).toEqual([]);
    expect(arrays).toMatchObject([
      { name: "Adapter 0 Virtual Drive 0", level: "RAID 1", expectedMembers: 2, activeMembers: 2 },
    ]);
    expect(disks).toHaveLength(2);
    expect(disks[1]).toMatchObject({
      identity: {
        serial: "SER1XYZ",
        wwn: "5000c50074000011",
        model: "MAKERCO MODEL1234",
        firmware: "000B",
        sizeBytes: 300_000_000_000,
      },
      place: {
        device: "32:1",
        deviceType: "megaraid,11",
        controller: "Adapter 0",
        enclosure: "32",
        slot: "1",
      },
      metrics: { mediaErrors: 0, temperatureC: 36 },
      reported: { text: "Online, Spun Up", state: "ok" },
    });
  });

  test("keeps the controllers of two machines apart, which are both called Adapter 0", () => {
    const serials = (which: string) =>
      [0, 1].map((slot) => ({ "Inquiry Data": `MAKERCO MODEL1234       000B${which}${slot}` }));
    const [one, two] = ["ONE", "TWO"].map(serials);
    const whole =
      output("Optimal", drive(0, one?.[0]), drive(1, one?.[1])) + battery("Battery State: Optimal");
    const broken =
      output("Degraded", drive(0, two?.[0]), drive(1, { ...two?.[1], "Firmware state": "Failed" })) +
      battery("Battery State: Failed");
    const alone = [whole, broken].flatMap((text) => verdictLines(parseMegacli(text)));
    for (const [text, lines] of [
      [whole + broken, alone],
      [broken + whole, [...alone.slice(4), ...alone.slice(0, 4)]],
    ] as const) {
      expect(verdictLines(parseMegacli(text)).toSorted()).toEqual(lines.toSorted());
      expect(severityOfReading(parseMegacli(text))).toBe("critical");
    }
    // several questions to one controller are one answer
    expect(parseMegacli(whole).controllers).toHaveLength(1);
    expect(severityOfReading(parseMegacli(whole))).toBe("ok");
  });

  test("takes an inquiry of a SATA disk apart, whose fields touch", () => {
    const inquiry = "      PN2234P8K2PKDYMAKER HUS724030ALA640                    MF8OAA70";
    const { disks } = parseMegacli(
      output("Optimal", drive(0, { "PD Type": "SATA", "Inquiry Data": inquiry }), drive(1)),
    );
    expect(disks[0]?.identity).toMatchObject({ serial: "PN2234P8K2PKDY", model: "MAKER HUS724030ALA640" });
  });

  test("sees an array that lost a drive, also where the drive is not listed any more", () => {
    const gone = parseMegacli(output("Degraded", drive(0)));
    expect(gone.arrays[0]).toMatchObject({ expectedMembers: 2, activeMembers: 1 });
    expect(severityOfReading(gone)).toBe("critical");
    expect(
      severityOfReading(
        parseMegacli(output("Degraded", drive(0), drive(1, { "Firmware state": "Rebuild" }))),
      ),
    ).toBe("warning");
    expect(severityOfReading(parseMegacli(output("Offline", drive(0))))).toBe("critical");
  });

  test("sees blocks that could not be mended", () => {
    const text = healthy.replace("Span Depth ", "Bad Blocks Exist: Yes\nSpan Depth ");
    expect(verdictLines(parseMegacli(text))).toContainEqual(expect.stringContaining("ARRAY_DATA_DAMAGED"));
  });

  test.each([
    [{ "Media Error Count": "72605" }, "warning"],
    [{ "Predictive Failure Count": "107" }, "critical"],
    [{ "Drive has flagged a S.M.A.R.T alert ": " Yes" }, "critical"],
    [{ "Firmware state": "Unconfigured(bad)" }, "critical"],
    [{ "Firmware state": "Unconfigured(good), Spun Up" }, "ok"],
    [{ "Firmware state": "Hotspare, Spun down" }, "ok"],
    [{ "Foreign State": "Foreign " }, "warning"],
    [{ "Firmware state": "Puzzled" }, "unknown"],
  ])("judges a drive with %j as %s", (changes, severity) => {
    const { disks } = parseMegacli(output("Optimal", drive(0, changes)));
    expect(severityOfReading({ disks, arrays: [], controllers: [], gaps: [] })).toBe(severity);
  });

  test.each([
    ["Battery State: Optimal\n  Relative State of Charge: 95 %", "ok", "ok"],
    ["Battery State: Optimal\n  Relative State of Charge: 41 %", "warning", "warning"],
    [
      "Battery State: Optimal\n  Charging Status              : Charging\n  Relative State of Charge: 41 %",
      "charging",
      "ok",
    ],
    ["Battery State: Degraded(Need Attention)", "warning", "warning"],
    [
      "  Battery Replacement required            : Yes\n  Relative State of Charge: 95 %",
      "failed",
      "warning",
    ],
    ["  isSOHGood: No", "failed", "warning"],
    ["  Learn Cycle Requested : Yes\n  Relative State of Charge: 95 %", "ok", "ok"],
  ])("reads the battery of %j", (lines, state, severity) => {
    const reading = parseMegacli(battery(lines));
    expect(reading.controllers).toMatchObject([{ id: "Adapter 0", battery: state }]);
    expect(severityOfReading(reading)).toBe(severity);
  });

  test.each([
    ["0", "0", "0", "ok"],
    ["1", "0", "0", "critical"],
    ["0", "1", "0", "critical"],
    ["0", "0", "1", "warning"],
  ])(
    "reads the adapter's counts: %s degraded, %s failed, %s critical",
    (degraded, failed, critical, severity) => {
      const text = `\nAdapter #0\n\nProduct Name    : PERC H730P Mini\n                Device Present\nVirtual Drives    : 1 \n  Degraded        : ${degraded} \n  Offline         : 0 \n  Disks           : 15 \n  Critical Disks  : ${critical} \n  Failed Disks    : ${failed} \nMemory Uncorrectable Errors : 0 \n\nExit Code: 0x00\n`;
      const reading = parseMegacli(text);
      expect(reading.controllers).toMatchObject([{ id: "Adapter 0", model: "PERC H730P Mini" }]);
      expect(severityOfReading(reading)).toBe(severity);
    },
  );

  test("does not call a controller worse for having no battery", () => {
    const text =
      "\nAdapter 0: Get BBU Status Failed.\nFW error description:\n  The required hardware component is not present.\n\nExit Code: 0x22\n";
    expect(verdictLines(parseMegacli(text))).not.toContainEqual(expect.stringMatching(/warning|fail/));
  });

  test("misses the exit status at the end", () => {
    expect(parseMegacli(healthy.replace("Exit Code: 0x00", "")).gaps).toMatchObject([
      { reason: "output-truncated" },
    ]);
    expect(parseMegacli(healthy.replace("0x00", "0x01")).gaps).toMatchObject([{ reason: "tool-failed" }]);
  });

  test("misses it of the last of several answers, and forgets none that was bad", () => {
    const charged = battery("Battery State: Optimal");
    expect(parseMegacli(healthy + charged).gaps).toEqual([]);
    expect(parseMegacli(charged + healthy.replace("Exit Code: 0x00", "")).gaps).toMatchObject([
      { reason: "output-truncated" },
    ]);
    expect(parseMegacli(healthy.replace("0x00", "0x01") + charged).gaps).toMatchObject([
      { reason: "tool-failed" },
    ]);
  });
});

fuzzParser("MegaCli", {
  parse: parseMegacli,
  samples: { healthy, battery: battery("Battery State: Optimal") },
});
