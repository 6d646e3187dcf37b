/** How a disk is reached, on its page. */
export const connectionWords = {
  connection: {
    name: "Reached as",
    auto: "as smartctl finds out",
    chosen: "chosen here",
    change: "Change…",
    title: "How is this disk reached?",
    text: "Behind some USB adapters smartctl does not find out by itself how to read a disk. If this disk is unknown, try sat first. A wrong choice harms nothing: the disk is unknown then, too.",
    field: "Kind of connection",
    other: "Another…",
    type: "As smartctl's option -d takes it",
    typeHint: "For example megaraid,4 for the fifth disk behind a RAID controller.",
    wrong: "Letters, digits, commas and slashes, such as sat or megaraid,4.",
    save: "Read it so",
  },
} as const;
