/** Drills. */
export const drillHelp: Readonly<Record<string, string>> = {
  // drill
  "rehearse a restore or a failover, and read what came of it": "演练恢复或故障切换，并查看结果",
  "Rehearses failures. A restore drill brings a random sample of files, and those marked as vital, back from each replica in turn into a folder that is removed afterwards, and compares them; saved databases are made again on a server that is started for the drill alone, and counted. A failover drill declares the active replica lost without touching it: another one takes over, is backed up to and restored from, and backups go back. It is done by the Backstay that runs on this computer. Ends with status 1 when a drill failed, and with 3 when not everything could be tried.":
    "演练故障。恢复演练依次从每个副本把随机抽取的文件和标记为关键的文件恢复到一个随后删除的文件夹中，并进行比对；已备份的数据库在专为演练启动的服务器上重建并清点。故障切换演练在不触及主用副本的情况下宣布其失效：由另一副本接管，向其备份并从中恢复，随后备份转移回来。由本机运行的 Backstay 执行。演练未通过时以状态 1 结束，未能全部尝试时以状态 3 结束。",
  "the repository; for report and cancel, the drill; for vital files, the source":
    "仓库；用于 report 和 cancel：演练；用于关键文件：来源",
  "for vital-add and vital-remove, the file or folder": "用于 vital-add 和 vital-remove：文件或文件夹",
  "for restore, only from this one (can be given several times)":
    "用于 restore：只从该副本恢复（可多次指定）",
  "for restore and failover, do not wait for the end": "用于 restore 和 failover：不等待结束",
  "for report, where to write the page; without it, to standard output":
    "用于 report：页面写入的位置；未指定时写到标准输出",
  "for schedule, from one restore drill to the next; 0 for never":
    "用于 schedule：两次恢复演练相隔的天数；0 表示不自动进行",
  "for schedule, from one failover drill to the next; 0 for never":
    "用于 schedule：两次故障切换演练相隔的天数；0 表示不自动进行",
  "for schedule, alert when none passed for so long; 0 for never":
    "用于 schedule：多少天没有通过时告警；0 表示不告警",
  "for schedule, how many files to draw": "用于 schedule：抽取多少个文件",
  "Would everything come back?": "所有内容都能恢复吗？",
  "Would the other NAS take over?": "另一台 NAS 会接管吗？",
  "A page for the insurer": "给保险公司的一页报告",
  "These must always come back": "这些内容必须始终能够恢复",
};
