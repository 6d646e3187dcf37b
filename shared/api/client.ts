import type { NumberedEvent } from "./events.ts";
import type { Input, MethodName, Output } from "./methods.ts";

/** The contract as those see it who use it: a page, the command line, a test. */
export type BackstayApi = {
  /**
   * @throws {BackstayError} what the method throws; HOST_UNREACHABLE when the connection is lost
   * @param signal stops waiting for the answer; work that was started goes on
   */
  call<N extends MethodName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Output<N>>;
  /** @returns what ends the listening */
  onEvent(listener: (event: NumberedEvent) => void): () => void;
};
