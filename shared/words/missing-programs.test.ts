import { expect, test } from "vitest";
import { describeGapHelp, describeMissingPrograms } from "./missing-programs.ts";

test.each([
  ["grep", "Install grep there.", "请在那里安装 grep。"],
  ["smartctl", "Install smartmontools there.", "请在那里安装 smartmontools。"],
  ["zpool", "Install zfsutils there.", "请在那里安装 zfsutils。"],
  ["a-tool-nobody-knows", "Install a-tool-nobody-knows there.", "请在那里安装 a-tool-nobody-knows。"],
])("where %s is missing, it is said what to install", (about, en, zh) => {
  expect(describeGapHelp({ reason: "tool-missing", about }, "en")).toBe(en);
  expect(describeGapHelp({ reason: "tool-missing", about }, "zh")).toBe(zh);
});

test("several programs of one package are installed once, and a maker's own is not in any", () => {
  const words = describeMissingPrograms(["lvs", "vgs", "grep", "storcli64", "powershell.exe"], "en");
  expect(words).toMatch(/^Install lvm2 and grep there\. /);
  expect(words).toMatch(/maker gives for it: storcli64\. /);
  expect(words).toMatch(/powershell\.exe: look/);
});

test("where nobody knows which program it was, and for all other reasons, the usual words stand", () => {
  expect(describeGapHelp({ reason: "tool-missing", about: null }, "en")).toContain("smartmontools");
  expect(describeGapHelp({ reason: "timed-out", about: "grep" }, "en")).not.toContain("nstall");
});
