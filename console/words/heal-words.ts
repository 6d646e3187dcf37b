import type { DamagedObject } from "../../core/failover/heal/damaged-objects.ts";
import { formatQuantity } from "../../shared/format/count.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay heal` says besides the findings of the check. */
export type HealWords = {
  readonly fine: string;
  /** When the data was not read. */
  readonly fineAsFarAsSeen: string;
  replaced(kind: DamagedObject["kind"], name: string): string;
  given(packs: number): string;
  readonly mended: string;
  left(problems: number, snapshots: number): string;
  readonly leftAdvice: string;
  readonly disk: string;
  readonly readAll: string;
};

const KINDS = {
  en: { pack: "Pack", snapshot: "Snapshot", key: "Key" },
  zh: { pack: "数据包", snapshot: "快照", key: "密钥" },
} as const;

const en: HealWords = {
  fine: "No errors were found, so there was nothing to mend.",
  fineAsFarAsSeen:
    "No errors were found, so there was nothing to mend. What is in the packs was not read: --read-data does.",
  replaced: (kind, name) => `${KINDS.en[kind]} ${name} was put back whole.`,
  given: (packs) =>
    `${formatQuantity(packs, "pack is", "packs are")} whole nowhere under that name. What is whole in them was saved, and what was lacking was looked for in other packs.`,
  mended: "All damage that was found is mended.",
  left: (problems, snapshots) =>
    `${formatQuantity(problems, "problem is", "problems are")} left, and ${formatQuantity(snapshots, "snapshot")} cannot give back everything.`,
  leftAdvice:
    "Back the sources up again, with `backstay backup`: what they still hold is stored anew. Then `backstay check` says what snapshots still lack.",
  disk: "A whole disk does not damage files. Look after the one this replica lies on.",
  readAll: "There may be more damage in packs that were not read: `backstay heal --read-data` looks for it.",
};

const zh: HealWords = {
  fine: "没有发现错误，因此没有需要修复的内容。",
  fineAsFarAsSeen: "没有发现错误，因此没有需要修复的内容。数据包的内容没有读取：使用 --read-data 会读取。",
  replaced: (kind, name) => `${KINDS.zh[kind]} ${name} 已恢复完好。`,
  given: (packs) =>
    `有 ${packs} 个数据包在任何一处都没有同名的完好副本。其中完好的部分已保留，缺少的部分已在其他数据包中查找。`,
  mended: "发现的损坏已全部修复。",
  left: (problems, snapshots) => `仍有 ${problems} 个问题，${snapshots} 个快照无法完整恢复。`,
  leftAdvice:
    "请用 `backstay backup` 再次备份来源：来源中仍有的内容会重新保存。随后 `backstay check` 会说明快照还缺少什么。",
  disk: "完好的磁盘不会损坏文件。请检查此副本所在的磁盘。",
  readAll: "没有读取的数据包中可能还有损坏：`backstay heal --read-data` 会查找。",
};

export const healWords: Readonly<Record<Language, HealWords>> = { en, zh };
