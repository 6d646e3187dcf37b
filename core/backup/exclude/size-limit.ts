import { BackstayError } from "../../../shared/errors.ts";

const SIZE = /^(?<count>[0-9]+)(?<unit>[bkmgt]?)$/i;
const UNITS = { "": 0, b: 0, k: 1, m: 2, g: 3, t: 4 } as const;

/**
 * Reads a size as `--exclude-larger-than` takes it: a whole number of bytes, or with `K`, `M`, `G` or `T` (either
 * case) of powers of 1024.
 *
 * @returns bytes, at most 2^53 - 1
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseSize(text: string): number {
  const groups = SIZE.exec(text)?.groups;
  const unit = groups?.unit?.toLowerCase();
  if (groups === undefined || unit === undefined || !isUnit(unit)) {
    throw new BackstayError("VALUE_INVALID", { value: text, expected: "size" });
  }
  const sizeBytes = Number(groups.count) * 1024 ** UNITS[unit];
  if (!Number.isSafeInteger(sizeBytes))
    throw new BackstayError("VALUE_INVALID", { value: text, expected: "size" });
  return sizeBytes;
}

function isUnit(unit: string): unit is keyof typeof UNITS {
  return Object.hasOwn(UNITS, unit);
}
