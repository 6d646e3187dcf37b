import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { LocationFinding, RepositoryView } from "../../../shared/model/repository.ts";
import { type Act, useAct } from "../../host/use-act.ts";
import { type CallState, useCall } from "../../host/use-call.ts";
import {
  EMPTY_PLACE,
  isPlaceComplete,
  nameOfPlace,
  type PlaceDraft,
  type PlaceUse,
  placeUseOf,
} from "./place-draft.ts";

/** A typed location is looked at once the person stops typing. */
const SETTLE_MS = 400;

export type Place = {
  readonly draft: PlaceDraft;
  /** What is to be backed up there; empty where that is not known yet. */
  readonly sourcePaths: readonly string[];
  readonly change: (part: Partial<PlaceDraft>) => void;
  /** What stands at the location; `loading` while nobody has looked. */
  readonly finding: CallState<LocationFinding>;
  readonly use: PlaceUse | undefined;
  /** Something may have been switched on or mounted meanwhile. */
  readonly lookAgain: () => void;
  readonly isComplete: boolean;
  /** Tries the password of an existing repository. @returns false when it is wrong, then `error` says so */
  readonly check: () => Promise<boolean>;
  /** Makes or opens the repository. @returns undefined when that failed, then `error` says how */
  readonly make: () => Promise<RepositoryView | undefined>;
  readonly isMaking: boolean;
  readonly error: Act<"repositories.create">["error"];
};

/** A place for backups on its way from a typed location to a repository. @param sourcePaths what is to be backed up there, where that is known */
export function usePlace(sourcePaths: readonly string[] = [], start: Partial<PlaceDraft> = {}): Place {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<PlaceDraft>({ ...EMPTY_PLACE, ...start });
  const location = draft.location.trim();
  const [settled] = useDebouncedValue(location, SETTLE_MS);
  const looked = useCall(
    "repositories.inspect",
    { location: settled === "" ? "/" : settled, password: null, sourcePaths: [...sourcePaths] },
    { isEnabled: settled !== "" },
  );
  const finding: typeof looked = settled === location && location !== "" ? looked : { kind: "loading" };
  const create = useAct("repositories.create");
  const open = useAct("repositories.open");
  const inspect = useAct("repositories.inspect");
  const use = finding.kind === "ready" ? placeUseOf(finding.value) : undefined;
  return {
    draft,
    sourcePaths,
    change: (part) => {
      create.clearError();
      open.clearError();
      inspect.clearError();
      setDraft((before) => ({ ...before, ...part }));
    },
    finding,
    use,
    lookAgain: () => void queryClient.invalidateQueries({ queryKey: ["repositories.inspect"] }),
    isComplete: isPlaceComplete(draft, use),
    check: async () => {
      if (use !== "existing") return true;
      return (await inspect.run({ location, password: draft.password })) !== undefined;
    },
    make: async () => {
      const input = { name: nameOfPlace(draft), location, password: draft.password };
      return use === "existing" ? open.run(input) : create.run(input);
    },
    isMaking: create.isRunning || open.isRunning || inspect.isRunning,
    error: create.error ?? open.error ?? inspect.error,
  };
}
