/** About snapshots that no plan removes, and files that changed without a new date. */
export const pins = {
  meant: "It was meant…",
  meantTitle: "Does a program write these files so?",
  meantText:
    "They are then not told of again when they change without a new date, and the pinned snapshot of {{name}} may go when its plan says so. A file that changes though nothing wrote to it is told of all the same.",
  meantDeed: "It was meant",
  settle: "Seen to…",
  settleTitle: "Are the older versions not needed any more?",
  settleText:
    "The pinned snapshot of {{name}} with these files as they were may then go when its plan says so. Should they change again without a new date, you are told again. If you put the older versions back where they were, with their dates, the next backup notices and you need not do this.",
  settleDeed: "Let go of it",
  restore: "Show the files as they were",
  compare: "Compare with the newest backup",
  disk: "Show {{name}}",
  pin: "Pin this snapshot",
  pinHint: "No plan removes it then.",
  unpin: "Let go of it",
  unpinAsk: "Let go of it…",
  pinned: {
    person: "Pinned: no plan removes this snapshot.",
    rot: "Pinned: it has files as they were before they changed without a new date, which is why they are shown as the same today. No plan removes it.",
  },
  ofPlan: "No plan removes {{snapshots}}.",
  one: "the pinned snapshot of {{name}} of {{when}}",
  show: "Show it",
} as const;
