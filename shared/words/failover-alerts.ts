import { formatSpan } from "../format/relative-time.ts";
import type { HOOK_PROBLEMS } from "../model/failover-hooks.ts";
import type { AlertWords } from "./alert-words.ts";
import { deliveryProblemWords } from "./delivery-problems.ts";
import { failoverWords } from "./failover-words.ts";

type Codes =
  | "REPLICA_SWITCHED"
  | "FAILOVER_STUCK"
  | "PLACEMENT_UNMET"
  | "HOOK_FAILED"
  | "PLAN_TAKEN_OVER"
  | "PLAN_NOT_TAKEN_OVER";

/** What is below one second counts as one. */
const span = (ms: number, language: "en" | "zh") => formatSpan(Math.max(ms, 1000), language);

/** English words for alerts about failover. */
export const enFailoverAlerts: Pick<AlertWords, Codes> = {
  REPLICA_SWITCHED: ({ about, fromName, toName, cause, tookMs, stoppedJobs }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const jobs = stoppedJobs === 1 ? "one job" : `${stoppedJobs} jobs`;
    return {
      title: ended ? `${about} was backed up to ${toName}` : `${about} is backed up to ${toName} now`,
      summary: ended ? `${fromName} is in use again.` : `${fromName} is not used for the time being.`,
      happened: `Backups moved from ${fromName} to ${toName} within ${span(tookMs, "en")}, because ${failoverWords.en.cause(cause, () => fromName)}.${stoppedJobs === 0 ? "" : ` There ${stoppedJobs === 1 ? "was" : "were"} ${jobs} under way, begun anew on ${toName}.`}`,
      means: ended
        ? "Both have the same backups again."
        : "Backups go on and can be restored. Until the other one is back, the newest of them are in one place less.",
      toDo: ended
        ? "Nothing. It ended by itself."
        : `See what is the matter with ${fromName}. Once it answers, it is brought up to date by itself.`,
    };
  },
  FAILOVER_STUCK: (subject, { resolvedMs }) => {
    const { about, activeName, cause, goalName, isGivenUp, isActiveWell = false } = subject;
    const ended = resolvedMs !== null;
    const goal = goalName ?? (cause.kind === "failed" ? "the other replica" : activeName);
    const why = failoverWords.en.cause(cause, () => goal);
    if (isActiveWell)
      return {
        title: `Backups of ${about} ${ended ? "could not" : "cannot"} move to ${goal}`,
        summary: ended ? "That is over." : `Backups go on at ${activeName}, which is well.`,
        happened: `Backups should have moved from ${activeName} to ${goal}. That was given up: ${why}.`,
        means: `No backup is lost, and new ones are made at ${activeName}.${ended ? "" : ` ${goal} cannot take over until it is mended.`}`,
        toDo: ended
          ? "Nothing. It ended by itself."
          : `See what is the matter with ${goal}, then ask for the move once more on the page Failover.`,
      };
    return {
      title: ended ? `No other replica could take over ${about}` : `No other replica can take over ${about}`,
      summary: ended ? "It is well again." : `Backups wait for ${activeName}.`,
      happened: isGivenUp
        ? `Backups should leave ${activeName}, and ${why}.`
        : `Backups should leave ${activeName}, because ${why}, and no other replica is known to be well.`,
      means: ended
        ? "Backups go on. Those that were there before were never touched."
        : `The backups there are stay as they are. New ones may fail or wait until ${activeName} or another replica is well.`,
      toDo: ended
        ? "Nothing. It ended by itself."
        : `Get ${activeName}${goalName === undefined ? "" : `, ${goalName}`} or another replica back. Backstay notices by itself, and what waits begins anew.${isGivenUp ? " It tries again by itself, after growing pauses up to ten minutes." : ""}`,
    };
  },
  PLACEMENT_UNMET: (subject, { nowMs, resolvedMs }) => {
    const { about, replicaName, isCertain, sinceMs } = subject;
    const ended = resolvedMs !== null;
    const [sources, it] = [englishSources(subject), isOne(subject) ? "it" : "them"];
    const have = isOne(subject) ? "has" : "have";
    const lacks = isCertain
      ? `${replicaName} lacks backups`
      : `nobody knows whether ${replicaName} lacks backups`;
    const long = span((resolvedMs ?? nowMs) - sinceMs, "en");
    return {
      title: ended
        ? `Not all of ${sources} was on ${replicaName}`
        : isCertain
          ? `Not all of ${sources} is on ${replicaName}`
          : `Nobody knows whether all of ${sources} is on ${replicaName}`,
      summary: ended ? "It is again as it has to be." : `It has been so for ${long}.`,
      happened: `${sources} ${have} to be on ${replicaName}. For ${long} ${lacks} of ${it}.`,
      means: ended
        ? `All that has to be on ${replicaName} is there, or need not be any more.`
        : `What there is elsewhere of ${about} is not touched by this. If that is lost, what lacks on ${replicaName} cannot be restored.`,
      toDo: ended
        ? "Nothing. It ended by itself."
        : `See whether ${replicaName} is switched on, can be reached and has room: what lacks is copied by itself then. A first copy of much data may need longer. If ${sources} need not be there, say so on the page Failover.`,
    };
  },
  PLAN_TAKEN_OVER: ({ about, ownerName, holderName, isHere, isForGood = false }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    if (isForGood)
      return {
        title: ended ? `“${about}” was a plan of ${holderName}` : `“${about}” is a plan of ${holderName} now`,
        summary: ended ? "That is over." : "This computer stands by for it.",
        happened: `This computer had left no sign in the replica, and somebody at ${holderName} said that it is gone for good. The plan was made that computer’s own.`,
        means: ended
          ? "Nothing that was saved is affected."
          : `${holderName} starts the plan, and this computer starts nothing of it while ${holderName} is there. Nothing that was saved is affected.`,
        toDo: ended
          ? "Nothing."
          : `Nothing, if that is as it should be. If this computer is to have the plan, end Backstay on ${holderName}, and make the plan this computer’s own on the page Failover.`,
      };
    return {
      title: `${isHere ? "This computer" : holderName} ${ended ? "ran" : "runs"} “${about}” for ${ownerName}`,
      summary: ended
        ? `${ownerName} starts it again.`
        : isHere
          ? `${ownerName} has not been heard of for too long.`
          : `${ownerName} had not been heard of for too long.`,
      happened: `The Backstay of ${ownerName} left no sign in the replica for longer than agreed, so ${isHere ? "this computer" : `that of ${holderName}`} took the plan over.`,
      means:
        "Backups go on by the same schedule and into the same repository. Nothing that was saved before is affected.",
      toDo: ended
        ? "Nothing. The plan was handed back by itself."
        : isHere
          ? `See what is the matter with ${ownerName}. Once its Backstay is back, the plan is handed back by itself.`
          : "Nothing. The plan is handed back by itself as soon as no backup of it is under way there.",
    };
  },
  PLAN_NOT_TAKEN_OVER: ({ about, ownerName, missingPaths, newPaths }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const why = [
      ...(missingPaths.length === 0 ? [] : [`This computer cannot read ${missingPaths.join(", ")}.`]),
      ...(newPaths.length === 0
        ? []
        : [
            `On ${ownerName}, ${newPaths.join(", ")} ${newPaths.length === 1 ? "was" : "were"} added, which nobody agreed to here.`,
          ]),
    ].join(" ");
    return {
      title: ended ? `For a time nobody started “${about}”` : `Nobody starts “${about}” now`,
      summary: ended
        ? "It is started again, or need not be."
        : `${ownerName} is gone, and this computer could not take over.`,
      happened: `The Backstay of ${ownerName} left no sign in the replica for longer than agreed. This computer stands by for the plan and could not take it over. ${why}`,
      means: ended
        ? "What was due meanwhile is caught up. Nothing that was saved before is affected."
        : "No backups of it are made. Those that were made before are not affected.",
      toDo: ended
        ? "Nothing. It ended by itself."
        : [
            `See what is the matter with ${ownerName}.`,
            ...(missingPaths.length === 0
              ? []
              : ["Or make the files readable here under the same path, by mounting the share for example."]),
            ...(newPaths.length === 0 ? [] : ["Or agree to the added folders on the page Failover."]),
            "The plan is taken over by itself then.",
            `If ${ownerName} is gone for good, make the plan this computer’s own on the page Failover, and change what it saves.`,
          ].join(" "),
    };
  },
  HOOK_FAILED: ({ about, repositoryName, problem, answer }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    return {
      title: ended ? `“${about}” had failed` : `“${about}” failed when backups moved`,
      summary: ended ? "It worked again since." : `It was to be done for ${repositoryName}.`,
      happened: `When backups of ${repositoryName} moved to another replica, “${about}” did not work. ${problemWords("en", problem)}${answer === "" ? "" : ` It said “${answer}”.`}`,
      means: "Backups are not affected: they do not wait for it. Whatever it was to do was not done.",
      toDo: ended ? "Nothing. It ended by itself." : "Do by hand what it was to do, mend it, and try it out.",
    };
  },
};

