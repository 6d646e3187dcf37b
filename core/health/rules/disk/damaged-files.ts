import type { Finding } from "../../../../shared/model/health-verdict.ts";

/** Files of one replica that were found to be damaged or missing, on this disk or on others that it lies on together with this one. */
export type DamagedFiles =
  | { readonly replica: string; readonly files: number }
  /** Of a source: they changed, and nothing wrote them. */
  | { readonly source: string; readonly files: number };

/**
 * A suspicion, and no more: a program, a cable or the memory of the machine does the same. People are told of the damage itself by an
 * alert that names the disks.
 */
export function damagedFiles(found: readonly DamagedFiles[]): readonly Finding[] {
  return found.map(
    (details): Finding =>
      "source" in details
        ? { code: "DISK_ROTTEN_FILES", level: "note", details }
        : { code: "DISK_DAMAGED_FILES", level: "note", details },
  );
}
