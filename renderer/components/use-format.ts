import { useMemo } from "react";
import { formatDate, formatDay, formatMoment, formatTimeOfDay } from "../../shared/format/calendar-date.ts";
import { formatGrouped } from "../../shared/format/grouped-count.ts";
import {
  formatRelative,
  formatRunTime,
  formatSpan,
  type TimeStyle,
} from "../../shared/format/relative-time.ts";
import { scheduleSentence } from "../../shared/format/schedule-sentence.ts";
import { formatSiBytes, formatSpeed } from "../../shared/format/si-bytes.ts";
import type { RunWindow, Schedule } from "../../shared/model/schedule.ts";
import type { Language } from "../../shared/words/language.ts";
import { useLanguage } from "../words/use-language.ts";
import { useNow } from "./use-now.ts";

/** How numbers, sizes and times are written, in a language and at a moment. */
export type Format = ReturnType<typeof createFormat>;

export function createFormat(language: Language, nowMs: number) {
  return {
    nowMs,
    /** `84 112` */
    count: formatGrouped,
    /** `312 MB` */
    bytes: formatSiBytes,
    /** `96 MB/s` */
    speed: formatSpeed,
    /** `12 minutes ago`, `in 48 min`, beyond two days the date. What happened since the clock's last tick is `just now` */
    relative: (timeMs: number, style?: TimeStyle) =>
      formatRelative(timeMs, Math.max(nowMs, Math.min(timeMs, Date.now())), language, style),
    /** `10 hours`, without a direction */
    span: (spanMs: number, style?: TimeStyle) => formatSpan(spanMs, language, style),
    /** `1 min 41 s`: what something took */
    runTime: (durationMs: number) => formatRunTime(durationMs, language),
    /** `01:52` */
    timeOfDay: formatTimeOfDay,
    /** `12 Nov` */
    date: (timeMs: number, style?: "long" | "short") => formatDate(timeMs, nowMs, language, style),
    /** `Tomorrow`, `Mon 23 Nov` */
    day: (timeMs: number) => formatDay(timeMs, nowMs, language),
    /** `15:00`, `Tomorrow 01:30`, `Mon 16 Nov, 17:51` */
    moment: (timeMs: number) => formatMoment(timeMs, nowMs, language),
    /** The same inside of a sentence: `tomorrow 01:30` */
    momentInText: (timeMs: number) => formatMoment(timeMs, nowMs, language, "sentence"),
    /** Several, the earliest first, each in one piece: `Mon 23 Nov, 07:00 · 08:00 · Tomorrow 07:00` */
    moments: (timesMs: readonly number[]) =>
      timesMs
        .map((timeMs, n) => {
          const before = timesMs[n - 1];
          const isSameDay =
            before !== undefined && new Date(before).toDateString() === new Date(timeMs).toDateString();
          const text = isSameDay ? formatTimeOfDay(timeMs) : formatMoment(timeMs, nowMs, language);
          return text.replaceAll(" ", "\u00a0");
        })
        .join(" · "),
    schedule: (schedule: Schedule, window?: RunWindow | null) => scheduleSentence(schedule, language, window),
    percent: (share: number) => {
      const percent = Math.floor(share * 100);
      return language === "zh" ? `${percent}%` : `${percent}\u202f%`;
    },
    /** Facts beside each other that make no sentence: `10 runs done, 5 to come` */
    facts: (facts: readonly string[]) => facts.join(language === "zh" ? "，" : ", "),
    /** Names beside each other that make no sentence: `Documents, Photos`, `文档、照片` */
    names: (names: readonly string[]) => names.join(language === "zh" ? "、" : ", "),
    /** `Documents, Photos and Mail`, `文档、照片` */
    list: (names: readonly string[]) =>
      language === "zh"
        ? names.join("、")
        : new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names),
  };
}

/** The formats of this page; ages in it grow while one looks. */
export function useFormat(): Format {
  const language = useLanguage();
  const nowMs = useNow();
  return useMemo(() => createFormat(language, nowMs), [language, nowMs]);
}
