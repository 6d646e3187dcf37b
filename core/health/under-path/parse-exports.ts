import { unescapeName } from "../probes/mounts.ts";
import type { ExportedFolder } from "./host-layout.ts";

const MAX_EXPORTS = 500;

/**
 * Reads which folders a machine gives out over NFS: `/etc/exports`, or `etab`, in which the system keeps what it made of all such files.
 *
 * @returns each folder once; `isRoot` for one that version 4 shows as `/`
 * @source exports(5): `fsid=0` and `fsid=root`; names with spaces are in quotes or written in octal digits
 */
export function parseExports(text: string): ExportedFolder[] {
  const found = new Map<string, ExportedFolder>();
  for (const line of text.slice(0, 1_000_000).replaceAll("\\\n", " ").split("\n")) {
    const [, quoted, plain, rest = ""] =
      /^\s*(?:"([^"]{1,4000})"|(\/\S{0,4000}))(?:\s+(.*))?$/.exec(line) ?? [];
    const name = quoted ?? plain;
    if (name === undefined || !name.startsWith("/") || found.size >= MAX_EXPORTS) continue;
    const path = unescapeName(name).replace(/(?<=.)\/+$/, "");
    const isRoot = /[(,\s-]fsid=(?:0|root)(?=[,)\s]|$)/.test(` ${rest}`);
    found.set(path, { path, isRoot: isRoot || found.get(path)?.isRoot === true });
  }
  return [...found.values()];
}
