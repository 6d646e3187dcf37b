import { BackstayError, type LocationProblem } from "../../../shared/errors.ts";
import { type StoreVariables, secretOf, variableOf } from "../variables.ts";

/** A repository on a server of restic's REST protocol. */
export type RestPlace = {
  /** Ends with a slash; holds neither user nor password. */
  readonly url: URL;
  readonly user: string | undefined;
  /** Of the location itself; never shown. */
  readonly password: string | undefined;
  /** For people. */
  readonly location: string;
};

/**
 * Reads `rest:https://user@host:8000/folder/`, as restic writes it.
 * @throws {BackstayError} STORE_LOCATION_INVALID, without the location, which may hold a password
 */
export function parseRestLocation(location: string): RestPlace {
  let url: URL;
  try {
    url = new URL(location.slice("rest:".length));
  } catch {
    throw refused("rest-form");
  }
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  if (!isWeb || url.hostname === "" || url.search !== "" || url.hash !== "") throw refused("rest-form");
  const user = decoded(url.username) || undefined;
  const password = decoded(url.password) || undefined;
  url.username = "";
  url.password = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return { url, user, password, location: `rest:${withUser(url, user)}` };
}

/**
 * Whether a location holds a password.
 * @param location of any kind
 */
export function holdsPassword(location: string): boolean {
  return location.startsWith("rest:") && parseRestLocation(location).password !== undefined;
}

/**
 * What to sign in with: what the location says counts before the variables, as with restic.
 * @throws {BackstayError} FILE_UNREADABLE
 */
export async function restAuthorization(
  { user, password }: RestPlace,
  variables: StoreVariables,
): Promise<string | undefined> {
  const name = user ?? variableOf(variables, "REST_USERNAME");
  const secret = password ?? (await secretOf(variables, "REST_PASSWORD"));
  if (name === undefined && secret === undefined) return undefined;
  return `Basic ${Buffer.from(`${name ?? ""}:${secret ?? ""}`).toString("base64")}`;
}

function withUser(url: URL, user: string | undefined): string {
  const shown = new URL(url);
  shown.username = user ?? "";
  return shown.href;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused("rest-form");
  }
}

function refused(reason: LocationProblem): BackstayError<"STORE_LOCATION_INVALID"> {
  return new BackstayError("STORE_LOCATION_INVALID", { location: "rest:…", reason });
}
