/** Which folders a machine gives out to others, so that a share is known by the disks it lies on. Anybody may ask. */
import type { ToolCommand, ToolOutput } from "../machine/machine.ts";
import type { HostLayout } from "../under-path/host-layout.ts";
import { parseExports } from "../under-path/parse-exports.ts";
import { parseSmbShares } from "../under-path/parse-smb-shares.ts";
import type { Round } from "./ask.ts";

/** What the system made of all its files about NFS, and the file that is always there. Each command costs a session over SSH. */
export const READ_EXPORTS: ToolCommand = { program: "cat", args: ["/var/lib/nfs/etab", "/etc/exports"] };
/** Samba's settings with all files that belong to them. */
export const READ_SHARES: ToolCommand = { program: "testparm", args: ["-s"] };
export const READ_SHARES_FILE: ToolCommand = { program: "cat", args: ["/etc/samba/smb.conf"] };

const LIMITS = { timeMs: 10_000, outputBytes: 1024 * 1024 };
/** What is beyond counts as not found. */
const MAX_LOOKED_UP = 16;

/** Where a folder's name really leads to. @returns undefined when that is no word for a command */
export function followLinks(path: string): ToolCommand | undefined {
  return path.startsWith("/") ? { program: "readlink", args: ["-f", path] } : undefined;
}

export async function probeShares(round: Round): Promise<Pick<HostLayout, "exports" | "shares">> {
  const [nfs, samba] = await Promise.all([
    round.run(READ_EXPORTS, { limits: LIMITS }),
    round.run(READ_SHARES, { limits: LIMITS }),
  ]);
  const settings = sectionsOf(samba) ?? textOf(await round.run(READ_SHARES_FILE, { limits: LIMITS }));
  // one of the two files may be missing
  const isRead = nfs.kind === "said" && (nfs.exitStatus === 0 || nfs.stdout !== "");
  const exports = isRead ? parseExports(nfs.stdout) : null;
  const shares = settings === undefined ? null : parseSmbShares(settings);
  const given = [...(exports ?? []), ...(shares ?? [])].map(({ path }) => path);
  const real = new Map<string, string | undefined>();
  await Promise.all(
    [...new Set(given)].slice(0, MAX_LOOKED_UP).map(async (path) => {
      const command = followLinks(path);
      const said = command === undefined ? undefined : await round.run(command, { limits: LIMITS });
      const [line] = said === undefined ? [] : (textOf(said)?.split("\n") ?? []);
      real.set(path, line?.startsWith("/") === true ? line : undefined);
    }),
  );
  // a folder that nobody here may look up is not taken for the one its name says
  const found = <One extends { readonly path: string }>(list: readonly One[] | null) =>
    list?.flatMap((one) => {
      const path = real.get(one.path);
      return path === undefined ? [] : [{ ...one, path }];
    }) ?? null;
  return { exports: found(exports), shares: found(shares) };
}

/**
 * testparm prints all it understood and then fails where one of Samba's own folders is missing, or may not be seen by whoever asks.
 *
 * @returns undefined where it printed nothing
 */
function sectionsOf(output: ToolOutput): string | undefined {
  return output.kind === "said" && /^\[/m.test(output.stdout) ? output.stdout : undefined;
}

/** @returns undefined for a file or program that is not there, or not for everybody */
function textOf(output: ToolOutput): string | undefined {
  return output.kind === "said" && output.exitStatus === 0 ? output.stdout : undefined;
}
