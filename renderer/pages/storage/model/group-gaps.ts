import type { Gap, GapReason } from "../../../../shared/model/health-reading.ts";

export type GapGroup = {
  readonly reason: GapReason;
  /** What it concerns, each once. */
  readonly abouts: readonly string[];
  /** What the tools themselves said, each once. */
  readonly messages: readonly string[];
};

/** What could not be read, by the reason: ten disks without permission are one thing to do. */
export function groupGaps(gaps: readonly Gap[]): readonly GapGroup[] {
  const groups = new Map<GapReason, { abouts: Set<string>; messages: Set<string> }>();
  for (const { reason, about, message } of gaps) {
    const group = groups.get(reason) ?? { abouts: new Set(), messages: new Set() };
    groups.set(reason, group);
    if (about !== null && about !== "") group.abouts.add(about);
    if (message !== null && message.trim() !== "") group.messages.add(message.trim());
  }
  return [...groups].map(([reason, { abouts, messages }]) => ({
    reason,
    abouts: [...abouts],
    messages: [...messages],
  }));
}
