/** What is run around backups of a plan. */
export const planHooksHelp: Readonly<Record<string, string>> = {
  // plan-hooks
  "say what is run before and after each backup of a plan": "设置计划每次备份前后运行的程序",
  "Says which programs are run on this computer before and after each backup of a plan, with their arguments as they are, no shell between. Lists them in the order in which they are run, sets one up, removes one, or tries one without a backup. Try ends with status 1 when it failed.":
    "设置计划每次备份前后在本机运行哪些程序，参数原样传递，不经过 shell。可按运行顺序列出、设置、移除，或在不备份的情况下试运行。试运行失败时以状态 1 结束。",
  "what the program is called in the plan; set replaces one that is called so":
    "程序在计划中的名称；set 会替换同名的一个",
  "for set, when it is run (before)": "用于 set：何时运行（默认 before）",
  "for set, how long it may take, at most 3600 (300)": "用于 set：最长运行时间，至多 3600（默认 300）",
  "for set, whether no backup is made, people are told, or only the log says it (abort before a backup, else warn)":
    "用于 set：失败时不进行备份、通知人，还是只写入日志（备份前默认 abort，否则为 warn）",
  "Stop the shop while it is backed up": "备份期间停止商店系统",
  "Start it again, whatever came of the backup": "无论备份结果如何，之后再启动它",
};
