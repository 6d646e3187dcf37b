/** Words about tests that disks run of themselves, for errors, pages and the command line. */
import type { SelfTestRefusal, SelfTestRun } from "../model/self-test.ts";
import type { SelfTestErrorCode } from "../self-test-errors.ts";
import type { Language } from "./language.ts";
import type { ErrorWords } from "./types.ts";

/** Why a test did not begin, in one sentence, and what to do. */
type RefusalWords = Readonly<Record<SelfTestRefusal, { readonly why: string; readonly todo: string }>>;

const enRefusals: RefusalWords = {
  "host-only-reads": {
    why: "This machine is reached in a way that can only read, or its host key is not known yet.",
    todo: "Start the test on the machine itself; Backstay shows how it ends. Or watch the machine over SSH.",
  },
  "host-silent": {
    why: "Its machine does not answer, so nobody knows how the disk is now.",
    todo: "Check the machine, then try again.",
  },
  "disk-gone": { why: "The disk is not there any more.", todo: "See where it went." },
  "disk-asleep": {
    why: "The disk sleeps, and Backstay wakes no disk.",
    todo: "Try again while it is in use.",
  },
  "disk-failing": {
    why: "The disk is failing. A test would only strain it.",
    todo: "Back up what is on it and replace it.",
  },
  "array-in-need": {
    why: "An array with this disk lacks a member or is being rebuilt, and needs all the speed there is.",
    todo: "Try again when the array is whole.",
  },
  "already-running": { why: "The disk is testing itself already.", todo: "Wait for that test to end." },
  "array-testing": {
    why: "Another disk there is testing itself, and two at once would make an array slow.",
    todo: "Wait for that test to end.",
  },
  "not-supported": {
    why: "This disk cannot be told to test itself here: it knows no tests, its controller or adapter does not pass them on, or smartctl is too old. NVMe disks need smartctl 7.4.",
    todo: "The readings go on without. Where smartctl is old, a newer one may help.",
  },
  "not-allowed": {
    why: "Backstay's account there may not start tests.",
    todo: "Watching works without. To allow it, add the optional line for tests in docs/health.md to the sudo rules of that machine.",
  },
  "tool-missing": { why: "smartctl is not installed there.", todo: "Install the package smartmontools." },
  failed: { why: "smartctl did not start the test.", todo: "See what it said, and try it there by hand." },
};

const zhRefusals: RefusalWords = {
  "host-only-reads": {
    why: "这台机器的连接方式只能读取，或其主机密钥尚未确认。",
    todo: "请在那台机器上启动自检，Backstay 会显示结果；也可改用 SSH 监视它。",
  },
  "host-silent": { why: "所在的机器没有应答，无从得知磁盘的现状。", todo: "请检查那台机器，然后重试。" },
  "disk-gone": { why: "磁盘已不在。", todo: "请查明它的去向。" },
  "disk-asleep": { why: "磁盘处于休眠状态，Backstay 不会唤醒磁盘。", todo: "请在它使用时重试。" },
  "disk-failing": { why: "磁盘即将失效，自检只会加重负担。", todo: "请备份其中的数据并更换磁盘。" },
  "array-in-need": {
    why: "含有此磁盘的阵列缺少成员或正在重建，此时不应占用它的速度。",
    todo: "请在阵列恢复完整后重试。",
  },
  "already-running": { why: "磁盘已在自检。", todo: "请等待这次自检结束。" },
  "array-testing": {
    why: "那里的另一块磁盘正在自检，两块同时自检会拖慢阵列。",
    todo: "请等待那次自检结束。",
  },
  "not-supported": {
    why: "在这里无法让此磁盘自检：磁盘不支持自检，控制器或转接器不转发命令，或 smartctl 版本过旧。NVMe 磁盘需要 smartctl 7.4。",
    todo: "不影响读取。若 smartctl 版本过旧，升级或许有用。",
  },
  "not-allowed": {
    why: "Backstay 在那里的账户无权启动自检。",
    todo: "不影响监视。若要允许，请把 docs/health.md 中可选的自检一行加入那台机器的 sudo 规则。",
  },
  "tool-missing": { why: "那里没有安装 smartctl。", todo: "请安装软件包 smartmontools。" },
  failed: { why: "smartctl 没有启动自检。", todo: "请查看它的输出，并在那里手动尝试。" },
};

export const selfTestRefusals: Readonly<Record<Language, RefusalWords>> = { en: enRefusals, zh: zhRefusals };

export const selfTestStates: Readonly<Record<Language, Readonly<Record<SelfTestRun["state"], string>>>> = {
  en: {
    running: "running",
    passed: "passed",
    failed: "failed",
    aborted: "stopped before its end",
    unknown: "ended, and the disk does not tell how",
    refused: "did not begin",
  },
  zh: {
    running: "进行中",
    passed: "通过",
    failed: "未通过",
    aborted: "中途停止",
    unknown: "已结束，磁盘未给出结果",
    refused: "未开始",
  },
};

export const enSelfTestErrors: Pick<ErrorWords, SelfTestErrorCode> = {
  SELF_TEST_REFUSED: ({ name, reason, message }) => ({
    message: `No self-test was started: ${name}.`,
    hint: `${enRefusals[reason].why}${said(message, " It said: ", ".")} Nothing was changed. ${enRefusals[reason].todo}`,
  }),
};

export const zhSelfTestErrors: Pick<ErrorWords, SelfTestErrorCode> = {
  SELF_TEST_REFUSED: ({ name, reason, message }) => ({
    message: `没有启动自检：${name}。`,
    hint: `${zhRefusals[reason].why}${said(message, "它的输出：", "。")}没有更改任何内容。${zhRefusals[reason].todo}`,
  }),
};

function said(message: string | null, before: string, after: string): string {
  return message === null ? "" : `${before}${message.replace(/[.,\s]+$/, "")}${after}`;
}
