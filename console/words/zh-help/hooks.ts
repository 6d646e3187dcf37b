/** What is done around moves. */
export const hooksHelp: Readonly<Record<string, string>> = {
  // hooks
  "say what is done when backups move to another replica": "设置备份转移到另一副本时要做的事",
  "Says what is done when backups move from one replica to another: a program with its arguments as they are, no shell between, a share that is mounted again, or an address that is told. Lists it, sets it up, removes it, or tries it without moving anything. It is done by the Backstay that runs on this computer. Try ends with status 1 when it failed.":
    "设置备份从一个副本转移到另一个副本时要做的事：运行程序（参数原样传递，不经过 shell）、重新挂载共享，或通知某个地址。可列出、设置、移除，或在不转移任何内容的情况下试运行。由本机运行的 Backstay 执行。试运行失败时以状态 1 结束。",
  "what the hook is called; set replaces one that is called so": "附加操作的名称；set 会替换同名的一个",
  "for set, the program's whole path and its arguments": "用于 set：程序的完整路径及其参数",
  "for set, when it is run": "用于 set：何时运行",
  "for set, at which moves; without it at all": "用于 set：在哪些转移时运行；未指定时为全部",
  "for set, file with the address that is told; - for standard input":
    "用于 set：内含要通知的地址的文件；- 表示标准输入",
  "for set, file with the key that signs what is posted": "用于 set：内含签名密钥的文件",
  "for set, the program mounts a share again": "用于 set：该程序重新挂载共享",
  "for set, how long it may take": "用于 set：最长运行时间",
  "for set, whether people are told, or a move they ordered is given up":
    "用于 set：失败时是否告知，或放弃由人下令的转移",
  "for set, keep it and do not run it": "用于 set：保留但不运行",
  "What is done when NAS fails?": "NAS 故障时会做什么？",
  "Point the share at the NAS that took over": "让共享指向接管的 NAS",
  "Does it work?": "它有效吗？",
};
