/** Commands that work on two replicas of a repository. */
export const replicasHelp: Readonly<Record<string, string>> = {
  // replicate
  "copy to a repository what another replica of it has": "将另一个副本中的内容复制到仓库",
  "Copies to a repository what another replica of it has and it lacks: the newest snapshots first, and each appears only when all that it needs is there. What was copied can be restored at once, and whoever stops it goes on there the next time. Nothing is removed.":
    "将仓库缺少而另一个副本拥有的内容复制过来：最新的快照优先，每个快照在其所需的一切都到齐后才会出现。已复制的内容可立即恢复；中途停止后，下次会从停止处继续。不会移除任何内容。",
  "replica to copy from (default: $BACKSTAY_FROM_REPOSITORY)":
    "从哪个副本复制（默认：$BACKSTAY_FROM_REPOSITORY）",
  "write nothing, tell what would be copied": "不写入任何内容，只说明将要复制什么",
  "then copy back what only the target has: both have the same afterwards":
    "随后把只有目标才有的内容复制回来，最终两边相同",
  "look at all snapshots that both have, too, and bring back what the target has lost of them":
    "同时查看两边都有的所有快照，并补回目标丢失的内容",
  "full id of a snapshot that was removed and is not to come back; may be given several times":
    "已移除且不应恢复的快照的完整标识，可多次使用",
  "Fill a second copy, made with `backstay init --like`": "填充用 `backstay init --like` 创建的第二份",
  // heal
  "mend what is damaged from another replica": "用另一个副本修复损坏的内容",
  "Checks a repository, and mends what is damaged from another replica of it. A file is replaced only when a copy that proves to be whole is in hand, and what is put back is read back. Nothing else is changed, and nothing at the other replica.":
    "检查仓库，并用它的另一个副本修复损坏的内容。只有取得经验证完好的副本后才会替换文件，放回的内容会再读取核对。不会改动其他任何内容，也不会改动另一个副本。",
  "replica to take whole copies from (default: $BACKSTAY_FROM_REPOSITORY)":
    "从哪个副本取得完好的内容（默认：$BACKSTAY_FROM_REPOSITORY）",
  "look for damage by reading everything, or with =2/10, =5% or =500M a part, as `check` does":
    "读取全部数据以查找损坏；用 =2/10、=5% 或 =500M 则只读取一部分，同 `check`",
  "put there what is left of damaged files, before they are replaced":
    "替换损坏的文件之前，将其残留内容存放到此处",
  "After a check found damage on the second disk": "检查发现第二块磁盘上有损坏之后",
  "After backups went to both, one of which was out of reach": "两边都写入过备份之后，其中一份曾无法访问",
};
