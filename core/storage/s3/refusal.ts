import { BackstayError } from "../../../shared/errors.ts";
import type { S3Place } from "./place.ts";
import type { S3SignIn } from "./sign-in.ts";

/** What a service says when it does not do what it was asked. */
export type S3Said = {
  readonly status: number;
  /** A name like `NoSuchKey`; something else where the answer has no such name. */
  readonly code: string;
  readonly text: string;
  /** Where the bucket is, if the service tells. */
  readonly region: string | undefined;
};

export class S3Refusal extends Error {
  override readonly name = "S3Refusal";
  readonly said: S3Said;
  constructor(said: S3Said, cause: unknown) {
    super(said.text, { cause });
    this.said = said;
  }
}

export type S3Operation = "create" | "list" | "size" | "read" | "write" | "remove";

const SAID_CHARACTERS = 200;
/** Of the name of an account, enough to know it again: a secret may have been put in its place. */
const SHOWN_CHARACTERS = 4;

/** @source Amazon S3 API reference, "Error Responses"; those of MinIO and Ceph besides */
const UNKNOWN_ACCOUNT: ReadonlySet<string> = new Set([
  ...["InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "TokenRefreshRequired"],
  ...["AuthFailure", "AccessKeyDisabled", "InvalidClientTokenId", "UnrecognizedClientException"],
]);
const FULL: ReadonlySet<string> = new Set([
  ...["QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientCapacity"],
  ...["InsufficientStorage", "StorageFull", "NotEnoughSpace"],
]);
const BUSY: ReadonlySet<string> = new Set([
  ...["SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling", "TooManyRequests"],
  ...["OperationAborted", "XMinioServerNotInitialized", "SlowDownRead", "SlowDownWrite"],
]);
const BUSY_STATUS: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const WRONG_REGION: ReadonlySet<string> = new Set([
  ...["AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect", "IncorrectEndpoint"],
  ...["IllegalLocationConstraintException", "InvalidRegion"],
]);
const APPEND_ONLY: ReadonlySet<string> = new Set(["ObjectLocked", "InvalidObjectState"]);

export function isMissing({ status, code }: S3Said): boolean {
  return status === 404 && code !== "NoSuchBucket";
}

/** Whether the bucket is somewhere else than it was looked for. */
export function isElsewhere({ status, code }: S3Said): boolean {
  return WRONG_REGION.has(code) || status === 301;
}

/** Says in our words what a service said. */
export function translateRefusal(
  said: S3Said,
  operation: S3Operation,
  needBytes: number,
  { location, bucket }: S3Place,
  signIn: Pick<S3SignIn, "accessKeyId">,
  region: string,
): BackstayError {
  const { status, code } = said;
  if (code === "NoSuchBucket" || (code === "InvalidBucketName" && status < 500))
    return new BackstayError("STORE_BUCKET_MISSING", { location, bucket });
  if (code === "RequestTimeTooSkewed") return new BackstayError("STORE_CLOCK_WRONG", { location });
  if (isElsewhere(said))
    return new BackstayError("STORE_REGION_WRONG", { location, region, wanted: said.region ?? null });
  if (UNKNOWN_ACCOUNT.has(code) || status === 401)
    return new BackstayError("STORE_SIGN_IN_REFUSED", { location, user: shownAccount(signIn.accessKeyId) });
  if (FULL.has(code) || status === 507)
    return new BackstayError("STORE_FULL", { location, needBytes, freeBytes: 0 });
  if (APPEND_ONLY.has(code) || (operation === "remove" && (status === 403 || status === 405)))
    return new BackstayError("STORE_APPEND_ONLY", { location });
  if (status === 403) return new BackstayError("STORE_DENIED", { location, operation });
  if (BUSY.has(code) || BUSY_STATUS.has(status))
    return new BackstayError("STORE_UNREACHABLE", { location, reason: "busy" });
  const reason = shown(`${status} ${code} ${said.text}`);
  return operation === "write"
    ? new BackstayError("STORE_WRITE_REFUSED", { location, said: reason })
    : new BackstayError("STORE_FAILED", { location, operation, reason });
}

export function shownAccount(accessKeyId: string): string {
  return accessKeyId.length <= SHOWN_CHARACTERS ? accessKeyId : `${accessKeyId.slice(0, SHOWN_CHARACTERS)}…`;
}

function shown(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").slice(0, SAID_CHARACTERS);
}
