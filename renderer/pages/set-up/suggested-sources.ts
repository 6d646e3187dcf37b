import type { LocalPlace } from "../../../shared/model/app.ts";
import type { SourceDraft } from "../../../shared/model/source.ts";

/** A source while the set-up goes on. */
export type SetUpSource = {
  readonly path: string;
  readonly name: string;
  readonly icon: SourceDraft["icon"];
  readonly isChosen: boolean;
};

const ICONS: Partial<Record<LocalPlace["kind"], SourceDraft["icon"]>> = {
  documents: "documents",
  pictures: "photos",
  desktop: "folder",
};

/**
 * What most offices protect: the folders people keep their work in; their home as a whole where there are none. All that is
 * suggested is chosen.
 *
 * @param nameOf what a kind of place is called
 */
export function suggestedSources(
  places: readonly LocalPlace[],
  nameOf: (kind: "home" | "documents" | "pictures" | "desktop") => string,
): readonly SetUpSource[] {
  const working = places.flatMap(({ kind, path }): SetUpSource[] => {
    if (kind !== "documents" && kind !== "pictures" && kind !== "desktop") return [];
    return [{ path, name: nameOf(kind), icon: ICONS[kind] ?? "folder", isChosen: true }];
  });
  if (working.length > 0) return working;
  const home = places.find(({ kind }) => kind === "home");
  return home === undefined
    ? []
    : [{ path: home.path, name: nameOf("home"), icon: "folder", isChosen: true }];
}

/** The name for one more folder: its own, or its own with a number where that is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  for (let n = 2; names.has(name.toLowerCase()); n += 1) name = `${wanted} ${n}`;
  return name;
}
