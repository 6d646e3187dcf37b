const UNITS = ["KiB", "MiB", "GiB", "TiB"] as const;

/** @returns for example `512 B`, `1.500 KiB`, `2.000 TiB`: three decimals, as restic prints sizes */
export function formatBytes(sizeBytes: number): string {
  let unit = "B";
  let size = sizeBytes;
  for (const larger of UNITS) {
    if (size < 1024) break;
    size /= 1024;
    unit = larger;
  }
  return unit === "B" ? `${size} B` : `${size.toFixed(3)} ${unit}`;
}
