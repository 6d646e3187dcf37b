import type { FailoverStanding } from "../../shared/failover-standing.ts";
import type { ReplicaView } from "../../shared/model/failover.ts";
import type { Language } from "../../shared/words/language.ts";

/** What `backstay replicas` and `backstay failover` say. Names are made safe for a terminal by whoever prints them. */
export type FailoverConsoleWords = {
  readonly columns: Readonly<
    Record<"name" | "role" | "state" | "lag" | "place" | "when" | "phase" | "why", string>
  >;
  readonly roles: Readonly<Record<ReplicaView["role"], string>>;
  readonly usual: string;
  readonly well: string;
  readonly notKnown: string;
  readonly noLag: string;
  readonly copying: string;
  /** @param since how long ago the oldest backup was made that it lacks */
  lag(snapshots: number, bytes: string, since: string | undefined): string;
  readonly none: string;
  repository(name: string, phase: string, cause: string | undefined): string;
  /** How they stand where no phase says it: the usual one is active, and yet not all is well. */
  readonly standings: Readonly<Partial<Record<FailoverStanding["kind"], string>>>;
  readonly held: string;
  /** A move waits until files there are mended. */
  putOff(toName: string): string;
  moving(toName: string | undefined): string;
  added(name: string): string;
  removed(name: string): string;
  ordered(name: string): string;
  readonly asked: string;
  readonly saved: string;
  readonly noPlans: string;
  /** @param told who starts it, in a sentence */
  plan(name: string, repository: string, told: string): string;
};

const en: FailoverConsoleWords = {
  columns: {
    ...{ name: "Name", role: "Role", state: "State", lag: "Behind", place: "Place" },
    ...{ when: "When", phase: "State", why: "Why" },
  },
  roles: { active: "active", standby: "standby" },
  usual: "usual",
  well: "well",
  notKnown: "not known",
  noLag: "nothing",
  copying: "being copied to",
  lag: (snapshots, bytes, since) =>
    `${snapshots === 1 ? "1 snapshot" : `${snapshots} snapshots`}, at most ${bytes}${since === undefined ? "" : `, since ${since}`}`,
  none: "No repository has a second replica.",
  repository: (name, phase, cause) => `${name}: ${phase}${cause === undefined ? "" : ` (${cause})`}`,
  standings: {
    stuck: "the active replica is in trouble, and no other can take over",
    "standby-trouble": "the active replica is well, and another cannot take over",
    "copy-fails": "the active replica is well, and nothing can be copied to another",
    behind: "the active replica is well, and another has long lacked backups",
    filling: "the active replica is well, and another is being filled",
    unknown: "whether all of them are well is not known yet",
  },
  held: "nothing moves by itself until it is released",
  putOff: (toName) =>
    `some files of ${toName} are damaged; they are put back from another replica, and backups move there by themselves after that`,
  moving: (toName) =>
    toName === undefined ? "looking for a replica that can take over" : `moving to ${toName}`,
  added: (name) => `${name} is a replica now and is being filled. What is there can be restored at once.`,
  removed: (name) => `${name} is no replica any more. What it holds stays there.`,
  ordered: (name) => `Backups of ${name} are moving. \`backstay failover\` shows how far it is.`,
  asked: "Copying begins as soon as it can.",
  saved: "Saved.",
  noPlans: "No plan is shared with another computer.",
  plan: (name, repository, told) => `${name} (${repository}): ${told}`,
};

const zh: FailoverConsoleWords = {
  columns: {
    ...{ name: "名称", role: "角色", state: "状态", lag: "落后", place: "位置" },
    ...{ when: "时间", phase: "状态", why: "原因" },
  },
  roles: { active: "活动", standby: "备用" },
  usual: "常用",
  well: "良好",
  notKnown: "未知",
  noLag: "无",
  copying: "正在复制",
  lag: (snapshots, bytes, since) =>
    `${snapshots} 个快照，最多 ${bytes}${since === undefined ? "" : `，自 ${since}起`}`,
  none: "没有仓库拥有第二个副本。",
  repository: (name, phase, cause) => `${name}：${phase}${cause === undefined ? "" : `（${cause}）`}`,
  standings: {
    stuck: "主用副本出现问题，而且没有其他副本可以接管",
    "standby-trouble": "主用副本正常，但有其他副本无法接管",
    "copy-fails": "主用副本正常，但无法复制到其他副本",
    behind: "主用副本正常，但有其他副本已长时间落后",
    filling: "主用副本正常，正在向其他副本复制全部数据",
    unknown: "尚不清楚它们是否全部正常",
  },
  held: "在解除之前不会自动转移",
  putOff: (toName) => `${toName} 中有文件损坏；正在从其他副本恢复，完成后备份会自动转移到那里`,
  moving: (toName) => (toName === undefined ? "正在寻找可接管的副本" : `正在转移到 ${toName}`),
  added: (name) => `${name} 现已成为副本，正在填充。已到达的内容可立即恢复。`,
  removed: (name) => `${name} 不再是副本，其中的内容保留在原处。`,
  ordered: (name) => `${name} 的备份正在转移。用 \`backstay failover\` 查看进展。`,
  asked: "将尽快开始复制。",
  saved: "已保存。",
  noPlans: "没有与其他计算机共享的计划。",
  plan: (name, repository, told) => `${name}（${repository}）：${told}`,
};

export const failoverConsoleWords: Readonly<Record<Language, FailoverConsoleWords>> = { en, zh };
