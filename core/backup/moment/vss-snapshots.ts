/**
 * Shadow copies of Windows' volumes, asked for through WMI and shown through a link, as a path into one is none that every call takes.
 * Written to Microsoft's documentation; not tried on Windows.
 *
 * @source Microsoft, "Win32_ShadowCopy class", "Create method of the Win32_ShadowCopy class"
 */
import { existsSync, symlinkSync } from "node:fs";
import { win32 } from "node:path";
import { type FsSnapshots, NoMoment } from "./fs-snapshots.ts";
import {
  forgetSnapshot,
  type NotedSnapshot,
  noteId,
  noteSnapshot,
  removeMade,
  removeNotedLeftovers,
} from "./noted-snapshots.ts";
import { removeLink } from "./private-folder.ts";
import type { RunTool } from "./run-tool.ts";
import type { VolumeMount } from "./volume-mounts.ts";

const VOLUME = /^[A-Za-z]:\\$/;
const ID = /^\{[0-9A-Fa-f-]{36}\}$/;
const DEVICE = /^\\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy\d+$/;
const LINK = "volume";

/** @source Microsoft, "Create method of the Win32_ShadowCopy class", return values */
const REFUSALS: Readonly<Record<string, NoMoment["reason"]>> = {
  "1": "no-right",
  "4": "unsupported",
  "5": "unsupported",
  "8": "no-room",
};

export function createVssSnapshots(run: RunTool, nameNext: () => string): FsSnapshots {
  const made = new Map<string, NotedSnapshot>();

  async function snapshot({ point }: VolumeMount): Promise<string> {
    const before = made.get(point);
    if (before !== undefined) return win32.join(before.folder, LINK);
    let noted = noteSnapshot(nameNext());
    try {
      const { status, id, device } = parseCreated(await powerShell(run, createScript(point)));
      if (status !== "0")
        throw new NoMoment(REFUSALS[status] ?? "failed", `Win32_ShadowCopy.Create: ${status}`);
      noted = noteId(noted, id);
      made.set(point, noted);
      if (!ID.test(id) || !DEVICE.test(device)) throw new NoMoment("failed", `${id} ${device}`);
      const link = win32.join(noted.folder, LINK);
      symlinkSync(`${device}\\`, link, "dir");
      return link;
    } catch (error) {
      if (noted.id === "") forgetSnapshot(noted);
      throw error;
    }
  }

  return {
    kind: "vss",
    fits: async ({ point, type }) => VOLUME.test(point) && (type === "ntfs" || type === "refs"),
    async take({ path, mount }) {
      const link = await snapshot(mount);
      const at = win32.join(link, win32.relative(mount.point, path));
      return { places: [{ path, at, device: { live: mount.point, at: link } }], live: [] };
    },
    isWhole: async () =>
      [...made.values()].every(({ folder }) => existsSync(`${win32.join(folder, LINK)}\\`)),
    async release() {
      return await removeMade(made, (noted) => remove(run, noted));
    },
    removeLeftovers: (isLeftover) => removeNotedLeftovers(isLeftover, (noted) => remove(run, noted)),
  };
}

/** One drive of each path's letter; folders that other volumes are mounted at are not told apart. */
export function windowsVolumes(paths: readonly string[]): readonly VolumeMount[] {
  const roots = new Set(paths.map((path) => win32.parse(path).root).filter((root) => VOLUME.test(root)));
  return [...roots].map((point) => ({ point, type: "ntfs", source: point, root: "/", isReadOnly: false }));
}

export function createScript(volume: string): string {
  if (!VOLUME.test(volume)) throw new Error("no root of a drive");
  return [
    `$r = Invoke-CimMethod -ClassName Win32_ShadowCopy -MethodName Create -Arguments @{Volume='${volume}';Context='ClientAccessible'}`,
    "Write-Output $r.ReturnValue",
    "if ($r.ReturnValue -eq 0) { Write-Output $r.ShadowID; Write-Output (Get-CimInstance Win32_ShadowCopy | Where-Object { $_.ID -eq $r.ShadowID }).DeviceObject }",
  ].join("; ");
}

export function removeScript(id: string): string {
  if (!ID.test(id)) throw new Error("no id of a shadow copy");
  return `Get-CimInstance Win32_ShadowCopy | Where-Object { $_.ID -eq '${id}' } | Remove-CimInstance`;
}

/** @param text three lines: what `Create` returned, the id, and where it can be read */
export function parseCreated(text: string) {
  const [status = "", id = "", device = ""] = text.split(/\r?\n/).map((line) => line.trim());
  return { status, id, device };
}

async function powerShell(run: RunTool, script: string): Promise<string> {
  return await run("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script]);
}

async function remove(run: RunTool, noted: NotedSnapshot): Promise<boolean> {
  removeLink(win32.join(noted.folder, LINK));
  try {
    if (ID.test(noted.id)) await powerShell(run, removeScript(noted.id));
  } catch (error) {
    if (error instanceof NoMoment) return false;
    throw error;
  }
  forgetSnapshot(noted);
  return true;
}
