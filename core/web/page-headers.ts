/**
 * What every host says along with a page. A page may load only what came with it, talk only to where it came from, and be shown
 * in nobody's frame. `blob:` is for previews of files, which are never given a name on the host.
 */

const POLICY: Readonly<Record<string, readonly string[]>> = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  // positions of virtual rows and lengths of bars; elements cannot be styled from outside through it
  "style-src-attr": ["'unsafe-inline'"],
  "img-src": ["'self'", "data:", "blob:"],
  "font-src": ["'self'"],
  "connect-src": ["'self'"],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
};

/** The value of `Content-Security-Policy` for the pages. */
export const CONTENT_SECURITY_POLICY: string = Object.entries(POLICY)
  .map(([name, values]) => `${name} ${values.join(" ")}`)
  .join("; ");

/** Sent with every answer to a page, whatever it is. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()",
};
