import { shortId } from "../ids.ts";
import type { ReplicaDifference, ReplicaErrorCode, StandInRefusal } from "../replica-errors.ts";
import { enTerms } from "./en-terms.ts";
import { failoverWords } from "./failover-words.ts";
import type { ErrorWords } from "./types.ts";
import { zhTerms } from "./zh-terms.ts";

const enDifference: Readonly<Record<ReplicaDifference, string>> = {
  keys: "it has other keys, so it is another repository",
  id: "it has another id, though the same keys: somebody changed its config",
  version: "it has another format version",
  polynomial: "it cuts files in another way, so the two would share nothing",
  "same-place": "it is the same place",
};

const zhDifference: Readonly<Record<ReplicaDifference, string>> = {
  keys: "它的密钥不同，因此是另一个仓库",
  id: "它的密钥相同但标识不同：有人改动过它的配置文件",
  version: "它的格式版本不同",
  polynomial: "它切分文件的方式不同，两者无法共用任何数据",
  "same-place": "它们是同一个位置",
};

const enWaits = {
  moving: "backups are moving from one replica to another",
  "not-healthy": "one of its replicas is in trouble",
  differ: "one of its replicas lacks snapshots that another has, or nobody has compared them yet",
  suspicious: "a backup in it held suspicious changes, and nobody has looked at them yet",
} as const;

const zhWaits = {
  moving: "备份正在副本之间转移",
  "not-healthy": "有副本出现问题",
  differ: "有副本缺少其他副本已有的快照，或尚未比较",
  suspicious: "其中一次备份含有可疑的更改，还没有人查看",
} as const;

const enStandIn: Readonly<Record<StandInRefusal, (paths: readonly string[]) => readonly [string, string]>> = {
  own: () => [
    "This plan was made on this computer.",
    "Nothing was changed. Stand by for it on another computer.",
  ],
  "not-own": () => [
    "This plan was not made on this computer, or nobody stands by for it here.",
    "Nothing was changed. `backstay failover plans` lists whose plan it is.",
  ],
  "taken-over": () => [
    "Another computer starts this plan just now.",
    "Nothing was changed. Wait until it has handed the plan back, which it does by itself.",
  ],
  sources: (paths) => [
    `This computer cannot read ${paths.join(", ")}.`,
    "Nothing was changed. Only what is under the same path on both computers can be taken over, such as a share that both have mounted.",
  ],
  "known-source": () => [
    "This computer has a source of its own that cannot be told from one of this plan.",
    "Nothing was changed. It may have come with a copied data folder. Remove the source here, or make the plan anew on the other computer.",
  ],
  running: () => [
    "A backup of this plan is under way here.",
    "Nothing was changed. Try again when it has ended.",
  ],
  "not-offered": () => [
    "No other Backstay lets this plan be started elsewhere.",
    "Nothing was changed. On the computer where the plan was made, use `backstay failover offer`.",
  ],
  "owner-there": () => [
    "The computer of this plan is there: it has left signs lately.",
    "Nothing was changed. Only a plan whose computer is gone for good can be made this one's own. Change it where it was made, or end Backstay there first.",
  ],
  "owner-unknown": () => [
    "Whether the computer of this plan is gone is not known yet.",
    "Nothing was changed. It has to leave no sign for as long as its lease lasts, while this Backstay watches. Try again in a few minutes.",
  ],
  "sources-changed": (paths) => [
    `The plan saves ${paths.join(", ")} now as well.`,
    "Nothing was changed. Look at what the plan saves, and ask again.",
  ],
  "not-only-files": () => [
    "This plan saves databases, or what a program writes: only this computer has the passwords and programs for them.",
    "Nothing was changed. Put its folders into a plan of their own to have another computer stand by for them.",
  ],
};

const zhStandIn: typeof enStandIn = {
  own: () => ["这个计划是在本机创建的。", "没有任何改动。请在另一台计算机上为它待命。"],
  "not-own": () => [
    "这个计划不是在本机创建的，或本机没有为它待命。",
    "没有任何改动。用 `backstay failover plans` 查看它属于哪台计算机。",
  ],
  "taken-over": () => ["另一台计算机正在执行这个计划。", "没有任何改动。请等它自动交还计划。"],
  sources: (paths) => [
    `本机无法读取 ${paths.join("、")}。`,
    "没有任何改动。只有在两台计算机上路径相同的内容才能接管，例如双方都挂载的共享文件夹。",
  ],
  "known-source": () => [
    "本机有一个自己的来源，与这个计划的来源无法区分。",
    "没有任何改动。它可能来自复制的数据文件夹。请在本机移除该来源，或在另一台计算机上重新创建计划。",
  ],
  running: () => ["本机正在执行这个计划的备份。", "没有任何改动。请等它结束后再试。"],
  "not-offered": () => [
    "没有其他 Backstay 允许别的计算机执行这个计划。",
    "没有任何改动。请在创建该计划的计算机上使用 `backstay failover offer`。",
  ],
  "owner-there": () => [
    "这个计划所属的计算机在线：它刚刚留下过信号。",
    "没有任何改动。只有所属计算机不会再回来的计划才能归本机所有。请在那台计算机上更改，或先退出那里的 Backstay。",
  ],
  "owner-unknown": () => [
    "还不清楚这个计划所属的计算机是否已不在。",
    "没有任何改动。在本机观察期间，它必须在整个租约时间内没有留下信号。请几分钟后再试。",
  ],
  "sources-changed": (paths) => [
    `这个计划现在还要保存 ${paths.join("、")}。`,
    "没有任何改动。请先查看计划保存的内容，再重试。",
  ],
  "not-only-files": () => [
    "这个计划要保存数据库或程序的输出：只有本机才有所需的密码和程序。",
    "没有任何改动。要让另一台计算机待命，请把其中的文件夹放进单独的计划。",
  ],
};

