/** What failover met and did, in words. Names in them are made safe by whoever shows them. */
import type { Cause, FailoverPhase, FaultKind } from "../model/failover.ts";
import type { FailoverRefusal } from "../replica-errors.ts";
import type { Language } from "./language.ts";

type FailoverWords = {
  readonly faults: Readonly<Record<FaultKind, string>>;
  readonly phases: Readonly<Record<FailoverPhase, string>>;
  readonly refusals: Readonly<Record<FailoverRefusal, string>>;
  /** A sentence without its full stop. @param nameOf what a replica is called */
  cause(cause: Cause, nameOf: (id: string) => string): string;
};

const en: FailoverWords = {
  faults: {
    unreachable: "cannot be reached",
    "identity-mismatch": "is not what it should be: something else is at its place",
    "read-only": "takes nothing that is written",
    "io-error": "makes mistakes when it reads or writes",
    "out-of-space": "is full",
    "array-failed": "lies on an array that has failed",
    "disk-failing": "lies on a disk that fails",
  },
  phases: {
    healthy: "all is well",
    suspect: "the active replica is in trouble",
    "failing-over": "backups are moving to another replica",
    "failed-over": "another than the usual replica is active",
    recovering: "the usual replica is back and is being brought up to date",
    "failing-back": "backups are moving back to the usual replica",
  },
  refusals: {
    busy: "backups are moving already",
    "nothing-to-do": "that replica is active already",
    "unknown-replica": "the repository has no such replica",
    "not-well": "that replica is not known to be well",
    "no-standby": "the repository has only one replica",
  },
  cause(cause, nameOf) {
    switch (cause.kind) {
      case "fault":
        return `${nameOf(cause.replicaId)} ${en.faults[cause.fault]} (${cause.detail})`;
      case "well-again":
        return `${nameOf(cause.replicaId)} is well again`;
      case "ordered":
        return { person: "a person asked for it", schedule: "it was scheduled", drill: "it was a drill" }[
          cause.by
        ];
      case "done":
        return "the move was done";
      case "failed":
        return `${nameOf(cause.replicaId)} could not take over (${cause.detail})`;
      case "other-installation":
        return "another installation of Backstay moved them";
      case "members-changed":
        return "the usual replica was removed";
    }
  },
};

const zh: FailoverWords = {
  faults: {
    unreachable: "无法访问",
    "identity-mismatch": "不是应有的副本：该位置上是别的内容",
    "read-only": "拒绝写入",
    "io-error": "读写出错",
    "out-of-space": "已满",
    "array-failed": "所在的阵列已失效",
    "disk-failing": "所在的磁盘正在失效",
  },
  phases: {
    healthy: "一切正常",
    suspect: "主用副本出现问题",
    "failing-over": "备份正在转移到另一副本",
    "failed-over": "当前主用的不是常用副本",
    recovering: "常用副本已恢复，正在补齐数据",
    "failing-back": "备份正在转回常用副本",
  },
  refusals: {
    busy: "备份已在转移中",
    "nothing-to-do": "该副本已是主用副本",
    "unknown-replica": "仓库没有这个副本",
    "not-well": "尚不确定该副本状态良好",
    "no-standby": "仓库只有一个副本",
  },
  cause(cause, nameOf) {
    switch (cause.kind) {
      case "fault":
        return `${nameOf(cause.replicaId)} ${zh.faults[cause.fault]}（${cause.detail}）`;
      case "well-again":
        return `${nameOf(cause.replicaId)} 已恢复正常`;
      case "ordered":
        return { person: "由人工操作", schedule: "按计划进行", drill: "属于演练" }[cause.by];
      case "done":
        return "转移已完成";
      case "failed":
        return `${nameOf(cause.replicaId)} 无法接管（${cause.detail}）`;
      case "other-installation":
        return "由另一处安装的 Backstay 转移";
      case "members-changed":
        return "常用副本已被移除";
    }
  },
};

export const failoverWords: Readonly<Record<Language, FailoverWords>> = { en, zh };
