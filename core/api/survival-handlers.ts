import type { SurvivalService } from "../survival/survival-service.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what is left when something is lost, and hears where things stand. */
export function survivalHandlers(survival: SurvivalService): HandlersOf<"survival"> {
  return {
    "survival.get": () => survival.get(),
    "survival.setStanding": async ({ subject, standing }) => {
      survival.setStanding(subject, standing);
      return {};
    },
  };
}
