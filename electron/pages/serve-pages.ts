import { readFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { Download } from "../../core/api/backstay.ts";
import { PAGE_HEADERS } from "../../core/web/page-headers.ts";
import { hasSystemCode } from "../../shared/errors.ts";
import { downloadTicketOf, isAppUrl } from "./app-origin.ts";

export type PageParts = {
  /** The folder of the built pages. */
  readonly root: string;
  readonly openDownload: (ticket: string) => Promise<Download | undefined>;
};

/** What the build of the pages makes; anything else is not theirs. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** Answers the requests of our pages: their own files, and downloads. Never rejects for what a page asks. */
export async function servePages(
  request: { readonly url: string; readonly method: string },
  parts: PageParts,
): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
  if (!isAppUrl(request.url)) return refuse(404);
  const ticket = downloadTicketOf(request.url);
  if (ticket !== undefined) return serveDownload(await parts.openDownload(ticket));
  return serveFile(parts.root, new URL(request.url).pathname, request.method === "HEAD");
}

async function serveFile(root: string, pathname: string, headOnly: boolean): Promise<Response> {
  const file = fileUnder(root, pathname === "/" ? "/index.html" : pathname);
  const mediaType = file === undefined ? undefined : MEDIA_TYPES[path.extname(file)];
  if (file === undefined || mediaType === undefined) return refuse(404);
  try {
    const bytes = await readFile(file);
    const headers = { ...PAGE_HEADERS, "Content-Type": mediaType, "Cache-Control": "no-cache" };
    return new Response(headOnly ? null : bytes, { headers });
  } catch (error) {
    if (hasSystemCode(error, "ENOENT", "EISDIR", "ENOTDIR", "ENAMETOOLONG")) return refuse(404);
    throw error;
  }
}

/**
 * @param pathname of an address, so `/` parts it and dots have been resolved as far as they were written plainly
 * @returns undefined for what is, or could be taken for, a path out of the folder
 */
export function fileUnder(root: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined; // not text at all
  }
  const parts = decoded.split("/").slice(1);
  const areNames = parts.every((part) => /^[\w-][\w.-]*$/.test(part)); // the build makes no other names
  return areNames ? path.join(root, ...parts) : undefined;
}

function serveDownload(download: Download | undefined): Response {
  if (download === undefined) return refuse(404);
  const { fileName, sizeBytes, content } = download;
  return new Response(Readable.toWeb(content) as ReadableStream, {
    headers: {
      ...PAGE_HEADERS,
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Content-Type": "application/octet-stream",
      "Content-Disposition": attachment(fileName),
      "Cache-Control": "no-store",
      ...(sizeBytes === undefined ? {} : { "Content-Length": String(sizeBytes) }),
    },
  });
}

/** @source RFC 6266 and RFC 8187 */
function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%/]/g, "_");
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: PAGE_HEADERS });
}
