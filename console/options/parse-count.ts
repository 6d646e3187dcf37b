import { BackstayError } from "../../shared/errors.ts";

/**
 * @param text a whole number from 1 on
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new BackstayError("VALUE_INVALID", { value: text, expected: "count" });
}