/** English words for what goes wrong with replicas. */
export const enReplicaWords: Pick<ErrorWords, ReplicaErrorCode> = {
  REPLICA_DIFFERS: (d) => ({
    message: `What is at ${d.location} is no replica of ${d.original}: ${enDifference[d.reason]}.`,
    hint:
      d.reason === "same-place"
        ? "Nothing was changed. A second copy has to be somewhere else: name another location."
        : "Nothing was changed on either side. Check the location. To make a replica in an empty folder, use `backstay init --like`; snapshots of another repository can only be copied with `restic copy`.",
  }),
  REPLICA_UNRELIABLE: (d) => ({
    message: `${d.location} gave back something else than what was stored there (${enTerms.kinds[d.kind]} ${shortId(d.name)}), twice.`,
    hint: "The other replicas are untouched, and no snapshot was marked as copied on the strength of it. Do not rely on this place before its disk, memory and cables were looked after; then read all of it with `backstay check --read-data`.",
  }),
  STAND_IN_REFUSED: ({ reason, paths }) => {
    const [message, hint] = enStandIn[reason](paths);
    return { message, hint };
  },
  REPLICA_NOT_FOUND: () => ({
    message: "There is no such replica.",
    hint: "It may have been removed meanwhile. `backstay replicas` lists those there are.",
  }),
  REPLICA_ACTIVE: (d) => ({
    message: `${d.name} is the active replica, so it cannot be removed.`,
    hint: "Nothing was changed. Switch over to another one first.",
  }),
  REPLICA_KNOWN: (d) => ({
    message: `${d.location} is a replica already.`,
    hint: "Nothing was changed. A further copy has to be somewhere else.",
  }),
  LOCATION_NOT_MOUNTED: (d) => ({
    message: `Nothing is mounted at ${d.mountPoint}, so ${d.location} would be on another disk than it seems.`,
    hint: "Nothing was changed. Plug in the disk or connect the share, mount it, and try again.",
  }),
  FAILOVER_REFUSED: (d) => ({
    message: `That is not possible now: ${failoverWords.en.refusals[d.reason]}.`,
    hint: "Nothing was changed, and backups go on as before. See how the replicas are, and try again when that has changed.",
  }),
  PRUNE_WAITS: (d) => ({
    message: `Space in ${d.name} is not freed now: ${enWaits[d.reason]}.`,
    hint: `No backup is lost; data that nothing needs takes up space for a while longer. ${d.reason === "suspicious" ? "Look at the alert, and say there whether the changes were meant." : "It is freed by itself once all replicas have the same."}`,
  }),
};

/** Chinese words for the same. */
export const zhReplicaWords: Pick<ErrorWords, ReplicaErrorCode> = {
  REPLICA_DIFFERS: (d) => ({
    message: `${d.location} 中的内容不是 ${d.original} 的副本：${zhDifference[d.reason]}。`,
    hint:
      d.reason === "same-place"
        ? "没有任何改动。第二份必须放在别处：请指定另一个位置。"
        : "两边都没有任何改动。请检查位置。要在空文件夹中创建副本，请使用 `backstay init --like`；另一个仓库的快照只能用 `restic copy` 复制。",
  }),
  REPLICA_UNRELIABLE: (d) => ({
    message: `${d.location} 两次返回的内容都与存入的不一致（${zhTerms.kinds[d.kind]} ${shortId(d.name)}）。`,
    hint: "其他副本未受影响，也没有据此将任何快照标记为已复制。在检查其磁盘、内存和线缆之前，不要依赖该位置；之后请用 `backstay check --read-data` 读取其全部内容。",
  }),
  STAND_IN_REFUSED: ({ reason, paths }) => {
    const [message, hint] = zhStandIn[reason](paths);
    return { message, hint };
  },
  REPLICA_NOT_FOUND: () => ({
    message: "没有这个副本。",
    hint: "它可能刚被移除。用 `backstay replicas` 查看现有的副本。",
  }),
  REPLICA_ACTIVE: (d) => ({
    message: `${d.name} 是主用副本，不能移除。`,
    hint: "没有任何改动。请先切换到另一个副本。",
  }),
  REPLICA_KNOWN: (d) => ({
    message: `${d.location} 已经是副本。`,
    hint: "没有任何改动。新的一份必须放在别处。",
  }),
  LOCATION_NOT_MOUNTED: (d) => ({
    message: `${d.mountPoint} 处没有挂载任何内容，${d.location} 实际会位于另一块磁盘上。`,
    hint: "没有任何改动。请接上磁盘或连接共享并将其挂载，然后重试。",
  }),
  FAILOVER_REFUSED: (d) => ({
    message: `现在无法这样做：${failoverWords.zh.refusals[d.reason]}。`,
    hint: "没有任何改动，备份照常进行。请查看各副本的状态，待情况改变后再试。",
  }),
  PRUNE_WAITS: (d) => ({
    message: `现在不释放 ${d.name} 的空间：${zhWaits[d.reason]}。`,
    hint: `不会丢失任何备份；无用的数据只是多占一段时间的空间。${d.reason === "suspicious" ? "请查看该告警，并在其中说明这些更改是否为正常操作。" : "各副本一致后会自动释放。"}`,
  }),
};
