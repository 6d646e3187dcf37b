import type { Language } from "../../shared/words/language.ts";
import type { WhyNoDesktop } from "./why-no-desktop.ts";

type StartWords = {
  readonly because: Readonly<Record<Exclude<WhyNoDesktop, "ended">, string>>;
  ended(status: number | undefined): string;
  /** @param why the end of a sentence */
  noDesktop(why: string): string;
  readonly downloading: string;
  readonly runsAlready: string;
};

/** What `npm start` says itself. */
export const START_WORDS: Readonly<Record<Language, StartWords>> = {
  en: {
    because: {
      unwanted: "BACKSTAY_NO_DESKTOP is set",
      "no-screen": "there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set",
      root: "its pages run in a sandbox, which root cannot have",
      "not-downloaded": "its runtime, Electron, could not be downloaded",
    },
    ended: (status) => `Electron ended at once, with status ${status ?? "none"}`,
    noDesktop: (why) =>
      `The desktop application cannot run here: ${why}. The same pages are served to a browser.`,
    downloading:
      "Downloading the runtime of the desktop application, once; this is given up after three minutes ...",
    runsAlready: "Backstay runs already; this is a new link to it.",
  },
  zh: {
    because: {
      unwanted: "已设置 BACKSTAY_NO_DESKTOP",
      "no-screen": "没有屏幕：DISPLAY 和 WAYLAND_DISPLAY 均未设置",
      root: "其页面在沙箱中运行，而 root 无法使用沙箱",
      "not-downloaded": "无法下载其运行环境 Electron",
    },
    ended: (status) => `Electron 立即退出，状态为 ${status ?? "无"}`,
    noDesktop: (why) => `桌面应用程序无法在此运行：${why}。将改为在浏览器中提供同样的页面。`,
    downloading: "正在下载桌面应用程序的运行环境（仅此一次，三分钟后放弃）…",
    runsAlready: "Backstay 已在运行，以下是新的链接。",
  },
};
