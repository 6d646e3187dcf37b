import { type AlertWords, namesOf } from "./alert-words.ts";

type Codes = "REPLICA_DAMAGED";

/** English words for alerts about damage that is mended from other replicas. */
export const enHealAlerts: Pick<AlertWords, Codes> = {
  REPLICA_DAMAGED: ({ about, replicaName, healed, waiting, lost, isStuck, diskNames }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const found = healed + waiting + lost;
    const files = (count: number) => (count === 1 ? "one file" : `${count} files`);
    const disks = namesOf(diskNames).join(", ");
    const state = [
      ...(healed > 0 ? [`${files(healed)} put back from another replica and read again`] : []),
      ...(waiting > 0 ? [`${files(waiting)} still to be put back`] : []),
      ...(lost > 0 ? [`${files(lost)} whole nowhere`] : []),
    ];
    return {
      title: `Data of ${about} ${ended ? "was" : "is"} damaged at ${replicaName}`,
      summary:
        lost > 0 ? "Not all of it can be mended." : waiting > 0 ? "It is being mended." : "It was mended.",
      happened: `At ${replicaName} ${files(found)} with backed-up data ${found === 1 ? "was" : "were"} damaged or missing: ${state.join(", ")}.`,
      means: ended
        ? "Everything there was read since, and is whole."
        : lost > 0
          ? "What is whole nowhere cannot be restored from the snapshots that need it. Everything else can."
          : waiting > 0
            ? `Nothing is lost: restores read from the other replica.${isStuck ? " Putting it back was tried several times and failed." : ""}`
            : "Nothing is lost. But a disk that changed or lost data once may do so again.",
      toDo: ended
        ? "Nothing. It ended by itself."
        : `${lost > 0 ? "Check the repository and repair it, then start a backup, which stores again what is still on this computer. " : isStuck ? `See in the activity why it failed, and whether ${replicaName} can be written to. ` : ""}${disks === "" ? `Look after the disks of ${replicaName}: test them, and its memory and cables.` : `Look after what it lies on: ${disks}. Let it test itself.`} This ends when everything there was read without finding more.`,
    };
  },
};

/** Chinese words for the same. */
export const zhHealAlerts: Pick<AlertWords, Codes> = {
  REPLICA_DAMAGED: ({ about, replicaName, healed, waiting, lost, isStuck, diskNames }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const disks = namesOf(diskNames).join("、");
    const state = [
      ...(healed > 0 ? [`${healed} 个已从另一副本放回并重新读取核对`] : []),
      ...(waiting > 0 ? [`${waiting} 个等待放回`] : []),
      ...(lost > 0 ? [`${lost} 个在任何副本中都不完好`] : []),
    ];
    return {
      title: `${about} 在 ${replicaName} 上的数据${ended ? "曾" : ""}有损坏`,
      summary: lost > 0 ? "无法全部修复。" : waiting > 0 ? "正在修复。" : "已修复。",
      happened: `${replicaName} 上有 ${healed + waiting + lost} 个备份数据文件损坏或缺失：${state.join("，")}。`,
      means: ended
        ? "此后那里的全部数据都已读取，均完好。"
        : lost > 0
          ? "任何副本都没有完好的部分，需要它的快照无法恢复这些内容。其余都可以恢复。"
          : waiting > 0
            ? `没有丢失任何内容：恢复会从另一副本读取。${isStuck ? "已多次尝试放回，均失败。" : ""}`
            : "没有丢失任何内容。但改变或丢失过数据的磁盘可能再次出错。",
      toDo: ended
        ? "无需处理，已自行结束。"
        : `${lost > 0 ? "请检查并修复仓库，然后开始一次备份，重新存储这台计算机上仍有的内容。" : isStuck ? `请在活动中查看失败原因，并确认 ${replicaName} 可以写入。` : ""}${disks === "" ? `请检查 ${replicaName} 的磁盘，并测试内存和线缆。` : `请检查它所在的磁盘或阵列：${disks}，让其自检。`}等那里的全部数据读完且没有发现新的损坏后，此告警会自行结束。`,
    };
  },
};
