import type { StandInPlan } from "../model/stand-in.ts";
import type { Language } from "./language.ts";

type Told = Pick<
  StandInPlan,
  | "state"
  | "isOwn"
  | "isHere"
  | "ownerName"
  | "isOwnerThere"
  | "holderName"
  | "standbyNames"
  | "missingPaths"
  | "newPaths"
  | "pausedAt"
>;

/** Who starts a plan that several computers may start, in a sentence. Names in it are made safe by whoever shows them. */
export function tellStandIn(plan: Told, language: Language): string {
  return language === "en" ? inEnglish(plan) : inChinese(plan);
}

/** Whoever stands by could not take the plan over as things are, or starts nothing although it has. */
export function isHeldUp({
  state,
  isHere,
  missingPaths,
  newPaths,
  pausedAt,
}: Pick<Told, "state" | "isHere" | "missingPaths" | "newPaths" | "pausedAt">): boolean {
  if (state === "taken-over") return isHere && pausedAt !== null;
  return state === "owners" && (missingPaths.length > 0 || newPaths.length > 0 || pausedAt !== null);
}

function inEnglish(plan: Told): string {
  const { state, isOwn, isHere, ownerName, holderName, standbyNames, missingPaths } = plan;
  switch (state) {
    case "own":
      return standbyNames.length === 0
        ? "This computer starts it. No other computer stands by yet."
        : `This computer starts it. ${standbyNames.join(" and ")} ${standbyNames.length === 1 ? "stands" : "stand"} by.`;
    case "owners":
      if (isHeldUp(plan) && plan.isOwnerThere === false)
        return `Nobody starts it: ${ownerName} has not been heard of, and this computer could not take over, because ${englishReason(plan)}.`;
      return isHeldUp(plan)
        ? `${ownerName} starts it. This computer stands by and could not take over now, because ${englishReason(plan)}.`
        : `${ownerName} starts it. This computer stands by.`;
    case "taken-over":
      if (isHeldUp(plan))
        return `This computer is to start it, because ${ownerName} has not been heard of, but the plan is paused, so no backup is made.`;
      return isHere
        ? `This computer starts it, because ${ownerName} has not been heard of. It is handed back when ${ownerName} is there again.`
        : `${holderName} starts it${isOwn ? " and hands it back soon" : `, because ${ownerName} has not been heard of`}.`;
    case "waits":
      return "This computer is to start it, and looks at the replica first whether another one does.";
    case "not-shared":
      return missingPaths.length > 0
        ? `${ownerName} offers it. This computer cannot stand by, because it cannot read ${missingPaths.join(", ")}.`
        : `${ownerName} offers it. This computer does not stand by.`;
    case "withdrawn":
      return `${ownerName} starts it, and lets no other computer do so any more. This computer need not stand by.`;
  }
}

function englishReason({ ownerName, newPaths, pausedAt, missingPaths }: Told): string {
  if (newPaths.length > 0)
    return `${ownerName} added ${newPaths.join(", ")}, and nobody has agreed to that here`;
  if (pausedAt !== null) return `the plan is paused ${pausedAt === "here" ? "here" : `on ${ownerName}`}`;
  return `it cannot read ${missingPaths.join(", ")}`;
}

function inChinese(plan: Told): string {
  const { state, isOwn, isHere, ownerName, holderName, standbyNames, missingPaths } = plan;
  switch (state) {
    case "own":
      return standbyNames.length === 0
        ? "由本机执行。还没有其他计算机待命。"
        : `由本机执行。${standbyNames.join("、")} 正在待命。`;
    case "owners":
      if (isHeldUp(plan) && plan.isOwnerThere === false)
        return `目前无人执行：${ownerName} 没有音讯，本机也无法接管，因为${chineseReason(plan)}。`;
      return isHeldUp(plan)
        ? `由 ${ownerName} 执行。本机正在待命，但现在无法接管，因为${chineseReason(plan)}。`
        : `由 ${ownerName} 执行。本机正在待命。`;
    case "taken-over":
      if (isHeldUp(plan)) return `${ownerName} 没有音讯，应由本机执行，但计划已暂停，因此没有进行备份。`;
      return isHere
        ? `${ownerName} 没有音讯，现由本机执行。${ownerName} 恢复后会交还。`
        : isOwn
          ? `现由 ${holderName} 执行，很快会交还。`
          : `${ownerName} 没有音讯，现由 ${holderName} 执行。`;
    case "waits":
      return "应由本机执行，正在先查看副本，确认没有其他计算机在执行。";
    case "not-shared":
      return missingPaths.length > 0
        ? `${ownerName} 允许其他计算机执行它。本机无法待命，因为无法读取 ${missingPaths.join("、")}。`
        : `${ownerName} 允许其他计算机执行它。本机没有待命。`;
    case "withdrawn":
      return `由 ${ownerName} 执行，并且不再允许其他计算机执行。本机无需再待命。`;
  }
}

function chineseReason({ ownerName, newPaths, pausedAt, missingPaths }: Told): string {
  if (newPaths.length > 0) return ` ${ownerName} 添加了 ${newPaths.join("、")}，而本机尚未同意读取`;
  if (pausedAt !== null) return pausedAt === "here" ? "计划在本机已暂停" : `计划在 ${ownerName} 上已暂停`;
  return `无法读取 ${missingPaths.join("、")}`;
}
