import { backupsHelp } from "./zh-help/backups.ts";
import { hostHelp } from "./zh-help/host.ts";
import { programHelp } from "./zh-help/program.ts";
import { replicasHelp } from "./zh-help/replicas.ts";
import { topicsHelp } from "./zh-help/topics.ts";
import { upkeepHelp } from "./zh-help/upkeep.ts";

/** The help texts in Chinese, by what they say in English. A test sees to it that none is missing and none left over. */
export const zhHelp: Readonly<Record<string, string>> = {
  ...programHelp,
  ...backupsHelp,
  ...upkeepHelp,
  ...replicasHelp,
  ...hostHelp,
  ...topicsHelp,
};
