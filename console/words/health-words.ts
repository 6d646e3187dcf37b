/** What `backstay health` says besides verdicts and their reasons, in one language. */
export type HealthWords = {
  /** @param severity one word for all of it @param kind by which name the output was read */
  judged(severity: string, kind: string): string;
  /** The output looks like nothing that is known. */
  kindUnknown(severity: string): string;
  /** It was read, and there is nothing in it to be judged. */
  nothingInIt: string;
  /** That a reading without a sign of trouble promises nothing. */
  fineIsNotSafe: string;
};

export const enHealth: HealthWords = {
  judged: (severity, kind) => `All in all: ${severity}. Read as output of kind ${kind}.`,
  kindUnknown: (severity) =>
    `All in all: ${severity}. It looks like no output that is known; --kind can name one.`,
  nothingInIt:
    "It names no disk, no array and no controller, so nobody knows how they are. Ask the program while they are there, and with the rights it needs.",
  fineIsNotSafe:
    "About a quarter of all disks fail without any sign before, so a backup is needed in any case.",
};

export const zhHealth: HealthWords = {
  judged: (severity, kind) => `总体：${severity}。按类型 ${kind} 的输出读取。`,
  kindUnknown: (severity) => `总体：${severity}。无法识别这是哪种输出；可用 --kind 指定。`,
  nothingInIt:
    "其中没有提到磁盘、阵列或控制器，因此无法知道它们的状况。请在它们存在时，以所需的权限再次运行该程序。",
  fineIsNotSafe: "约有四分之一的磁盘在失效前没有任何迹象，因此无论如何都需要备份。",
};
