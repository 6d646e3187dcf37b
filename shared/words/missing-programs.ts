/** What to install where a program is missing, in both languages. */
import { printable } from "../format/printable.ts";
import type { Gap } from "../model/health-reading.ts";
import { enGaps } from "./en-gaps.ts";
import type { Language } from "./language.ts";
import { zhGaps } from "./zh-gaps.ts";

/** Packages as Debian and its relatives call them; others call most of them alike. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  smartmontools: ["smartctl"],
  "nvme-cli": ["nvme"],
  mdadm: ["mdadm"],
  "btrfs-progs": ["btrfs"],
  zfsutils: ["zpool", "zfs"],
  lvm2: ["lvs", "vgs", "pvs"],
  "util-linux": ["lsblk", "findmnt"],
  coreutils: ["cat", "df", "readlink", "ls", "env", "uname"],
  grep: ["grep"],
  "samba-common-bin": ["testparm"],
  sudo: ["sudo"],
};
const PACKAGE_OF = new Map(
  Object.entries(PACKAGES).flatMap(([name, programs]) => programs.map((program) => [program, name] as const)),
);
/** Only the controller's maker gives these. */
const OF_MAKERS = /^(?:storcli|perccli|megacli|ssacli|hpssacli|hpacucli|arcconf)/i;
const OF_THE_SYSTEM = new Set([
  "powershell.exe",
  "diskutil",
  "system_profiler",
  "ioreg",
  "sw_vers",
  "sysctl",
]);

/** What helps where something could not be read, in one or two sentences. */
export function describeGapHelp(
  { reason, about }: Pick<Gap, "reason" | "about">,
  language: Language,
): string {
  if (reason !== "tool-missing" || about === null) return (language === "zh" ? zhGaps : enGaps)[reason].todo;
  return describeMissingPrograms([about], language);
}

/** @param programs that are not there, as they are called */
export function describeMissingPrograms(programs: readonly string[], language: Language): string {
  const isChinese = language === "zh";
  const names = [...new Set(programs)];
  if (names.length === 0) return (isChinese ? zhGaps : enGaps)["tool-missing"].todo;
  const own = names.filter((name) => OF_THE_SYSTEM.has(name));
  const ofMakers = names.filter((name) => OF_MAKERS.test(name));
  const others = names.filter((name) => !own.includes(name) && !ofMakers.includes(name));
  const packages = [...new Set(others.map((name) => PACKAGE_OF.get(name) ?? name))];
  const sentences = [
    ...(packages.length === 0 ? [] : [(isChinese ? ZH : EN).install(list(packages, language))]),
    ...(ofMakers.length === 0 ? [] : [(isChinese ? ZH : EN).maker(list(ofMakers, language))]),
    ...(own.length === 0 ? [] : [(isChinese ? ZH : EN).system(list(own, language))]),
  ];
  return printable(sentences.join(isChinese ? "" : " "));
}

const EN = {
  install: (names: string) => `Install ${names} there.`,
  maker: (names: string) =>
    `If it has a RAID controller, install the program its maker gives for it: ${names}.`,
  system: (names: string) => `The system itself should have ${names}: look why it is not found.`,
};
const ZH: typeof EN = {
  install: (names) => `请在那里安装 ${names}。`,
  maker: (names) => `如果有 RAID 控制器，请安装其厂商提供的程序：${names}。`,
  system: (names) => `${names} 应由系统自带，请查明为何找不到。`,
};

function list(names: readonly string[], language: Language): string {
  if (language === "zh") return names.join("、");
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
}
