import { z } from "zod";
import {
  FtpPlaceSetup,
  isSameAccount,
  RclonePlaceSetup,
  type RemotePlace,
  RemotePlaceDraft,
  type RemotePlaceKind,
  type RemotePlaceSecret,
  type RemotePlaceSecrets,
  RestPlaceSetup,
  S3PlaceSetup,
  SftpPlaceSetup,
  secretsOfPlace,
  WebdavPlaceSetup,
} from "../../../shared/model/remote-place.ts";

/** What is in the form and may be kept for when the page is loaded again. */
export const RemoteTexts = z.strictObject({
  address: z.string(),
  port: z.string(),
  user: z.string(),
  folder: z.string(),
  signIn: SftpPlaceSetup.shape.signIn,
  /** That somebody has compared. */
  hostKey: z.string().nullable(),
  url: z.string(),
  /** Of S3. */
  bucket: z.string(),
  region: z.string(),
  /** Of FTP. */
  isEncrypted: z.boolean(),
  caFile: z.string(),
  remote: z.string(),
  configFile: z.string(),
});
export type RemoteTexts = z.infer<typeof RemoteTexts>;

/** A place on another machine, as it is typed. */
export type RemoteForm = RemoteTexts & { readonly secrets: Readonly<Record<RemotePlaceSecret, string>> };
export type RemoteField =
  | Exclude<keyof RemoteTexts, "hostKey" | "signIn" | "isEncrypted">
  | RemotePlaceSecret;

export const EMPTY_REMOTE: RemoteForm = {
  ...{ address: "", port: "22", user: "", folder: "", signIn: "password", hostKey: null },
  ...{ url: "", bucket: "", region: "", isEncrypted: true, caFile: "", remote: "", configFile: "" },
  secrets: { privateKey: "", passphrase: "", password: "" },
};

/** @returns the form without what nobody but its person may see */
export function textsOf({ secrets: _, ...texts }: RemoteForm): RemoteTexts {
  return texts;
}

/** @returns what is to be saved; undefined while something is missing, or cannot be right */
export function remoteDraftOf(kind: RemotePlaceKind, form: RemoteForm): RemotePlaceDraft | undefined {
  const place = placeIn(kind, form);
  if (place === undefined) return undefined;
  return RemotePlaceDraft.safeParse({ place, secrets: secretsIn(place, form) }).data;
}

function placeIn(kind: RemotePlaceKind, form: RemoteForm): RemotePlace | undefined {
  const { address, user, folder, signIn, hostKey, url, remote } = form;
  const port = portIn(form.port);
  const caFile = orNull(form.caFile);
  switch (kind) {
    case "sftp":
      return SftpPlaceSetup.safeParse({ kind, address, port, user, folder, signIn, hostKey }).data;
    case "s3": {
      const { bucket } = form;
      const region = orNull(form.region);
      return S3PlaceSetup.safeParse({ kind, endpoint: url, bucket, folder, keyId: user, region, caFile })
        .data;
    }
    case "ftp": {
      const { isEncrypted } = form;
      return FtpPlaceSetup.safeParse({ kind, address, port, user, folder, isEncrypted, caFile }).data;
    }
    case "webdav":
      return WebdavPlaceSetup.safeParse({ kind, url, user: orNull(user), caFile }).data;
    case "rest":
      return RestPlaceSetup.safeParse({ kind, url, user: orNull(user), caFile }).data;
    case "rclone":
      return RclonePlaceSetup.safeParse({ kind, remote, folder, configFile: orNull(form.configFile) }).data;
  }
}

