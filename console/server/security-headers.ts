import { PAGE_HEADERS } from "../../core/web/page-headers.ts";

/**
 * Sent along with everything; a route may say it more strictly. HSTS is not among it: it would hold for every port of this computer,
 * and nobody could go past the warning of a certificate of the console's own any more.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
};

/** For what a person downloads: whatever is in it runs nothing and loads nothing, should a browser show it after all. */
export const DOWNLOAD_POLICY = "sandbox; default-src 'none'";
