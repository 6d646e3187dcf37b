import { BackstayError } from "../../../shared/errors.ts";

/** A repository in a bucket of a service that speaks S3. */
export type S3Place = {
  /** Scheme, host and port of the service, nothing else. */
  readonly endpoint: URL;
  readonly bucket: string;
  /** What all names begin with: empty, or without a slash at either end. */
  readonly prefix: string;
  readonly location: string;
};

/** Older buckets may be longer, and have underscores and capitals. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/;

/**
 * Reads `s3:https://host/bucket/prefix` or `s3:host/bucket`, as restic writes it; without a scheme it is https.
 * @throws {BackstayError} STORE_LOCATION_INVALID, without the location, which may hold a password
 */
export function parseS3Location(location: string): S3Place {
  const text = location.slice("s3:".length);
  const isUrl = /^https?:\/\//i.test(text);
  const [, scheme = "https://", host = "", path = ""] =
    /^(?:(https?:\/\/)|\/\/)?([^/]*)\/*(.*)$/is.exec(text) ?? [];
  let endpoint: URL;
  try {
    endpoint = new URL(`${scheme}${host}/`);
  } catch {
    throw refused();
  }
  const isWeb = isUrl || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const isPlain = isWeb && endpoint.username === "" && endpoint.password === "" && !/[?#]/.test(host);
  const [bucket = "", ...rest] = (isUrl ? decoded(path) : path).split("/");
  const parts = rest.filter((part) => part !== "" && part !== ".");
  if (!isPlain || !BUCKET.test(bucket) || parts.includes("..") || /\p{Cc}/u.test(path)) throw refused();
  if (isUrl && /[?#]/.test(path)) throw refused();
  const prefix = parts.join("/");
  const shown = [bucket, ...parts].map(encodeURIComponent).join("/");
  return { endpoint, bucket, prefix, location: `s3:${endpoint.href}${shown}` };
}

/**
 * Whether the bucket stands in front of the host's name instead of behind it: some services answer only so, and names with dots have no
 * certificate there.
 * @param wish `dns` or `path`, else the service decides
 */
export function isBucketInHost({ endpoint, bucket }: S3Place, wish: string | undefined): boolean {
  if (wish === "dns" || wish === "path") return wish === "dns";
  const isWanted = /\.(amazonaws\.com(\.cn)?|aliyuncs\.com|myqcloud\.com)$/.test(endpoint.hostname);
  return isWanted && !bucket.includes(".");
}

/** What a service is asked under when nobody says where it is: its name may tell. */
export function regionOf({ endpoint }: S3Place): string | undefined {
  const [, region] =
    /(?:^|\.)s3[.-](?:fips[.-]|dualstack\.)?([a-z]{2,}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(
      endpoint.hostname,
    ) ?? [];
  return region;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw refused();
  }
}

function refused(): BackstayError<"STORE_LOCATION_INVALID"> {
  return new BackstayError("STORE_LOCATION_INVALID", { location: "s3:…", reason: "s3-form" });
}
