import { startThread } from "../../threads/thread.ts";
import { workerUrl } from "../../threads/worker-url.ts";
import { awaitTool } from "../machine/await-tool.ts";
import { gapOutput, type RunLimits, type ToolOutput } from "../machine/machine.ts";
import type { SystemAnswer, SystemPart } from "./system-parts.ts";

/** Asks for parts of what the package systeminformation knows of this machine. @throws the signal's reason */
export type AskSystem = (
  parts: readonly SystemPart[],
  options: { readonly limits?: RunLimits; readonly signal: AbortSignal },
) => Promise<ToolOutput>;

/** As gaps name it. */
export const SYSTEM_INFORMATION = "systeminformation";
/** On Windows it starts several shells, of which each takes a second. */
const USUAL_SYSTEM_LIMITS: RunLimits = { timeMs: 45_000, outputBytes: 4 * 1024 * 1024 };

/**
 * One that hangs is given up, and not asked again until it has come back: it cannot be stopped, and more of them would help nobody.
 *
 * @param thread what is asked instead, in tests
 */
export function createSystemInformation(
  thread: URL = workerUrl(import.meta.url, "./system-thread"),
): AskSystem {
  let isBusy = false;
  return async (parts, { limits = USUAL_SYSTEM_LIMITS, signal }) => {
    signal.throwIfAborted();
    if (isBusy) return gapOutput("timed-out", SYSTEM_INFORMATION, "");
    isBusy = true;
    const asked = startThread<readonly SystemPart[], SystemAnswer>(thread, undefined, {
      onMessage({ text }) {
        tool.addStdout(Buffer.from(text));
        tool.end(0);
      },
      onFailure: (error) => tool.fail("tool-failed", error instanceof Error ? error.message : ""),
    });
    const tool = awaitTool(SYSTEM_INFORMATION, limits, signal, () => {
      void asked.stop().then(() => {
        isBusy = false;
      });
    });
    asked.post(parts);
    const output = await tool.output;
    signal.throwIfAborted();
    return output;
  };
}
