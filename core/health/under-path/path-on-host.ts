/** Where something is on a machine that gives it out under another name. Pure, and guesses nothing. */
import type { HostLayout } from "./host-layout.ts";
import type { PlaceOnServer } from "./server-of.ts";

/** Why nobody can say which folder of the machine it is. */
export const PLACE_GAPS = [
  /** The address does not tell: it is one of HTTP, or a path from somebody's home. */
  "folder-not-said",
  /** What the machine gives out to others could not be read. */
  "shares-not-read",
  /** Nothing that it gives out has that name, or it is another folder for each person. */
  "share-not-found",
  /** By SFTP some boxes show their shares in place of their folders, and this may be one. */
  "path-unsure",
] as const;
export type PlaceGap = (typeof PLACE_GAPS)[number];

/** @param layout undefined for a machine that does not tell */
export function pathOnHost(
  place: PlaceOnServer,
  layout: Pick<HostLayout, "exports" | "shares"> | undefined,
): { readonly path: string } | { readonly gap: PlaceGap } {
  switch (place.kind) {
    case "not-said":
      return { gap: "folder-not-said" };
    case "path":
      return { path: place.path };
    case "over-sftp":
      return isShownAsShare(place.path, layout) ? { gap: "path-unsure" } : { path: place.path };
    case "from-nfs4-root":
      return layout?.exports == null ? { gap: "shares-not-read" } : fromNfs4Root(place.path, layout.exports);
    case "in-share": {
      if (layout?.shares == null) return { gap: "shares-not-read" };
      const wanted = place.share.toLowerCase();
      const share = layout.shares.find(({ name }) => name.toLowerCase() === wanted);
      return share === undefined ? { gap: "share-not-found" } : { path: below(share.path, place.path) };
    }
  }
}

/** A share is called like the first folder of the path, and is another folder. */
function isShownAsShare(path: string, layout: Pick<HostLayout, "shares"> | undefined): boolean {
  const [, first = ""] = path.split("/");
  return (layout?.shares ?? []).some(
    (share) => share.name.toLowerCase() === first.toLowerCase() && share.path !== `/${first}`,
  );
}

function fromNfs4Root(
  path: string,
  exports: NonNullable<HostLayout["exports"]>,
): { readonly path: string } | { readonly gap: PlaceGap } {
  const roots = exports.filter(({ isRoot }) => isRoot);
  // one for each group of clients: nobody says which of them this one is in
  if (roots.length > 1) return { gap: "path-unsure" };
  const [root] = roots;
  if (root !== undefined) return { path: below(root.path, path) };
  const isGivenOut = exports.some(
    ({ path: folder }) => folder === "/" || `${path}/`.startsWith(`${folder}/`),
  );
  return isGivenOut ? { path } : { gap: "share-not-found" };
}

function below(folder: string, path: string): string {
  const inside = path.replace(/^\/+/, "").replace(/\/+$/, "");
  if (inside === "") return folder;
  return folder === "/" ? `/${inside}` : `${folder}/${inside}`;
}
