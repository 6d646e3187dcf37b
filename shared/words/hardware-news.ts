import { printable } from "../format/printable.ts";
import type { HardwareLevel, HardwareNews } from "../hardware-news.ts";
import type { HealthTrouble } from "../model/health-view.ts";
import { enTroubleTitle } from "./en-trouble-title.ts";
import type { Language } from "./language.ts";
import { zhTroubleTitle } from "./zh-trouble-title.ts";

/** What several things are called together, by which kinds are among them. */
type Kinds = "disks" | "arrays" | "controllers" | "both" | "mixed";

const EN = {
  kinds: {
    disks: "disks",
    arrays: "arrays",
    controllers: "RAID controllers",
    both: "disks and arrays",
    mixed: "things",
  },
  level: { failed: "have failed", failing: "are failing", warning: "need a look" },
} as const satisfies Words;
const ZH = {
  kinds: {
    disks: "块磁盘",
    arrays: "个阵列",
    controllers: "个 RAID 控制器",
    both: "个磁盘和阵列",
    mixed: "项",
  },
  level: { failed: "已失效", failing: "即将失效或已降级", warning: "需要查看" },
} as const satisfies Words;
type Words = {
  readonly kinds: Readonly<Record<Kinds, string>>;
  readonly level: Readonly<Record<HardwareLevel, string>>;
};

/**
 * One sentence for one piece of news. A single thing is named as its alert names it; several are counted.
 * Names may come from a hostile device, so hidden characters are made visible.
 */
export function describeHardwareNews(news: HardwareNews, language: Language): string {
  return printable(language === "zh" ? inChinese(news) : inEnglish(news));
}

function inEnglish(news: HardwareNews): string {
  if (news.kind === "blind") {
    const names = listNames(news.hostNames, "en");
    const isOne = news.hostNames.length === 1;
    return news.blind === "silent"
      ? `${names} ${isOne ? "does" : "do"} not answer, so nobody knows how ${isOne ? "its" : "their"} disks are.`
      : `Disks of ${names} cannot be read any more.`;
  }
  const [first] = news.things;
  if (first !== undefined && news.things.length === 1) return `${enTroubleTitle(first)}.`;
  const where = listNames(hostsOf(news.things), "en");
  const level =
    news.level === "failing" && isAllDegraded(news.things) ? "are degraded" : EN.level[news.level];
  return `${news.things.length} ${EN.kinds[kindsOf(news.things)]} in ${where} ${level}.`;
}

function inChinese(news: HardwareNews): string {
  if (news.kind === "blind") {
    const names = listNames(news.hostNames, "zh");
    return news.blind === "silent" ? `${names} 没有应答，其磁盘状况未知。` : `${names} 的磁盘无法再读取。`;
  }
  const [first] = news.things;
  if (first !== undefined && news.things.length === 1) return `${zhTroubleTitle(first)}。`;
  const where = listNames(hostsOf(news.things), "zh");
  const isDegraded = news.level === "failing" && isAllDegraded(news.things);
  const isFailing = news.level === "failing" && news.things.every(({ verdict }) => verdict === "failing");
  const level = isDegraded ? "已降级" : isFailing ? "即将失效" : ZH.level[news.level];
  return `${where} 中有 ${news.things.length} ${ZH.kinds[kindsOf(news.things)]}${level}。`;
}

function kindsOf(things: readonly HealthTrouble[]): Kinds {
  const kinds = new Set(things.map(({ kind }) => kind));
  if (kinds.size > 1) return kinds.has("controller") ? "mixed" : "both";
  return kinds.has("disk") ? "disks" : kinds.has("array") ? "arrays" : "controllers";
}

function isAllDegraded(things: readonly HealthTrouble[]): boolean {
  return things.every(({ verdict }) => verdict === "degraded");
}

function hostsOf(things: readonly HealthTrouble[]): readonly string[] {
  return [...new Set(things.map(({ hostName }) => hostName))];
}

function listNames(names: readonly string[], language: Language): string {
  if (language === "zh") return names.join("、");
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
}
