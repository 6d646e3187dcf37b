import { useCallback, useRef, useState } from "react";
import type { Input, MethodName, Output } from "../../shared/api/methods.ts";
import type { WireError } from "../../shared/errors.ts";
import { host } from "./host.ts";
import { toWireError } from "./to-wire-error.ts";

export type Act<N extends MethodName> = {
  /** @returns the answer; undefined when it failed, then `error` says how */
  readonly run: (input: Input<N>) => Promise<Output<N> | undefined>;
  readonly isRunning: boolean;
  /** Of the last run. To be shown where the action was taken. */
  readonly error: WireError | undefined;
  readonly clearError: () => void;
};

/** Something a person does. What it changes comes back by events, so there is nothing to update by hand. */
export function useAct<N extends MethodName>(name: N): Act<N> {
  const [state, setState] = useState<{ isRunning: boolean; error?: WireError }>({ isRunning: false });
  const newest = useRef(0);
  const run = useCallback(
    async (input: Input<N>) => {
      newest.current += 1;
      const turn = newest.current;
      setState({ isRunning: true });
      try {
        const value = await host.call(name, input);
        if (turn === newest.current) setState({ isRunning: false });
        return value;
      } catch (error) {
        if (turn === newest.current) setState({ isRunning: false, error: toWireError(error) });
        return undefined;
      }
    },
    [name],
  );
  const clearError = useCallback(() => setState(({ isRunning }) => ({ isRunning })), []);
  return { run, isRunning: state.isRunning, error: state.error, clearError };
}
