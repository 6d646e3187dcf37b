/** A machine made of saved outputs: a folder of small programs that print what real ones said, to be watched like any other. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ToolCommand } from "../../core/health/machine/machine.ts";
import { LIST_BLOCK_DEVICES } from "../../core/health/probes/block-devices.ts";
import { LIST_MOUNTS } from "../../core/health/probes/mounts.ts";
import { READ_KERNEL, READ_SYSTEM } from "../../core/health/probes/probe-facts.ts";
import { READ_SPACE } from "../../core/health/probes/probe-volumes.ts";
import { MDSTAT } from "../../core/health/tools/md/commands.ts";
import { readDisk, SCAN } from "../../core/health/tools/smartctl/commands.ts";

export type VirtualDisk = {
  /** As the kernel names it: `sda`. */
  readonly name: string;
  /** Output of smartctl; without one the disk is listed and cannot be opened. */
  readonly smart?: string;
  readonly serial?: string;
  readonly sizeBytes?: number;
  readonly transport?: string;
};

export type VirtualMachine = {
  /** For `BackstayParts.toolFolder`, or `createLocalMachine`. */
  readonly folder: string;
  /** Sets what a program prints when it is asked just so. One that was never told of is not installed. */
  say(
    command: ToolCommand,
    text: string,
    more?: { readonly stderr?: string; readonly status?: number },
  ): void;
  /** The program is not installed any more. */
  uninstall(program: string): void;
  /** Sets which disks there are, all of them. */
  setDisks(disks: readonly VirtualDisk[]): void;
};

/** @param folder exists; the programs are put into it */
export function makeVirtualMachine(folder: string): VirtualMachine {
  const answers = join(folder, "answers");

  const known = new Map<string, string[]>();

  /** @returns the file with the answer to these arguments */
  const fileOf = ({ program, args }: ToolCommand): string => {
    const lines = known.get(program) ?? [];
    known.set(program, lines);
    const line = args.join(" ");
    if (!lines.includes(line)) lines.push(line);
    return join(answers, program, String(lines.indexOf(line)));
  };
  const install = (program: string) => {
    const cases = (known.get(program) ?? []).map(
      (line, n) => `'${line.replaceAll("'", "'\\''")}') file=${n} ;;`,
    );
    const script = `#!/bin/sh
cd '${answers}/${program}' || exit 1
case "$*" in
${cases.join("\n")}
esac
if [ ! -f "$file" ]; then echo "${program}: $*: No such file or directory" >&2; exit 1; fi
/bin/cat "$file.err" >&2
/bin/cat "$file"
read -r status < "$file.status"
exit "$status"
`;
    writeFileSync(join(folder, program), script);
    chmodSync(join(folder, program), 0o755);
  };
  const say: VirtualMachine["say"] = (command, text, { stderr = "", status = 0 } = {}) => {
    const file = fileOf(command);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.err`, stderr);
    writeFileSync(`${file}.status`, `${status}\n`);
    writeFileSync(file, text);
    install(command.program);
  };
  const setDisks: VirtualMachine["setDisks"] = (disks) => {
    const blockdevices = disks.map(({ name, serial = null, sizeBytes = 4e12, transport = "sata" }) => ({
      ...{ name, type: "disk", size: sizeBytes, serial, rota: true, rm: false, tran: transport },
      hotplug: transport === "usb",
    }));
    say(LIST_BLOCK_DEVICES, JSON.stringify({ blockdevices }));
    const devices = disks.map(({ name }) => ({ name: `/dev/${name}`, type: "sat", protocol: "ATA" }));
    say(SCAN, JSON.stringify({ smartctl: { version: [7, 3], exit_status: 0 }, devices }));
    for (const { name, smart } of disks) {
      const command = readDisk(`/dev/${name}`, "sat");
      if (command === undefined) throw new Error(`no disk is called ${name}`);
      if (smart !== undefined) say(command, smart);
      else rmSync(fileOf(command), { force: true });
    }
  };

  say(READ_KERNEL, "Linux 6.1.0-56-amd64 x86_64\n");
  say(READ_SYSTEM, 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n');
  say(LIST_MOUNTS, "/dev/sda1 / ext4 rw,relatime 0 0\n");
  say(
    READ_SPACE,
    "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000000 400000 600000 40% /\n",
  );
  say(MDSTAT, "Personalities : [raid1]\nunused devices: <none>\n");
  setDisks([]);
  return {
    folder,
    say,
    setDisks,
    uninstall: (program) => rmSync(join(folder, program), { force: true }),
  };
}

/** @returns an output of smartctl for another disk of the same kind, with other values of some attributes */
export function smartOutput(
  original: string,
  { serial, raw = {} }: { readonly serial: string; readonly raw?: Readonly<Record<number, number>> },
): string {
  const output = JSON.parse(original) as {
    serial_number: string;
    wwn?: unknown;
    ata_smart_attributes: { table: { id: number; raw: { value: number; string: string } }[] };
  };
  output.serial_number = serial;
  delete output.wwn;
  for (const attribute of output.ata_smart_attributes.table) {
    const value = raw[attribute.id];
    if (value !== undefined) attribute.raw = { value, string: String(value) };
  }
  return JSON.stringify(output);
}
