import type { ToolReading } from "../../../shared/model/health-reading.ts";
import { joinReadings } from "../reading/join-readings.ts";
import { LIST_JSON, STATUS_JSON, STATUS_TEXT } from "../tools/zfs/commands.ts";
import { parseZpoolJson } from "../tools/zfs/parse-zpool-json.ts";
import { parseZpoolStatus } from "../tools/zfs/parse-zpool-status.ts";
import { type Round, readingOf } from "./ask.ts";
import type { Mount } from "./mounts.ts";
import type { BlockDevices } from "./parse-lsblk.ts";

/** ZFS, where there is any. Anybody may ask. @returns undefined where nothing looks like it, now or before */
export async function probeZfs(
  round: Round,
  blocks: BlockDevices,
  mounts: readonly Mount[] | undefined,
  known: ReadonlySet<string>,
): Promise<ToolReading | undefined> {
  const isThere =
    blocks.devices.some(({ content }) => content === "zfs_member") ||
    (mounts ?? []).some(({ fileSystem }) => fileSystem === "zfs");
  if (!isThere && !known.has("zfs")) return undefined;
  const status = await round.run(STATUS_JSON);
  const isOld = status.kind === "said" && /invalid option|unrecognized option/i.test(status.stderr);
  if (isOld) return await round.read(STATUS_TEXT, parseZpoolStatus);
  return joinReadings([
    readingOf(status, parseZpoolJson, STATUS_JSON.program),
    await round.read(LIST_JSON, parseZpoolJson),
  ]);
}