/** Chinese words for the same. */
export const zhFailoverAlerts: Pick<AlertWords, Codes> = {
  REPLICA_SWITCHED: ({ about, fromName, toName, cause, tookMs, stoppedJobs }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    return {
      title: ended ? `${about} 曾备份到 ${toName}` : `${about} 现已改为备份到 ${toName}`,
      summary: ended ? `${fromName} 已重新启用。` : `暂不使用 ${fromName}。`,
      happened: `备份在${span(tookMs, "zh")}内从 ${fromName} 转移到 ${toName}，原因：${failoverWords.zh.cause(cause, () => fromName)}。${stoppedJobs === 0 ? "" : `当时有 ${stoppedJobs} 个任务正在进行，已在 ${toName} 上重新开始。`}`,
      means: ended
        ? "两处的备份已重新一致。"
        : "备份照常进行，也可以恢复。在另一副本恢复之前，最新的备份会少一份。",
      toDo: ended
        ? "无需处理，已自行结束。"
        : `请检查 ${fromName} 出了什么问题。它恢复应答后会自动补齐数据。`,
    };
  },
  FAILOVER_STUCK: (subject, { resolvedMs }) => {
    const { about, activeName, cause, goalName, isGivenUp, isActiveWell = false } = subject;
    const ended = resolvedMs !== null;
    const goal = goalName ?? (cause.kind === "failed" ? "另一副本" : activeName);
    const why = failoverWords.zh.cause(cause, () => goal);
    if (isActiveWell)
      return {
        title: `${about} 的备份${ended ? "曾" : ""}无法转移到 ${goal}`,
        summary: ended ? "现已恢复正常。" : `备份继续存到状态良好的 ${activeName}。`,
        happened: `备份应当从 ${activeName} 转移到 ${goal}，但转移已放弃：${why}。`,
        means: `没有丢失任何备份，新的备份继续存到 ${activeName}。${ended ? "" : `${goal} 修复之前无法接管。`}`,
        toDo: ended
          ? "无需处理，已自行结束。"
          : `请检查 ${goal} 出了什么问题，然后在“故障切换”页面中再次要求转移。`,
      };
    return {
      title: ended ? `曾没有其他副本可以接管 ${about}` : `没有其他副本可以接管 ${about}`,
      summary: ended ? "现已恢复正常。" : `备份正在等待 ${activeName}。`,
      happened: isGivenUp
        ? `备份应当离开 ${activeName}，但${why}。`
        : `备份应当离开 ${activeName}（${why}），但没有其他副本确认状态良好。`,
      means: ended
        ? "备份继续进行，此前的备份从未受到影响。"
        : `已有的备份保持不变。在 ${activeName} 或其他副本恢复之前，新的备份可能失败或等待。`,
      toDo: ended
        ? "无需处理，已自行结束。"
        : `请让 ${activeName}${goalName === undefined ? "" : `、${goalName}`} 或其他副本恢复。Backstay 会自行发现，等待的任务会重新开始。${isGivenUp ? "它会自动重试，间隔逐渐延长，最长十分钟。" : ""}`,
    };
  },
  PLACEMENT_UNMET: (subject, { nowMs, resolvedMs }) => {
    const { about, replicaName, isCertain, sinceMs } = subject;
    const ended = resolvedMs !== null;
    const sources = chineseSources(subject);
    const long = span((resolvedMs ?? nowMs) - sinceMs, "zh");
    return {
      title: ended
        ? `${replicaName} 上的 ${sources} 曾不完整`
        : isCertain
          ? `${replicaName} 上的 ${sources} 不完整`
          : `不清楚 ${replicaName} 上的 ${sources} 是否完整`,
      summary: ended ? "现已符合要求。" : `这种情况已持续${long}。`,
      happened: `${sources} 必须存放在 ${replicaName}。${isCertain ? `那里缺少它的备份已有${long}。` : `已有${long}不清楚那里是否缺少它的备份。`}`,
      means: ended
        ? `必须存放在 ${replicaName} 的内容都在那里，或已不再要求存放。`
        : `${about} 在其他位置的备份不受影响。如果其他位置的备份丢失，${replicaName} 上缺少的内容将无法恢复。`,
      toDo: ended
        ? "无需处理，已自行结束。"
        : `请检查 ${replicaName} 是否开机、能否连接、是否有空间，之后缺少的内容会自动复制。首次复制大量数据可能需要更长时间。如果 ${sources} 不必存放在那里，请在“故障切换”页面中说明。`,
    };
  },
  PLAN_TAKEN_OVER: ({ about, ownerName, holderName, isHere, isForGood = false }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    if (isForGood)
      return {
        title: ended ? `“${about}”曾属于 ${holderName}` : `“${about}”现属于 ${holderName}`,
        summary: ended ? "现已结束。" : "本机为它待命。",
        happened: `本机在副本中没有留下活动迹象，有人在 ${holderName} 上确认本机不会再回来，该计划因此归那台计算机所有。`,
        means: ended
          ? "已保存的内容不受影响。"
          : `该计划由 ${holderName} 执行。${holderName} 在线时，本机不执行它。已保存的内容不受影响。`,
        toDo: ended
          ? "无需处理。"
          : `如果这样正确，则无需处理。如果该计划应归本机所有，请退出 ${holderName} 上的 Backstay，然后在“故障切换”页面把它归本机所有。`,
      };
    const who = isHere ? "本机" : `${holderName} `;
    return {
      title: ended ? `${who}曾替 ${ownerName} 执行“${about}”` : `${who}正在替 ${ownerName} 执行“${about}”`,
      summary: ended ? `现已重新由 ${ownerName} 执行。` : `${ownerName} 太久没有音讯。`,
      happened: `${ownerName} 上的 Backstay 在副本中没有留下活动迹象，超过了约定的时间，因此由${isHere ? "本机" : ` ${holderName} `}接管了该计划。`,
      means: "备份按同样的时间表继续写入同一个仓库，此前保存的内容不受影响。",
      toDo: ended
        ? "无需处理，计划已自动交还。"
        : isHere
          ? `请检查 ${ownerName} 出了什么问题。它的 Backstay 恢复后，计划会自动交还。`
          : "无需处理。那边没有正在进行的备份后，计划会自动交还。",
    };
  },
  PLAN_NOT_TAKEN_OVER: ({ about, ownerName, missingPaths, newPaths }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    const why = [
      ...(missingPaths.length === 0 ? [] : [`本机无法读取 ${missingPaths.join("、")}。`]),
      ...(newPaths.length === 0 ? [] : [`${ownerName} 上新增了 ${newPaths.join("、")}，本机尚未有人同意。`]),
    ].join("");
    return {
      title: ended ? `“${about}”曾有一段时间无人执行` : `“${about}”目前无人执行`,
      summary: ended ? "现已恢复执行，或不再需要。" : `${ownerName} 失去联系，本机未能接管。`,
      happened: `${ownerName} 上的 Backstay 在副本中没有留下活动迹象，超过了约定的时间。本机是该计划的备用，但未能接管。${why}`,
      means: ended
        ? "期间到期的备份会补做，此前保存的内容不受影响。"
        : "该计划目前不再产生备份，此前的备份不受影响。",
      toDo: ended
        ? "无需处理，已自行结束。"
        : [
            `请检查 ${ownerName} 出了什么问题。`,
            ...(missingPaths.length === 0
              ? []
              : ["或者让本机能以相同路径读取这些文件，例如挂载共享文件夹。"]),
            ...(newPaths.length === 0 ? [] : ["或者在“故障切换”页面同意新增的文件夹。"]),
            "之后会自动接管该计划。",
            `如果 ${ownerName} 不会再回来，请在“故障切换”页面把该计划归本机所有，并更改它保存的内容。`,
          ].join(""),
    };
  },
  HOOK_FAILED: ({ about, repositoryName, problem, answer }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    return {
      title: ended ? `“${about}”曾执行失败` : `备份转移时“${about}”执行失败`,
      summary: ended ? "此后已恢复正常。" : `这是为 ${repositoryName} 设置的附加操作。`,
      happened: `${repositoryName} 的备份转移到另一副本时，“${about}”未能完成。${problemWords("zh", problem)}${answer === "" ? "" : `其输出为“${answer}”。`}`,
      means: "备份不受影响，不会等待它。它本应完成的事没有完成。",
      toDo: ended ? "无需处理，已自行结束。" : "请手动完成它本应做的事，修复后再试运行一次。",
    };
  },
};

type Sources = { readonly sourceNames: readonly string[]; readonly furtherSources: number };

function isOne({ sourceNames, furtherSources }: Sources): boolean {
  return sourceNames.length + furtherSources === 1;
}

function englishSources({ sourceNames, furtherSources }: Sources): string {
  const names = furtherSources === 0 ? sourceNames : [...sourceNames, `${furtherSources} more`];
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function chineseSources({ sourceNames, furtherSources }: Sources): string {
  return `${sourceNames.join("、")}${furtherSources === 0 ? "" : ` 等 ${sourceNames.length + furtherSources} 个来源`}`;
}

function problemWords(language: "en" | "zh", problem: (typeof HOOK_PROBLEMS)[number]): string {
  if (problem !== "stopped") return deliveryProblemWords(problem, language).message;
  return language === "en" ? "It was stopped." : "已被中止。";
}
