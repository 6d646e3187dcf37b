import { parseCount } from "./parse-count.ts";

/**
 * @param text a whole number of days; 0 is never
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseDays(text: string): number {
  return text === "0" ? 0 : parseCount(text);
}
