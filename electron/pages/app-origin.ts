/** The pages have an origin of their own: with `file:` every file of the computer would be of the same one. */
export const APP_SCHEME = "backstay-app";
const APP_HOST = "desktop";
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/**
 * Whether an address is one of our own pages'. Its parts are compared, because a foreign address can begin, end or contain
 * whatever it likes.
 */
export function isAppUrl(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === "" &&
    url.password === ""
  );
}

const DOWNLOAD_PATH = /^\/download\/([0-9a-f]{32})$/;

/** @returns the ticket when an address is that of a download of ours */
export function downloadTicketOf(address: string): string | undefined {
  if (!isAppUrl(address)) return undefined;
  return DOWNLOAD_PATH.exec(new URL(address).pathname)?.[1];
}
