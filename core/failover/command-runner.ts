import { BackstayError } from "../../shared/errors.ts";
import { carryOut } from "./carry-out.ts";
import type { FailoverPorts } from "./ports.ts";
import type { Command, CommandKind, CommandResult } from "./state/command.ts";

/** Has commands done: those that concern the same thing one after the other, the others beside them. */
export type CommandRunner = {
  /** One that is being done already is not begun again. */
  run(command: Command): void;
  /** Calls off what nobody waits for any more. What is being done is told by its signal; its result is dropped. */
  keepOnly(commandIds: ReadonlySet<number>): void;
  /** Resolves when nothing is being done. */
  idle(): Promise<void>;
  /** Calls off everything, and resolves when it has stopped. */
  close(): Promise<void>;
};

/** What decides where jobs may write goes in the order it was decided; a manifest must not overtake another. */
const LANES: Partial<Record<CommandKind, string>> = {
  fence: "jobs",
  unfence: "jobs",
  "switch-active": "jobs",
  "restart-jobs": "jobs",
  "write-manifest": "manifest",
};

/**
 * @param onResult told once of each command that was not called off
 * @param onMistake told of errors that are ours; the command counts as failed
 */
export function createCommandRunner(
  ports: FailoverPorts,
  onResult: (commandId: number, result: CommandResult) => void,
  onMistake: (error: unknown) => void,
): CommandRunner {
  const running = new Map<number, { readonly stop: AbortController; readonly end: Promise<void> }>();
  const lanes = new Map<string, Promise<void>>();

  async function attempt(command: Command, signal: AbortSignal): Promise<CommandResult> {
    try {
      return await carryOut(command, ports, signal);
    } catch (error) {
      if (error instanceof BackstayError) return { outcome: "failed", detail: error.code };
      if (!signal.aborted) onMistake(error);
      return { outcome: "failed", detail: "INTERNAL" };
    }
  }

  async function work(command: Command, stop: AbortController, before: Promise<void>): Promise<void> {
    await before;
    const result = stop.signal.aborted ? undefined : await attempt(command, stop.signal);
    running.delete(command.id);
    if (result !== undefined && !stop.signal.aborted) onResult(command.id, result);
  }

  return {
    run(command) {
      if (running.has(command.id)) return;
      const stop = new AbortController();
      const lane = LANES[command.kind];
      const before = (lane === undefined ? undefined : lanes.get(lane)) ?? Promise.resolve();
      const end = work(command, stop, before);
      running.set(command.id, { stop, end });
      if (lane !== undefined) lanes.set(lane, end);
    },
    keepOnly(commandIds) {
      for (const [id, { stop }] of running)
        if (!commandIds.has(id)) stop.abort(new BackstayError("CANCELLED", { reason: "fenced" }));
    },
    async idle() {
      while (running.size > 0) await Promise.all([...running.values()].map(({ end }) => end));
    },
    async close() {
      for (const { stop } of running.values())
        stop.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
      await Promise.all([...running.values()].map(({ end }) => end));
    },
  };
}
