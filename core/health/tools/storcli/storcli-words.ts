/** What the short words of storcli, perccli and storcli2 mean, as the legends below their tables and the tools' manuals say. */
import type { ARRAY_STATES } from "../../../../shared/model/health-reading.ts";
import type { BatteryState, ControllerState, ReportedState, StateWords } from "../../reading/state-words.ts";

/** What stands behind words that nobody could guess, for those who are told that something is wrong. */
const LEGEND: Readonly<Record<string, string>> = {
  Dgrd: "degraded",
  Pdgd: "partially degraded",
  OfLn: "offline",
  Offln: "offline",
  Rec: "recovery",
  Rbld: "rebuild",
  Cpybck: "copy-back",
  UBad: "unconfigured, bad",
  UGShld: "unconfigured, shielded",
  HSPShld: "hot spare, shielded",
  CFShld: "configured, shielded",
  UGUnsp: "unconfigured, unsupported",
  UBUnsp: "unconfigured bad, unsupported",
  Msng: "missing",
  Frgn: "foreign",
  NdAtn: "needs attention",
  Dgd: "degraded",
  Fld: "failed",
};

/** @returns the tool's word, and what it is short for: `Msng (missing)` */
export function spelledOut(text: string): string {
  const meaning = Object.hasOwn(LEGEND, text) ? LEGEND[text] : undefined;
  return meaning === undefined ? text : `${text} (${meaning})`;
}

export const DRIVE_WORDS: StateWords<ReportedState> = [
  [/^(?:Onln|Online|JBOD|Conf|Good)$/i, "ok"],
  [/^(?:GHS|DHS|UGHS|Hot ?spare|Global|Dedicated)$/i, "spare"],
  [/^(?:UGood|UConf|Unconf)$/i, "unconfigured"],
  [/^(?:Rbld|Rebuild|Rebuilding|Cpybck|CopyBack|Replace)$/i, "rebuilding"],
  // a foreign configuration belongs to another controller or another time: a person has to decide
  [/^(?:F|Frgn|Foreign|UGood F)$/i, "warning"],
  // shielded: set aside for a self-test after an error
  [/^(?:UGShld|HSPShld|CFShld|Shielded)$/i, "warning"],
  [/^(?:UGUnsp|UBUnsp|Unsupported|Unusbl|Unusable)$/i, "warning"],
  [/^(?:Sntze|Sanitize|Sanitizing|Clear|Erase)$/i, "warning"],
  [/^(?:UBad|Offln|OfLn|Offline|Failed|Fail|Dead)$/i, "failed"],
  [/^(?:Msng|Missing)$/i, "missing"],
];

export const ARRAY_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  // a read cache of solid-state disks
  [/^(?:Optl|Optimal|Cac)$/i, "ok"],
  [/^(?:Pdgd|PDgrd|Partially Degraded|Dgrd|Degraded|Rec|Recovery)$/i, "degraded"],
  [/^(?:OfLn|Offln|Offline|Failed|Fail)$/i, "failed"],
  [/^(?:Blocked|BLKD|HD|Hidden|TRANS|TransportReady)$/i, "inactive"],
];

export const CONTROLLER_WORDS: StateWords<ControllerState> = [
  [/^(?:Optimal|Opt|OK)$/i, "ok"],
  [/^(?:Needs? Attention|NdAtn)$/i, "warning"],
  [/^(?:Partially Degraded|Degraded|Dgd)$/i, "degraded"],
  [/^(?:Failed|Fail|Fld|Offline|Safe Mode|Fault)$/i, "failed"],
];

export const BATTERY_WORDS: StateWords<BatteryState> = [
  [/^(?:Optimal|Opt|OK|Operational|Ready)$/i, "ok"],
  [/^(?:Charg|Learn|Relearn)/i, "charging"],
  [/^(?:-|N\/?A|Absent|None|Not Present)$/i, "none"],
  [/(?:fail|fault|missing|^Msng$|replace|dead)/i, "failed"],
  [/(?:degraded|attention|low|^Dgd|^NdAtn|warning)/i, "warning"],
];

/**
 * Bits of the controller's `BBU Status`, lowest first, by what they mean for the cache. A learn cycle that runs, is due or was asked
 * for is routine.
 *
 * @source the firmware states of MegaRAID batteries, as the FreeBSD driver lists them
 */
export const BATTERY_BITS: readonly (readonly [name: string, state: BatteryState])[] = [
  ["pack missing", "failed"],
  ["voltage low", "warning"],
  ["temperature high", "warning"],
  ["charging", "charging"],
  ["discharging", "ok"],
  ["learn cycle requested", "ok"],
  ["learn cycle active", "ok"],
  ["learn cycle failed", "warning"],
  ["learn cycle timed out", "warning"],
  ["I2C errors", "warning"],
  ["replace pack", "failed"],
  ["capacity low", "warning"],
  ["learn cycle due", "ok"],
];

/** Properties of a battery that are bad when they say yes. */
export const BATTERY_ALARMS: readonly (readonly [property: RegExp, state: BatteryState])[] = [
  [/^Battery Pack Missing$/i, "failed"],
  [/^(?:Battery )?Replacement required$/i, "failed"],
  [/^Pack is about to fail/i, "failed"],
  [/^Remaining Capacity Low$/i, "warning"],
  [/^No space to cache offload$/i, "warning"],
  [/^I2C Errors Detected$/i, "warning"],
];

/** Lines of a controller's status that are bad when they say yes or count something. */
export const CONTROLLER_ALARMS: readonly (readonly [key: string, state: ControllerState])[] = [
  ["Memory Uncorrectable Errors", "degraded"],
  ["Any Offline VD Cache Preserved", "warning"],
  ["Controller has booted into safe mode", "failed"],
  ["Controller shutdown required", "failed"],
];

/** What storcli calls a failure though it answered: drives of a foreign configuration are there, but not all of them. */
export const COMPLAINTS = /incomplete foreign/i;

/** Storcli calls it a failure when there is nothing of what it was asked for. */
export const NOTHING_THERE =
  /no foreign|no vds? (?:have|has|is|are|found|configured)|no vd'?s|no drives? (?:found|present)|no pds? (?:found|present)|(?:bbu|cachevault|energy pack).{0,20}(?:absent|not present|doesn'?t exist)/i;
