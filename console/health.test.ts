import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../test/support/temp-folder.ts";
import { runHere } from "./testing/run-here.ts";

const FIXTURES = join(import.meta.dirname, "../test/fixtures/health");
const FAILING = join(FIXTURES, "smartctl/AnalogJ__scrutiny__smart-fail2.json");
const FINE = join(FIXTURES, "smartctl/joeywli__smartctl-rs__hdd.json");

test("a failing disk is explained with its reasons, and status 0: the file was read", async () => {
  const { exitCode, stdout, stderr } = await runHere(["health", "explain", FAILING]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("All in all: critical. Read as output of kind smartctl.");
  expect(stdout).toContain("Disk MSK423Y20S3HBC: failing\n  - The disk itself says that it is failing.");
});

test("it is JSON for a script", async () => {
  const { exitCode, stdout } = await runHere(["health", "explain", "--kind", "smartctl", FAILING, "--json"]);
  expect(exitCode).toBe(0);
  const explained = JSON.parse(stdout);
  expect(explained).toMatchObject({
    severity: "critical",
    subjects: [{ kind: "disk", id: "MSK423Y20S3HBC", verdict: "failing" }],
  });
  for (const reason of explained.subjects[0].reasons) {
    expect(reason).toEqual({
      code: expect.stringMatching(/^DISK_/),
      level: expect.any(String),
      details: expect.any(Object),
      text: expect.stringMatching(/\.$/),
    });
  }
});

test("an output that names nothing is unknown, and it is said why", async () => {
  const file = join(await tempFolder(), "mdstat");
  writeFileSync(file, "Personalities : [raid1]\nunused devices: <none>\n");
  const { stdout } = await runHere(["health", "explain", "--kind", "mdstat", file]);
  expect(stdout).toContain("All in all: unknown. Read as output of kind mdstat.\nIt names no disk");
  expect((await runHere(["--lang", "zh", "health", "explain", file])).stdout).toContain("其中没有提到磁盘");
});

test("a fine disk is called fine, and nobody safe", async () => {
  const { stdout } = await runHere(["health", "explain", FINE]);
  expect(stdout).toContain("All in all: fine.");
  expect(stdout).toContain("a backup is needed in any case");
});

test("it speaks Chinese", async () => {
  const { stdout } = await runHere(["--lang", "zh", "health", "explain", FAILING]);
  expect(stdout).toContain("总体：严重。按类型 smartctl 的输出读取。");
  expect(stdout).toContain("磁盘 MSK423Y20S3HBC：即将失效\n  - 磁盘自己报告即将失效。");
});

test("it reads standard input, and what PowerShell wrote", async () => {
  const input = '{"smartctl":{"messages":[{"string":"Device is in STANDBY mode, exit(2)"}],"exit_status":2}}';
  expect((await runHere(["health", "explain", "-"], { input })).stdout).toContain(": asleep");
  const file = join(await tempFolder(), "disk.json");
  writeFileSync(file, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(input, "utf16le")]));
  expect((await runHere(["health", "explain", file])).stdout).toContain(": asleep");
});

test("what is no output of any tool is unknown, also when it is no text", async () => {
  const file = join(await tempFolder(), "noise");
  writeFileSync(file, Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)));
  for (const kind of ["auto", "smartctl", "mdstat"]) {
    const { exitCode, stdout } = await runHere(["health", "explain", "--kind", kind, "--json", file]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).severity).toBe("unknown");
  }
});

test.each([
  [["health", "explain", "--kind", "smarctl", FINE], "smartctl-scan", 2],
  [["health", "explain"], "file", 2],
  [["health", "exlpain", FINE], "explain", 2],
  [["health", "explain"], "file", 2],
  [["health", "explain", "/nowhere/smart.json"], "/nowhere/smart.json", 1],
] as const)("%j is refused, in words of both languages", async (args, word, status) => {
  for (const lang of ["en", "zh"]) {
    const { exitCode, stdout, stderr } = await runHere([...args, "--lang", lang]);
    expect({ exitCode, stdout }).toEqual({ exitCode: status, stdout: "" });
    expect(stderr).toContain(word);
    if (lang === "zh") expect(stderr).toMatch(/\p{Script=Han}/u);
  }
});
