import type { ReplicaErrorCode, ReplicaErrorDetails } from "../replica-errors.ts";

type Hints = { readonly [C in ReplicaErrorCode]?: (details: ReplicaErrorDetails[C]) => string };

/** What to do about replicas, for somebody who looks at a page. */
export const enReplicaPageHints: Hints = {
  REPLICA_DIFFERS: (d) =>
    d.reason === "same-place"
      ? "Nothing was changed. A second copy has to be somewhere else: choose another place."
      : "Nothing was changed on either side. Choose an empty folder, which is made a replica, or the place where one is.",
  REPLICA_UNRELIABLE: () =>
    "The other replicas are untouched, and no snapshot was marked as copied on the strength of it. Do not rely on this place before its disk, memory and cables were looked after; then check all of it.",
  STAND_IN_REFUSED: ({ reason }) =>
    reason === "owner-unknown"
      ? "Nothing was changed. It has to leave no sign for as long as its lease lasts, while this Backstay watches. Try again in a few minutes."
      : reason === "sources"
        ? "Nothing was changed. Only what is under the same path on both computers can be taken over, such as a share that both have mounted."
        : "Nothing was changed. Below stands whose plan it is and who starts it now.",
  REPLICA_NOT_FOUND: () => "It may have been removed meanwhile. The list shows those there are.",
};

export const zhReplicaPageHints: Hints = {
  REPLICA_DIFFERS: (d) =>
    d.reason === "same-place"
      ? "没有任何改动。第二份必须放在别处：请选择另一个位置。"
      : "两边都没有任何改动。请选择一个空文件夹（它会成为副本），或已有副本所在的位置。",
  REPLICA_UNRELIABLE: () =>
    "其他副本未受影响，也没有据此将任何快照标记为已复制。在检查其磁盘、内存和线缆之前，不要依赖该位置；之后请完整检查一次。",
  STAND_IN_REFUSED: ({ reason }) =>
    reason === "owner-unknown"
      ? "没有任何改动。在本机观察期间，它必须在整个租约时间内没有留下信号。请几分钟后再试。"
      : reason === "sources"
        ? "没有任何改动。只有在两台计算机上路径相同的内容才能接管，例如双方都挂载的共享文件夹。"
        : "没有任何改动。下方显示计划属于哪台计算机，以及现在由谁执行。",
  REPLICA_NOT_FOUND: () => "它可能刚被移除。列表中是现有的副本。",
};
