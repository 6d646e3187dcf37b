import type { RepositoryId } from "../../shared/ids.ts";
import type { FailoverStore } from "../catalog/failover-store.ts";
import type { Clock } from "../clock.ts";
import { createCommandRunner } from "./command-runner.ts";
import type { FailoverPorts } from "./ports.ts";
import type { CommandResult } from "./state/command.ts";
import type { FailoverEvent } from "./state/event.ts";
import { reduce } from "./state/reduce.ts";
import type { FailoverState } from "./state/state.ts";
import type { Refusal } from "./state/work.ts";

type WithoutTime<E> = E extends unknown ? Omit<E, "nowMs"> : never;
export type ControllerEvent = WithoutTime<FailoverEvent>;

/** Keeps one repository available: takes what happens, remembers what follows, and has it done. */
export type FailoverController = {
  readonly state: FailoverState;
  /**
   * What follows is in the catalog when this returns, and is begun.
   * @returns why an order was not followed
   * @throws when the catalog cannot be written; nothing has changed then, and nothing is begun
   */
  tell(event: ControllerEvent): Refusal | undefined;
  /** Resolves when no command is being done. */
  idle(): Promise<void>;
  /** Stops what is being done; it is done again when the repository is taken up the next time. */
  close(): Promise<void>;
};

export type ControllerParts = {
  readonly repositoryId: RepositoryId;
  readonly store: Pick<FailoverStore, "get" | "save">;
  readonly ports: FailoverPorts;
  readonly clock: Clock;
  /** Of a repository that was never kept available before. */
  readonly firstState: () => FailoverState;
  /** Told after each change that pages show. */
  readonly onChange?: (state: FailoverState) => void;
  /** Told of errors that are our mistakes, and of a catalog that could not be written when a command had ended. */
  readonly onMistake: (error: unknown) => void;
};

/** Heartbeats alone are saved this often: the next process has to know how long nobody listened. */
const SAVE_EVERY_MS = 60_000;

/**
 * Takes a repository up where the last process left it: what it had begun and not finished is done again.
 * @throws what the catalog throws
 */
export function openFailoverController(parts: ControllerParts): FailoverController {
  const { repositoryId, store, ports, clock, onMistake } = parts;
  let state = store.get(repositoryId) ?? parts.firstState();
  let saved = "";
  let savedMs = 0;
  let isClosed = false;
  /** Of commands whose end could not be saved yet. */
  let untold: { readonly commandId: number; readonly result: CommandResult }[] = [];
  const runner = createCommandRunner(ports, takeResult, onMistake);

  function tell(event: ControllerEvent): Refusal | undefined {
    tellUntold();
    return step(event);
  }

  function step(event: ControllerEvent): Refusal | undefined {
    const reduced = reduce(state, { ...event, nowMs: clock.nowMs() } as FailoverEvent);
    const essence = essenceOf(reduced.state);
    const isOld = Math.abs(reduced.state.nowMs - savedMs) >= SAVE_EVERY_MS;
    if (essence !== saved || isOld || reduced.transitions.length > 0) {
      store.save(repositoryId, reduced.state, reduced.transitions);
      saved = essence;
      savedMs = reduced.state.nowMs;
    }
    state = reduced.state;
    runner.keepOnly(new Set(state.outstanding.map(({ command }) => command.id)));
    for (const command of reduced.commands) runner.run(command);
    parts.onChange?.(state);
    return reduced.refusal;
  }

  function takeResult(commandId: number, result: CommandResult): void {
    if (isClosed) return;
    untold.push({ commandId, result });
    try {
      tellUntold();
    } catch (error) {
      onMistake(error); // told again with the next event
    }
  }

  function tellUntold(): void {
    for (let next = untold[0]; next !== undefined; next = untold[0]) {
      step({ kind: "result", ...next });
      untold = untold.slice(1);
    }
  }

  step({ kind: "restart" });
  return {
    get state() {
      return state;
    },
    tell,
    idle: () => runner.idle(),
    async close() {
      isClosed = true;
      await runner.close();
    },
  };
}

/**
 * What must not be lost by a crash. Heartbeats come every few seconds and mostly say the same, which need not go to the disk each time.
 */
function essenceOf({ replicas, nowMs: _, ...rest }: FailoverState): string {
  const kept = replicas.map(({ id, priority, wellSinceMs, leftMs, diskFault, missingSnapshots, refused }) => {
    return { id, priority, wellSinceMs, leftMs, diskFault, missingSnapshots, refused };
  });
  return JSON.stringify({ rest, kept });
}
