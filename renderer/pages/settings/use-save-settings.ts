import { useCallback, useEffect, useState } from "react";
import type { WireError } from "../../../shared/errors.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import { useAct } from "../../host/use-act.ts";

/** How long "Saved" stays. */
const SHOWN_MS = 3000;

export type SaveSettings = {
  readonly save: (change: Partial<Settings>) => Promise<boolean>;
  readonly state: "idle" | "saving" | "saved";
  readonly error: WireError | undefined;
};

/** Saves one setting, and knows how that went, so that it can be said beside it. */
export function useSaveSettings(): SaveSettings {
  const act = useAct("settings.set");
  const [savedTimes, setSavedTimes] = useState(0);
  const [isSaved, setIsSaved] = useState(false);
  useEffect(() => {
    if (savedTimes === 0) return;
    setIsSaved(true);
    const timer = setTimeout(() => setIsSaved(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [savedTimes]);
  const { run } = act;
  const save = useCallback(
    async (change: Partial<Settings>) => {
      setIsSaved(false);
      const isDone = (await run(change)) !== undefined;
      if (isDone) setSavedTimes((times) => times + 1);
      return isDone;
    },
    [run],
  );
  return { save, state: act.isRunning ? "saving" : isSaved ? "saved" : "idle", error: act.error };
}
