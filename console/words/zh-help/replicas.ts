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
  // replicas
  "list, add, adopt or remove the replicas of a repository": "列出、添加、采用或移除仓库的副本",
  "Lists the replicas of a repository with how they are, what they lack and which source has to be where, makes a further one and fills it, adopts a copy that is there already, removes one, says in which order they take over or whether a source has to be on one, or copies to one now. All of a repository is copied in any case: a source that need not be on a replica is not missed there, and is not counted as a copy. It is done by the Backstay that runs on this computer.":
    "列出仓库的副本、它们的状态、缺少的内容以及哪个来源必须存放在哪里；创建并填充新的副本；采用已有的一份；移除副本；指定接管的先后顺序，或某个来源是否必须存放在某个副本；或立即向某个副本复制。仓库的全部内容总会被复制：不要求存放的来源在那里缺少时不提示，也不算一份副本。由本机运行的 Backstay 执行。",
  "name of the repository, or its id": "仓库的名称或标识",
  "what the replica is called": "副本的名称",
  "for add and adopt, where it is: a folder, or sftp:user@host:folder; for priority, a number: the lowest takes over first; for require and exempt, the source":
    "用于 add 和 adopt：其位置，可为文件夹或 sftp:user@host:folder；用于 priority：一个数字，最小者最先接管；用于 require 和 exempt：来源",
  "private key that signs in to an SFTP server; without it $BACKSTAY_SFTP_PASSWORD or the agent does":
    "登录 SFTP 服务器的私钥；未指定时使用 $BACKSTAY_SFTP_PASSWORD 或密钥代理",
  "key that the SFTP server must show, as `ssh-keygen -l` prints it":
    "SFTP 服务器必须出示的密钥，格式同 `ssh-keygen -l` 的输出",
  "How are the copies of NAS?": "NAS 的各份副本状态如何？",
  "Keep a second copy on another disk": "在另一块磁盘上保留第二份",
  "Photos need not be on the small one": "照片不必存放在较小的那一个",
  "A copy was made by hand": "已手工复制了一份",
  // failover
  "show which replica is active, or move backups to another":
    "显示哪个副本处于活动状态，或把备份转移到另一个",
  "Shows which replica of each repository is active, how the others are and what moves; moves backups to another replica or back; holds everything where it is; or tells what happened, which source's backups are on which replica, how the replicas did in the last 30 days, and how ready they are. Besides, it lets the Backstay of another computer start a plan while this one is gone (offer, keep) and stands by for plans of others (stand-by, leave) or makes a plan its own whose computer is gone for good (adopt --gone); plans lists them with who starts each. It is done by the Backstay that runs on this computer. Ends with status 1 when an active replica is in trouble.":
    "显示每个仓库的主用副本、其他副本的状态以及正在进行的转移；把备份转移到另一副本或转回；保持现状不动；或说明发生过什么、各来源的备份存放在哪些副本、各副本最近 30 天的表现以及就绪程度。此外，可允许另一台计算机的 Backstay 在本机不在时执行某个计划（offer、keep），或为其他计算机的计划待命（stand-by、leave），或把所属计算机不会再回来的计划归本机所有（adopt --gone）；plans 列出这些计划以及各由谁执行。由本机运行的 Backstay 执行。主用副本有问题时以状态 1 结束。",
  "name of the repository, or its id; for offer, keep, stand-by, adopt and leave, of the plan":
    "仓库的名称或标识；用于 offer、keep、stand-by、adopt 和 leave：计划的名称或标识",
  "for offer, after how long without a sign this Backstay counts as gone (120)":
    "用于 offer：本机的 Backstay 多久没有信号即视为不在（120）",
  "for stand-by, how much longer to wait then (600)": "用于 stand-by：此后再等多久（600）",
  "for adopt: the computer of the plan is gone for good. Should it come back all the same, it starts the plan no more and stands by; what it did before it saw that may be there twice, nothing is lost":
    "用于 adopt：计划所属的计算机不会再回来。如果它仍然回来，它不再执行该计划，而是为它待命；在它发现之前所做的备份可能重复，但不会丢失",
  "That computer was stolen": "那台计算机被盗了",
  "The server may run this plan while I am gone": "本机不在时，服务器可以执行这个计划",
  "On the server": "在服务器上",
  "for switch, the replica that becomes active": "用于 switch：将成为主用副本的副本",
  "the one that is switched to is the usual one from then on": "此后以切换到的副本为常用副本",
  "also when the old one cannot be asked for what the new one lacks":
    "即使无法从旧副本取得新副本所缺的内容，也进行转移",
  "for settings: whether backups go back by themselves": "用于 settings：备份是否自动转回",
  "Who is active, and is all well?": "哪个副本处于活动状态，是否一切正常？",
  "NAS will be off over the weekend": "NAS 周末将关机",
  "It is back": "它已恢复",
  "After backups went to both, one of which was out of reach": "两边都写入过备份之后，其中一份曾无法访问",
};
