import type { PlanHookProblem } from "../model/plan-hooks.ts";
import type { GatewayRefusal, HookRefusal, TransitionErrorCode } from "../transition-errors.ts";
import type { ErrorWords } from "./types.ts";

type Words = Pick<ErrorWords, TransitionErrorCode>;

const enHook: Readonly<Record<HookRefusal, string>> = {
  "program-not-permitted":
    "Nothing was saved and nothing was run. Say it in the desktop application, or in a terminal of that computer.",
  "program-relative": "Nothing was saved. Give the program's whole path, like /usr/local/bin/tell-switch.",
  "address-missing": "Nothing was saved. Give the address that is to be told.",
};

function enHookProblem(problem: PlanHookProblem, status: string): string {
  switch (problem) {
    case "program-failed":
      return `ended with an error (${status})`;
    case "program-missing":
      return `could not be started (${status})`;
    case "timed-out":
      return "did not end in time, and was ended with all that it started";
    case "stopped":
      return "was ended before it was done";
  }
}

const enGateway: Readonly<Record<GatewayRefusal, string>> = {
  "not-permitted":
    "Nothing was saved. Say it in the desktop application, or in a terminal of that computer with `backstay gateway`.",
  "open-to-network":
    "Nothing was saved and nothing is listening. Give an address of this computer only, like 127.0.0.1, or say that other computers may come in.",
  "not-a-replica": "Nothing was saved. Each address has to belong to a replica of the repository.",
};

/** English words for hooks and gateways. */
export const enTransitionWords: Words = {
  HOOK_NOT_FOUND: () => ({
    message: "There is no such hook any more.",
    hint: "Nothing was changed. The list shows those there are.",
  }),
  HOOK_REFUSED: (d) => ({
    message:
      d.reason === "program-not-permitted"
        ? `A browser may not choose the program that ${d.name} runs.`
        : `${d.name} could not do anything.`,
    hint: enHook[d.reason],
  }),
  HOOK_FAILED: (d) => ({
    message: `${d.name} failed (${d.problem}), and the move was given up, as it is to.`,
    hint: "Backups stay where they were, and go on. Mend what it runs, or let it only warn, and order the move again.",
  }),
  BACKUP_HOOK_FAILED: (d) => ({
    message: `No backup was made, because “${d.name}”, which is run before it, ${enHookProblem(d.problem, d.status)}.${d.answer === "" ? "" : ` It said “${d.answer}”.`}`,
    hint: "Earlier backups are as they were. Put right what it runs, or say in the plan that backups are to be made all the same, and run the plan again. The job's log has what it said.",
  }),
  GATEWAY_NOT_FOUND: () => ({
    message: "There is no such gateway any more.",
    hint: "Nothing was changed. The list shows those there are.",
  }),
  GATEWAY_REFUSED: (d) => ({
    message: {
      "not-permitted": `A browser may not set up ${d.name}.`,
      "open-to-network": `Other computers could reach ${d.name}.`,
      "not-a-replica": `${d.name} names a replica that the repository does not have.`,
    }[d.reason],
    hint: enGateway[d.reason],
  }),
};

const zhHook: Readonly<Record<HookRefusal, string>> = {
  "program-not-permitted": "没有保存也没有运行任何内容。请在桌面应用中，或在那台计算机的终端里设置。",
  "program-relative": "没有保存任何内容。请给出程序的完整路径，例如 /usr/local/bin/tell-switch。",
  "address-missing": "没有保存任何内容。请给出要通知的地址。",
};

function zhHookProblem(problem: PlanHookProblem, status: string): string {
  switch (problem) {
    case "program-failed":
      return `以错误结束（${status}）`;
    case "program-missing":
      return `无法启动（${status}）`;
    case "timed-out":
      return "未在时限内结束，已连同其启动的所有进程一并结束";
    case "stopped":
      return "未完成即被结束";
  }
}

const zhGateway: Readonly<Record<GatewayRefusal, string>> = {
  "not-permitted": "没有保存任何内容。请在桌面应用中设置，或在那台计算机的终端里用 `backstay gateway` 设置。",
  "open-to-network":
    "没有保存任何内容，也没有开始监听。请给出仅限本机的地址，例如 127.0.0.1；或明确允许其他计算机连入。",
  "not-a-replica": "没有保存任何内容。每个地址都必须属于该仓库的某个副本。",
};

/** Chinese words for the same. */
export const zhTransitionWords: Words = {
  HOOK_NOT_FOUND: () => ({
    message: "该附加操作已不存在。",
    hint: "没有任何改动。列表中显示现有的附加操作。",
  }),
  HOOK_REFUSED: (d) => ({
    message:
      d.reason === "program-not-permitted" ? `浏览器不能指定 ${d.name} 运行的程序。` : `${d.name} 无法执行。`,
    hint: zhHook[d.reason],
  }),
  HOOK_FAILED: (d) => ({
    message: `${d.name} 失败（${d.problem}），按设置放弃了这次转移。`,
    hint: "备份仍在原处，照常进行。请修复它所运行的内容，或改为仅警告，然后重新下令。",
  }),
  BACKUP_HOOK_FAILED: (d) => ({
    message: `没有进行备份，因为备份前运行的“${d.name}”${zhHookProblem(d.problem, d.status)}。${d.answer === "" ? "" : `其输出为“${d.answer}”。`}`,
    hint: "此前的备份不受影响。请修复它所运行的内容，或在计划中设为失败时仍然备份，然后重新运行计划。任务日志中有它的输出。",
  }),
  GATEWAY_NOT_FOUND: () => ({ message: "该网关已不存在。", hint: "没有任何改动。列表中显示现有的网关。" }),
  GATEWAY_REFUSED: (d) => ({
    message: {
      "not-permitted": `浏览器不能设置 ${d.name}。`,
      "open-to-network": `其他计算机将能访问 ${d.name}。`,
      "not-a-replica": `${d.name} 指定了仓库没有的副本。`,
    }[d.reason],
    hint: zhGateway[d.reason],
  }),
};
