/** What Adaptec's words mean; they changed little from Adaptec over PMC to Microchip. */
import type { ARRAY_STATES, ArrayMember } from "../../../../shared/model/health-reading.ts";
import type {
  BatteryState,
  CacheState,
  ControllerState,
  ReportedState,
  StateWords,
} from "../../reading/state-words.ts";

export const DRIVE_WORDS: StateWords<ReportedState> = [
  [/^(?:Online(?: \(JBOD\))?|Optimal|JBOD|Raw(?: \(Pass Through\))?|Pass Through|Present)$/i, "ok"],
  [/hot[- ]?spare/i, "spare"],
  [/^(?:Ready|Available|Unconfigured)$/i, "unconfigured"],
  [/rebuild|copyback|copying/i, "rebuilding"],
  [/predict|smart|s\.m\.a\.r\.t/i, "failing"],
  [/fail|offline|dead|defunct/i, "failed"],
  [/missing|not present|absent/i, "missing"],
  [/degraded|impacted|inconsistent|foreign|unsupported|sanitiz|eras|initializ/i, "warning"],
];

export const LOGICAL_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  [/^Optimal\b/i, "ok"],
  // redundancy is kept while these run
  [/^(?:Reconfiguring|Expanding|Migrating|Morphing|Transforming)\b/i, "ok"],
  [/degraded|sub-?optimal|rebuild|interim|impacted|inconsistent|recover/i, "degraded"],
  [/fail|offline|dead|missing/i, "failed"],
  [/disabled|locked|not available|not configured|inactive/i, "inactive"],
];

/** Of the drives that carry logical devices. */
export const ARRAY_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  [/^(?:OK|Optimal)$/i, "ok"],
  [/fail|missing|degraded|rebuild|recover/i, "degraded"],
];

/** The place of a segment in a logical device. */
export const SEGMENT_WORDS: StateWords<ArrayMember["state"]> = [
  [/^Present\b/i, "ok"],
  [/rebuild/i, "rebuilding"],
  [/^Missing\b|not present|absent/i, "missing"],
  [/inconsistent|fail|dead|offline/i, "failed"],
];

export const CONTROLLER_WORDS: StateWords<ControllerState> = [
  [/^(?:Optimal|OK|Okay|Ready)\b/i, "ok"],
  [/degraded|attention|warning|temperature/i, "warning"],
  [/fail|panic|dead|offline|crash/i, "failed"],
];

export const CACHE_WORDS: StateWords<CacheState> = [
  [/^(?:OK|Okay|Optimal|Enabled|Configured)$/i, "ok"],
  [/^(?:Not Configured|Disabled|Off|Not Applicable|Not Available|Not Supported)$/i, "off"],
  [/temporarily|degraded|charging/i, "warning"],
  [/permanently|fail|dead/i, "failed"],
];

export const BATTERY_WORDS: StateWords<BatteryState> = [
  [/^(?:OK|Okay|Optimal|Ready|Charged|Good)\b/i, "ok"],
  [/charging|learn|calibrat/i, "charging"],
  [
    /not installed|not present|not available|not applicable|not supported|^none|no battery|unsupported/i,
    "none",
  ],
  [/fail|replace|dead|error|defect/i, "failed"],
  [/low|degraded|discharg|warning|temperature/i, "warning"],
];
