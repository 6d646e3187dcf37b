import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLogFile } from "./log-file.ts";

let folder: string;
const clock = { nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5) };
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("writes one line of JSON for each entry, for its owner only", () => {
  const log = openLogFile(path.join(folder, "logs"), "desktop", clock);
  log.write({ level: "info", text: "started", facts: { pid: 7 } });
  log.write({ level: "error", text: "two\nlines" });
  const lines = readFileSync(log.path, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: "2026-01-02T03:04:05.000Z", level: "info", text: "started", facts: { pid: 7 } },
    { time: "2026-01-02T03:04:05.000Z", level: "error", text: "two\nlines" },
  ]);
  expect(statSync(log.path).mode & 0o777).toBe(0o600);
});

test("goes on in the file of an earlier start", () => {
  openLogFile(folder, "desktop", clock).write({ level: "info", text: "first" });
  const log = openLogFile(folder, "desktop", clock);
  log.write({ level: "info", text: "second" });
  expect(readFileSync(log.path, "utf8").trimEnd().split("\n")).toHaveLength(2);
});

test("puts a large file aside, and keeps few of those", () => {
  const log = openLogFile(folder, "desktop", clock, 200);
  for (let n = 0; n < 50; n += 1) log.write({ level: "info", text: `entry ${n} ${"x".repeat(50)}` });
  const names = readdirSync(folder).sort();
  expect(names).toEqual(["desktop.log", "desktop.log.1", "desktop.log.2", "desktop.log.3"]);
  for (const name of names) expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(200);
  expect(readFileSync(log.path, "utf8")).toContain("entry 49");
});

test("an unwritable log is no reason to fail", () => {
  const log = openLogFile(folder, "desktop", clock);
  rmSync(folder, { recursive: true });
  log.write({ level: "info", text: "nowhere" });
  expect(() => readdirSync(folder)).toThrow();
});
