import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { formatPlace, movePlace, parsePlace, type RestorePlace } from "./model/place.ts";

export type Go = (change: Partial<RestorePlace>, how?: { readonly replaces?: boolean }) => void;

/** Where one is on this page, as the address says it. `replaces`: Back does not come here again. */
export function usePlace(): { readonly place: RestorePlace; readonly go: Go } {
  const [parameters, setParameters] = useSearchParams();
  const place = useMemo(() => parsePlace(parameters), [parameters]);
  const go = useCallback<Go>(
    (change, how) =>
      setParameters((before) => formatPlace(movePlace(parsePlace(before), change)), {
        replace: how?.replaces ?? false,
      }),
    [setParameters],
  );
  return { place, go };
}
