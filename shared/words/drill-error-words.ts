import type { DrillErrorCode, DrillRefusal } from "../drill-errors.ts";
import type { ErrorWords } from "./types.ts";

const enRefusal: Readonly<Record<DrillRefusal, string>> = {
  busy: "a drill of this repository is under way",
  "no-standby": "there is no other replica that is known to be well",
  "not-healthy": "backups are moving, or do not go where they usually go",
  "not-over": "it is still under way",
};

const zhRefusal: Readonly<Record<DrillRefusal, string>> = {
  busy: "该仓库的演练正在进行",
  "no-standby": "没有其他确认状态良好的副本",
  "not-healthy": "备份正在转移，或当前不在平常的位置",
  "not-over": "演练仍在进行",
};

/** English words for what goes wrong with drills. */
export const enDrillErrorWords: Pick<ErrorWords, DrillErrorCode> = {
  DRILL_NOT_FOUND: () => ({
    message: "There is no such drill.",
    hint: "Old ones are let go of with the rest of the history. The list shows those there are.",
  }),
  DRILL_REFUSED: (d) => ({
    message: `The drill cannot do that now: ${enRefusal[d.reason]}.`,
    hint: "Nothing was changed, and backups go on as before. Try again when that has changed.",
  }),
  VITAL_PATH_OUTSIDE: (d) => ({
    message: `${d.path} does not lie in ${d.source}.`,
    hint: "Nothing was saved. Name a file or folder that this source backs up, by its whole path.",
  }),
};

/** Chinese words for the same. */
export const zhDrillErrorWords: Pick<ErrorWords, DrillErrorCode> = {
  DRILL_NOT_FOUND: () => ({
    message: "没有这次演练。",
    hint: "较早的演练会随历史记录一起清除。列表中是现有的演练。",
  }),
  DRILL_REFUSED: (d) => ({
    message: `现在无法进行：${zhRefusal[d.reason]}。`,
    hint: "没有任何改动，备份照常进行。待情况改变后再试。",
  }),
  VITAL_PATH_OUTSIDE: (d) => ({
    message: `${d.path} 不在 ${d.source} 中。`,
    hint: "没有保存。请给出该来源所备份的文件或文件夹的完整路径。",
  }),
};
