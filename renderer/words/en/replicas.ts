/** Adding another place for the same backups, removing one, and moving backups between them. */
export const replicas = {
  add: {
    title: "Another place for {{name}}",
    text: "All backups of {{name}} are copied there, with the same password. It can be an old box: it needs room, and to be switched on often.",
    location: "Folder for the copy",
    locationHint: "A folder on another NAS, a server or another disk that this computer sees.",
    name: "Name",
    nameHint: "What you call the place, like old TrueNAS.",
    use: {
      new: "There is no repository yet. Backstay makes a copy there, and nothing else.",
      existing:
        "There is a repository. Backstay proves that it is a copy of {{name}} before it takes it, and then copies only what is missing.",
      known: "This place holds backups that are known here already. A further copy has to be somewhere else.",
      taken: "There is something else in this folder. Backstay leaves it alone.",
      file: "This is a file, or leads through one. Choose a folder.",
      silent: "The folder does not answer. Is the disk or the share switched on and mounted?",
    },
    sameDisk:
      "It is on the same disk as {{name}}. If that disk fails, both copies are gone. Another box or disk is safer.",
    make: "Copy to it",
    adopt: "Take it as a copy",
    missingFolder: "First give the folder, and a name.",
    missingTest: "First test the place, and give a name.",
    working: "Making the copy ready. This can take a minute or two.",
    begun: "Copying to {{name}} has begun. Restores can use it as soon as it has a snapshot.",
  },
  remove: {
    title: "Remove {{place}} from {{name}}?",
    text: "Backstay stops copying to {{place}} and forgets how to sign in there. The backups that lie there stay, but grow old.",
    lastOne: "Then one copy is left.",
    lastOneHint: "If {{active}} is lost after that, every backup of {{name}} is lost.",
    deed: "Remove {{place}}",
  },
  switchOver: {
    title: "Switch {{name}} over to {{place}}?",
    to: "To which place",
    text: "New backups go to {{place}}. Jobs that run on {{from}} are stopped and begin anew there; no backup is lost.",
    behind:
      "What {{place}} still lacks is copied first: {{amount}}. Until that is done, no backup begins, so it can take a while.",
    upToDate: "{{place}} lacks nothing that is known.",
    notCompared: "What {{place}} lacks is not known yet; it is compared and copied first.",
    how: "For how long",
    forAWhile: "For a while",
    forAWhileHint:
      "{{usual}} stays the usual place. Backups go back when somebody asks for it, or when {{place}} fails.",
    forGood: "For good",
    forGoodHint: "{{place}} becomes the usual place.",
    evenIfBehind: "Also if {{from}} does not answer",
    evenIfBehindHint:
      "Then what {{place}} lacks cannot be copied first. It is brought together once {{from}} is back.",
    deed: "Switch over to {{place}}",
  },
  failBack: {
    title: "Fail {{name}} back to {{place}}?",
    text: "New backups go to {{place}} again, which is the usual place. Jobs that run on {{from}} are stopped and begin anew there; no backup is lost.",
    reconciled: "{{place}} has everything that {{from}} has.",
    notReconciled: "What {{place}} still lacks is copied first.",
    evenIfBehind: "Also if {{from}} does not answer",
    evenIfBehindHint:
      "Then what {{place}} lacks cannot be copied first. It is brought together once {{from}} is back.",
    deed: "Fail back to {{place}}",
  },
  moved: {
    title: "Backups have moved to {{place}} meanwhile.",
    text: "What was asked here is over, and nothing was done. How things are now is on the page behind.",
  },
  hold: {
    title: "Let nothing move by itself?",
    text: "If {{active}} fails, backups wait until it is back or somebody moves them. You can let them move by themselves again at any time.",
    deed: "Let nothing move",
  },
  settings: {
    several: "Replicas…",
    addSecond: "Add a second place…",
  },
  setUp: {
    second: "Then add a second place",
    secondHint:
      "Backups in one place are lost with it. An old box, a second NAS or a bucket is enough for a copy; the first backup runs meanwhile.",
  },
} as const;
