/** The head of the chain in a file beside the catalog: a catalog that was put back, or cut, is behind it. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasSystemCode } from "../../shared/errors.ts";
import { AuditHead } from "../../shared/model/audit.ts";

const FILE_NAME = "audit-head.json";

/** @returns undefined where none was kept, or where what is there says nothing */
export function readHeadFile(folder: string): AuditHead | undefined {
  try {
    return AuditHead.safeParse(JSON.parse(readFileSync(path.join(folder, FILE_NAME), "utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError || hasSystemCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Not synced: the catalog is, and a file that is behind it after a power cut agrees with it all the same. */
export function writeHeadFile(folder: string, head: AuditHead): void {
  const file = path.join(folder, FILE_NAME);
  writeFileSync(`${file}.new`, JSON.stringify(head), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
