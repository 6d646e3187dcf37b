const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/**
 * Sizes for the pages: decimal units, as the makers of disks count, with three digits at most. The same in every language.
 *
 * @returns like `512 B`, `312 MB`, `18.6 GB`, `1.28 TB`, `4.1 GB`
 */
export function formatSiBytes(sizeBytes: number): string {
  return inUnit(sizeBytes, threeDigits);
}

/**
 * The same for sizes below each other: each with as many decimals as the one above it, for they are compared at a glance.
 *
 * @returns like `512 B`, `5.9 MB`, `18.2 MB`, `312 MB`, `2.0 kB`
 */
export function formatColumnBytes(sizeBytes: number): string {
  return inUnit(sizeBytes, (size) => size.toFixed(size >= 99.95 ? 0 : 1));
}

function inUnit(sizeBytes: number, write: (size: number) => string): string {
  let size = sizeBytes;
  let unit = 0;
  // 999.5 would be shown as 1000
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(size) : write(size)} ${UNITS[unit]}`;
}

/** @returns like `96 MB/s` */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatSiBytes(bytesPerSecond)}/s`;
}

/** Rounded, and without zeros that only say how it was rounded. */
function threeDigits(size: number): string {
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return String(Number(size.toFixed(decimals)));
}
