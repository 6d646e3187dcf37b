/** What survives, as sentences: the same on the overview and on the command line. */
import { formatGrouped } from "../format/grouped-count.ts";
import { printable } from "../format/printable.ts";
import { formatRelative } from "../format/relative-time.ts";
import { formatSiBytes } from "../format/si-bytes.ts";
import type {
  ChangedSince,
  Loss,
  Survival,
  SurvivalCell,
  SurvivingCopy,
  UndergroundGap,
} from "../model/survival.ts";
import type { Language } from "./language.ts";

/** What a copy is told of by: the name of the place it is in. */
type CopyFacts = { readonly place: string; readonly array: string; readonly gap: string };
type ReasonWords = Readonly<
  Record<SurvivingCopy["reason"], (facts: CopyFacts, kind: Loss["kind"]) => string>
>;

const EN_GAPS: Readonly<Record<UndergroundGap, string>> = {
  "not-read": "the machine it is on has not been read",
  "not-looked-up": "where its folder really is, is still being looked up",
  "not-watched": "it is on a machine that Backstay does not watch",
  "no-disks": "what it lies on is no disk",
  "device-unknown": "the device it lies on is none of those that were found",
  "folder-not-said": "its address does not tell in which folder it is there",
  "shares-not-read": "what that machine shares could not be read",
  "share-not-found": "its share is none of those that were found on that machine",
  "path-unsure": "the folder it is reached by may be another one on that machine",
  "behind-controller": "a RAID controller does not tell which of its arrays it is",
  "members-not-said": "which disks its file system is made of could not be read",
};
const ZH_GAPS: Readonly<Record<UndergroundGap, string>> = {
  "not-read": "它所在的机器尚未读取",
  "not-looked-up": "其文件夹的实际位置还在查找中",
  "not-watched": "它所在的机器不在 Backstay 的监视之下",
  "no-disks": "它不在磁盘上",
  "device-unknown": "它所在的设备不在已找到的设备之中",
  "folder-not-said": "地址没有说明它在那里的哪个文件夹",
  "shares-not-read": "无法读取那台机器共享了哪些文件夹",
  "share-not-found": "在那台机器上没有找到它所用的共享",
  "path-unsure": "访问它所用的文件夹在那台机器上可能是另一个",
  "behind-controller": "RAID 控制器没有说明它是哪个阵列",
  "members-not-said": "无法读取其文件系统由哪些磁盘组成",
};

const EN: ReasonWords = {
  "no-copy": ({ place }) => `There is no good copy in ${place}.`,
  elsewhere: ({ place }) => `The copy in ${place} is elsewhere, and stays.`,
  "array-holds": ({ place, array }) =>
    `The copy in ${place} stays, because array ${array} can do without that disk.`,
  "array-breaks": ({ place, array }) =>
    `The copy in ${place} is lost, because array ${array} cannot do without another disk.`,
  "array-unsure": ({ place, array }) =>
    `What becomes of the copy in ${place} is not known, because nobody knows whether array ${array} can do without that disk.`,
  "on-the-disk": ({ place }) => `The copy in ${place} is lost with it.`,
  "somewhere-there": ({ place, gap }) =>
    `What becomes of the copy in ${place} is not known: it is on some of the disks there, and nobody knows on which${gap === "" ? "" : `, because ${gap}`}.`,
  "on-the-host": ({ place }) => `The copy in ${place} is lost with it.`,
  "in-the-office": ({ place }) => `The copy in ${place} is in this computer, and lost with the office.`,
  "said-in-office": ({ place }) => `The copy in ${place} stands in this office, and is lost with it.`,
  "said-elsewhere": ({ place }) => `The copy in ${place} stands elsewhere, and stays.`,
  "place-not-said": ({ place }) =>
    `Where ${place} stands is not known to Backstay, so the copy there is not counted. Say it under Storage, or with "backstay hosts stands".`,
  "password-kept": ({ place }) =>
    `The password of ${place} is kept on this computer, so the copy there can be opened as long as this computer is there. If both are lost, nobody can open it: write the password down in another place.`,
  "password-not-kept": ({ place }) =>
    `The password of ${place} is not kept on this computer, so nobody can open the copy there.`,
  "place-silent": ({ place }) =>
    `${place} does not answer, so nobody knows whether the copy there is still whole. It is not counted.`,
  "ground-unknown": ({ place, gap }, kind) =>
    kind === "host"
      ? `Whether the copy in ${place} is on it is not known: ${gap}.`
      : `What becomes of the copy in ${place} is not known: ${gap}.`,
};
const ZH: ReasonWords = {
  "no-copy": ({ place }) => `${place} 中没有完好的副本。`,
  elsewhere: ({ place }) => `${place} 中的副本在别处，得以保留。`,
  "array-holds": ({ place, array }) => `${place} 中的副本得以保留，因为阵列 ${array} 缺少这块磁盘仍可运行。`,
  "array-breaks": ({ place, array }) => `${place} 中的副本会失去，因为阵列 ${array} 不能再缺少磁盘。`,
  "array-unsure": ({ place, array }) =>
    `${place} 中的副本会怎样尚不清楚，因为不知道阵列 ${array} 缺少这块磁盘能否运行。`,
  "on-the-disk": ({ place }) => `${place} 中的副本随之失去。`,
  "somewhere-there": ({ place, gap }) =>
    `${place} 中的副本会怎样尚不清楚：它在那里的某些磁盘上，但不知道是哪些${gap === "" ? "" : `（${gap}）`}。`,
  "on-the-host": ({ place }) => `${place} 中的副本随之失去。`,
  "in-the-office": ({ place }) => `${place} 中的副本在本机上，会随办公室一起失去。`,
  "said-in-office": ({ place }) => `${place} 中的副本在本办公室，会随办公室一起失去。`,
  "said-elsewhere": ({ place }) => `${place} 中的副本在别的地方，得以保留。`,
  "place-not-said": ({ place }) =>
    `Backstay 不知道 ${place} 在什么地方，因此不计入那里的副本。请在“存储”页说明，或使用“backstay hosts stands”。`,
  "password-kept": ({ place }) =>
    `${place} 的密码保存在本机，只要本机还在，那里的副本就能打开。如果两者都失去，就没有人能打开它：请把密码另记在别处。`,
  "password-not-kept": ({ place }) => `${place} 的密码没有保存在本机，因此没有人能打开那里的副本。`,
  "place-silent": ({ place }) => `${place} 没有应答，无法得知那里的副本是否还完好，因此不计入。`,
  "ground-unknown": ({ place, gap }, kind) =>
    kind === "host"
      ? `${place} 中的副本是否在其上尚不清楚：${gap}。`
      : `${place} 中的副本会怎样尚不清楚：${gap}。`,
};

