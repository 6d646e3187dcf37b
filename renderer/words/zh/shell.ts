import type { ChineseOf } from "../chinese-of.ts";
import type { shell as english } from "../en/shell.ts";

export const shell: ChineseOf<typeof english> = {
  page: {
    overview: "概览",
    backups: "备份",
    restore: "恢复",
    storage: "存储",
    failover: "故障切换",
    activity: "活动",
    alerts: "告警",
    settings: "设置",
  },
  documentTitle: "{{page}} – Backstay",
  pages: "页面",
  rail: "页面与进行中的工作",
  palette: "搜索文件、快照、页面和操作",
  needsPerson_other: "{{count}} 项需要处理",
  running_other: "{{count}} 个任务正在运行",
  timeLeft: "还剩 {{time}}",
  waitsForTurn: "等待轮到",
  moreJobs_other: "另有 {{count}} 个",
  engine: {
    desktop: "运行于 {{hostname}}",
    desktopHint: "Backstay 打开或在托盘中时持续工作",
    console: "{{hostname}} 上的控制台",
    consoleHint: "工作至控制台退出为止",
    service: "{{hostname}} 上的服务",
    serviceHint: "关闭此窗口后仍会继续工作",
  },
  lost: {
    title: "此页面与本机的 Backstay 失去联系。",
    hint: "所见内容可能已过时。页面会自行重试。",
    now: "立即重试",
  },
  signedOut: {
    title: "登录已失效。",
    hint: "备份照常进行。重新登录后即可查看现状。",
    button: "登录…",
  },
  cannotStart: "Backstay 没有响应。",
  crashed: {
    title: "无法显示此页面。",
    hint: "这是 Backstay 的错误，备份照常进行。请重新加载页面；若再次出现，详情见日志。",
    again: "重新加载",
  },
  unreached: {
    title: "Backstay 没有回应。",
    hint: "此页面尚未打开过，因此现在无法显示。Backstay 恢复回应后，页面会自动出现。如果 Backstay 已结束运行，在此期间不会进行备份。",
    again: "立即重试",
  },
  outdated: {
    title: "此页面需要重新加载。",
    hint: "此窗口打开期间，Backstay 已更新或重启过。备份不受影响。",
    later:
      "此窗口打开期间，Backstay 已更新。备份不受影响。转到其他页面时会自动重新加载，在此之前，这里尚未保存的内容会保留。",
    again: "重新加载",
  },
  notFound: {
    title: "没有这个页面。",
    hint: "该地址可能属于另一版本的 Backstay。",
    button: "前往概览",
  },
};
