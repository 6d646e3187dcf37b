import type { SmbShare } from "./host-layout.ts";

/** Sections that are no folders, or another one for each person. */
const NO_FOLDERS = new Set(["global", "homes", "printers", "print$"]);
const MAX_SHARES = 500;

/**
 * Reads which folders a machine gives out over SMB, as `testparm -s` prints it, or Samba's own settings.
 *
 * @returns shares whose folder is one for all; of several of one name the last, as Samba takes it
 * @source smb.conf(5): names count alike in upper and lower case, spaces in names of settings do not count, `%` begins what is filled
 *   in for each person or machine, `directory` is another name for `path`
 */
export function parseSmbShares(text: string): SmbShare[] {
  const folders = new Map<string, SmbShare | undefined>();
  let name: string | undefined;
  const joined = text.slice(0, 2_000_000).replaceAll(/\\\r?\n/g, " ");
  for (const line of joined.split(/\r?\n/)) {
    const [, section] = /^\s*\[([^\]]{1,200})\]\s*$/.exec(line.slice(0, 1000)) ?? [];
    if (section !== undefined) {
      name = NO_FOLDERS.has(section.trim().toLowerCase()) ? undefined : section.trim();
      continue;
    }
    if (name === undefined || /^\s*[#;]/.test(line)) continue;
    const [, setting, value] = /^([^=]{1,100})=(.{0,4000})$/.exec(line) ?? [];
    const key = setting?.replaceAll(/\s/g, "").toLowerCase();
    if (value === undefined || (key !== "path" && key !== "directory")) continue;
    const path = value.trim().replace(/^"(.*)"$/, "$1");
    const isOne = path.startsWith("/") && !path.includes("%");
    if (folders.size < MAX_SHARES || folders.has(name.toLowerCase()))
      folders.set(name.toLowerCase(), isOne ? { name, path: path.replace(/(?<=.)\/+$/, "") } : undefined);
  }
  return [...folders.values()].filter((share) => share !== undefined);
}
