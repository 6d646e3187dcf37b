import type { SurvivalService } from "../survival/survival-service.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what is left when something is lost. */
export function survivalHandlers(survival: SurvivalService): HandlersOf<"survival"> {
  return { "survival.get": () => survival.get() };
}
