/**
 * The codes of Windows' storage classes. Numbers are the same in every language of Windows; the English words are what some versions
 * of PowerShell print instead.
 *
 * @source Microsoft's reference of MSFT_PhysicalDisk, MSFT_VirtualDisk, MSFT_StoragePool and MSFT_StorageJob
 */
import { asList } from "../../reading/json.ts";
import { toCount } from "../../reading/numbers.ts";
import { cleanText } from "../../reading/text.ts";

/** How Windows calls the health of anything. */
export type Health = "healthy" | "warning" | "unhealthy" | "unknown";

const HEALTH: Readonly<Record<string, Health>> = {
  "0": "healthy",
  "1": "warning",
  "2": "unhealthy",
  "5": "unknown",
  healthy: "healthy",
  warning: "warning",
  unhealthy: "unhealthy",
  unknown: "unknown",
};

/** Operational states that all storage classes share, by number. */
const OPERATIONAL: Readonly<Record<string, string>> = {
  "0": "Unknown",
  "1": "Other",
  "2": "OK",
  "3": "Degraded",
  "4": "Stressed",
  "5": "Predictive Failure",
  "6": "Error",
  "7": "Non-Recoverable Error",
  "8": "Starting",
  "9": "Stopping",
  "10": "Stopped",
  "11": "In Service",
  "12": "No Contact",
  "13": "Lost Communication",
  "14": "Aborted",
  "15": "Dormant",
  "16": "Supporting Entity in Error",
  "17": "Completed",
};

/** Kinds of use of a disk in a pool. */
const USAGE: Readonly<Record<string, string>> = {
  "1": "Auto-Select",
  "2": "Manual-Select",
  "3": "Hot Spare",
  "4": "Retired",
  "5": "Journal",
};

const MEDIA: Readonly<Record<string, "spinning" | "solid-state">> = {
  "3": "spinning",
  "4": "solid-state",
  "5": "solid-state",
  hdd: "spinning",
  ssd: "solid-state",
  scm: "solid-state",
};

/** @returns null when the object does not say */
export function healthOf(value: unknown): { readonly health: Health; readonly text: string } | null {
  const text = codeText(value);
  if (text === null) return null;
  const health = HEALTH[text.toLowerCase()] ?? "unknown";
  return { health, text: /^\d/.test(text) && health !== "unknown" ? `${health} (${text})` : text };
}

/** @returns the English words of operational states, whether they come as numbers, words, one or many; unknown numbers as they are */
export function operationalOf(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? asList(value).slice(0, 10) : [value];
  return values.map(codeText).flatMap((text) => (text === null ? [] : [OPERATIONAL[text] ?? text]));
}

export function usageOf(value: unknown): string | null {
  const text = codeText(value);
  return text === null ? null : (USAGE[text] ?? text);
}

export function mediumOf(value: unknown): "spinning" | "solid-state" | "unknown" {
  return MEDIA[(codeText(value) ?? "").toLowerCase()] ?? "unknown";
}

function codeText(value: unknown): string | null {
  const count = typeof value === "number" ? toCount(value) : null;
  return count === null ? cleanText(value) : String(count);
}
