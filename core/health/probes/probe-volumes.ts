import type { Gap } from "../../../shared/model/health-reading.ts";
import type { VolumeReading } from "../../catalog/health-subject-store.ts";
import type { ToolCommand } from "../machine/machine.ts";
import type { Round } from "./ask.ts";
import type { Mount } from "./mounts.ts";
import { type DfLine, parseDf } from "./parse-df.ts";

/** `-l` keeps it from waiting for a share that does not answer. */
export const READ_SPACE: ToolCommand = { program: "df", args: ["-P", "-k", "-l"] };
export const READ_INODES: ToolCommand = { program: "df", args: ["-P", "-i", "-l"] };
/** For those that know no `-l`. */
export const READ_ALL_SPACE: ToolCommand = { program: "df", args: ["-P", "-k"] };

const LIMITS = { timeMs: 10_000, outputBytes: 1024 * 1024 };

/** How full file systems are that lie on the machine's own disks, each once, wherever else it is mounted. */
export async function probeVolumes(
  round: Round,
  mounts: readonly Mount[] | undefined,
): Promise<{ readonly volumes: readonly VolumeReading[]; readonly gaps: readonly Gap[] }> {
  const [space, inodes] = await Promise.all([
    round.run(READ_SPACE, { limits: LIMITS }),
    round.run(READ_INODES, { limits: LIMITS }),
  ]);
  const isRefused = space.kind === "said" && space.exitStatus !== 0 && space.stdout.trim() === "";
  const output = isRefused ? await round.run(READ_ALL_SPACE, { limits: LIMITS }) : space;
  if (output.kind === "gap") return { volumes: [], gaps: [output.gap] };
  const counted = inodes.kind === "said" ? parseDf(inodes.stdout) : [];
  const volumes = new Map<string, VolumeReading>();
  for (const line of parseDf(output.stdout)) {
    const mount = mounts?.find(({ path }) => path === line.path);
    const isOurs = mounts === undefined ? line.source.startsWith("/dev/") : mount !== undefined;
    if (!isOurs || volumes.has(line.source) || line.total === 0) continue;
    volumes.set(
      line.source,
      volumeOf(
        line,
        mount,
        counted.find(({ path }) => path === line.path),
      ),
    );
  }
  return { volumes: [...volumes.values()], gaps: [] };
}

function volumeOf(line: DfLine, mount: Mount | undefined, inodes: DfLine | undefined): VolumeReading {
  const usedPercent =
    inodes === undefined || inodes.total === 0 ? null : Math.min(100, (inodes.used / inodes.total) * 100);
  return {
    path: line.path,
    source: line.source,
    fileSystem: mount?.fileSystem ?? null,
    sizeBytes: line.total * 1024,
    freeBytes: line.available * 1024,
    inodesUsedPercent: usedPercent,
  };
}
