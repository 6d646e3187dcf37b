/** Where a link from outside of the pages leads: a notification, the tray, another program's `backstay://alerts/…`. */
export const LINK_SCHEME = "backstay";

/** In the order of the rail. */
export const PAGES = [
  ...(["overview", "backups", "restore", "storage"] as const),
  ...(["failover", "activity", "alerts", "settings"] as const),
] as const;
export type PageName = (typeof PAGES)[number];
export type PageLink = { readonly page: PageName; readonly id?: string | undefined };

/** An id of a plan, a job or an alert, or of a snapshot. */
const ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/;

/**
 * Any program, and any web page, can send such a link. So it can name a page and an id, and nothing else of it is used; a link
 * never does anything but show.
 *
 * @returns undefined for what is not one of ours
 */
export function parseDeepLink(text: string): PageLink | undefined {
  const url = URL.parse(text);
  if (url === null || url.protocol !== `${LINK_SCHEME}:`) return undefined;
  const page = PAGES.find((name) => name === url.host);
  if (page === undefined) return undefined;
  const [, id = "", ...rest] = url.pathname.split("/");
  if (rest.length > 0 || (id !== "" && !ID.test(id))) return undefined;
  return { page, id: id === "" ? undefined : id };
}

/** @returns the last link among the arguments a program was started with */
export function deepLinkIn(args: readonly string[]): PageLink | undefined {
  return args.map(parseDeepLink).findLast((link) => link !== undefined);
}

/** @returns the fragment that the pages' router takes, like `#/alerts/…` */
export function routeOf({ page, id }: PageLink): string {
  return id === undefined ? `#/${page}` : `#/${page}/${id}`;
}
