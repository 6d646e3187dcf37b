import type { ChineseOf } from "../../chinese-of.ts";
import type { diskListWords as english } from "../../en/storage/disks.ts";

export const diskListWords: ChineseOf<typeof english> = {
  disks: {
    heading: "磁盘",
    caption_other: "{{count}} 块磁盘，最差的在前",
    slot: "槽位",
    disk: "磁盘",
    verdict: "判断",
    why: "原因",
    temperature: "温度",
    temperatureSpan: "温度：最近 30 天",
    temperatureLine: "最近 30 天的温度，{{low}} 到 {{high}} °C",
    inUse: "已使用",
    selfTest: "上次自检",
    wasVerdict: "此前：{{verdict}}",
    noReading: "没有读数",
    celsius: "{{value}} °C",
    worn: "磨损 {{value}}%",
    noSelfTest: "没有记录",
    none: "在这台主机上没有找到磁盘。",
    unnamed: "磁盘",
    years: "{{years}} 年 {{months}} 个月",
    months_other: "{{count}} 个月",
    days_other: "{{count}} 天",
  },
  selfTest: {
    passed: "通过",
    failed: "失败",
    aborted: "提前终止",
    running: "进行中",
    unknown: "结果未知",
    left: "还剩 {{percent}}%",
  },
};
