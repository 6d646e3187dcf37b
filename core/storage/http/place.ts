/** Repositories on servers that are named by a web address. */
import { BackstayError, type LocationProblem } from "../../../shared/errors.ts";
import { type StoreVariables, secretOf, variableOf } from "../variables.ts";

export type HttpPlace = {
  /** Ends with a slash; holds neither user nor password. */
  readonly url: URL;
  readonly user: string | undefined;
  /** Of the location itself; never shown. */
  readonly password: string | undefined;
  /** For people. */
  readonly location: string;
};

/**
 * Reads `scheme:https://user@host:8000/folder/`.
 * @throws {BackstayError} STORE_LOCATION_INVALID, without the location, which may hold a password
 */
export function parseHttpLocation(scheme: string, location: string, form: LocationProblem): HttpPlace {
  const refused = () =>
    new BackstayError("STORE_LOCATION_INVALID", { location: `${scheme}:…`, reason: form });
  const decoded = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw refused();
    }
  };
  let url: URL;
  try {
    url = new URL(location.slice(scheme.length + 1));
  } catch {
    throw refused();
  }
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  if (!isWeb || url.hostname === "" || url.search !== "" || url.hash !== "") throw refused();
  const user = decoded(url.username) || undefined;
  const password = decoded(url.password) || undefined;
  url.username = "";
  url.password = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return { url, user, password, location: `${scheme}:${withUser(url, user)}` };
}

/**
 * What to sign in with: what the location says counts before the variables `…_USERNAME` and `…_PASSWORD`, as with restic.
 * @param family such as `REST`
 * @throws {BackstayError} FILE_UNREADABLE
 */
export async function basicAuthorization(
  { user, password }: HttpPlace,
  variables: StoreVariables,
  family: string,
): Promise<string | undefined> {
  const name = user ?? variableOf(variables, `${family}_USERNAME`);
  const secret = password ?? (await secretOf(variables, `${family}_PASSWORD`));
  if (name === undefined && secret === undefined) return undefined;
  return `Basic ${Buffer.from(`${name ?? ""}:${secret ?? ""}`).toString("base64")}`;
}

function withUser(url: URL, user: string | undefined): string {
  const shown = new URL(url);
  shown.username = user ?? "";
  return shown.href;
}
