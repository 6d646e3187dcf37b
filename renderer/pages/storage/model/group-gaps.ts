import type { Gap, GapReason } from "../../../../shared/model/health-reading.ts";

/** `program`: the one that is missing, where `about` names something else; null where nobody said which. */
export type KnownGap = Gap & { readonly program?: string | null };

export type GapGroup = {
  readonly reason: GapReason;
  /** What it concerns, each once. */
  readonly abouts: readonly string[];
  /** Those of them that are programs which are missing. */
  readonly programs: readonly string[];
  /** What the tools themselves said, each once. */
  readonly messages: readonly string[];
};

/** What could not be read, by the reason: ten disks without permission are one thing to do. */
export function groupGaps(gaps: readonly KnownGap[]): readonly GapGroup[] {
  const groups = new Map<GapReason, Record<"abouts" | "programs" | "messages", Set<string>>>();
  for (const { reason, about, message, program } of gaps) {
    const group = groups.get(reason) ?? { abouts: new Set(), programs: new Set(), messages: new Set() };
    groups.set(reason, group);
    if (about !== null && about !== "") group.abouts.add(about);
    const missing = program !== undefined ? program : reason === "tool-missing" ? about : null;
    if (missing !== null && missing !== "") group.programs.add(missing);
    if (message !== null && message.trim() !== "") group.messages.add(message.trim());
  }
  return [...groups].map(([reason, { abouts, programs, messages }]) => ({
    reason,
    abouts: [...abouts],
    programs: [...programs],
    messages: [...messages],
  }));
}
