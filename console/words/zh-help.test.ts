import { Command } from "commander";
import { expect, test } from "vitest";
import { COMMANDS } from "../command-table.ts";
import { HELP_TOPICS } from "../help-topics.ts";
import { runHere } from "../testing/run-here.ts";
import { zhHelp } from "./zh-help.ts";

/** Every help text, as it comes out: each is asked for through a dictionary that notes what it is asked for. */
async function askedFor(): Promise<ReadonlySet<string>> {
  const asked = new Set<string>();
  const { translateHelp } = await import("../help.ts");
  const program = new Command("backstay");
  translateHelp(program, (english) => {
    asked.add(english);
    return english;
  });
  for (const { name, load } of COMMANDS) {
    const command = program.command(name);
    (await load())(command, async () => undefined);
    command.configureOutput({ writeOut: () => undefined });
    command.outputHelp();
  }
  return asked;
}

test("every help text is there in Chinese, and none that nobody asks for", async () => {
  const missing = [...(await askedFor())].filter((text) => text !== "" && zhHelp[text] === undefined);
  // what commander adds to each command by itself here; the program says it in its own words
  expect(missing).toEqual(["display help for command"]);
  const screens = ["--help", ...COMMANDS.map(({ name }) => name), ...Object.keys(HELP_TOPICS)];
  for (const screen of screens) {
    const args = screen === "--help" ? [screen] : ["help", screen];
    const { exitCode, stdout } = await runHere([...args, "--lang", "zh"]);
    expect(exitCode).toBe(0);
    const prose = stdout
      .split("\n")
      .filter((line) => /[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(line) && !line.startsWith("  backstay "));
    expect(prose, screen).toEqual([]);
  }
});

test("Chinese help breaks its lines where they fit", async () => {
  const { stdout } = await runHere(["forget", "--help"], { env: { LANG: "zh_CN.UTF-8" } });
  expect(stdout).toContain("用法: backstay forget");
  for (const line of stdout.split("\n").filter((text) => !/ {2}backstay /.test(text))) {
    const width = [...line].reduce((sum, character) => sum + (character > "\u2e7f" ? 2 : 1), 0);
    expect(width, line).toBeLessThanOrEqual(80);
    expect(line.trimStart()).not.toMatch(/^[，。；：、）]/);
  }
});
