/** The keys that work beside those for pages. `Mod` is Ctrl, or ⌘ where there is one. */
export const KEY_GROUPS = [
  {
    group: "everywhere",
    keys: [
      { name: "palette", pressed: ["Mod", "K"] },
      { name: "help", pressed: ["?"] },
      { name: "region", pressed: ["F6"] },
      { name: "regionBack", pressed: ["Shift", "F6"] },
      { name: "cancel", pressed: ["Esc"] },
    ],
  },
  {
    group: "lists",
    keys: [
      { name: "walk", pressed: ["↑", "↓"] },
      { name: "ends", pressed: ["Home", "End"] },
      { name: "open", pressed: ["Enter"] },
      { name: "select", pressed: ["Space"] },
      { name: "selectAll", pressed: ["Mod", "A"] },
      { name: "up", pressed: ["Backspace"] },
    ],
  },
  {
    group: "timeline",
    keys: [
      { name: "snapshot", pressed: ["←", "→"] },
      { name: "day", pressed: ["Shift", "←", "→"] },
      { name: "week", pressed: ["PgUp", "PgDn"] },
      { name: "endsOfTime", pressed: ["Home", "End"] },
    ],
  },
] as const;
