import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RemotePlaceDraft } from "../../../shared/model/remote-place.ts";
import type { LocationFinding } from "../../../shared/model/repository.ts";
import { type CallState, useCall } from "../../host/use-call.ts";
import { EMPTY_PLACE, nameOfPlace, type PlaceUse, placeUseOf } from "../place/place-draft.ts";
import { nameOfRemote } from "../place/remote-form.ts";
import { type RemotePlaceState, useRemotePlace } from "../place/use-remote-place.ts";

/** A typed location is looked at once the person stops typing. */
const SETTLE_MS = 400;

/** A place for another copy of a repository, on its way from what is typed to one that was looked at. */
export type ReplicaPlace = {
  readonly remote: RemotePlaceState;
  readonly folder: string;
  readonly setFolder: (folder: string) => void;
  /** As typed; empty as long as it follows the place. */
  readonly ownName: string;
  readonly setName: (name: string) => void;
  /** What it is called. */
  readonly name: string;
  /** `loading` while nobody has looked. */
  readonly finding: CallState<LocationFinding>;
  readonly use: PlaceUse | undefined;
  readonly lookAgain: () => void;
  /** What to make or take; undefined while that is not possible. */
  readonly where: string | RemotePlaceDraft | undefined;
};

/** @param besides the folder of the copy that is there already: told of when the new one is on the same disk; undefined for a remote one */
export function useReplicaPlace(besides: string | undefined): ReplicaPlace {
  const queryClient = useQueryClient();
  const remote = useRemotePlace();
  const [typed, setFolder] = useState("");
  const [ownName, setName] = useState("");
  const isFolder = remote.kind === "folder";
  const folder = typed.trim();
  const [settled] = useDebouncedValue(folder, SETTLE_MS);
  const looked = useCall(
    "repositories.inspect",
    {
      location: settled === "" ? "/" : settled,
      password: null,
      sourcePaths: besides === undefined ? [] : [besides],
    },
    { isEnabled: settled !== "" && isFolder, isVolatile: true },
  );
  const ofFolder: CallState<LocationFinding> =
    settled === folder && folder !== "" ? looked : { kind: "loading" };
  const ofRemote: CallState<LocationFinding> =
    remote.finding === undefined
      ? { kind: "loading" }
      : { kind: "ready", value: remote.finding, isRefreshing: false, refreshError: undefined };
  const finding = isFolder ? ofFolder : ofRemote;
  const use = finding.kind === "ready" ? placeUseOf(finding.value) : undefined;
  const name =
    remote.kind === "folder" || ownName.trim() !== ""
      ? nameOfPlace({ ...EMPTY_PLACE, location: folder, name: ownName })
      : nameOfRemote(remote.kind, remote.form);
  const isUsable = (use === "new" || use === "existing") && name.trim() !== "";
  return {
    ...{ remote, folder: typed, setFolder, ownName, setName, name, finding, use },
    lookAgain: () =>
      isFolder
        ? void queryClient.invalidateQueries({ queryKey: ["repositories.inspect"] })
        : void remote.test(),
    where: isUsable ? (isFolder ? folder : remote.draft) : undefined,
  };
}
