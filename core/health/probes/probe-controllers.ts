import type { ToolReading } from "../../../shared/model/health-reading.ts";
import type { ToolCommand } from "../machine/machine.ts";
import { emptyReading } from "../reading/empty.ts";
import { joinReadings } from "../reading/join-readings.ts";
import * as arcconf from "../tools/arcconf/commands.ts";
import { parseArcconf } from "../tools/arcconf/parse-arcconf.ts";
import * as megacli from "../tools/megacli/commands.ts";
import { parseMegacli } from "../tools/megacli/parse-megacli.ts";
import * as ssacli from "../tools/ssacli/commands.ts";
import { parseSsacli } from "../tools/ssacli/parse-ssacli.ts";
import * as storcli from "../tools/storcli/commands.ts";
import { parseStorcli } from "../tools/storcli/parse-storcli.ts";
import type { Round } from "./ask.ts";
import type { BlockDevice, BlockDevices } from "./parse-lsblk.ts";

/** One family of controllers: how it shows itself, and the programs that know of it, the best first. */
type Family = {
  readonly name: string;
  /** In maker and model of the volumes it shows the kernel. */
  readonly shows: RegExp;
  readonly programs: readonly {
    readonly commands: readonly ToolCommand[];
    readonly parse: (text: string) => ToolReading;
  }[];
};

const FAMILIES: readonly Family[] = [
  {
    name: "storcli",
    shows: /\b(?:LSI|AVAGO|BROADCOM|MegaRAID|PERC|MR\d{4}|DELL)\b|ServeRAID|RAID 5xx/i,
    programs: [
      ...storcli.STORCLI_PROGRAMS.map((program) => ({
        commands: storcli.readControllers(program),
        parse: parseStorcli,
      })),
      ...megacli.MEGACLI_PROGRAMS.map((program) => ({
        commands: megacli.readControllers(program),
        parse: parseMegacli,
      })),
    ],
  },
  {
    name: "ssacli",
    shows: /\b(?:HPE?)\b.*LOGICAL VOLUME|Smart Array/i,
    programs: ssacli.SSACLI_PROGRAMS.map((program) => ({
      commands: [ssacli.readControllers(program)],
      parse: parseSsacli,
    })),
  },
  {
    name: "arcconf",
    shows: /\b(?:Adaptec|ASR\d|Microsemi|SmartRAID|ServeRA)\b/i,
    programs: [
      { commands: [arcconf.readController(1)].filter((one) => one !== undefined), parse: parseArcconf },
    ],
  },
];

/** As probes are named that know of a controller, and of what is behind it. */
export const CONTROLLER_FAMILIES: ReadonlySet<string> = new Set(FAMILIES.map(({ name }) => name));

/**
 * RAID controllers by their makers' programs. Who is root tries each program; others only where a volume looks like such a
 * controller's, because each refusal may be told to the administrator.
 *
 * @param known families that answered before
 */
export async function probeControllers(
  round: Round,
  blocks: BlockDevices,
  { isRoot, known }: { readonly isRoot: boolean; readonly known: ReadonlySet<string> },
): Promise<readonly { readonly family: string; readonly reading: ToolReading }[]> {
  const shown = blocks.devices.map(shownAs);
  const readings = await Promise.all(
    FAMILIES.map(async (family) => {
      const isExpected = shown.some((text) => family.shows.test(text)) || known.has(family.name);
      if (!isRoot && !isExpected) return { family: family.name, reading: emptyReading() };
      return { family: family.name, reading: await readFamily(round, family, isExpected) };
    }),
  );
  return readings;
}

/** @returns whether a block device looks like a volume of such a controller */
export function isVolumeOf(family: string, block: BlockDevice): boolean {
  return FAMILIES.some(({ name, shows }) => name === family && shows.test(shownAs(block)));
}

function shownAs({ vendor, identity }: BlockDevice): string {
  return `${vendor ?? ""} ${identity.model ?? ""}`;
}

async function readFamily(round: Round, { programs }: Family, isExpected: boolean): Promise<ToolReading> {
  let missing: ToolReading | undefined;
  for (const { commands, parse } of programs) {
    const [first, ...others] = commands;
    if (first === undefined) continue;
    const reading = await round.read(first, parse, { asRoot: true });
    const hasSaid = reading.controllers.length + reading.arrays.length + reading.disks.length > 0;
    if (hasSaid) {
      // the first answer names what is there; what has none of the rest says so in many ways, and that is no fault
      const rest = await Promise.all(
        others.map(async (command) => await round.read(command, parse, { asRoot: true })),
      );
      return joinReadings([reading, ...rest.map((one) => ({ ...one, gaps: [] }))]);
    }
    if (missing === undefined || !isMissing(reading)) missing = reading;
  }
  return isExpected && missing !== undefined ? missing : emptyReading();
}

function isMissing({ gaps }: ToolReading): boolean {
  return gaps.some(({ reason }) => reason === "tool-missing");
}
