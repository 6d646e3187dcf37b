export const repair = {
  ask: "Repair…",
  title: "Repair {{name}}?",
  text: "Pieces that a check found damaged are left out of {{name}}, and whole ones beside them are copied. No snapshot is removed.",
  later:
    "The next backup stores the damaged data again if its source still has it. What stays lost is named at the end, in Activity.",
  wait: "Backups to {{name}} wait until it is done. It can be cancelled at any moment.",
  deed: "Repair",
  sentence: {
    damaged_one: "A check found damage in {{names}}.",
    damaged_other: "Checks found damage in {{names}}.",
    lacking_one: "{{names}} is repaired, and lacks data.",
    lacking_other: "{{names}} are repaired, and lack data.",
    unproven_one: "{{names}} is repaired, and not checked since.",
    unproven_other: "{{names}} are repaired, and not checked since.",
  },
  found: "A check found damage here ({{when}}).",
  repaired: {
    unproven: "Repaired ({{when}}), not checked since",
    lacking: "Repaired ({{when}}), lacks data",
  },
  proof: {
    unproven: "Nothing is known to be lacking any more. A check that reads everything proves it.",
    lacking:
      "Damaged data is left out. A backup stores it again as far as its source still has it; a check that reads everything says what stays lost.",
  },
  restoring:
    "{{name}} was repaired ({{when}}), and no check has read all of it since. A restore proves each file and names those that it cannot bring back.",
  nextLacking:
    "Damaged data is left out now. A backup stores it again as far as its source still has it; a check afterwards names what stays lost.",
  nextWhole: "Nothing is known to be lacking any more. A check of everything proves it.",
  backUp: "Back up now",
  noPlan: "No plan that is not paused backs up to it.",
  check: "Check everything",
} as const;
