import type { Language } from "../../shared/words/language.ts";

const en = {
  title: "Sign in to Backstay",
  busy: "Signing in …",
  noScript: "This page needs JavaScript, as does everything behind it.",
  linkRefused: "This link was used already, or is too old.",
  linkRefusedHint:
    "A link works once, for ten minutes. Nothing was changed, and backups go on. Get a new link as below.",
  passwordRefused: "This password is not right.",
  passwordRefusedHint: "Nothing was changed, and backups go on.",
  tooOften: "There were too many attempts to sign in.",
  tooOftenBefore: "Nothing was changed, and backups go on. Try again in ",
  tooOftenAfter: " seconds.",
  failed: "Backstay could not sign you in.",
  failedHint:
    "Nothing was changed, and backups go on. The log in Backstay's data folder says why. A link may still work.",
  unreachable: "Backstay does not answer.",
  unreachableHint:
    "It may have been ended. What is backed up stays as it is. Start Backstay, and load this page again.",
  password: "Password",
  signIn: "Sign in",
  how: "Get a link that signs you in. Run this on the computer that Backstay runs on:",
  howMore: "Then open the address that it prints. A command with npx works in the folder of Backstay.",
  otherLanguage: "简体中文",
};

const zh: typeof en = {
  title: "登录 Backstay",
  busy: "正在登录…",
  noScript: "此页面及其后的所有页面都需要 JavaScript。",
  linkRefused: "此链接已使用过，或已过期。",
  linkRefusedHint: "链接只能使用一次，十分钟内有效。没有任何更改，备份照常进行。请按下面的方法获取新的链接。",
  passwordRefused: "密码不正确。",
  passwordRefusedHint: "没有任何更改，备份照常进行。",
  tooOften: "登录尝试过于频繁。",
  tooOftenBefore: "没有任何更改，备份照常进行。请在 ",
  tooOftenAfter: " 秒后重试。",
  failed: "Backstay 无法完成登录。",
  failedHint: "没有任何更改，备份照常进行。原因记录在 Backstay 数据文件夹的日志中。链接可能仍可使用。",
  unreachable: "Backstay 没有响应。",
  unreachableHint: "它可能已经退出。已有的备份不受影响。请启动 Backstay，然后重新加载此页面。",
  password: "密码",
  signIn: "登录",
  how: "请获取登录链接。在运行 Backstay 的计算机上运行：",
  howMore: "然后打开它显示的地址。以 npx 开头的命令须在 Backstay 所在的文件夹中运行。",
  otherLanguage: "English",
};

/** What the page for signing in says, in both languages; a word that lacks in one does not compile. */
export const SIGN_IN_WORDS: Readonly<Record<Language, typeof en>> = { en, zh };