/** What is lost, as the head of a column: `a disk`, `NAS`, `the office`. */
export function describeLoss({ kind, name }: Loss, language: Language): string {
  const isChinese = language === "zh";
  switch (kind) {
    case "disk":
      return isChinese ? "一块磁盘" : "a disk";
    case "host":
      return printable(name ?? "");
    case "office":
      return isChinese ? "办公室" : "the office";
    case "password":
      return isChinese ? "密码" : "the password";
  }
}

/** Why a cell says what it says: what is supposed to be lost, what becomes of each copy, and which state comes back. */
export function describeSurvival(
  cell: SurvivalCell,
  loss: Loss,
  { places, nowMs }: Pick<Survival, "places" | "nowMs">,
  language: Language,
): string {
  const isChinese = language === "zh";
  const nameOf = ({ replicaId }: SurvivingCopy) =>
    places.find((place) => place.replicaId === replicaId)?.name ?? "–";
  const copies = cell.copies.map((copy) => {
    const facts = {
      place: nameOf(copy),
      array: copy.arrayName ?? "–",
      gap: copy.gap === null ? "" : (isChinese ? ZH_GAPS : EN_GAPS)[copy.gap],
    };
    return (isChinese ? ZH : EN)[copy.reason](facts, loss.kind);
  });
  const parts = [supposition(cell, loss, language), ...copies, whatComesBack(cell, nowMs, language)];
  return printable(parts.filter((part) => part !== "").join(isChinese ? "" : " "));
}

function supposition({ disk }: SurvivalCell, loss: Loss, language: Language): string {
  const isChinese = language === "zh";
  if (loss.kind === "disk") {
    if (disk === null)
      return isChinese ? "没有一份副本所在的磁盘是已知的。" : "Of no copy it is known which disks it is on.";
    const slot = disk.slot === null ? "" : isChinese ? `（槽位 ${disk.slot}）` : ` (slot ${disk.slot})`;
    return isChinese
      ? `影响最大的是 ${disk.hostName} 的磁盘 ${disk.name}${slot}。如果失去它：`
      : `Disk ${disk.name}${slot} in ${disk.hostName} does the most harm. If it is lost:`;
  }
  if (loss.kind === "host" && loss.isThisComputer)
    return isChinese
      ? `如果失去本机 ${loss.name ?? ""}，其上的来源也一并失去。`
      : `If this computer, ${loss.name ?? ""}, is lost, so are the sources on it.`;
  const what = describeLoss(loss, language);
  return isChinese ? `如果失去${loss.kind === "host" ? ` ${what}` : what}：` : `If ${what} is lost:`;
}

/** About how much changed since a state was saved, which is what is lost with the source. */
export function describeChanges({ files, bytes, backups }: ChangedSince, language: Language): string {
  const isChinese = language === "zh";
  if (files === 0)
    return isChinese
      ? `按最近 ${backups} 次备份估计，此后没有文件变化。`
      : `Since then no file has changed, by an estimate from the last ${backups} backups.`;
  const size = formatSiBytes(bytes);
  const count = formatGrouped(files);
  return isChinese
    ? `此后约有 ${count} 个文件变化，新数据约 ${size}（按最近 ${backups} 次备份估计）。`
    : `Since then about ${count} ${files === 1 ? "file has" : "files have"} changed, with about ${size} of new data: an estimate from the last ${backups} backups.`;
}

function whatComesBack(
  { copies, newestLeftMs, unknown, changedSince }: SurvivalCell,
  nowMs: number,
  language: Language,
) {
  const isChinese = language === "zh";
  if (copies.every(({ fate }) => fate === "none")) return "";
  if (newestLeftMs === null) {
    if (unknown > 0) return isChinese ? "没有一份副本是确定保留的。" : "No copy is certain to stay.";
    return isChinese ? "什么都不会剩下。" : "Nothing is left.";
  }
  const age = formatRelative(newestLeftMs, nowMs, language);
  const changed = changedSince === null ? "" : describeChanges(changedSince, language);
  return isChinese
    ? `能恢复到${age}保存的状态。${changed}`
    : `What comes back was saved ${age}.${changed === "" ? "" : ` ${changed}`}`;
}
