import type { Language } from "../../shared/words/language.ts";

/** What `backstay health device-type` says, in one language. */
type DeviceTypeWords = {
  /** @param type null when it is left to smartctl */
  reached(disk: string, type: string | null): string;
  isNow(verdict: string): string;
};

export const deviceTypeWords: Readonly<Record<Language, DeviceTypeWords>> = {
  en: {
    reached: (disk, type) =>
      type === null
        ? `${disk} is reached as smartctl finds out by itself.`
        : `${disk} is reached as ${type}, because somebody chose so.`,
    isNow: (verdict) => `Read so just now: ${verdict}.`,
  },
  zh: {
    reached: (disk, type) =>
      type === null ? `${disk} 的连接类型由 smartctl 自行判断。` : `${disk} 的连接类型为 ${type}，由人选定。`,
    isNow: (verdict) => `刚刚按此读取：${verdict}。`,
  },
};
