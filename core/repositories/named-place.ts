import type { RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import type { askHostKey } from "../places/ask-host-key.ts";
import { locationOfPlace } from "../places/place-location.ts";
import { completeDraft, variablesOfPlace } from "../places/place-variables.ts";
import type { KeptPlace } from "../places/places.ts";
import { lateAt, type OpenablePlace } from "./at-place.ts";
import { normaliseLocation } from "./location.ts";

/** A place as a person names it: the path of a folder, or a place on another machine. */
export type Where = string | RemotePlaceDraft;

/** A place that can be opened, and what is to be kept of it; nothing of a folder of this machine. */
export type NamedPlace = OpenablePlace & { readonly kept: KeptPlace | undefined };

/** Also the settings of SSH may have to be read first. */
const KEY_LIMIT_MS = 30_000;

/**
 * Brings what a person names into the form that everything else goes by.
 *
 * @param kept what is known of the account already, for what is not said again
 * @throws {BackstayError} STORE_LOCATION_INVALID, STORE_SIGN_IN_MISSING; REMOTE_KEY_UNKNOWN with the key of a machine that nobody
 * has compared yet, and nothing was sent to it then; STORE_UNREACHABLE when it shows none
 */
export async function resolvePlace(where: Where, kept?: KeptPlace): Promise<NamedPlace> {
  if (typeof where === "string")
    return { location: normaliseLocation(where), variables: {}, kept: undefined };
  const location = locationOfPlace(where.place);
  const whole = completeDraft(where, kept);
  if (whole.place.kind === "sftp" && whole.place.hostKey === null) await showHostKey(whole.place, location);
  return { location, variables: variablesOfPlace(whole), kept: whole };
}

async function showHostKey(place: Parameters<typeof askHostKey>[0], location: string): Promise<never> {
  const { askHostKey } = await import("../places/ask-host-key.ts"); // with the library for SSH, which no other place needs
  const signal = AbortSignal.timeout(KEY_LIMIT_MS);
  try {
    return await askHostKey(place, signal);
  } catch (error) {
    throw error === signal.reason ? lateAt(location) : error;
  }
}
