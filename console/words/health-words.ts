/** What `backstay health` says besides verdicts and their reasons, in one language. */
export type HealthWords = {
  /** @param severity one word for all of it @param kind by which name the output was read */
  judged(severity: string, kind: string): string;
  /** The output looks like nothing that is known. */
  kindUnknown(severity: string): string;
  /** That a reading without a sign of trouble promises nothing. */
  fineIsNotSafe: string;
};

export const enHealth: HealthWords = {
  judged: (severity, kind) => `All in all: ${severity}. Read as output of kind ${kind}.`,
  kindUnknown: (severity) =>
    `All in all: ${severity}. It looks like no output that is known; --kind can name one.`,
  fineIsNotSafe:
    "About a quarter of all disks fail without any sign before, so a backup is needed in any case.",
};

export const zhHealth: HealthWords = {
  judged: (severity, kind) => `总体：${severity}。按类型 ${kind} 的输出读取。`,
  kindUnknown: (severity) => `总体：${severity}。无法识别这是哪种输出；可用 --kind 指定。`,
  fineIsNotSafe: "约有四分之一的磁盘在失效前没有任何迹象，因此无论如何都需要备份。",
};
