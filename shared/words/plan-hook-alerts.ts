import type { PlanHookProblem, PlanHookTime } from "../model/plan-hooks.ts";
import type { AlertWords } from "./alert-words.ts";

type Words = Pick<AlertWords, "PLAN_HOOK_FAILED">;

const enProblem: Readonly<Record<PlanHookProblem, string>> = {
  "program-failed": "It ended with an error.",
  "program-missing": "Its program could not be started.",
  "timed-out": "It did not end in time, and was ended with all that it started.",
  stopped: "It was ended before it was done, as the backup was cancelled.",
};

const enTime: Readonly<Record<PlanHookTime, string>> = {
  before: "before a backup",
  after: "after a backup",
  success: "after a good backup",
  failure: "after a backup that failed",
};

/** English words for alerts about what plans run around their backups. */
export const enPlanHookAlerts: Words = {
  PLAN_HOOK_FAILED: ({ about, hookName, when, problem, answer }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    return {
      title: ended ? `“${hookName}” had failed` : `“${hookName}” of the plan ${about} failed`,
      summary: ended ? "It worked again since, or is not run any more." : enProblem[problem],
      happened: `The plan ${about} runs “${hookName}” ${enTime[when]}. ${enProblem[problem]}${answer === "" ? "" : ` It said “${answer}”.`}`,
      means:
        when === "before"
          ? "The backup was made all the same. Whatever it was to prepare may lack: what was being written meanwhile may be in the backup half-done."
          : "What was backed up is not affected. Whatever it was to do was not done: a service that was stopped for the backup may still be stopped.",
      toDo: ended
        ? "Nothing. It ended by itself."
        : "Do by hand what it was to do. Read in the job's log what it said, mend it, and try it in the plan.",
    };
  },
};

const zhProblem: Readonly<Record<PlanHookProblem, string>> = {
  "program-failed": "它以错误结束。",
  "program-missing": "它的程序无法启动。",
  "timed-out": "它未在时限内结束，已连同其启动的所有进程一并结束。",
  stopped: "由于备份被取消，它未完成即被结束。",
};

const zhTime: Readonly<Record<PlanHookTime, string>> = {
  before: "备份前",
  after: "备份后",
  success: "备份成功后",
  failure: "备份失败后",
};

/** Chinese words for the same. */
export const zhPlanHookAlerts: Words = {
  PLAN_HOOK_FAILED: ({ about, hookName, when, problem, answer }, { resolvedMs }) => {
    const ended = resolvedMs !== null;
    return {
      title: ended ? `“${hookName}”曾执行失败` : `计划 ${about} 的“${hookName}”执行失败`,
      summary: ended ? "此后已恢复正常，或不再运行。" : zhProblem[problem],
      happened: `计划 ${about} 在${zhTime[when]}运行“${hookName}”。${zhProblem[problem]}${answer === "" ? "" : `其输出为“${answer}”。`}`,
      means:
        when === "before"
          ? "备份仍然进行了。它本应做的准备可能没有完成：期间正在写入的内容在备份中可能不完整。"
          : "已备份的内容不受影响。它本应完成的事没有完成：为备份而停止的服务可能仍处于停止状态。",
      toDo: ended
        ? "无需处理，已自行结束。"
        : "请手动完成它本应做的事。在任务日志中查看其输出，修复后在计划中试运行一次。",
    };
  },
};
