import { useCallback, useState } from "react";
import type { Input, MethodName } from "../../shared/api/methods.ts";
import type { WireError } from "../../shared/errors.ts";
import { host } from "../host/host.ts";
import { toWireError } from "../host/to-wire-error.ts";

/** Does something. @returns whether it worked */
export type Ask = <N extends MethodName>(name: N, input: Input<N>) => Promise<boolean>;

/** Calls any method, and keeps what went wrong with the last one. */
export function useAsk() {
  const [error, setError] = useState<WireError>();
  const ask = useCallback<Ask>(async (name, input) => {
    setError(undefined);
    try {
      await host.call(name, input);
      return true;
    } catch (cause) {
      setError(toWireError(cause));
      return false;
    }
  }, []);
  return { ask, error, clearError: useCallback(() => setError(undefined), []) };
}
