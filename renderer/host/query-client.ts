import { QueryClient } from "@tanstack/react-query";
import { isBackstayError, retryOf } from "../../shared/errors.ts";

/** Answers stay until an event says that they are old: nothing is asked again because time has passed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      networkMode: "always", // the host is on this machine, whatever the network says
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => failures < 1 && isBackstayError(error) && retryOf(error.code) === "now",
    },
    mutations: { networkMode: "always", retry: false },
  },
});
