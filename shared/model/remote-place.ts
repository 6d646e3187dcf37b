/** Places on other machines where a repository can be. Secrets are in the key store only, and never come back. */
import { z } from "zod";
import { HostAddress, Port, UserName } from "./host-place.ts";
import { LocalPath } from "./primitives.ts";
import {
  isSameMachineAccount,
  SSH_SECRETS,
  SshMachine,
  SshSecrets,
  secretsOfMachine,
} from "./ssh-machine.ts";

/** As the server's own system writes it; without a slash in front it lies in the user's own folder. */
export const ServerFolder = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .regex(/^[^~\p{C}]\P{C}*$/u);
/** Of a web server; users and passwords are said beside it. */
export const WebAddress = z
  .string()
  .trim()
  .max(2048)
  .regex(/^https?:\/\/[^\s/@?#]+(?:\/[^\s?#]*)?$/iu);
export const SftpPlaceSetup = SshMachine.extend({ kind: z.literal("sftp"), folder: ServerFolder });
export type SftpPlaceSetup = z.infer<typeof SftpPlaceSetup>;

export const RestPlaceSetup = z.strictObject({
  kind: z.literal("rest"),
  /** Where the repository is on the server. */
  url: WebAddress,
  /** Null where nobody has to sign in. */
  user: UserName.nullable(),
  /** File of certificates to trust besides, on the machine the engine runs on. */
  caFile: LocalPath.nullable(),
});

export const WebdavPlaceSetup = z.strictObject({
  kind: z.literal("webdav"),
  /** The folder of the repository. */
  url: WebAddress,
  /** Null where nobody has to sign in. */
  user: UserName.nullable(),
  caFile: LocalPath.nullable(),
});

export const S3PlaceSetup = z.strictObject({
  kind: z.literal("s3"),
  /** Of the service: scheme, host and port. */
  endpoint: z
    .string()
    .trim()
    .max(1024)
    .regex(/^https?:\/\/[^\s/@?#]+\/?$/iu),
  bucket: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/),
  /** What all names in the bucket begin with; empty for all of the bucket. */
  folder: z
    .string()
    .trim()
    .max(1024)
    .regex(/^\P{C}*$/u),
  /** Which key signs in; its other half is the secret `password`. */
  keyId: UserName,
  /** Null where the service wants none, or its name tells. */
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{1,60}$/i)
    .nullable(),
  caFile: LocalPath.nullable(),
});

export const FtpPlaceSetup = z.strictObject({
  kind: z.literal("ftp"),
  address: HostAddress,
  port: Port,
  user: UserName,
  /** As the server has it; without a slash in front it lies in the folder that signing in leads to. */
  folder: ServerFolder,
  /** With TLS; without it anybody in the network can read the password along. */
  isEncrypted: z.boolean(),
  caFile: LocalPath.nullable(),
});

export type FtpPlaceSetup = z.infer<typeof FtpPlaceSetup>;

export const RclonePlaceSetup = z.strictObject({
  kind: z.literal("rclone"),
  /** Name of a remote in rclone's settings. */
  remote: z
    .string()
    .trim()
    .max(200)
    .regex(/^[\p{L}\p{N}_][\p{L}\p{N}_ .+@-]*$/u),
  /** Empty for the top of the remote. */
  folder: z
    .string()
    .trim()
    .max(4096)
    .regex(/^\P{C}*$/u),
  /** rclone's settings, on the machine the engine runs on; null for its usual file. */
  configFile: LocalPath.nullable(),
});

export const RemotePlace = z.discriminatedUnion("kind", [
  SftpPlaceSetup,
  S3PlaceSetup,
  WebdavPlaceSetup,
  FtpPlaceSetup,
  RestPlaceSetup,
  RclonePlaceSetup,
]);
export type RemotePlace = z.infer<typeof RemotePlace>;
export type RemotePlaceKind = RemotePlace["kind"];
export const REMOTE_PLACE_KINDS = [
  "sftp",
  "s3",
  "webdav",
  "ftp",
  "rest",
  "rclone",
] as const satisfies readonly RemotePlaceKind[];

/** `folder` is one of the machine the engine runs on, or of a share that is mounted there. */
export const PLACE_KINDS = ["folder", ...REMOTE_PLACE_KINDS] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export const REMOTE_PLACE_SECRETS = SSH_SECRETS;
export type RemotePlaceSecret = (typeof REMOTE_PLACE_SECRETS)[number];
/** `password`: of the account; for S3, the secret half of its key; for rclone, what its settings are encrypted with. */
export const RemotePlaceSecrets = SshSecrets;
export type RemotePlaceSecrets = z.infer<typeof RemotePlaceSecrets>;

export const RemotePlaceDraft = z.strictObject({ place: RemotePlace, secrets: RemotePlaceSecrets });
export type RemotePlaceDraft = z.infer<typeof RemotePlaceDraft>;

/** How a place is reached, for whoever edits it. */
export const RemotePlaceView = z.strictObject({
  place: RemotePlace,
  /** Which secrets there are. */
  kept: z.array(z.enum(REMOTE_PLACE_SECRETS)),
});
export type RemotePlaceView = z.infer<typeof RemotePlaceView>;

/** Which secrets are of use to sign in with. */
export function secretsOfPlace(place: RemotePlace): readonly RemotePlaceSecret[] {
  switch (place.kind) {
    case "sftp":
      return secretsOfMachine(place);
    case "rest":
    case "webdav":
      return place.user === null ? [] : ["password"];
    case "s3":
    case "ftp":
    case "rclone":
      return ["password"];
  }
}

/** Whether what is kept for one may be used for the other: a secret meant for one machine never goes to another. */
export function isSameAccount(a: RemotePlace, b: RemotePlace): boolean {
  if (a.kind === "sftp" && b.kind === "sftp") return isSameMachineAccount(a, b);
  if ((a.kind === "rest" && b.kind === "rest") || (a.kind === "webdav" && b.kind === "webdav"))
    return originOf(a.url) === originOf(b.url) && a.user === b.user;
  // what was sent through TLS is not sent without it
  if (a.kind === "ftp" && b.kind === "ftp")
    return (
      a.address === b.address && a.port === b.port && a.user === b.user && a.isEncrypted === b.isEncrypted
    );
  if (a.kind === "s3" && b.kind === "s3")
    return originOf(a.endpoint) === originOf(b.endpoint) && a.keyId === b.keyId;
  if (a.kind === "rclone" && b.kind === "rclone") return a.configFile === b.configFile;
  return false;
}

function originOf(url: string): string {
  return /^https?:\/\/[^/]+/i.exec(url.trim())?.[0].toLowerCase() ?? url;
}
