import type { Language } from "../../shared/words/language.ts";

/** What `backstay health self-test` says, in one language. */
type SelfTestWords = {
  readonly columns: {
    readonly disk: string;
    readonly test: string;
    readonly began: string;
    readonly outcome: string;
  };
  readonly kind: Readonly<Record<"short" | "long", string>>;
  none: string;
  begun(disk: string): string;
  remaining(percent: number): string;
  failedAt(place: string): string;
  /** A word that fits no disk, or several. */
  noSuchDisk(wanted: string): string;
};

export const selfTestCommandWords: Readonly<Record<Language, SelfTestWords>> = {
  en: {
    columns: { disk: "Disk", test: "Test", began: "Began", outcome: "Outcome" },
    kind: { short: "short", long: "long" },
    none: "Backstay has begun no tests yet. Those that others began count for a disk's health all the same.",
    begun: (disk) => `${disk} has begun to test itself. backstay health self-test shows how it goes on.`,
    remaining: (percent) => `running, ${percent}% left`,
    failedAt: (place) => `failed at sector ${place}`,
    noSuchDisk: (wanted) => `No single disk is called ${wanted}. backstay health lists them.`,
  },
  zh: {
    columns: { disk: "磁盘", test: "自检", began: "开始", outcome: "结果" },
    kind: { short: "短", long: "长" },
    none: "Backstay 尚未启动过自检。由其他程序启动的自检同样计入磁盘状况。",
    begun: (disk) => `${disk} 已开始自检。可用 backstay health self-test 查看进展。`,
    remaining: (percent) => `进行中，剩余 ${percent}%`,
    failedAt: (place) => `未通过，位于扇区 ${place}`,
    noSuchDisk: (wanted) => `没有唯一名为 ${wanted} 的磁盘。请用 backstay health 列出磁盘。`,
  },
};
