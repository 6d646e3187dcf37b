import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { formatPlace, movePlace, parsePlace, type RestorePlace } from "./model/place.ts";

export type Go = (change: Partial<RestorePlace>, how?: { readonly replaces?: boolean }) => void;

/**
 * What the address says at this moment. What the router gave to the last render may be older: it draws a new address only when there is
 * time, and a step that began from the one before would take the person back to it.
 */
function parametersNow(): URLSearchParams {
  const { hash } = window.location;
  const at = hash.indexOf("?");
  return new URLSearchParams(at === -1 ? "" : hash.slice(at + 1));
}

/** Where one is on this page, as the address says it. `replaces`: Back does not come here again. */
export function usePlace(): { readonly place: RestorePlace; readonly go: Go } {
  const [parameters, setParameters] = useSearchParams();
  const place = useMemo(() => parsePlace(parameters), [parameters]);
  const go = useCallback<Go>(
    (change, how) => {
      const next = formatPlace(movePlace(parsePlace(parametersNow()), change));
      setParameters(next, { replace: how?.replaces ?? false });
    },
    [setParameters],
  );
  return { place, go };
}
