/** The words around alerts in what is sent to people. */
import type { Language } from "./language.ts";

export type MessageWords = {
  readonly ended: (title: string) => string;
  readonly escalated: (title: string) => string;
  readonly several: (first: string, others: number) => string;
  readonly severalEnded: (count: number) => string;
  readonly happened: string;
  readonly means: string;
  readonly toDo: string;
  readonly since: (when: string) => string;
  readonly over: (from: string, to: string) => string;
  readonly nobody: string;
  readonly foot: (hostname: string) => string;
  readonly test: { readonly subject: string; readonly text: (channel: string) => string };
  readonly digest: {
    readonly fine: string;
    readonly lasting: (count: number) => string;
    readonly lastingHead: string;
    readonly endedHead: string;
    readonly sourcesHead: string;
    readonly source: (name: string, age: string) => string;
    readonly never: (name: string) => string;
    readonly noSource: string;
  };
  /** @param month like 2026-01 */
  readonly pack: {
    readonly subject: (month: string) => string;
    readonly text: (month: string) => string;
    readonly broken: string;
  };
};

const en: MessageWords = {
  ended: (title) => `Over: ${title}`,
  escalated: (title) => `Still not acknowledged: ${title}`,
  several: (first, others) => `${first}, and ${others} more`,
  severalEnded: (count) => `${count} alerts are over`,
  happened: "What happened",
  means: "What it means",
  toDo: "What to do",
  since: (when) => `Since ${when}.`,
  over: (from, to) => `From ${from} to ${to}.`,
  nobody: "Others were told and nobody has acknowledged it.",
  foot: (hostname) => `Backstay on ${hostname}`,
  test: {
    subject: "A test from Backstay",
    text: (channel) => `Whoever reads this hears of alerts by "${channel}". Nothing has happened.`,
  },
  digest: {
    fine: "Backstay: nothing needs you",
    lasting: (count) => (count === 1 ? "Backstay: 1 alert lasts" : `Backstay: ${count} alerts last`),
    lastingHead: "These alerts last:",
    endedHead: "These are over since the last summary:",
    sourcesHead: "The newest good backups:",
    source: (name, age) => `${name}: ${age} old`,
    never: (name) => `${name}: never backed up`,
    noSource: "No source is backed up yet.",
  },
  pack: {
    subject: (month) => `Proof of backups, ${month}`,
    text: (month) =>
      `The attached page proves how backups did in ${month}: what is protected, how backups and rehearsals ended, and who changed or removed what. It opens in any browser and prints. It holds no file of yours, but the names of sources, places and computers.`,
    broken:
      "The record of who did what was changed or cut. What the page says of it cannot be relied on: the page Activity says where it was.",
  },
};

const zh: MessageWords = {
  ended: (title) => `已结束：${title}`,
  escalated: (title) => `仍未确认：${title}`,
  several: (first, others) => `${first}，以及另外 ${others} 条`,
  severalEnded: (count) => `${count} 条告警已结束`,
  happened: "发生了什么",
  means: "对数据的影响",
  toDo: "如何处理",
  since: (when) => `开始于 ${when}。`,
  over: (from, to) => `从 ${from} 到 ${to}。`,
  nobody: "已经通知其他人，但没有人确认。",
  foot: (hostname) => `${hostname} 上的 Backstay`,
  test: {
    subject: "来自 Backstay 的测试",
    text: (channel) => `读到这条消息的人会通过“${channel}”收到告警。没有发生任何问题。`,
  },
  digest: {
    fine: "Backstay：没有需要处理的问题",
    lasting: (count) => `Backstay：${count} 条告警仍在持续`,
    lastingHead: "仍在持续的告警：",
    endedHead: "自上次摘要以来已结束：",
    sourcesHead: "最新的成功备份：",
    source: (name, age) => `${name}：${age}前`,
    never: (name) => `${name}：从未备份`,
    noSource: "还没有备份任何来源。",
  },
  pack: {
    subject: (month) => `备份证明，${month}`,
    text: (month) =>
      `附件证明 ${month} 的备份情况：哪些内容受到保护，备份和演练的结果，以及谁更改或删除了什么。可用任何浏览器打开，也可打印。其中没有您的文件内容，但包含来源、位置和计算机的名称。`,
    broken: "操作记录被更改或截断过。附件中与此有关的内容不可信，“活动”页面会说明位置。",
  },
};

const WORDS: Readonly<Record<Language, MessageWords>> = { en, zh };

export function messageWords(language: Language): MessageWords {
  return WORDS[language];
}
