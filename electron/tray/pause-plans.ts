import type { PlanId } from "../../shared/ids.ts";
import { ask, type DesktopEngine } from "../engine/desktop-engine.ts";
import type { DesktopStateFile } from "../state/desktop-state.ts";

/**
 * Pauses every plan, or lets them go on. A plan that a person had paused by itself stays so, unless nothing is known of which
 * ones the tray has paused.
 */
export async function setAllPaused(
  engine: DesktopEngine,
  state: DesktopStateFile,
  isPaused: boolean,
): Promise<void> {
  const { plans } = await ask(engine, "plans.list", {});
  const others = plans.map(({ plan }) => plan).filter((plan) => plan.isPaused !== isPaused);
  const remembered = new Set(state.current.pausedPlans);
  const known = others.filter(({ id }) => remembered.has(id));
  const changed = isPaused || known.length === 0 ? others : known;
  await state.change({ pausedPlans: isPaused ? changed.map(({ id }): PlanId => id) : [] });
  for (const { id } of changed) await ask(engine, "plans.setPaused", { planId: id, isPaused });
}
