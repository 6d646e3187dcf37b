import { Command } from "commander";
import { expect, test } from "vitest";
import { addGlobalFlags, languageOf, mergeGlobalFlags, spreadFlags } from "./global-flags.ts";
import { paceOf } from "./pace-flags.ts";

function parse(args: readonly string[]) {
  const program = new Command().enablePositionalOptions();
  const command = program
    .command("work")
    .option("-n, --dry-run")
    .argument("[path...]")
    .action(() => undefined);
  addGlobalFlags(program);
  addGlobalFlags(command);
  program.parse(spreadFlags(args), { from: "user" });
  return { flags: mergeGlobalFlags(program, command), paths: command.args, own: command.opts() };
}

test("flags may stand on either side of the command, and the later one counts", () => {
  const { flags, paths } = parse(["-r", "/a", "--no-lock", "work", "-r", "/b", "--json", "x"]);
  expect(flags).toMatchObject({ repo: "/b", lock: false, cache: true, json: true });
  expect(paths).toEqual(["x"]);
});

test("verbosity adds up in every form", () => {
  expect(parse(["work", "-nvv", "path"])).toMatchObject({
    flags: { verbose: 2 },
    own: { dryRun: true },
    paths: ["path"],
  });
  expect(parse(["-v", "work", "--verbose"]).flags.verbose).toBe(2);
  expect(parse(["work", "--verbose=3"]).flags.verbose).toBe(3);
  expect(parse(["work", "--", "--verbose=3"])).toMatchObject({
    flags: { verbose: 0 },
    paths: ["--verbose=3"],
  });
});

test("limits are KiB a second, for all places of a command together", () => {
  const { flags } = parse(["--limit-upload", "512", "work", "--limit-download=1"]);
  expect(flags).toMatchObject({ limitUpload: 512 * 1024, limitDownload: 1024 });
  expect(paceOf(flags)).toBeDefined();
  expect(paceOf(flags)).toBe(paceOf(flags));
  const unlimited = parse(["work", "--limit-upload", "0"]).flags;
  expect(paceOf(unlimited)).toBeUndefined();
  for (const wrong of ["-1", "1M", "1.5", "", "9".repeat(30)]) {
    expect(() => parse(["work", `--limit-upload=${wrong}`])).toThrow(/VALUE_INVALID/);
  }
});

test("a short flag takes its value behind a sign too, as restic's does", () => {
  expect(parse(["work", "-r=/a=b", "x"])).toMatchObject({ flags: { repo: "/a=b" }, paths: ["x"] });
  expect(parse(["work", "--", "-r=/a"]).paths).toEqual(["-r=/a"]);
});

test("a language may be given as a locale", () => {
  expect(parse(["--lang", "zh_CN.UTF-8", "work"]).flags.lang).toBe("zh");
  expect(parse(["--lang", "EN-gb", "work"]).flags.lang).toBe("en");
});

test("English is spoken wherever Chinese was not asked for", () => {
  expect(languageOf({}, { LANG: "fr_FR.UTF-8" })).toBe("en");
  expect(languageOf({}, { LC_ALL: "C", LANG: "zh_CN.UTF-8" })).toBe("en");
  expect(languageOf({ lang: "en" }, { LANG: "zh_CN.UTF-8" })).toBe("en");
  expect(languageOf({}, { LC_MESSAGES: "zh_CN.UTF-8", LANG: "en_US" })).toBe("zh");
});
