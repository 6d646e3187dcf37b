import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Input, MethodName, Output } from "../../shared/api/methods.ts";
import type { WireError } from "../../shared/errors.ts";
import { host } from "./host.ts";
import { toWireError } from "./to-wire-error.ts";

/** What a page knows about an answer. Only `ready` may be shown as how things are. */
export type CallState<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: WireError; readonly retry: () => void }
  | {
      readonly kind: "ready";
      readonly value: T;
      /** It is being asked for again, or, with `keepsPrevious`, `value` answers an older input. */
      readonly isRefreshing: boolean;
      /** Asking again failed: `value` is what was known before. */
      readonly refreshError: WireError | undefined;
    };

export type CallOptions = {
  /** False: not asked yet, and `loading`. */
  readonly isEnabled?: boolean;
  /** Show the answer to the input before while the one to this input is on its way. */
  readonly keepsPrevious?: boolean;
  /** No event tells when the answer is old, as with what is on a disk: asked again each time it comes into view. */
  readonly isVolatile?: boolean;
  /** Events do not tell of all that changes in the answer, as of each heartbeat: asked again after so many ms, while somebody looks. */
  readonly everyMs?: number;
};

/** Asks the host, and again whenever `input` changes or an event says that the answer is old. */
export function useCall<N extends MethodName>(
  name: N,
  input: Input<N>,
  options: CallOptions = {},
): CallState<Output<N>> {
  const query = useQuery<unknown>({
    queryKey: [name, input],
    queryFn: ({ signal }) => host.call(name, input, signal),
    enabled: options.isEnabled ?? true,
    ...(options.keepsPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.isVolatile ? { staleTime: 0 } : {}),
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  });
  if (query.data !== undefined) {
    return {
      kind: "ready",
      value: query.data as Output<N>,
      isRefreshing: query.isFetching || query.isPlaceholderData,
      refreshError: query.error === null ? undefined : toWireError(query.error),
    };
  }
  if (query.error !== null && !query.isFetching) {
    return { kind: "failed", error: toWireError(query.error), retry: () => void query.refetch() };
  }
  return { kind: "loading" };
}
