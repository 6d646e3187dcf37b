/**
 * Made by hand: nobody has given an output of this tool that may be kept here. What a Mac says while a member fails, is taken out, and
 * another is filled is told by `diskutil checkraid` of a real one, published in init4/gigabyte-z390-ud-thunderbolt-hackintosh
 * (`AppleRAID-rebuild.md`, commit 8eebe909a8): its states and sizes stand here in the form that `-plist` gives them.
 */
import { describe, expect, test } from "vitest";
import { fuzzParser } from "../../testing/fuzz-parser.ts";
import { severityOfReading, verdictLines } from "../../testing/verdicts.ts";
import { parseAppleRaid } from "./parse-apple-raid.ts";
import { parsePlist } from "./parse-plist.ts";

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

  test("a real mirror that lost a member is never fine until it has two again, whatever its own word", () => {
    const now = (status: string, ...members: readonly string[]) => {
      const [line] = verdictLines(parse(set(status, ...members)));
      return line?.split(" ", 2)[1];
    };
    expect(now("Online", "Online", "Online")).toBe("ok");
    expect(now("Degraded", "Online", "Failed")).toBe("degraded");
    // taken out: diskutil calls what is left "Online"
    expect(now("Online", "Online")).toBe("degraded");
    expect(now("Degraded", "Online", "5% (Rebuilding)")).toBe("rebuilding");
  });

  test("reads how far a rebuild is", () => {
    const reading = parse(set("Degraded", "Online", "45% (Rebuilding)"));
    expect(reading.arrays[0]?.operation).toMatchObject({ kind: "rebuild", donePercent: 45 });
    expect(verdictLines(reading)[0]).toMatch(/^Office rebuilding/);
  });
});

/** As diskutil prints it. */
function plist(value: unknown): string {
  const write = (one: unknown): string => {
    if (Array.isArray(one))
      return one.length === 0 ? "<array/>" : `<array>${one.map(write).join("\n")}</array>`;
    if (typeof one === "number") return `<integer>${one}</integer>`;
    if (typeof one === "boolean") return one ? "<true/>" : "<false/>";
    if (typeof one === "string")
      return `<string>${one.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</string>`;
    const entries = Object.entries(one as object).map(([key, below]) => `<key>${key}</key>\n${write(below)}`);
    return `<dict>\n${entries.join("\n")}\n</dict>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${write(value)}
</plist>
`;
}

describe("a property list", () => {
  test("holds what JSON would hold", () => {
    const value = { a: [1, "two & <three>", { deep: [true, false, [], ""] }], "": "x", __proto: 1.5 };
    expect(parsePlist(plist(value))).toEqual(value);
    expect(parseAppleRaid(plist(set("Degraded", "Online", "Failed")))).toEqual(
      parse(set("Degraded", "Online", "Failed")),
    );
  });

  test.each([
    ["nothing in it", "<plist></plist>"],
    ["another element", "<plist><script>1</script></plist>"],
    ["a number that is none", "<plist><integer>one</integer></plist>"],
    ["a key without a value", "<plist><dict><key>a</key></dict></plist>"],
    ["a value without a key", "<plist><dict><string>a</string></dict></plist>"],
    ["no end", "<plist><array><string>a</string></array>"],
    ["more depth than any", `<plist>${"<array>".repeat(50_000)}`],
  ])("with %s is none", (_, text) => {
    expect(parsePlist(text)).toBeUndefined();
  });
});

fuzzParser("Apple's RAID", {
  parse: parseAppleRaid,
  samples: { whole: JSON.stringify(set("Online", "Online", "Online"), null, 2) },
});

fuzzParser("Apple's RAID as a property list", {
  parse: parseAppleRaid,
  samples: { whole: plist(set("Online", "Online", "Online")) },
  decidedAt: (text) => text.indexOf("</plist>"),
});
