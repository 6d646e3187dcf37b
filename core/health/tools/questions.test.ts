import { describe, expect, test } from "vitest";
import type { ToolCommand } from "../machine/machine.ts";
import * as appleRaid from "./apple-raid/commands.ts";
import * as arcconf from "./arcconf/commands.ts";
import * as megacli from "./megacli/commands.ts";
import * as ssacli from "./ssacli/commands.ts";
import { READ_STORAGE } from "./storage-spaces/commands.ts";
import * as storcli from "./storcli/commands.ts";

/** Everything that is run of the tools of controllers. */
const COMMANDS: readonly ToolCommand[] = [
  ...storcli.STORCLI_PROGRAMS.flatMap((program) => storcli.readControllers(program)),
  ...ssacli.SSACLI_PROGRAMS.map((program) => ssacli.readControllers(program)),
  ...megacli.MEGACLI_PROGRAMS.flatMap((program) => megacli.readControllers(program)),
  ...[1, 16].flatMap((number) => arcconf.readController(number) ?? []),
  arcconf.LIST_CONTROLLERS,
  appleRaid.LIST_SETS,
  READ_STORAGE,
];

/** What such tools call the things that nobody may do by asking. */
const CHANGES =
  /\b(?:set|add|del|delete|start|stop|clear|erase|create|import|flush|download|modify|rescan|remove|rebuild|init|offline|online|Set-|New-|Remove-|Repair-|Reset-|Clear-)\b/i;

describe("what is asked of a controller", () => {
  test.each(COMMANDS.map(({ program, args }) => [program, args.join(" ")]))(
    "%s %s changes nothing",
    (_, line) => {
      expect(line).not.toMatch(CHANGES);
    },
  );

  test("a number that no controller has asks nothing", () => {
    for (const number of [0, -1, 17, 1.5, Number.NaN]) expect(arcconf.readController(number)).toBeUndefined();
  });
});
