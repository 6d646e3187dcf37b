/** The contract: what the engine can be asked. Both hosts serve exactly this table, the pages and the command line use it. */
import type { z } from "zod";
import { actingMethods } from "./acting-methods.ts";
import { alertMethods } from "./alert-methods.ts";
import { appMethods } from "./app-methods.ts";
import { auditMethods } from "./audit-methods.ts";
import { drillMethods } from "./drill-methods.ts";
import { failoverMethods, replicaMethods } from "./failover-methods.ts";
import { gatewayMethods } from "./gateway-methods.ts";
import { healthMethods, hostsMethods } from "./health-methods.ts";
import { hookMethods } from "./hook-methods.ts";
import { jobMethods } from "./job-methods.ts";
import { planMethods } from "./plan-methods.ts";
import { readingBackMethods } from "./reading-back-methods.ts";
import { repositoryMethods } from "./repository-methods.ts";
import { restoreMethods } from "./restore-methods.ts";
import { selfTestMethods } from "./self-test-methods.ts";
import { standInMethods } from "./stand-in-methods.ts";
import { survivalMethods } from "./survival-methods.ts";

export const methods = {
  ...appMethods,
  ...repositoryMethods,
  ...planMethods,
  ...jobMethods,
  ...alertMethods,
  ...restoreMethods,
  ...healthMethods,
  ...hostsMethods,
  ...actingMethods,
  ...selfTestMethods,
  ...survivalMethods,
  ...readingBackMethods,
  ...replicaMethods,
  ...failoverMethods,
  ...standInMethods,
  ...drillMethods,
  ...auditMethods,
  ...hookMethods,
  ...gatewayMethods,
} as const;

export type MethodName = keyof typeof methods;
/** What a caller gives. */
export type Input<N extends MethodName> = z.input<(typeof methods)[N]["input"]>;
/** What a handler is given: checked, with spaces around names taken away. */
export type CheckedInput<N extends MethodName> = z.output<(typeof methods)[N]["input"]>;
export type Output<N extends MethodName> = z.output<(typeof methods)[N]["output"]>;

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}
