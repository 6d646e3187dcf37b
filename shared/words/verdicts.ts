import type { ArrayVerdict, DiskVerdict, HealthSeverity, HealthSubject } from "../model/health-verdict.ts";
import type { Language } from "./language.ts";

/** A verdict in one word, the same on every page and in every message. */
export const verdictWords: Readonly<Record<Language, Readonly<Record<DiskVerdict | ArrayVerdict, string>>>> =
  {
    en: {
      ok: "fine",
      asleep: "asleep",
      checking: "checking",
      unknown: "unknown",
      warning: "warning",
      rebuilding: "rebuilding",
      degraded: "degraded",
      failing: "failing",
      failed: "failed",
    },
    zh: {
      ok: "正常",
      asleep: "休眠",
      checking: "检查中",
      unknown: "未知",
      warning: "警告",
      rebuilding: "重建中",
      degraded: "已降级",
      failing: "即将失效",
      failed: "已失效",
    },
  };

/** How urgent it is, in one word. */
export const severityWords: Readonly<Record<Language, Readonly<Record<HealthSeverity, string>>>> = {
  en: { ok: "fine", unknown: "unknown", warning: "warning", critical: "critical" },
  zh: { ok: "正常", unknown: "未知", warning: "警告", critical: "严重" },
};

/** What a verdict is about. */
export const subjectWords: Readonly<Record<Language, Readonly<Record<HealthSubject["kind"], string>>>> = {
  en: { disk: "Disk", array: "Array", controller: "Controller" },
  zh: { disk: "磁盘", array: "阵列", controller: "控制器" },
};
