import { parseSize } from "../../core/backup/exclude/size-limit.ts";
import type { ReadData } from "../../core/repository/check/select-packs.ts";
import { BackstayError, isBackstayError } from "../../shared/errors.ts";

const MAX_PARTS = 256;

/**
 * Reads what `--read-data-subset` takes: `n/t` for one part of several, `x%` or a size like `500M` for a random choice.
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseReadDataSubset(text: string): ReadData {
  const parts = /^(?<part>\d+)\/(?<of>\d+)$/.exec(text)?.groups;
  if (parts !== undefined) {
    const part = Number(parts.part);
    const of = Number(parts.of);
    if (part < 1 || part > of || of > MAX_PARTS) throw invalid(text);
    return { kind: "part", part, of };
  }
  const percent = parsePercent(text);
  if (percent !== undefined) {
    if (percent <= 0 || percent > 100) throw invalid(text);
    return { kind: "percent", percent };
  }
  return { kind: "bytes", bytes: sizeAboveZero(text) };
}

/** @returns undefined when the text is no percentage */
export function parsePercent(text: string): number | undefined {
  const digits = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function sizeAboveZero(text: string): number {
  try {
    const bytes = parseSize(text);
    if (bytes > 0) return bytes;
  } catch (error) {
    if (!isBackstayError(error, "VALUE_INVALID")) throw error;
  }
  throw invalid(text);
}

function invalid(value: string): BackstayError {
  return new BackstayError("VALUE_INVALID", { value, expected: "subset" });
}
