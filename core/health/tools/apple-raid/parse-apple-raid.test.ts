/** Made by hand after the makers' documentation: nobody has given an output of this tool that may be kept here. */
import { describe, expect, test } from "vitest";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseAppleRaid } from "./parse-apple-raid.ts";

const set = (status: string, ...members: readonly string[]) => ({
  AppleRAIDSets: [
    {
      AppleRAIDSetUUID: "0F1E2D3C-0000-4000-8000-000000000001",
      "BSD Name": "disk4",
      ChunkCount: 122_083_833,
      Level: "Mirror",
      Members: members.map((MemberStatus, n) => ({
        AppleRAIDMemberUUID: `A-${n}`,
        "BSD Name": `disk${n}s2`,
        MemberStatus,
      })),
      Name: "Office",
      Rebuild: "Automatic",
      Size: 4_000_443_039_744,
      Spares: [],
      Status: status,
    },
  ],
});
const parse = (value: unknown) => parseAppleRaid(JSON.stringify(value));

describe("Apple's RAID", () => {
  test("reads a set and its members", () => {
    const { arrays, gaps } = parse(set("Online", "Online", "Online"));
    expect(gaps).toEqual([]);
    expect(arrays).toMatchObject([
      {
        name: "Office",
        level: "Mirror",
        sizeBytes: 4_000_443_039_744,
        expectedMembers: 2,
        activeMembers: 2,
        operation: null,
      },
    ]);
    expect(arrays[0]?.members[0]).toMatchObject({ name: "disk0s2", state: "ok" });
  });

  test.each([
    [set("Online", "Online", "Online"), "ok"],
    [set("Degraded", "Online", "Missing"), "critical"],
    [set("Degraded", "Online", "Failed"), "critical"],
    [set("Degraded", "Online", "45% (Rebuilding)"), "warning"],
    [set("Offline", "Missing", "Missing"), "critical"],
    [set("Online", "Online", "Failed"), "critical"],
    [set("Puzzled", "Online", "Online"), "unknown"],
    [{ AppleRAIDSets: [] }, "unknown"],
  ])("judges %j as %s", (value, severity) => {
    expect(severityOfReading(parse(value))).toBe(severity);
  });

  test("reads how far a rebuild is", () => {
    const reading = parse(set("Degraded", "Online", "45% (Rebuilding)"));
    expect(reading.arrays[0]?.operation).toMatchObject({ kind: "rebuild", donePercent: 45 });
    expect(verdictLines(reading)[0]).toMatch(/^Office rebuilding/);
  });
});

fuzzParser("Apple's RAID", {
  parse: parseAppleRaid,
  samples: { whole: JSON.stringify(set("Online", "Online", "Online"), null, 2) },
});
