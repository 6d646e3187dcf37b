import { describe, expect, test } from "vitest";
import { ToolReading } from "../../../../shared/model/health-reading.ts";
import { readLab } from "../../testing/fixtures.ts";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { type BoxWalk, qnapBox, synologyBox, truenasBox } from "../../testing/nas-walks.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseQnapWalk } from "./parse-qnap.ts";
import { parseSynologyWalk } from "./parse-synology.ts";
import { parseTruenasWalk } from "./parse-truenas.ts";
import { numberOf, readWalk } from "./walk.ts";

/** The text of a walk as `snmpwalk -On` prints it: column by column. */
const walk = (cells: BoxWalk) =>
  Object.entries(cells)
    .map(
      ([oid, value]) =>
        `.1.3.6.1.4.1.${oid} = ${typeof value === "number" ? `INTEGER: ${value}` : `STRING: "${value}"`}\n`,
    )
    .join("");
/** The same as a list, as a library for SNMP gives it. */
const list = (cells: BoxWalk) =>
  JSON.stringify(
    Object.entries(cells).map(([oid, value]) => ({
      oid: `1.3.6.1.4.1.${oid}`,
      type: typeof value === "number" ? "Integer" : "OctetString",
      value,
    })),
  );

describe("a Synology box", () => {
  test("tells of itself, its disks and its volumes, as text and as a list", () => {
    for (const text of [walk(synologyBox()), list(synologyBox())]) {
      const { controllers, disks, arrays, gaps } = parseSynologyWalk(text);
      expect(gaps).toEqual([]);
      expect(controllers).toMatchObject([
        { id: "2040SBRB12345", model: "DS920+", state: "ok", temperatureC: 41 },
      ]);
      expect(disks).toMatchObject([
        { place: { device: "Disk 1", slot: "1" }, metrics: { temperatureC: 33, reallocatedSectors: 0 } },
        { place: { device: "Disk 2", slot: "2" } },
      ]);
      // a pool all of which is given to a volume is not full
      expect(arrays).toMatchObject([
        { name: "Volume 1", sizeBytes: 4_000_000, usedBytes: 3_000_000 },
        { name: "Storage Pool 1", usedBytes: null },
      ]);
      expect(severityOfReading(parseSynologyWalk(text))).toBe("ok");
    }
  });

  test("that calls a disk normal in one column and failing in the other has a failing disk", () => {
    expect(verdictLines(parseSynologyWalk(walk(synologyBox({ "6574.2.1.1.13.1": 4 }))))).toContain(
      "Disk 2 failing DISK_REPORTED_STATE",
    );
    expect(severityOfReading(parseSynologyWalk(walk(synologyBox({ "6574.2.1.1.13.1": 2 }))))).toBe("warning");
    expect(severityOfReading(parseSynologyWalk(walk(synologyBox({ "6574.2.1.1.5.0": 5 }))))).toBe("critical");
    expect(severityOfReading(parseSynologyWalk(walk(synologyBox({ "6574.2.1.1.5.0": 4 }))))).toBe("warning");
    expect(severityOfReading(parseSynologyWalk(walk(synologyBox({ "6574.2.1.1.13.0": 9 }))))).toBe("unknown");
  });

  test.each([
    [1, "ok"],
    [2, "rebuilding"],
    [8, "checking"],
    [11, "degraded"],
    [12, "failed"],
    [13, "checking"],
    [21, "unknown"],
    [99, "unknown"],
  ])("with a volume of status %i is %s", (status, verdict) => {
    const lines = verdictLines(parseSynologyWalk(walk(synologyBox({ "6574.3.1.1.3.0": status }))));
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^Volume 1 ${verdict}`)));
  });

  test("tells which of its parts failed", () => {
    const fan = parseSynologyWalk(walk(synologyBox({ "6574.1.4.1.0": 2 })));
    expect(fan.controllers[0]).toMatchObject({ state: "warning", stateText: "system fan: failed" });
    expect(severityOfReading(parseSynologyWalk(walk(synologyBox({ "6574.1.1.0": 2 }))))).toBe("critical");
  });

  test("of an older version has no column of health, which is not missed; a row without it is", () => {
    const { "6574.2.1.1.13.0": _, "6574.2.1.1.13.1": __, ...old } = synologyBox();
    expect(severityOfReading(parseSynologyWalk(walk(old)))).toBe("ok");
    const { "6574.2.1.1.13.1": ___, ...cut } = synologyBox();
    expect(severityOfReading(parseSynologyWalk(walk(cut)))).toBe("unknown");
  });

  test("whose walk ends before its volumes is not whole", () => {
    const text = walk(synologyBox());
    const reading = parseSynologyWalk(text.slice(0, text.indexOf(".1.3.6.1.4.1.6574.3.")));
    expect(reading.gaps).toMatchObject([{ reason: "output-truncated" }]);
  });

  test("keeps within what a reading may hold, whatever a box calls its things", () => {
    const long = "x".repeat(1900);
    const row = "1.".repeat(40);
    const cells = synologyBox({
      "6574.2.1.1.2.0": long,
      "6574.3.1.1.2.0": long,
      "6574.1.5.1.0": long,
      "6574.1.5.2.0": long,
    });
    for (const text of [walk({ ...cells, [`6574.2.1.1.5.${row}1`]: 1 }), list(cells)])
      ToolReading.parse(parseSynologyWalk(text));
  });

  test.each([
    ["Timeout: No Response from 192.0.2.7\n", "host-silent"],
    ["snmpwalk: Authentication failure (incorrect password, community or key)\n", "permission-denied"],
    [
      "SNMPv2-SMI::enterprises.6574 = No Such Object available on this agent at this OID\n",
      "output-unreadable",
    ],
    ["", "output-empty"],
  ])("that answers %j has a gap", (text, reason) => {
    expect(parseSynologyWalk(text).gaps).toMatchObject([{ reason }]);
  });

  test("may be walked with shortened names, and answer over several lines", () => {
    const text = walk(synologyBox({ "6574.2.1.1.3.0": "MAKER\nHDD" })).replaceAll(
      ".1.3.6.1.4.1.",
      "SNMPv2-SMI::enterprises.",
    );
    expect(parseSynologyWalk(text).disks[0]?.identity.model).toBe("MAKER HDD");
    expect(parseSynologyWalk(walk(synologyBox()).replaceAll(".1.3.6.", "iso.3.6.")).disks).toHaveLength(2);
  });
});

describe("a QNAP box", () => {
  test("tells of its disks, but not of empty bays, and of its volumes", () => {
    const { disks, arrays, gaps } = parseQnapWalk(walk(qnapBox()));
    expect(gaps).toEqual([]);
    expect(disks).toMatchObject([
      { place: { device: "HDD1" }, metrics: { temperatureC: 35 }, reported: { text: "GOOD", state: "ok" } },
    ]);
    expect(arrays).toMatchObject([
      { name: "[Volume DataVol1, Pool 1]", signals: [{ text: "Ready", state: "ok" }] },
    ]);
    expect(severityOfReading(parseQnapWalk(list(qnapBox())))).toBe("ok");
  });

  test.each([
    [{ "24681.1.2.11.1.4.1": -9 }, "critical"],
    [{ "24681.1.2.11.1.4.1": -6 }, "critical"],
    [{ "24681.1.2.11.1.4.1": -4 }, "unknown"],
    [{ "24681.1.2.11.1.7.1": "Abnormal" }, "critical"],
    [{ "24681.1.2.11.1.7.1": "Warning" }, "warning"],
    [{ "24681.1.2.11.1.7.1": "Verwirrt" }, "unknown"],
    [{ "24681.1.2.17.1.6.1": "In degraded mode" }, "critical"],
    [{ "24681.1.2.17.1.6.1": "Rebuilding..." }, "warning"],
    [{ "24681.1.2.17.1.6.1": "Not Ready" }, "critical"],
    [{ "24681.1.4.1.1.1.2.1.2.1.5.1": "Degraded" }, "critical"],
    [{ "24681.1.4.1.1.1.2.3.2.1.5.1": "Ready" }, "ok"],
    [{ "55062.2.10.2.1.7.1": "Good" }, "ok"],
  ])("with %j is %s", (changes, severity) => {
    expect(severityOfReading(parseQnapWalk(walk(qnapBox(changes))))).toBe(severity);
  });
});

describe("a newer QNAP box", () => {
  const newer = (changes: BoxWalk = {}) => ({
    ...qnapBox(),
    "24681.1.4.1.1.1.1.5.2.1.3.1": 0,
    "24681.1.4.1.1.1.1.5.2.1.3.9": 1,
    "24681.1.4.1.1.1.1.5.2.1.4.1": "Good",
    "24681.1.4.1.1.1.1.5.2.1.4.9": "Good",
    "24681.1.4.1.1.1.1.5.2.1.5.1": 0,
    "24681.1.4.1.1.1.1.5.2.1.5.9": 0,
    "24681.1.4.1.1.1.1.5.2.1.6.1": 28,
    "24681.1.4.1.1.1.1.5.2.1.6.9": 50,
    "24681.1.4.1.1.1.1.5.2.1.8.1": "MAKER HDD (SATA)",
    "24681.1.4.1.1.1.1.5.2.1.8.9": "MAKER HDD (SATA)",
    ...changes,
  });

  test("tells of the disks of its expansion boxes as well, each once", () => {
    const reading = parseQnapWalk(walk(newer()));
    expect(reading.disks).toMatchObject([
      { place: { device: "Disk 1" }, metrics: { temperatureC: 28 }, reported: { text: "Good", state: "ok" } },
      { place: { device: "Disk 9" }, metrics: { temperatureC: 50 } },
    ]);
    expect(severityOfReading(reading)).toBe("ok");
    expect(severityOfReading(parseQnapWalk(walk(newer({ "24681.1.4.1.1.1.1.5.2.1.4.9": "Abnormal" }))))).toBe(
      "critical",
    );
    expect(severityOfReading(parseQnapWalk(walk(newer({ "24681.1.4.1.1.1.1.5.2.1.5.9": -9 }))))).toBe(
      "critical",
    );
  });
});

describe("a TrueNAS box", () => {
  const now = truenasBox();
  const before = { "50536.1.1.1.1.2.1": "tank", "50536.1.1.1.1.3.1": 4096, "50536.1.1.1.1.7.1": 0 };

  test("tells the health of its pools in either column", () => {
    for (const cells of [now, before]) {
      const { arrays } = parseTruenasWalk(walk(cells));
      expect(arrays).toMatchObject([{ name: "tank", signals: [{ text: "ONLINE", state: "ok" }] }]);
    }
  });

  test.each([
    [{ ...now, "50536.1.1.1.1.3.1": "DEGRADED" }, "critical"],
    [{ ...now, "50536.1.1.1.1.3.1": "FAULTED" }, "critical"],
    [{ ...before, "50536.1.1.1.1.7.1": 1 }, "critical"],
    [{ ...before, "50536.1.1.1.1.7.1": 4 }, "critical"],
    [{ ...before, "50536.1.1.1.1.7.1": 9 }, "unknown"],
  ])("with %j is %s", (cells, severity) => {
    expect(severityOfReading(parseTruenasWalk(walk(cells)))).toBe(severity);
  });
});

// a walk comes column by column: without the last column that tells a state, no row can be judged
fuzzParser("a walk of Synology", {
  parse: parseSynologyWalk,
  samples: { text: walk(synologyBox()), list: list(synologyBox()) },
  decidedAt: (text) => (text.startsWith("[") ? text.length : text.indexOf(".1.3.6.1.4.1.6574.3.1.1.4.")),
});
fuzzParser("a walk of QNAP", {
  parse: parseQnapWalk,
  samples: { text: walk(qnapBox()), list: list(qnapBox()) },
});
fuzzParser("a walk of TrueNAS", {
  parse: parseTruenasWalk,
  samples: { text: walk({ "50536.1.1.1.1.2.1": "tank", "50536.1.1.1.1.3.1": "ONLINE" }) },
});

describe("a real walk", () => {
  const text = readLab("80", "snmpwalk-storage-system.txt");

  test("of another machine is read whole, and tells nothing of a box", () => {
    const { values, problem } = readWalk(text);
    expect(problem).toBeNull();
    expect(values.size).toBe(text.split("\n").filter((line) => line.startsWith(".1.3.6.")).length);
    expect(values.get("1.3.6.1.2.1.25.2.3.1.3.1")).toEqual({ type: "STRING", text: "Physical memory" });
    expect(numberOf(values.get("1.3.6.1.2.1.25.2.3.1.1.36"))).toBe(36);
    for (const parse of [parseSynologyWalk, parseQnapWalk, parseTruenasWalk]) {
      expect(severityOfReading(parse(text))).toBe("unknown");
      expect(parse(text).gaps).toMatchObject([{ reason: "output-unreadable" }]);
    }
  });

  test("cut off within a line is noticed", () => {
    expect(readWalk(text.slice(0, -3)).problem).toBe("output-truncated");
  });
});
