import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount } from "../../shared/format/count.ts";
import { shortId } from "../../shared/ids.ts";
import { entryFaultWords } from "../../shared/words/entry-faults.ts";
import { packHeaderFaultWords, treeFaultWords } from "../../shared/words/listing-faults.ts";
import { zhTerms } from "../../shared/words/zh-terms.ts";
import type { CheckWords } from "./check-words.ts";

const { corrupt, unsafeName } = zhTerms;
const count = (number: number) => formatCount(number, "zh");

export const zhCheckWords: CheckWords = {
  findings: {
    "snapshot-broken": (f) => `快照 ${shortId(f.snapshotId)} 已损坏：${corrupt[f.reason]}。`,
    "key-broken": (f) =>
      `密钥 ${shortId(f.keyId)} 已损坏：${corrupt[f.reason]}。它的密码可能无法再打开仓库，其他密码不受影响。`,
    "index-broken": (f) => `索引文件 ${shortId(f.indexId)} 已损坏：${corrupt[f.reason]}。`,
    "index-contradictory": (f) => `两个索引文件对数据包 ${f.packId} 的记录不一致。`,
    "index-wrong": (f) => `索引中数据包 ${f.packId} 的记录与其自身的目录不符。`,
    "pack-missing": (f) => `缺少数据包 ${f.packId}，其中的 ${count(f.blobs)} 个数据块也随之缺失。`,
    "pack-size-wrong": (f) =>
      `数据包 ${f.packId} 有 ${count(f.actualBytes)} 字节，应为 ${count(f.expectedBytes)} 字节。`,
    "pack-changed": (f) => `数据包 ${f.packId} 被改动过：内容与名称不符。`,
    "pack-header-broken": (f) => `数据包 ${f.packId} 的目录已损坏：${packHeaderFaultWords.zh[f.reason]}。`,
    "pack-unreadable": (f) => `无法读取数据包 ${f.packId}（${f.errorCode}）。`,
    "blob-corrupt": (f) =>
      `数据包 ${f.packId} 中的数据块 ${shortId(f.blobId)} 已损坏：${corrupt[f.reason]}。`,
    "tree-missing": (f) => `缺少一个文件夹的列表（树 ${shortId(f.treeId)}）。`,
    "tree-unreadable": (f) => `无法读取一个文件夹的列表（树 ${shortId(f.treeId)}）。`,
    "tree-broken": (f) => `一个文件夹的列表无效（树 ${shortId(f.treeId)}）：${treeFaultWords.zh[f.reason]}。`,
    "folder-without-tree": (f) => `树 ${shortId(f.treeId)} 中的文件夹“${f.name}”没有列表。`,
    "file-without-content": (f) => `树 ${shortId(f.treeId)} 中的文件“${f.name}”没有内容记录。`,
    "entry-broken": (f) =>
      f.name === ""
        ? `树 ${shortId(f.treeId)} 中有一个没有名称的条目：${entryFaultWords.zh[f.fault]}。恢复时只会略过该条目。`
        : `树 ${shortId(f.treeId)} 中“${f.name}”的记录无效：${entryFaultWords.zh[f.fault]}。恢复时只会略过该条目。`,
    "entry-type-unknown": (f) => `树 ${shortId(f.treeId)} 中的“${f.name}”类型未知。`,
    "blob-missing": (f) => `缺少文件内容（数据块 ${shortId(f.blobId)}，树 ${shortId(f.treeId)} 需要它）。`,
    "pack-orphaned": (f) =>
      `没有索引记录数据包 ${f.packId}（${formatBytes(f.sizeBytes)}）：由中断的备份留下，或某个备份正在进行。`,
    "pack-indexed-twice": (f) => `多个索引文件记录了数据包 ${f.packId}。`,
    "pack-mixed": (f) => `数据包 ${f.packId} 混有数据和树，由很旧的 restic 版本写入。`,
    "size-differs": (f) =>
      `树 ${shortId(f.treeId)} 中的文件“${f.name}”应有 ${count(f.sizeBytes)} 字节，实有 ${count(f.contentBytes)} 字节。恢复时会按实有内容恢复，并加以说明。`,
    "name-unsafe": (f) =>
      `树 ${shortId(f.treeId)} 中的“${f.name}”不能作为文件名：${unsafeName[f.reason]}。恢复时会将其略过。`,
  },
  more: (number) => `另有 ${count(number)} 项`,
  checked: (snapshots, trees, packs) =>
    `已检查 ${count(snapshots)} 个快照、${count(trees)} 个文件夹和 ${count(packs)} 个数据包。`,
  read: (packs, bytes) => `已逐字节读取 ${count(packs)} 个数据包（${bytes}）。`,
  fine: "没有发现错误。",
  damaged: (problems) => `仓库已损坏：发现 ${count(problems)} 个问题。`,
  keys: (number) => `${count(number)} 个密钥文件完好。是否还有人知道它们的密码，只有输入才能确认。`,
  brokenPacks: (number) => `${count(number)} 个数据包已损坏或缺失。请尽快检查磁盘，以免损失扩大。`,
  lost: (snapshots) => `按仓库目前的状态，有 ${count(snapshots)} 个快照无法完整恢复。缺少的内容及所在快照：`,
  lostEntry: (path, snapshots) => `  ${path}（快照 ${snapshots}）`,
  moreLost: "  还有其他内容未列出",
  suggestRebuildIndex: (packs) =>
    `下一步：运行 \`backstay rebuild-index${packs}\`，将损坏或缺失的内容移出索引，并救出其余所有内容。`,
  suggestBackup:
    "下一步：用 `backstay backup` 重新备份来源。来源中仍有的内容会重新保存，较早的快照也随之恢复完整。然后再检查一次。",
  suggestForget: (snapshots) =>
    `这些快照中的其余内容都可以恢复。来源中已不存在的内容则已丢失；可用 \`backstay forget ${snapshots}\` 放弃这些快照，在此之前 \`backstay prune\` 会拒绝执行，除非加上 --accept-loss。`,
  suggestForgetForged: (snapshots) =>
    `文件夹列表中无效的内容是由有缺陷的程序写入的，或系伪造。它本身保存完整，因此重建索引或再次备份都不会改变它；其他快照不受影响。请先从这些快照恢复需要的内容，再用 \`backstay forget ${snapshots}\` 放弃它们；在此之前 \`backstay prune\` 可能会拒绝执行。`,
  suggestForgetBroken: (snapshots) =>
    `下一步：从副本取回已损坏的快照文件，或用 \`backstay forget ${snapshots}\` 放弃它们。`,
  suggestRemoveKey: (keys) =>
    `下一步：用 \`backstay key add\` 重新设置该密码，然后用 \`backstay key remove ${keys}\` 移除已损坏的密钥。`,
  suggestPrune: "运行 `backstay prune` 可清理残留数据。",
};
