/** What `backstay alerts` says besides the alerts themselves, in one language. */
export type AlertsWords = {
  none: string;
  acknowledged(title: string): string;
  programSet(channel: string, program: string): string;
  approved(source: string): string;
  rotMeant(source: string): string;
  readonly columns: {
    readonly id: string;
    readonly severity: string;
    readonly since: string;
    readonly standing: string;
    readonly title: string;
  };
  readonly severity: Readonly<Record<"notice" | "warning" | "failing" | "failed", string>>;
  readonly standing: Readonly<Record<"needs" | "snoozed" | "acknowledged" | "ended", string>>;
};

export const enAlerts: AlertsWords = {
  none: "There is no alert.",
  acknowledged: (title) => `Acknowledged: ${title}. It returns only if it gets worse.`,
  programSet: (channel, program) =>
    `Channel ${channel} runs ${program}. Rules say of which alerts it tells; its page can send a test.`,
  approved: (source) =>
    `The changes in ${source} count as meant. Old snapshots are removed again as the plan says.`,
  rotMeant: (source) =>
    `The files in ${source} that changed without a new date are written so by a program, and are not told of again. The pinned snapshot goes when the plan says so.`,
  columns: { id: "ID", severity: "How bad", since: "Since", standing: "State", title: "Alert" },
  severity: { notice: "notice", warning: "warning", failing: "failing", failed: "failed" },
  standing: {
    ...{ needs: "needs you", snoozed: "snoozed", acknowledged: "acknowledged", ended: "over" },
  },
};

export const zhAlerts: AlertsWords = {
  none: "没有告警。",
  acknowledged: (title) => `已确认：${title}。只有情况恶化时才会再次出现。`,
  programSet: (channel, program) =>
    `渠道 ${channel} 会运行 ${program}。由规则决定它通知哪些告警；可以在页面上发送测试。`,
  approved: (source) => `已确认 ${source} 的更改属于正常操作。旧快照会重新按计划的规则移除。`,
  rotMeant: (source) =>
    `已确认 ${source} 中日期不变的文件由程序正常写入，不再提醒。固定的快照会按计划的规则移除。`,
  columns: { id: "标识", severity: "严重程度", since: "开始于", standing: "状态", title: "告警" },
  severity: { notice: "提示", warning: "警告", failing: "即将失效", failed: "已失效" },
  standing: { needs: "需要处理", snoozed: "已推迟", acknowledged: "已确认", ended: "已结束" },
};
