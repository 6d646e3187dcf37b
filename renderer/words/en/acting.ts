/** What Backstay does by itself about disks that fail, and tests that disks run of themselves. */
export const acting = {
  settings: {
    heading: "When a disk fails",
    caption: "what Backstay does without being asked",
    backUpFromFailing: "Back up at once what lies on it",
    backUpFromFailingHint:
      "Plans with sources on a disk that begins to fail, or on an array that lost a disk, run at once, and once a day while that lasts. Paused plans stay paused. What lies in a place on such a disk is copied to the other places first.",
    spareFailing: "Spare disks under repositories",
    spareFailingHint:
      "While a disk under a repository fails or its array is not whole, freeing space there, reading its data back and scheduled self-tests on that machine wait, and what of them is running is stopped. Backups go on.",
  },
  acts: {
    heading: "Done without being asked",
    caption: "in the last 7 days",
    all: "Show all",
    fewer: "Show fewer",
    backup: "{{about}} was backed up, because {{causes}}.",
    "upkeep-postponed": "Freeing space in {{about}} and reading it back wait, because {{causes}}.",
    "upkeep-resumed":
      "Freeing space in {{about}} and reading it back wait no longer. They had waited, because {{causes}}.",
    "self-test-stopped": "The self-test of {{about}} was stopped, because {{causes}}.",
    "copying-hastened": "{{about}} is copied to its other places before other work, because {{causes}}.",
    toJob: "See the run",
    change: "Change this…",
    because: "Backstay began this by itself, because {{causes}}.",
  },
  cause: {
    disk: {
      failing: "disk {{name}} of {{host}} began to fail",
      failed: "disk {{name}} of {{host}} failed",
    },
    array: {
      degraded: "array {{name}} of {{host}} lost a disk",
      failed: "array {{name}} of {{host}} failed",
      rebuilding: "array {{name}} of {{host}} was being rebuilt",
    },
    other: "{{name}} of {{host}} was not well",
    one: "{{cause}} (it may lie on this one: which disks of that machine it lies on is not known)",
  },
  spared: "Freeing space here and reading it back wait: {{causes}}.",
} as const;
