import type { ReplicateProblem } from "../../core/failover/replicate/replication.ts";
import { formatQuantity } from "../../shared/format/count.ts";
import { shortId } from "../../shared/ids.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay replicate` says. Locations are made safe for a terminal by whoever prints them. */
export type ReplicaWords = {
  nothing(location: string): string;
  copied(snapshots: number, bytes: string, location: string): string;
  would(snapshots: number, bytes: string, location: string): string;
  /** @param adopted packs that an earlier run had stored already */
  how(packs: number, blobs: number, adopted: number): string;
  heldBack(snapshots: number): string;
  dryRun: string;
  problem(problem: ReplicateProblem): string;
};

const en: ReplicaWords = {
  nothing: (location) => `${location} has every snapshot already.`,
  copied: (snapshots, bytes, location) =>
    `Copied ${formatQuantity(snapshots, "snapshot")}, ${bytes}, to ${location}.`,
  would: (snapshots, bytes, location) =>
    `Would copy ${formatQuantity(snapshots, "snapshot")}, ${bytes}, to ${location}.`,
  how: (packs, blobs, adopted) =>
    [
      `${formatQuantity(packs, "whole pack")}, ${formatQuantity(blobs, "single blob")}`,
      ...(adopted > 0 ? [`${formatQuantity(adopted, "pack")} from an earlier run`] : []),
    ].join(", "),
  heldBack: (snapshots) =>
    `${formatQuantity(snapshots, "snapshot lacks", "snapshots lack")} something that is damaged, and cannot be restored completely from either. Run \`backstay check --read-data\` on the source; when it is mended, run this again.`,
  dryRun: "Dry run, nothing was written.",
  problem(problem) {
    switch (problem.code) {
      case "pack-damaged":
        return problem.reason === "changed"
          ? `Pack ${problem.packId} at the source was changed: its content does not fit its name. What is whole in it was copied.`
          : `Pack ${problem.packId} at the source could not be read (${problem.reason}).`;
      case "index-damaged":
        return problem.side === "from"
          ? `Index file ${shortId(problem.indexId)} at the source is damaged; what only it names was not copied.`
          : `Index file ${shortId(problem.indexId)} at the target is damaged. Run \`backstay heal\` there.`;
      case "snapshot-damaged":
        return `Snapshot ${shortId(problem.snapshotId)} at the source is damaged and was not copied.`;
      case "snapshot-held-back":
        return `Snapshot ${shortId(problem.snapshotId)} was not copied, because something it needs is damaged.`;
      case "key-damaged":
        return `Key ${shortId(problem.keyId)} at the source is damaged and was not copied.`;
      case "record-damaged":
        return `A record of removed snapshots at the ${problem.side === "from" ? "source" : "target"} is damaged (${shortId(problem.name)}). A snapshot that only it named may have been brought back.`;
    }
  },
};

const zh: ReplicaWords = {
  nothing: (location) => `${location} 已有全部快照。`,
  copied: (snapshots, bytes, location) => `已将 ${snapshots} 个快照（${bytes}）复制到 ${location}。`,
  would: (snapshots, bytes, location) => `将会把 ${snapshots} 个快照（${bytes}）复制到 ${location}。`,
  how: (packs, blobs, adopted) =>
    [
      `${packs} 个完整数据包，${blobs} 个单独数据块`,
      ...(adopted > 0 ? [`${adopted} 个数据包来自先前的运行`] : []),
    ].join("，"),
  heldBack: (snapshots) =>
    `${snapshots} 个快照所需的部分内容已损坏，从任何一份都无法完整恢复。请对来源运行 \`backstay check --read-data\`；修复后再次运行本命令。`,
  dryRun: "试运行，没有写入任何内容。",
  problem(problem) {
    switch (problem.code) {
      case "pack-damaged":
        return problem.reason === "changed"
          ? `来源中的数据包 ${problem.packId} 已被改动：内容与名称不符。其中完好的部分已复制。`
          : `无法读取来源中的数据包 ${problem.packId}（${problem.reason}）。`;
      case "index-damaged":
        return problem.side === "from"
          ? `来源中的索引文件 ${shortId(problem.indexId)} 已损坏；只由它列出的内容没有复制。`
          : `目标中的索引文件 ${shortId(problem.indexId)} 已损坏。请在那里运行 \`backstay heal\`。`;
      case "snapshot-damaged":
        return `来源中的快照 ${shortId(problem.snapshotId)} 已损坏，没有复制。`;
      case "snapshot-held-back":
        return `快照 ${shortId(problem.snapshotId)} 没有复制，因为它所需的部分内容已损坏。`;
      case "key-damaged":
        return `来源中的密钥 ${shortId(problem.keyId)} 已损坏，没有复制。`;
      case "record-damaged":
        return `${problem.side === "from" ? "来源" : "目标"}中已移除快照的记录 ${shortId(problem.name)} 已损坏。只由它记录的快照可能已被重新复制。`;
    }
  },
};

export const replicaWords: Readonly<Record<Language, ReplicaWords>> = { en, zh };
