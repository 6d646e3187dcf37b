/** What HPE's words mean. Everything that is not in these lists is unknown: the tool has many, and most of them are no good news. */
import type { ARRAY_STATES, ArrayOperation } from "../../../../shared/model/health-reading.ts";
import type {
  BatteryState,
  CacheState,
  ControllerState,
  ReportedState,
  StateWords,
} from "../../reading/state-words.ts";

export const DRIVE_WORDS: StateWords<ReportedState> = [
  [/^OK$/i, "ok"],
  [/^(?:active )?spare\b/i, "spare"],
  [/predictive failure|wear ?out|end of life/i, "failing"],
  [/rebuild|recover/i, "rebuilding"],
  [/^(?:failed|offline|bad)\b/i, "failed"],
  [/missing|not present|absent|removed/i, "missing"],
  [/eras|sanitiz|starting|queued|overheat|not supported|unsupported|authentication|degraded/i, "warning"],
];

export const LOGICAL_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  [/^OK$/i, "ok"],
  [/interim recovery|recover|rebuild|degraded/i, "degraded"],
  // redundancy stays while these run
  [/^(?:queued for )?(?:expan|exten|migrat|transform|shrink)/i, "ok"],
  [/^failed|wrong (?:physical )?drive|bad connect|not properly connected|overheat/i, "failed"],
  [/not available|disabled|offline|locked|not configured|unconfigured|shutdown/i, "inactive"],
];

/** Of an array of drives, which carries logical drives. */
export const ARRAY_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  [/^OK$/i, "ok"],
  [/fail|missing|rebuild|recover|degraded/i, "degraded"],
];

/** What runs, by the state of a logical drive; the first that fits counts. */
export const OPERATION_WORDS: readonly (readonly [
  words: RegExp,
  kind: ArrayOperation["kind"],
  isWaiting: boolean,
])[] = [
  [/(?:ready for|waiting for|queued for) (?:recover|rebuild)/i, "rebuild", true],
  [/^queued for (?:expan|exten|shrink)/i, "reshape", true],
  [/^queued for (?:migrat|transform)/i, "migrate", true],
  [/^expan|^exten|^shrink/i, "reshape", false],
  [/^migrat|^transform/i, "migrate", false],
  [/^recover|^rebuild/i, "rebuild", false],
];

export const CONTROLLER_WORDS: StateWords<ControllerState> = [
  [/^OK$/i, "ok"],
  [/degraded|attention|warning|redundan/i, "warning"],
  [/fail|lock ?up|dead|offline|disabled/i, "failed"],
];

export const CACHE_WORDS: StateWords<CacheState> = [
  [/^OK$/i, "ok"],
  [/^(?:not configured|disabled|off)$/i, "off"],
  [/temporarily|degraded|charging|incompatible/i, "warning"],
  [/permanently|fail|dead|bad/i, "failed"],
];

export const BATTERY_WORDS: StateWords<BatteryState> = [
  [/^OK$/i, "ok"],
  [/^(?:re)?charging/i, "charging"],
  [/^(?:not (?:present|installed|available|supported)|none|n\/a)/i, "none"],
  [/fail|replace|dead|missing/i, "failed"],
  [/degraded|low|attention/i, "warning"],
];

/** Answers that say that there is nothing of what was asked for. */
export const NOTHING_THERE =
  /does not have any|no (?:logical|physical) drives?|not have (?:any )?(?:logical|physical)/i;
