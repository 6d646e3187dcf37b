/** What an account without root's rights must be let run, for a machine that is to be read in full. */
import type { ToolCommand } from "../machine/machine.ts";
import { LIST_CONTROLLERS, readController } from "../tools/arcconf/commands.ts";
import { askFileSystem, askStatsAsText, SHOW } from "../tools/btrfs/commands.ts";
import { DEVICES, GROUPS, VOLUMES } from "../tools/lvm/commands.ts";
import { readDetail } from "../tools/md/commands.ts";
import * as megacli from "../tools/megacli/commands.ts";
import { readSmartLog } from "../tools/nvme-cli/commands.ts";
import { readDisk, SCAN, startSelfTest, stopSelfTest } from "../tools/smartctl/commands.ts";
import * as ssacli from "../tools/ssacli/commands.ts";
import * as storcli from "../tools/storcli/commands.ts";

/** One command, with the arguments as a regular expression over all of them, spaces between. */
export type SudoCommand = { readonly program: string; readonly arguments: RegExp };

/** No dots: nothing outside of the folder can be named; and no spaces, so that no option can follow. */
const DEVICE = "/dev/[A-Za-z0-9/_-]+";
const DEVICE_TYPE = "[A-Za-z0-9_,+/:-]+";
const MOUNT_POINT = "/[A-Za-z0-9_@%+=:,./-]*";

const plain = ({ program, args }: ToolCommand): SudoCommand => ({
  program,
  arguments: new RegExp(`^${args.map(escapeWord).join(" ")}$`),
});

/** @param samples words of the command, and what may stand in their place */
function pattern(command: ToolCommand | undefined, samples: Readonly<Record<string, string>>): SudoCommand {
  if (command === undefined) throw new Error("there is no such command");
  const words = command.args.map((word) => samples[word] ?? escapeWord(word));
  return { program: command.program, arguments: new RegExp(`^${words.join(" ")}$`) };
}

/** Where programs are on some systems that are in `/usr/sbin` on others: Debian has this one among those for everybody. */
const FOLDERS: Readonly<Partial<Record<string, readonly string[]>>> = { btrfs: ["/usr/bin", "/usr/sbin"] };

/** All that Backstay ever asks with root's rights, made of the very arguments it uses. None of it changes anything. */
export function sudoCommands(): readonly SudoCommand[] {
  const onMount = [...Object.values(askFileSystem("/mnt") ?? {}), askStatsAsText("/mnt")];
  return [
    plain(SCAN),
    pattern(readDisk("/dev/sda", null), { "/dev/sda": DEVICE }),
    pattern(readDisk("/dev/sda", "sat"), { "/dev/sda": DEVICE, sat: DEVICE_TYPE }),
    pattern(readSmartLog("/dev/nvme0"), { "/dev/nvme0": "/dev/nvme[0-9]+(n[0-9]+)?" }),
    pattern(readDetail("/dev/md0", "text"), { "/dev/md0": "/dev/md[A-Za-z0-9/_-]*" }),
    plain(SHOW),
    ...onMount.map((command) => pattern(command, { "/mnt": MOUNT_POINT })),
    ...[VOLUMES, GROUPS, DEVICES].map(plain),
    ...storcli.STORCLI_PROGRAMS.flatMap((program) => storcli.readControllers(program)).map(plain),
    ...ssacli.SSACLI_PROGRAMS.map((program) => plain(ssacli.readControllers(program))),
    ...megacli.MEGACLI_PROGRAMS.flatMap((program) => megacli.readControllers(program)).map(plain),
    plain(LIST_CONTROLLERS),
    pattern(readController(1), { "1": "[0-9]+" }),
  ];
}

/** What starts a test of a disk, and ends it. Nobody needs to allow it: watching works without. */
export function selfTestSudoCommands(): readonly SudoCommand[] {
  const kinds = { "--test=short": "--test=(short|long)", "/dev/sda": DEVICE };
  return [
    pattern(startSelfTest("/dev/sda", null, "short"), kinds),
    pattern(startSelfTest("/dev/sda", "sat", "short"), { ...kinds, sat: DEVICE_TYPE }),
    pattern(stopSelfTest("/dev/sda", null), kinds),
    pattern(stopSelfTest("/dev/sda", "sat"), { ...kinds, sat: DEVICE_TYPE }),
  ];
}

/**
 * The lines of a sudoers file for an account. Regular expressions need sudo 1.9.10; its older wildcards would match spaces, and with
 * them options that change something.
 *
 * @returns a line for each folder where a program may be: sudo wants whole paths
 */
export function sudoersLines(
  account: string,
  commands: readonly SudoCommand[] = sudoCommands(),
): readonly string[] {
  return commands.flatMap(({ program, arguments: { source } }) =>
    (FOLDERS[program] ?? ["/usr/sbin"]).map(
      (folder) =>
        // in a source, but not in sudoers, a slash is escaped
        `${account} ALL=(root) NOPASSWD: ${folder}/${program} ${source.replaceAll("\\/", "/")}`,
    ),
  );
}

function escapeWord(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
