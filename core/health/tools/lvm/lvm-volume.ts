import type { ArrayOperation, ArrayReading } from "../../../../shared/model/health-reading.ts";
import { toPercent } from "../../reading/numbers.ts";

/** One row of a report: every value is text. */
export type LvmRow = ReadonlyMap<string, string>;

type State = ArrayReading["signals"][number]["state"];

/** What LVM calls the health of a volume, and what that means for it. */
const HEALTH: Readonly<Record<string, State>> = {
  "": "ok",
  partial: "degraded",
  "refresh needed": "degraded",
  // the copies differ somewhere; which is right is not known. None is missing.
  "mismatches exist": "ok",
  // RAID that is being reshaped, has an image that is not read from, or waits for its old images to be removed
  reshaping: "ok",
  writemostly: "ok",
  reshape_removed: "ok",
  failed: "failed",
  error: "failed",
  out_of_data: "failed",
  metadata_read_only: "failed",
};

/** The ninth character of `lv_attr`, in the same words. */
const HEALTH_LETTERS: Readonly<Record<string, string>> = {
  "-": "",
  p: "partial",
  r: "refresh needed",
  m: "mismatches exist",
  s: "reshaping",
  w: "writemostly",
  R: "reshape_removed",
  F: "failed",
  E: "error",
  D: "out_of_data",
  M: "metadata_read_only",
};

/** @returns a volume's health by both columns that tell it, each with LVM's word */
export function healthSignals(row: LvmRow): { source: string; word: string; state: State }[] {
  const signals: { source: string; word: string; state: State }[] = [];
  const word = row.get("lv_health_status");
  if (word !== undefined) signals.push({ source: "lv_health_status", word, state: stateOf(word) });
  const letter = row.get("lv_attr")?.[8];
  if (letter !== undefined) {
    const meant = Object.hasOwn(HEALTH_LETTERS, letter) ? HEALTH_LETTERS[letter] : undefined;
    signals.push({
      source: "lv_attr",
      word: meant ?? letter,
      state: meant === undefined ? "unknown" : stateOf(meant),
    });
  }
  const vdo = row.get("vdo_operating_mode");
  if (vdo) {
    const states: Readonly<Record<string, State>> = {
      normal: "ok",
      recovering: "degraded",
      "read-only": "failed",
    };
    signals.push({ source: "vdo_operating_mode", word: vdo, state: states[vdo] ?? "unknown" });
  }
  return signals;
}

function stateOf(word: string): State {
  return (Object.hasOwn(HEALTH, word) ? HEALTH[word] : undefined) ?? "unknown";
}

/** @returns `raid1`, `mirror`, `thin pool`, `cache`…; null for plain volumes, and where no column tells */
export function specialLevel(row: LvmRow): string | null {
  const layout = (row.get("lv_layout") ?? "").split(",");
  const type = row.get("segtype") ?? "";
  const raid = [...layout, type]
    .map((word) => /^(raid\d+|mirror)/.exec(word)?.[1])
    .findLast((word) => word !== undefined);
  if (raid !== undefined) return raid;
  const letter = row.get("lv_attr")?.[0] ?? "";
  if (layout.includes("pool") || type === "thin-pool" || letter === "t")
    return layout.includes("cache") ? "cache pool" : "thin pool";
  if (layout.includes("raid") || letter === "r" || letter === "R") return "raid";
  return letter === "m" || letter === "M" ? "mirror" : null;
}

/** @returns whether the volume is a part of another: LVM shows those in brackets */
export function isHidden(row: LvmRow): boolean {
  return (row.get("lv_name") ?? "").startsWith("[");
}

/** Operations of RAID volumes. A volume that is not in sync and says nothing of what it does is being synchronised. */
export function operationOf(row: LvmRow): ArrayOperation | null {
  const percent = toPercent(row.get("sync_percent") || row.get("copy_percent"));
  const kinds: Readonly<Record<string, ArrayOperation["kind"]>> = {
    check: "check",
    repair: "repair",
    resync: "resync",
    recover: "rebuild",
    reshape: "reshape",
  };
  const action = row.get("raid_sync_action") ?? "";
  const named = Object.hasOwn(kinds, action) ? kinds[action] : undefined;
  const kind = named ?? (percent !== null && percent < 100 && action !== "idle" ? "resync" : undefined);
  if (kind === undefined) return null;
  return { kind, isWaiting: false, donePercent: percent, remainingSeconds: null, bytesPerSecond: null };
}
