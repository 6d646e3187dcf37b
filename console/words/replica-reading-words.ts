import { formatQuantity } from "../../shared/format/count.ts";
import type { Language } from "../../shared/words/language.ts";

/** What commands say that read a repository which has several replicas. */
export type ReplicaReadingWords = {
  /** @param why a whole sentence */
  passedOver(name: string, why: string): string;
  /** @param why a whole sentence */
  leftOut(name: string, why: string): string;
  /** @param why a whole sentence */
  unknown(why: string): string;
  bad(name: string, files: number): string;
  badFile(name: string, kind: string, file: string, isMissing: boolean): string;
  readonly badAdvice: string;
  readFrom(name: string, location: string, reads: number, bytes: string): string;
};

const en: ReplicaReadingWords = {
  passedOver: (name, why) => `Warning: ${why} So ${name} is passed over, and its other replicas are read.`,
  leftOut: (name, why) => `Warning: ${why} So nothing is read from the replica ${name}.`,
  unknown: (why) =>
    `Warning: ${why} So nobody can tell whether there are other replicas, and only this place is read.`,
  bad: (name, files) =>
    `Warning: ${formatQuantity(files, "file of the repository is", "files of the repository are")} damaged or missing at ${name}. What they should hold was looked for at the other replicas.`,
  badFile: (name, kind, file, isMissing) =>
    `${name}: ${kind} ${file} is ${isMissing ? "missing" : "damaged"}.`,
  badAdvice:
    "A check of that replica by Backstay puts such files back whole, and `backstay heal` does the same at once. Look after the disk it lies on.",
  readFrom: (name, location, reads, bytes) =>
    `Read from ${name} (${location}): ${formatQuantity(reads, "piece")}, ${bytes}`,
};

const zh: ReplicaReadingWords = {
  passedOver: (name, why) => `警告：${why}因此跳过 ${name}，改从其他副本读取。`,
  leftOut: (name, why) => `警告：${why}因此不会从副本 ${name} 读取。`,
  unknown: (why) => `警告：${why}因此无法得知是否有其他副本，只从这一处读取。`,
  bad: (name, files) =>
    `警告：${name} 上有 ${files} 个仓库文件损坏或缺失。其中应有的内容已在其他副本中查找。`,
  badFile: (name, kind, file, isMissing) => `${name}：${kind} ${file} ${isMissing ? "缺失" : "已损坏"}。`,
  badAdvice:
    "由 Backstay 检查该副本，即可把这些文件恢复完好；`backstay heal` 也可立即修复。请检查该副本所在的磁盘。",
  readFrom: (name, location, reads, bytes) => `从 ${name}（${location}）读取：${reads} 段，${bytes}`,
};

export const replicaReadingWords: Readonly<Record<Language, ReplicaReadingWords>> = { en, zh };
