/** The audit trail. */
export const auditHelp: Readonly<Record<string, string>> = {
  // audit
  "show what was done and by whom, and prove that the record is whole": "显示谁做了什么，并证明记录完整",
  "Lists what was done with this Backstay and by whom, the newest first; proves that none of it was changed or cut; prints the records as they are stored, one JSON object a line; or makes a proof pack of one month, a page of HTML for whoever wants proof: what is protected, drills, moves, and who changed or removed what. Nothing in the trail is secret. Verify ends with status 1 when the trail was changed or cut.":
    "列出在此 Backstay 上谁做了什么，最新的在前；证明其中没有任何内容被改动或截断；按存储原样输出记录，每行一个 JSON 对象；或生成某个月的证明，即一页 HTML：受保护的内容、演练、转移，以及谁更改或移除了什么。记录中没有任何机密。若记录被改动或截断，verify 以状态 1 结束。",
  "for list, how many records to show": "用于 list：显示多少条记录",
  "for verify, a head that was written down, which the trail must still hold":
    "用于 verify：先前记下的链头，记录中必须仍有它",
  "for verify, records that were exported, in place of this Backstay's; - for standard input":
    "用于 verify：以导出的记录代替此 Backstay 的记录；- 表示标准输入",
  "Who removed the snapshots?": "是谁移除了快照？",
  "Is the trail as it was written?": "记录是否与写入时一致？",
  "Keep a copy elsewhere": "在别处留存一份",
  "for pack, like 2026-01 (default: the month before this one)": "用于 pack：例如 2026-01（默认：上个月）",
  "For the insurer": "提供给保险公司",
};
