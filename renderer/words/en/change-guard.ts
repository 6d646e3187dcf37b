/** About backups whose changes look as if somebody had destroyed files. */
export const changeGuard = {
  approve: "It was meant…",
  approveTitle: "Were these changes meant?",
  approveText:
    "Old snapshots of {{name}} are then removed again as the plan says, and changes like these are not suspicious any more. Look at some of the files first.",
  approveDeed: "It was meant",
  restore: "Show the files as they were",
  held: "Old snapshots of this plan are kept for now: what changed in {{names}} looks suspicious, and nobody has said that it was meant.",
  look: "Look at the alert",
  settings: {
    heading: "When files look destroyed",
    caption: "each backup is compared with the one before",
    isOn: "Look for suspicious changes",
    isOnHint:
      "Ransomware encrypts files, gives them other names or deletes them. The backup is made all the same; an alert tells of it, and no older snapshot of the source is removed until somebody has looked. It also tells of files whose content changed while their dates stayed the same.",
    minFiles: "Fewer files are never suspicious",
    minFilesHint: "Except for files with an ending that only ransomware gives.",
    files_one: "{{count}} file",
    files_other: "{{count}} files",
    lostPercent: "Deleted or renamed at once",
    lostPercentHint:
      "The share of the files of the backup before from which on it is suspicious. Files that were moved do not count, nor what a source often does.",
    scrambledPercent: "New and changed files that look encrypted",
    scrambledPercentHint:
      "The share from which on it is suspicious. Up to 200 of them are looked into; pictures, archives and other known formats are not taken for encrypted ones.",
    percent: "{{percent}} %",
  },
} as const;
