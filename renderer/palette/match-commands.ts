import type { IconName } from "../components/icon.tsx";

export const COMMAND_GROUPS = [
  "recent",
  "actions",
  "pages",
  "things",
  "snapshots",
  "files",
  "settings",
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** Something that can be reached or done from the palette. */
export type Command = {
  /** The same each time, so that it can be remembered. */
  readonly id: string;
  readonly group: CommandGroup;
  readonly icon: IconName;
  readonly title: string;
  /** At the right: where it is, or how it stands. */
  readonly note?: string | undefined;
  /** Other words that it is found by. */
  readonly keywords?: string | undefined;
  /** @returns false when it failed: then the palette stays, and says why */
  readonly run: () => undefined | Promise<boolean>;
};

/** How many of a group are shown, so that no group pushes the others out of sight. */
const MOST_OF_GROUP = 6;
const MOST_RECENT = 6;

/** Lower case, and without what marks letters: "Kröger" is found by "kroger". */
export function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param commands in the order of groups
 * @returns those in which every word of `text` occurs, by group; in a group first those whose title begins with it
 */
export function matchCommands(commands: readonly Command[], text: string): Command[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const rated = commands.flatMap((command) => {
    const title = plain(command.title);
    const all = `${title} ${plain(command.keywords ?? "")}`;
    return words.every((word) => all.includes(word)) ? [{ command, rank: rankOf(title, words) }] : [];
  });
  return COMMAND_GROUPS.flatMap((group) =>
    rated
      .filter(({ command }) => command.group === group)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST_OF_GROUP)
      .map(({ command }) => command),
  );
}

/** 0 when the title begins with the first word, 1 when one of its words does, 2 when it is within one, 3 when it is found otherwise. */
function rankOf(title: string, words: readonly string[]): number {
  const [first = ""] = words;
  if (title.startsWith(first)) return 0;
  if (title.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(first))) return 1;
  return title.includes(first) ? 2 : 3;
}

/** @returns what to show before anything is typed: the last ones used, then every page, then what is done most */
export function commandsAtRest(commands: readonly Command[], recentIds: readonly string[]): Command[] {
  const recent = recentIds
    .flatMap((id) => commands.find((command) => command.id === id) ?? [])
    .slice(0, MOST_RECENT)
    .map((command) => ({ ...command, group: "recent" }) as const);
  const isRecent = new Set(recent.map(({ id }) => id));
  const rest = commands.filter(
    ({ id, group }) => !isRecent.has(id) && (group === "pages" || group === "actions"),
  );
  return [
    ...recent,
    ...rest.filter(({ group }) => group === "actions").slice(0, 3),
    ...rest.filter(({ group }) => group === "pages"),
  ];
}
