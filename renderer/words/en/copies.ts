/** On a host's page: where it stands, which copies lie on it, and how far these are read back. */
export const copies = {
  heading: "Copies on it",
  caption: "where they stand, and how far their data was read back",
  hostStands: "Where {{name}} stands",
  placeStands: "Where the copy in {{name}} stands",
  here: "This computer is in the office: what stands beside it is lost with the office.",
  stands: {
    notSaid: "not said",
    asHost: "where {{host}} stands",
    office: "in this office",
    elsewhere: "elsewhere",
  },
  notSaidHint: "As long as nobody has said where it stands, its copies do not count when the office is lost.",
  none: "No copy lies on it, as far as is known.",
  elsewhereHeading: "Copies on machines that are not watched",
  everyDays: "Read all data back every",
  never: "never by itself",
  days_one: "{{count}} day",
  days_other: "{{count}} days",
  everyHint:
    "What is never read may be damaged for years. A part a day is read and compared, never while a backup runs, is about to, or while a disk under it fails. Each part is a check in Activity.",
  column: { name: "Copy", stands: "Stands", readBack: "Read back" },
  read: {
    neverYet: "Not all of it yet",
    all: "All of it, {{when}}",
    percent: "{{percent}} of this round, which ends {{due}}",
    now: "A part is being read now.",
    next: "Next part: {{when}}",
    waits: {
      "disk-failing": "The next part waits, because a disk under it fails.",
      "out-of-reach": "The next part waits until the place answers.",
      "on-battery": "The next part waits for mains power.",
      "backup-time": "The next part waits for backups to be done.",
    },
    off: "Nothing is read by itself",
  },
} as const;
