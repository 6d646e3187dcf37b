/** Asking a service that speaks S3. The only file that knows the library behind it, which is loaded when there is such a place. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3ClientConfig,
  S3Client as S3Library,
} from "@aws-sdk/client-s3";
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import type { HttpAnswer, HttpLine, HttpMethod } from "../http/request.ts";
import { isBucketInHost, type S3Place } from "./place.ts";
import { S3Refusal, type S3Said } from "./refusal.ts";
import type { S3SignIn } from "./sign-in.ts";

export type S3Object = { readonly key: string; readonly sizeBytes: number; readonly modifiedMs: number };
export type S3Page = { readonly objects: readonly S3Object[]; readonly next: string | undefined };

/** Each method throws an {@link S3Refusal} or what the line throws; the signal's reason. */
export type S3Client = {
  sizeOf(key: string, signal: AbortSignal | undefined): Promise<number | undefined>;
  /** @param range as in the header of that name */
  get(key: string, range: string | undefined, signal: AbortSignal | undefined): Promise<HttpAnswer>;
  put(key: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void>;
  remove(key: string, signal: AbortSignal | undefined): Promise<void>;
  /** @param most objects on a page; the service's own number without it */
  page(
    prefix: string,
    after: string | undefined,
    most: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<S3Page>;
};

export type S3ClientOptions = {
  readonly signIn: S3SignIn;
  readonly region: string;
  /** `dns`, `path` or what the service wants. */
  readonly bucketLookup: string | undefined;
};

/** A page of a list has a thousand objects of less than a kilobyte each. */
const MAX_LIST_BYTES = 8 * 1024 * 1024;
const MAX_SAID_BYTES = 64 * 1024;

export function createS3Client(place: S3Place, line: HttpLine, options: S3ClientOptions): S3Client {
  const { bucket: Bucket, location } = place;
  const library = new S3Library({
    ...settingsOf(place, options),
    requestHandler: handlerOver(line, location),
  });

  /** Once more when the clock of this computer was wrong: the library has learnt the service's by then. */
  async function send<T>(
    work: (options: { abortSignal?: AbortSignal }) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    signal?.throwIfAborted();
    const more = signal === undefined ? {} : { abortSignal: signal };
    try {
      try {
        return await work(more);
      } catch (error) {
        if (metadataOf(error)?.clockSkewCorrected !== true || isBackstayError(error)) throw error;
        return await work(more);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (isBackstayError(error)) throw error;
      throw refusalOf(error);
    }
  }

  return {
    async sizeOf(Key, signal) {
      const said = await send((more) => library.send(new HeadObjectCommand({ Bucket, Key }), more), signal);
      return said.ContentLength;
    },
    async get(Key, range, signal) {
      const command = new GetObjectCommand({ Bucket, Key, ...(range === undefined ? {} : { Range: range }) });
      const said = await send((more) => library.send(command, more), signal);
      const body = said.Body as Readable;
      return {
        status: said.$metadata.httpStatusCode ?? 0,
        headers: {
          ...(said.ContentLength === undefined ? {} : { "content-length": String(said.ContentLength) }),
          ...(said.ContentRange === undefined ? {} : { "content-range": said.ContentRange }),
        },
        async *chunks() {
          try {
            yield* body as AsyncIterable<Uint8Array>;
          } catch (error) {
            signal?.throwIfAborted();
            throw error;
          }
        },
        drop: () => void body.destroy(),
      };
    },
    async put(Key, bytes, signal) {
      // services that keep files unchangeable want it, and all others compare it
      const ContentMD5 = createHash("md5").update(bytes).digest("base64");
      const more = { ContentLength: bytes.length, ContentType: "application/octet-stream", ContentMD5 };
      await send(
        (options) => library.send(new PutObjectCommand({ Bucket, Key, Body: bytes, ...more }), options),
        signal,
      );
    },
    async remove(Key, signal) {
      await send((more) => library.send(new DeleteObjectCommand({ Bucket, Key }), more), signal);
    },
    async page(Prefix, after, most, signal) {
      const command = new ListObjectsV2Command({
        Bucket,
        Prefix,
        ...(after === undefined ? {} : { ContinuationToken: after }),
        ...(most === undefined ? {} : { MaxKeys: most }),
      });
      const said = await send((more) => library.send(command, more), signal);
      const objects = (said.Contents ?? []).map(({ Key, Size, LastModified }) => {
        if (typeof Key !== "string" || !Number.isSafeInteger(Size) || (Size ?? -1) < 0)
          throw new BackstayError("STORE_FAILED", {
            location,
            operation: "list",
            reason: "an entry without name and size",
          });
        return { key: Key, sizeBytes: Size ?? 0, modifiedMs: LastModified?.getTime() ?? Number.NaN };
      });
      if (said.IsTruncated === true && said.NextContinuationToken === undefined)
        throw new BackstayError("STORE_FAILED", { location, operation: "list", reason: "no next page" });
      return { objects, next: said.IsTruncated === true ? said.NextContinuationToken : undefined };
    },
  };
}

/** Trying again, checksums of its own and looking around in the settings of this machine is not for the library. */
function settingsOf(place: S3Place, { signIn, region, bucketLookup }: S3ClientOptions): S3ClientConfig {
  return {
    endpoint: endpointOf(place, region),
    region,
    credentials: signIn,
    forcePathStyle: !isBucketInHost(place, bucketLookup),
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    useArnRegion: false,
    // most services besides the original know none but MD5
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  };
}

/** The one address that leads everywhere answers for one region only. */
function endpointOf({ endpoint }: S3Place, region: string): string {
  const isOfAll = endpoint.hostname === "s3.amazonaws.com" && region !== "us-east-1";
  return isOfAll ? `https://s3.${region}.amazonaws.com` : endpoint.href;
}

/** What the library hands over to be sent, as far as we use it. */
type Outgoing = {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** Sends over our own line, so that this place is as patient, as careful about certificates and as slow as all others. */
function handlerOver(line: HttpLine, location: string): NonNullable<S3ClientConfig["requestHandler"]> {
  return {
    async handle(outgoing: Outgoing, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
      const { method, protocol, hostname, port, path, query = {}, headers, body } = outgoing;
      const { expect: _, host: __, ...others } = headers;
      const isList = "list-type" in query;
      const address = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}${queryText(query)}`;
      const answer = await line.ask(
        {
          method: method as HttpMethod,
          path: address,
          headers: others,
          ...(body instanceof Uint8Array ? { body } : {}),
        },
        abortSignal,
      );
      const isFile = method === "GET" && !isList && answer.status < 300;
      const most = isFile ? Number.POSITIVE_INFINITY : isList ? MAX_LIST_BYTES : MAX_SAID_BYTES;
      if (method === "HEAD") answer.drop();
      const stream = method === "HEAD" ? Readable.from([]) : Readable.from(upTo(answer, most, location));
      return {
        response: {
          statusCode: answer.status,
          headers: plainHeaders(answer.headers),
          body: stream,
        },
      };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  } as unknown as NonNullable<S3ClientConfig["requestHandler"]>;
}

async function* upTo(answer: HttpAnswer, most: number, location: string): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of answer.chunks()) {
    bytes += chunk.length;
    if (bytes > most)
      throw new BackstayError("STORE_FAILED", {
        location,
        operation: "list",
        reason: "an answer without end",
      });
    yield chunk;
  }
}

function plainHeaders(headers: HttpAnswer["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as const],
    ),
  );
}

/** @source AWS, "Signature Version 4": everything but letters, digits and -._~ is escaped */
function queryText(query: NonNullable<Outgoing["query"]>): string {
  const escaped = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const parts = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each: string | null) =>
      each === null ? escaped(name) : `${escaped(name)}=${escaped(each)}`,
    ),
  );
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

type Metadata = { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };

function metadataOf(error: unknown): Metadata | undefined {
  return error instanceof Error && "$metadata" in error ? (error.$metadata as Metadata) : undefined;
}

/** What the library throws for an answer that is none of success. @returns the error itself when it is something else */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const response = "$response" in error ? (error.$response as { statusCode?: number; headers?: object }) : {};
  const status = metadataOf(error)?.httpStatusCode ?? response?.statusCode;
  if (status === undefined) return error;
  const field = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const headers: Readonly<Record<string, unknown>> = { ...response?.headers };
  const region = headers["x-amz-bucket-region"] ?? field("Region");
  const said: S3Said = {
    status,
    code: field("Code") ?? error.name,
    text: error.message,
    region: typeof region === "string" ? region : undefined,
  };
  return new S3Refusal(said, error);
}
