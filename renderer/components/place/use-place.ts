import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RemotePlaceDraft } from "../../../shared/model/remote-place.ts";
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
import { nameOfRemote } from "./remote-form.ts";
import { type RemotePlaceState, type RemoteStart, useRemotePlace } from "./use-remote-place.ts";

/** A typed location is looked at once the person stops typing. */
const SETTLE_MS = 400;

export type Place = {
  readonly draft: PlaceDraft;
  /** What kind of place it is, and what is known of it if it is no folder of this computer. */
  readonly remote: RemotePlaceState;
  /** What it is called, as long as nobody says otherwise. */
  readonly name: string;
  /** Somebody said where it is. */
  readonly isNamed: boolean;
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
export function usePlace(
  sourcePaths: readonly string[] = [],
  start: Partial<PlaceDraft> & { readonly remote?: RemoteStart | undefined } = {},
): Place {
  const queryClient = useQueryClient();
  const { remote: remoteStart, ...draftStart } = start;
  const [draft, setDraft] = useState<PlaceDraft>({ ...EMPTY_PLACE, ...draftStart });
  const remote = useRemotePlace(remoteStart);
  const isFolder = remote.kind === "folder";
  const location = draft.location.trim();
  const [settled] = useDebouncedValue(location, SETTLE_MS);
  const looked = useCall(
    "repositories.inspect",
    { location: settled === "" ? "/" : settled, password: null, sourcePaths: [...sourcePaths] },
    { isEnabled: settled !== "" && isFolder },
  );
  const finding = isFolder ? ofFolder() : ofRemote(remote);
  const create = useAct("repositories.create");
  const open = useAct("repositories.open");
  const inspect = useAct("repositories.inspect");
  const use = finding.kind === "ready" ? placeUseOf(finding.value) : undefined;
  const name = nameOf(draft, remote);
  /** Undefined while that is not known; then the repository is neither made nor opened. */
  const where: string | RemotePlaceDraft | undefined = isFolder ? location : remote.draft;
  return {
    draft,
    remote,
    name,
    isNamed: isFolder ? location !== "" : remote.finding !== undefined,
    sourcePaths,
    change: (part) => {
      create.clearError();
      open.clearError();
      inspect.clearError();
      setDraft((before) => ({ ...before, ...part }));
    },
    finding,
    use,
    lookAgain: () =>
      isFolder
        ? void queryClient.invalidateQueries({ queryKey: ["repositories.inspect"] })
        : void remote.test(),
    isComplete: isPlaceComplete(draft, use),
    check: async () => {
      if (use !== "existing" || where === undefined) return true;
      return (await inspect.run({ location: where, password: draft.password })) !== undefined;
    },
    make: async () => {
      if (where === undefined) return undefined;
      const input = { name, location: where, password: draft.password };
      return use === "existing" ? open.run(input) : create.run(input);
    },
    isMaking: create.isRunning || open.isRunning || inspect.isRunning,
    error: create.error ?? open.error ?? inspect.error,
  };

  function ofFolder(): typeof looked {
    return settled === location && location !== "" ? looked : { kind: "loading" };
  }
}

/** What a test found holds until something in the form is changed. */
function ofRemote({ finding }: RemotePlaceState): CallState<LocationFinding> {
  if (finding === undefined) return { kind: "loading" };
  return { kind: "ready", value: finding, isRefreshing: false, refreshError: undefined };
}

function nameOf(draft: PlaceDraft, { kind, form }: RemotePlaceState): string {
  if (kind === "folder" || draft.name.trim() !== "") return nameOfPlace(draft);
  return nameOfRemote(kind, form);
}
