import type { Download } from "../../core/api/backstay.ts";
import type { BridgeAnswer } from "../../shared/api/bridge.ts";
import type { NumberedEvent } from "../../shared/api/events.ts";
import type { Input, MethodName, Output } from "../../shared/api/methods.ts";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import type { Overview } from "../../shared/model/overview.ts";

/** The engine as the desktop application uses it: its own, or that of a host which runs already. */
export type DesktopEngine = {
  /** Whether quitting ends the engine, too. */
  readonly isOwn: boolean;
  /** For the page, which says what it wants; never rejects. */
  call(name: string, input: unknown): Promise<BridgeAnswer>;
  /** @returns what ends the listening */
  onEvent(listener: (event: NumberedEvent) => void): () => void;
  openDownload(ticket: string): Promise<Download | undefined>;
  setOnBattery(isOnBattery: boolean): void;
  noteWakeUp(): void;
  /** Resolves when the engine is gone without having been stopped; one of our own never is. */
  readonly lost: Promise<void>;
  /** Stops an own engine, leaves another one. */
  stop(): Promise<void>;
};

/** For the application itself. @throws {BackstayError} what the method throws */
export async function ask<N extends MethodName>(
  engine: DesktopEngine,
  name: N,
  input: Input<N>,
): Promise<Output<N>> {
  const answer = await engine.call(name, input);
  if (answer.kind === "error") throw fromWire(answer.error);
  return answer.value as Output<N>; // the engine has checked it against the contract
}

/** @throws {BackstayError} HOST_UNREACHABLE when the engine is gone */
export function askOverview(engine: DesktopEngine): Promise<Overview> {
  return ask(engine, "overview.get", {});
}

export function isLost(error: unknown): boolean {
  return error instanceof BackstayError && error.code === "HOST_UNREACHABLE";
}
