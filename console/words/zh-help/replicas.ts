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
  "After backups went to both, one of which was out of reach": "两边都写入过备份之后，其中一份曾无法访问",
};
