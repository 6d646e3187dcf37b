import type { BackstayApi } from "../../shared/api/client.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { PlanView } from "../../shared/model/plan.ts";

/** @param wanted its name, in whatever case, or its id. @throws {BackstayError} PLAN_NOT_NAMED */
export async function findPlan(engine: Pick<BackstayApi, "call">, wanted: string): Promise<PlanView> {
  const { plans } = await engine.call("plans.list", {});
  const exact = plans.filter(({ plan }) => plan.name === wanted || plan.id === wanted);
  const alike = plans.filter(({ plan }) => plan.name.toLowerCase() === wanted.trim().toLowerCase());
  const [found, ...others] = exact.length > 0 ? exact : alike;
  if (found !== undefined && others.length === 0) return found;
  const names = plans.map(({ plan }) => plan.name);
  throw new BackstayError("PLAN_NOT_NAMED", { wanted, plans: names });
}
