import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { makeVirtualMachine } from "../../../test/support/virtual-machine.ts";
import { createLocalMachine } from "../machine/local-machine.ts";
import type { Machine, ToolCommand } from "../machine/machine.ts";
import { readLab } from "../testing/fixtures.ts";
import { MDSTAT } from "../tools/md/commands.ts";
import { startSelfTest } from "../tools/smartctl/commands.ts";
import { LIST_BLOCK_DEVICES } from "./block-devices.ts";
import { LIST_MOUNTS } from "./mounts.ts";
import { readMachine } from "./read-machine.ts";
import { selfTestSudoCommands, sudoCommands, sudoersLines } from "./sudo-commands.ts";

const DOCS = path.join(import.meta.dirname, "../../../docs/health.md");
const commands = sudoCommands();

function isAllowed({ program, args }: ToolCommand): boolean {
  return commands.some((one) => one.program === program && one.arguments.test(args.join(" ")));
}

test("the documented list is the one that is really asked", () => {
  expect(readFileSync(DOCS, "utf8")).toContain(sudoersLines("backstay").join("\n"));
});

test("btrfs is allowed where Debian has it, and where others have it", () => {
  const lines = sudoersLines("backstay").filter((line) => line.includes("/btrfs "));
  for (const folder of ["/usr/bin/btrfs", "/usr/sbin/btrfs"])
    expect(lines.filter((line) => line.includes(`: ${folder} `))).toHaveLength(lines.length / 2);
});

test("what starts a test is documented by itself, and no round may do it", () => {
  const lines = sudoersLines("backstay", selfTestSudoCommands());
  expect(readFileSync(DOCS, "utf8")).toContain(`\`\`\`sudoers\n${lines.join("\n")}\n\`\`\``);
  const allows = (line: string) => selfTestSudoCommands().some(({ arguments: words }) => words.test(line));
  for (const kind of ["short", "long"] as const)
    for (const type of [null, "megaraid,4"]) {
      const command = startSelfTest("/dev/sda", type, kind);
      if (command === undefined) throw new Error("no command");
      expect(allows(command.args.join(" "))).toBe(true);
      expect(isAllowed(command)).toBe(false);
    }
  for (const line of [
    "--nocheck=standby,3 --test=force /dev/sda",
    "--nocheck=standby,3 --test=short -d sat -s off /dev/sda",
    "--test=short /dev/sda",
    "--nocheck=standby,3 --test=short /dev/../etc/shadow",
  ])
    expect(allows(line)).toBe(false);
});

test("every command that a round asks as root is in the list, whatever the machine has", async () => {
  const virtual = makeVirtualMachine(await tempFolder());
  virtual.setDisks([{ name: "sda", smart: "{}" }, { name: "nvme0n1" }]);
  virtual.say(MDSTAT, readLab("01", "mdstat.txt"));
  virtual.say(LIST_MOUNTS, "/dev/sdd /mnt/data-1 btrfs rw 0 0\ntank/a /tank zfs rw 0 0\n");
  const types = ["btrfs", "LVM2_member", "zfs_member"].map((fstype, n) => ({
    ...{ name: `sd${"xyz"[n]}`, type: "disk", size: 1e12, fstype },
  }));
  virtual.say(LIST_BLOCK_DEVICES, JSON.stringify({ blockdevices: types }));
  const machine = createLocalMachine(virtual.folder);
  const asked: ToolCommand[] = [];
  const watched: Machine = {
    ...machine,
    run: async (command, options) => {
      if (options.asRoot) asked.push(command);
      return await machine.run(command, options);
    },
  };
  await readMachine(watched, {
    ...{
      refusals: new Map(),
      known: new Set(["btrfs"]),
      given: [],
      nowMs: 0,
      signal: new AbortController().signal,
    },
  });
  expect([...new Set(asked.map(({ program }) => program))].sort()).toEqual(
    expect.arrayContaining([
      "smartctl",
      "mdadm",
      "btrfs",
      "lvs",
      "vgs",
      "pvs",
      "storcli64",
      "ssacli",
      "arcconf",
    ]),
  );
  expect(asked.filter((command) => !isAllowed(command))).toEqual([]);
});

describe("nothing else slips through", () => {
  test.each([
    ["smartctl", "--json=c --xall --nocheck=standby,3 /dev/sda -s off"],
    ["smartctl", "--json=c --xall --nocheck=standby,3 -d sat -t long /dev/sda"],
    ["smartctl", "--json=c --xall --nocheck=standby,3 /dev/../etc/shadow"],
    ["mdadm", "--detail /dev/md0 --stop"],
    ["mdadm", "--stop /dev/md0"],
    ["btrfs", "filesystem usage --raw /mnt /srv"],
    ["btrfs", "device remove /dev/sda /mnt"],
    ["lvs", "-a"],
  ])("%s %s", (program, line) => {
    expect(isAllowed({ program, args: line.split(" ") })).toBe(false);
  });
});
