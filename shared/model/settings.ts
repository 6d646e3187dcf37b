import { z } from "zod";
import { LANGUAGES } from "../words/language.ts";
import { ChangeLimits, USUAL_CHANGE_LIMITS } from "./change-guard.ts";
import { Count } from "./primitives.ts";
import { ReadStrategy } from "./read-strategy.ts";
import { ReadBackDays, USUAL_READ_BACK_DAYS } from "./reading-back.ts";

export const Settings = z.strictObject({
  /** Shown beside the application's name; may be empty. */
  officeName: z.string().trim().max(100),
  /** `system` follows the window's. */
  language: z.enum(["system", ...LANGUAGES]),
  theme: z.enum(["system", "light", "dark"]),
  /** Desktop only. */
  startAtLogin: z.boolean(),
  notifyOnFailure: z.boolean(),
  notifyOnSuccess: z.boolean(),
  /** Do not start planned runs while this computer is on battery. */
  pauseOnBattery: z.boolean(),
  /** Back up at once what lies on a disk that begins to fail. */
  backUpFromFailing: z.boolean(),
  /** Let what reads or rewrites much of a repository wait while a disk under it fails. */
  spareFailing: z.boolean(),
  /** In how many days all data of each repository is read back once; 0: only when somebody asks. */
  readBackDays: ReadBackDays,
  /** Which replica is asked first when something is read from a repository that has several. */
  readFrom: ReadStrategy,
  /** What makes a backup suspicious. */
  changeLimits: ChangeLimits,
  /** How many days of finished jobs and their logs to keep. */
  keepHistoryDays: Count.min(7).max(3650),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = {
  officeName: "",
  language: "system",
  theme: "system",
  startAtLogin: true,
  notifyOnFailure: true,
  notifyOnSuccess: false,
  pauseOnBattery: false,
  backUpFromFailing: true,
  spareFailing: true,
  readBackDays: USUAL_READ_BACK_DAYS,
  readFrom: "fastest",
  changeLimits: USUAL_CHANGE_LIMITS,
  keepHistoryDays: 400,
};
