/**
 * The read-only questions to storcli. perccli takes the same arguments, and storcli2 as well.
 *
 * `nolog` keeps it from writing a log file into the folder it was started in.
 */
export const STORCLI_PROGRAMS = ["storcli64", "storcli", "perccli64", "perccli", "storcli2"] as const;

export const STORCLI_QUESTIONS = {
  controllers: ["/call", "show", "all", "J", "nolog"],
  virtualDrives: ["/call/vall", "show", "all", "J", "nolog"],
  drives: ["/call/eall/sall", "show", "all", "J", "nolog"],
  /** Drives that sit in no enclosure. */
  directDrives: ["/call/sall", "show", "all", "J", "nolog"],
  foreign: ["/call/fall", "show", "all", "J", "nolog"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
