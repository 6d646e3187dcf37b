import { shortId } from "../ids.ts";
import type { ReplicaDifference, ReplicaErrorCode } from "../replica-errors.ts";
import { enTerms } from "./en-terms.ts";
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
};