function portIn(text: string): number {
  return /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

/** What was typed and is of use there; an empty field leaves the secret as it is. */
function secretsIn(place: RemotePlace, { secrets }: RemoteForm): RemotePlaceSecrets {
  return Object.fromEntries(
    secretsOfPlace(place).flatMap((name) =>
      secrets[name] === ""
        ? []
        : [[name, name === "privateKey" ? `${secrets[name].trim()}\n` : secrets[name]]],
    ),
  );
}

/** `missing`: nothing is there. `wrong`: what is there cannot be right. */
export type FieldFault = "missing" | "wrong";

type Check = readonly [field: RemoteField, shape: z.ZodType, value?: (text: string) => unknown];

const CHECKS: Readonly<Record<RemotePlaceKind, readonly Check[]>> = {
  sftp: [
    ["address", SftpPlaceSetup.shape.address],
    ["port", SftpPlaceSetup.shape.port, portIn],
    ["user", SftpPlaceSetup.shape.user],
    ["folder", SftpPlaceSetup.shape.folder],
  ],
  s3: [
    ["url", S3PlaceSetup.shape.endpoint],
    ["bucket", S3PlaceSetup.shape.bucket],
    ["folder", S3PlaceSetup.shape.folder],
    ["user", S3PlaceSetup.shape.keyId],
    ["region", S3PlaceSetup.shape.region, orNull],
  ],
  ftp: [
    ["address", FtpPlaceSetup.shape.address],
    ["port", FtpPlaceSetup.shape.port, portIn],
    ["user", FtpPlaceSetup.shape.user],
    ["folder", FtpPlaceSetup.shape.folder],
  ],
  webdav: [
    ["url", WebdavPlaceSetup.shape.url],
    ["user", WebdavPlaceSetup.shape.user, orNull],
  ],
  rest: [
    ["url", RestPlaceSetup.shape.url],
    ["user", RestPlaceSetup.shape.user, orNull],
  ],
  rclone: [
    ["remote", RclonePlaceSetup.shape.remote],
    ["folder", RclonePlaceSetup.shape.folder],
  ],
};

/**
 * What keeps a form from being of use, by field.
 * @param kept secrets that need not be typed
 */
export function faultsOf(
  kind: RemotePlaceKind,
  form: RemoteForm,
  kept: readonly RemotePlaceSecret[],
): Readonly<Partial<Record<RemoteField, FieldFault>>> {
  const faults: Partial<Record<RemoteField, FieldFault>> = {};
  for (const [field, shape, meaning = (text: string) => text] of CHECKS[kind]) {
    const text = textIn(form, field);
    if (shape.safeParse(meaning(text)).success) continue;
    faults[field] = text.trim() === "" ? "missing" : "wrong";
  }
  const secret = neededSecret(kind, form);
  if (secret !== undefined && form.secrets[secret] === "" && !kept.includes(secret))
    faults[secret] = "missing";
  return faults;
}

/** @returns undefined where one may do without */
function neededSecret(kind: RemotePlaceKind, { signIn }: RemoteForm): RemotePlaceSecret | undefined {
  if (kind === "s3" || kind === "ftp") return "password";
  if (kind !== "sftp" || signIn === "agent") return undefined;
  return signIn === "key" ? "privateKey" : "password";
}

function textIn(form: RemoteForm, field: RemoteField): string {
  return field in form.secrets
    ? form.secrets[field as RemotePlaceSecret]
    : (form[field as Exclude<RemoteField, RemotePlaceSecret>] ?? "");
}

/** @returns the form of a place that is known; its secrets are not in it */
export function remoteFormOf(place: RemotePlace): RemoteForm {
  switch (place.kind) {
    case "sftp": {
      const { kind: _, port, ...texts } = place;
      return { ...EMPTY_REMOTE, ...texts, port: String(port) };
    }
    case "s3": {
      const { endpoint: url, bucket, folder, keyId: user, region, caFile } = place;
      return { ...EMPTY_REMOTE, url, bucket, folder, user, region: region ?? "", caFile: caFile ?? "" };
    }
    case "ftp": {
      const { kind: _, port, caFile, ...texts } = place;
      return { ...EMPTY_REMOTE, ...texts, port: String(port), caFile: caFile ?? "" };
    }
    case "webdav":
    case "rest":
      return { ...EMPTY_REMOTE, url: place.url, user: place.user ?? "", caFile: place.caFile ?? "" };
    case "rclone": {
      const { remote, folder, configFile } = place;
      return { ...EMPTY_REMOTE, remote, folder, configFile: configFile ?? "" };
    }
  }
}

/** Whether what is kept of a place holds for what is in the form. */
export function isKeptFor(before: RemotePlace, kind: RemotePlaceKind, form: RemoteForm): boolean {
  const place = placeIn(kind, form);
  return place === undefined || isSameAccount(before, place);
}

/** What such a place is called when nobody says otherwise: the name of its machine. */
export function nameOfRemote(kind: RemotePlaceKind, { address, url, bucket, remote }: RemoteForm): string {
  switch (kind) {
    case "sftp":
    case "ftp":
      return shortName(address.trim());
    case "s3":
      return bucket.trim();
    case "webdav":
    case "rest":
      return shortName(/^https?:\/\/([^/:]+)/i.exec(url.trim())?.[1] ?? "");
    case "rclone":
      return remote.trim();
  }
}

/** The first part of a name; all of an address. */
function shortName(host: string): string {
  return /[a-z]/i.test(host) && !host.includes(":") ? (host.split(".")[0] ?? host) : host;
}
