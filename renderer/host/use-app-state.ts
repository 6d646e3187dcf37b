import type { AppState } from "../../shared/model/app.ts";
import { type CallState, useCall } from "./use-call.ts";

export function useAppState(): CallState<AppState> {
  return useCall("app.state", {});
}
