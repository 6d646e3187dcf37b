import type { Language } from "../../shared/words/language.ts";

/** What `backstay gateway` says. Names are made safe for a terminal by whoever prints them. */
export type GatewayConsoleWords = {
  readonly columns: Readonly<Record<"name" | "listens" | "follows" | "open" | "state", string>>;
  readonly none: string;
  readonly listens: string;
  readonly elsewhere: string;
  readonly noTarget: string;
  readonly noActive: string;
  cannotListen(problem: string): string;
  open(open: number, draining: number): string;
  saved(name: string): string;
  removed(name: string): string;
  runs(address: string, target: string): string;
  readonly hostGone: string;
  readonly hostBack: string;
  notFollowed(problem: string): string;
  draining(open: number): string;
};

const en: GatewayConsoleWords = {
  columns: { name: "Name", listens: "Address", follows: "Goes to", open: "Open", state: "State" },
  none: "There is no gateway.",
  listens: "listens",
  elsewhere: "runs by itself",
  noTarget: "no address is known for it",
  noActive: "nothing",
  cannotListen: (problem) => `cannot listen (${problem})`,
  open: (open, draining) => (draining === 0 ? String(open) : `${open}, ${draining} of them ending`),
  saved: (name) => `${name} is saved. \`backstay gateway\` shows how it is.`,
  removed: (name) => `${name} is removed. What is open may end in its time.`,
  runs: (address, target) => `Listening at ${address}, going to ${target}.`,
  hostGone: "Backstay does not run any more. Connections go on to where they went last.",
  hostBack: "Backstay runs again.",
  notFollowed: (problem) => `${problem} Connections go on to where they went last.`,
  draining: (open) => `Taking in nobody any more. Waiting for ${open} to end.`,
};

const zh: GatewayConsoleWords = {
  columns: { name: "名称", listens: "地址", follows: "通往", open: "连接", state: "状态" },
  none: "没有网关。",
  listens: "正在监听",
  elsewhere: "独立运行",
  noTarget: "没有它的地址",
  noActive: "无",
  cannotListen: (problem) => `无法监听（${problem}）`,
  open: (open, draining) => (draining === 0 ? String(open) : `${open}，其中 ${draining} 个正在结束`),
  saved: (name) => `${name} 已保存。用 \`backstay gateway\` 查看状态。`,
  removed: (name) => `${name} 已移除。已建立的连接可在限期内结束。`,
  runs: (address, target) => `正在监听 ${address}，通往 ${target}。`,
  hostGone: "Backstay 已停止运行。连接继续通往最后的去处。",
  hostBack: "Backstay 已恢复运行。",
  notFollowed: (problem) => `${problem}连接继续通往最后的去处。`,
  draining: (open) => `不再接受新连接，正在等待 ${open} 个连接结束。`,
};

export const gatewayConsoleWords: Readonly<Record<Language, GatewayConsoleWords>> = { en, zh };
