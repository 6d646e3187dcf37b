import type { ToolReading } from "../../../shared/model/health-reading.ts";
import { emptyReading } from "../reading/empty.ts";
import { joinReadings } from "../reading/join-readings.ts";
import { askFileSystem, askStatsAsText, SHOW, SYSFS } from "../tools/btrfs/commands.ts";
import { parseBtrfsSysfs } from "../tools/btrfs/parse-btrfs-sysfs.ts";
import { parseBtrfsDeviceStats } from "../tools/btrfs/parse-device-stats.ts";
import { parseBtrfsScrub } from "../tools/btrfs/parse-scrub.ts";
import { parseBtrfsShow } from "../tools/btrfs/parse-show.ts";
import { parseBtrfsUsage } from "../tools/btrfs/parse-usage.ts";
import { type Round, readingOf } from "./ask.ts";
import type { Mount } from "./mounts.ts";
import type { BlockDevices } from "./parse-lsblk.ts";

const MAX_FILE_SYSTEMS = 50;

/** Btrfs, where there is any: what devices a file system has and misses, and what it counted against each. @returns undefined where nothing looks like it, now or before */
export async function probeBtrfs(
  round: Round,
  blocks: BlockDevices,
  mounts: readonly Mount[] | undefined,
  known: ReadonlySet<string>,
): Promise<ToolReading | undefined> {
  const mounted = (mounts ?? []).filter(({ fileSystem }) => fileSystem === "btrfs");
  const isThere = mounted.length > 0 || blocks.devices.some(({ content }) => content === "btrfs");
  if (!isThere && !known.has("btrfs")) return undefined;
  // each of its subvolumes is a mount of the same file system
  const paths = [...new Map(mounted.map(({ source, path }) => [source, path])).values()];
  const shown = await round.read(SHOW, parseBtrfsShow, { asRoot: true });
  // without the list nobody knows which file system the rest speaks of; the kernel tells anybody what is missing and what went wrong,
  // though nothing of levels and scrubs
  if (shown.arrays.length === 0 && shown.gaps.length > 0)
    return joinReadings([shown, await round.read(SYSFS, withoutEmptiness(parseBtrfsSysfs))]);
  const readings = await Promise.all(paths.slice(0, MAX_FILE_SYSTEMS).map((path) => probeOne(round, path)));
  return joinReadings([mounts === undefined ? shown : withMounts(shown, mounted), ...readings]);
}

/** Kernels before 5.5 have no such files, and those before 5.14 no counters: why nothing is known is said already. */
function withoutEmptiness(parse: typeof parseBtrfsSysfs): typeof parseBtrfsSysfs {
  return (text) => (text.trim() === "" ? emptyReading() : parse(text));
}

/** `show` lists all there are, and does not say which of them are mounted. */
function withMounts(shown: ToolReading, mounted: readonly Mount[]): ToolReading {
  const sources = new Set(mounted.map(({ source }) => source));
  const arrays = shown.arrays.map((array) => {
    const isMounted = array.members.some(({ name }) => name !== null && sources.has(name));
    return { ...array, isMounted: array.isMounted ?? isMounted };
  });
  return { ...shown, arrays };
}

async function probeOne(round: Round, path: string): Promise<ToolReading> {
  const ask = askFileSystem(path);
  if (ask === undefined) return emptyReading();
  return joinReadings(
    await Promise.all([
      readStats(round, path, ask.stats),
      round.read(ask.usage, parseBtrfsUsage, { asRoot: true }),
      round.read(ask.scrub, parseBtrfsScrub, { asRoot: true }),
    ]),
  );
}

async function readStats(
  round: Round,
  path: string,
  command: NonNullable<ReturnType<typeof askFileSystem>>["stats"],
): Promise<ToolReading> {
  const output = await round.run(command, { asRoot: true });
  const asText = askStatsAsText(path);
  // releases before 5.10 know no such format
  const isOld =
    output.kind === "said" && /unrecognized option|unknown (?:token|option)|--format/i.test(output.stderr);
  if (!isOld || asText === undefined) return readingOf(output, parseBtrfsDeviceStats, command.program);
  return await round.read(asText, parseBtrfsDeviceStats, { asRoot: true });
}
