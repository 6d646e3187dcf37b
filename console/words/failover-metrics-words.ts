import type { EVIDENCE_KINDS } from "../../shared/model/failover-metrics.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay failover matrix`, `metrics` and `readiness` say. Names are made safe for a terminal by whoever prints them. */
export type FailoverMetricsWords = {
  readonly source: string;
  /** @param ago how long ago the newest is; undefined when there is none there */
  cell(ago: string | undefined, missing: number): string;
  readonly notKnown: string;
  /** A source need not be there. */
  readonly notNeeded: string;
  readonly replica: string;
  readonly available: string;
  /** At worst. */
  readonly behind: string;
  readonly nothing: string;
  recovery(begun: number, succeeded: number): string;
  move(when: string, toName: string, took: string): string;
  readonly evidence: Readonly<Record<(typeof EVIDENCE_KINDS)[number], string>>;
  readonly failover: string;
  readonly backup: string;
  score(what: string, score: string): string;
  readonly part: string;
  readonly value: string;
  readonly weight: string;
  readonly ifPerfect: string;
};

const en: FailoverMetricsWords = {
  ...{
    source: "Source",
    notKnown: "not known",
    notNeeded: "need not be there",
    replica: "Replica",
    nothing: "nothing",
  },
  cell: (ago, missing) => `${ago ?? "none"}${missing === 0 ? "" : `, ${missing} missing`}`,
  ...{ available: "Heartbeats that were good", behind: "Behind at worst" },
  recovery: (begun, succeeded) => `Moves because of a fault: ${begun}, of which ${succeeded} succeeded.`,
  move: (when, toName, took) => `${when}: to ${toName}, took ${took}`,
  evidence: {
    copies: "Copies that are well",
    freshness: "Freshness",
    verified: "Read back",
    drill: "Last drill",
  },
  ...{ failover: "For a failover", backup: "For a restore" },
  score: (what, score) => `${what}: ${score} of 100`,
  ...{ part: "Part", value: "Value", weight: "Weight", ifPerfect: "Score if perfect" },
};

const zh: FailoverMetricsWords = {
  ...{ source: "来源", notKnown: "未知", notNeeded: "不要求存放", replica: "副本", nothing: "没有落后" },
  cell: (ago, missing) => `${ago ?? "还没有"}${missing === 0 ? "" : `，缺少 ${missing} 个`}`,
  ...{ available: "心跳正常的比例", behind: "最大落后" },
  recovery: (begun, succeeded) => `因故障而转移 ${begun} 次，其中成功 ${succeeded} 次。`,
  move: (when, toName, took) => `${when}：转移到 ${toName}，用时 ${took}`,
  evidence: { copies: "正常的副本", freshness: "新鲜程度", verified: "读回验证", drill: "上次演练" },
  ...{ failover: "故障切换", backup: "恢复数据" },
  score: (what, score) => `${what}：${score}，满分 100`,
  ...{ part: "构成", value: "数值", weight: "权重", ifPerfect: "此项满分时的得分" },
};

export const failoverMetricsWords: Readonly<Record<Language, FailoverMetricsWords>> = { en, zh };
