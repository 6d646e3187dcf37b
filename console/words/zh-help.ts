import { auditHelp } from "./zh-help/audit.ts";
import { backupsHelp } from "./zh-help/backups.ts";
import { drillHelp } from "./zh-help/drill.ts";
import { gatewayHelp } from "./zh-help/gateway.ts";
import { hooksHelp } from "./zh-help/hooks.ts";
import { hostHelp } from "./zh-help/host.ts";
import { planHooksHelp } from "./zh-help/plan-hooks.ts";
import { programHelp } from "./zh-help/program.ts";
import { replicasHelp } from "./zh-help/replicas.ts";
import { sourcesHelp } from "./zh-help/sources.ts";
import { topicsHelp } from "./zh-help/topics.ts";
import { upkeepHelp } from "./zh-help/upkeep.ts";

/** The help texts in Chinese, by what they say in English. A test sees to it that none is missing and none left over. */
export const zhHelp: Readonly<Record<string, string>> = {
  ...programHelp,
  ...backupsHelp,
  ...upkeepHelp,
  ...replicasHelp,
  ...auditHelp,
  ...drillHelp,
  ...gatewayHelp,
  ...hooksHelp,
  ...planHooksHelp,
  ...hostHelp,
  ...sourcesHelp,
  ...topicsHelp,
};
