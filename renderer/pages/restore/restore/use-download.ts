import { useCallback } from "react";
import type { Input } from "../../../../shared/api/methods.ts";
import { useAct } from "../../../host/use-act.ts";

/** Prepares a download and lets the browser fetch it; what comes of it the browser shows. */
export function useDownload() {
  const act = useAct("restore.download");
  const { run } = act;
  const download = useCallback(
    async (input: Input<"restore.download">) => {
      const answer = await run(input);
      if (answer === undefined) return;
      const link = document.createElement("a");
      link.href = new URL(`download/${answer.ticket}`, document.baseURI).href;
      link.download = answer.fileName;
      link.click();
    },
    [run],
  );
  return { download, isRunning: act.isRunning, error: act.error, clearError: act.clearError };
}
