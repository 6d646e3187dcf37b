import { useState } from "react";
import type { WireError } from "../../../shared/errors.ts";
import type { ReplicaId } from "../../../shared/ids.ts";
import type {
  PlaceKind,
  RemotePlace,
  RemotePlaceDraft,
  RemotePlaceSecret,
} from "../../../shared/model/remote-place.ts";
import type { LocationFinding } from "../../../shared/model/repository.ts";
import { useAct } from "../../host/use-act.ts";
import {
  EMPTY_REMOTE,
  faultsOf,
  isKeptFor,
  type RemoteField,
  type RemoteForm,
  remoteDraftOf,
} from "./remote-form.ts";

/** What is known already of a place that is edited. */
export type EditedPlace = {
  readonly replicaId: ReplicaId;
  readonly place: RemotePlace;
  readonly kept: readonly RemotePlaceSecret[];
};

/** A machine's key that nobody has compared yet, or another one than it was known by. */
export type ShownKey = { readonly key: string; readonly pinned: string | null };

export type RemotePlaceState = {
  readonly kind: PlaceKind;
  readonly setKind: (kind: PlaceKind) => void;
  readonly form: RemoteForm;
  readonly change: (part: Partial<RemoteForm>) => void;
  /** What to ask about; undefined for a folder, and while something is missing or cannot be right. */
  readonly draft: RemotePlaceDraft | undefined;
  /** What is wrong with a field, once there is a reason to say so. */
  readonly faultOf: (field: RemoteField) => "missing" | "wrong" | undefined;
  /** Secrets that need not be typed. */
  readonly kept: readonly RemotePlaceSecret[];
  /** It is another account than the one whose secrets are kept. */
  readonly isMoved: boolean;
  /** Reaches the place and looks what is there; says what is missing in the form instead, if something is. */
  readonly test: () => Promise<void>;
  /** Takes a key that a person has compared, and goes on with the test. */
  readonly trust: (key: string) => Promise<void>;
  /** Asks a machine whose key has changed for the one it has now. */
  readonly askAgain: () => Promise<void>;
  readonly isTesting: boolean;
  /** What the test found; undefined before one, and once anything was changed. */
  readonly finding: LocationFinding | undefined;
  readonly shownKey: ShownKey | undefined;
  /** Why the test failed, unless it was about the key alone. */
  readonly error: WireError | undefined;
};

export type RemoteStart = { readonly kind?: PlaceKind | undefined; readonly form?: RemoteForm | undefined };

/** A place on another machine on its way from what is typed to one that was reached. */
export function useRemotePlace(start: RemoteStart = {}, edited?: EditedPlace): RemotePlaceState {
  const [kind, setKind] = useState<PlaceKind>(edited?.place.kind ?? start.kind ?? "folder");
  const [form, setForm] = useState<RemoteForm>(start.form ?? EMPTY_REMOTE);
  const [finding, setFinding] = useState<LocationFinding>();
  /** The test was asked for, so that what is missing is told. */
  const [isAsked, setIsAsked] = useState(false);
  /** The key that a person has just compared, while the test goes on with it. */
  const [trusting, setTrusting] = useState<ShownKey>();
  const act = useAct("repositories.inspect");
  const isSame = edited !== undefined && kind !== "folder" && isKeptFor(edited.place, kind, form);
  const kept = isSame ? edited.kept : [];
  const faults = kind === "folder" ? {} : faultsOf(kind, form, kept);
  const draft = kind === "folder" || Object.keys(faults).length > 0 ? undefined : remoteDraftOf(kind, form);

  const forget = () => {
    setFinding(undefined);
    act.clearError();
  };
  const inspect = async (now: RemoteForm) => {
    setIsAsked(true);
    setFinding(undefined);
    const location = kind === "folder" ? undefined : remoteDraftOf(kind, now);
    if (location === undefined || draft === undefined) return;
    const replica = edited === undefined ? {} : { replicaId: edited.replicaId };
    setFinding(await act.run({ location, password: null, ...replica }));
  };
  const withKey = async (hostKey: string | null) => {
    const now = { ...form, hostKey };
    setForm(now);
    await inspect(now);
  };
  const shownKey = act.error === undefined ? trusting : keyIn(act.error);
  return {
    kind,
    setKind: (next) => {
      setKind(next);
      setForm((before) => ({ ...before, port: portFor(next, before.port) }));
      setIsAsked(false);
      forget();
    },
    form,
    change: (part) => {
      forget();
      // a key that was compared is that of one machine
      const isOther = "address" in part || "port" in part;
      setForm((before) => ({ ...before, ...(isOther ? { hostKey: null } : {}), ...part }));
    },
    draft,
    faultOf: (field) => (isAsked ? faults[field] : undefined),
    kept,
    isMoved: edited !== undefined && !isSame,
    test: () => inspect(form),
    trust: async (key) => {
      setTrusting(shownKey);
      await withKey(key);
      setTrusting(undefined);
    },
    askAgain: () => withKey(null),
    isTesting: act.isRunning,
    finding,
    shownKey,
    error: shownKey === undefined ? act.error : undefined,
  };
}

const USUAL_PORTS = { sftp: "22", ftp: "21" } as const;

/** A port that somebody typed stays; one that was only proposed is that of the kind. */
function portFor(kind: PlaceKind, port: string): string {
  const isProposed = Object.values<string>(USUAL_PORTS).includes(port);
  return isProposed && (kind === "sftp" || kind === "ftp") ? USUAL_PORTS[kind] : port;
}

function keyIn(error: WireError): ShownKey | undefined {
  if (error.code === "REMOTE_KEY_UNKNOWN") return { key: error.details.shown, pinned: null };
  return undefined;
}
