/** The read-only questions to the old MegaCli. `-NoLog` keeps it from writing a log file into the folder it was started in. */
export const MEGACLI_PROGRAMS = ["MegaCli64", "MegaCli", "megacli"] as const;

export const MEGACLI_QUESTIONS = {
  drives: ["-LDPDInfo", "-aAll", "-NoLog"],
  /** Drives that belong to no array as well. */
  allDrives: ["-PDList", "-aAll", "-NoLog"],
  battery: ["-AdpBbuCmd", "-aAll", "-NoLog"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
